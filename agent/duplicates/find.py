"""The leads of a store that may be one."""

from __future__ import annotations

from collections.abc import Iterable

from agent.models.merging import Pair
from agent.settings import Duplicates
from agent.store import Store, decisions, leads

from .compare import compare
from .neighbours import neighbours
from .pairs import Likeness, pairs
from .record import Record, record


def find(store: Store, settings: Duplicates) -> list[Pair]:
    """Every pair of leads that may be one, the surest first.

    Of the leads that are one stays the one a person has decided on, else the one that came first.
    """
    with store.read() as tx:
        found = alike((record(lead, number) for number, lead in enumerate(leads.each(tx))), settings)
        came = {
            id: number for numbers, two in found.items() for id, number in zip(two[:2], numbers, strict=True)
        }
        last = decisions.standing(tx, came)
    decided = frozenset(id for id, decision in last.items() if decision.stage)
    return pairs(found.values(), lambda id: (id not in decided, came[id]), decided)


def alike(records: Iterable[Record], settings: Duplicates) -> dict[tuple[int, int], Likeness]:
    """The records that may be one, two by two, by their numbers, the lower before the higher."""
    found: dict[tuple[int, int], Likeness] = {}
    with neighbours(records) as near:
        for one, other in near.pairs(settings.block, settings.window):
            a, b = (one, other) if one.number < other.number else (other, one)
            if two := compare(a, b, near.count, settings.show):
                found[a.number, b.number] = Likeness(a.id, b.id, two.match, two.sure)
    return found
