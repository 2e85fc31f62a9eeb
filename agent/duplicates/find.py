"""The leads of a store that may be one."""

from __future__ import annotations

from collections.abc import Iterable

from agent.models.merging import Pair
from agent.settings import Duplicates
from agent.store import Store, decisions, leads

from .compare import Alike, compare
from .neighbours import neighbours
from .pairs import Likeness, pairs
from .record import Record, record


def find(store: Store, settings: Duplicates) -> list[Pair]:
    """Every pair of leads that may be one, the surest first.

    Of the leads that are one stays the one a person has decided on, else the one that came first.
    """
    with store.read() as tx:
        found = alike((record(lead, number) for number, lead in enumerate(leads.each(tx))), settings)
        came = {one.id: one.number for two in found for one in two}
        last = decisions.standing(tx, came)
    decided = frozenset(id for id, decision in last.items() if decision.stage)
    links = [Likeness(a.id, b.id, two.match, two.sure) for (a, b), two in found.items()]
    return pairs(links, lambda id: (id not in decided, came[id]), decided)


def alike(records: Iterable[Record], settings: Duplicates) -> dict[tuple[Record, Record], Alike]:
    """The records that may be one, two by two, the one that came first before the other."""
    found: dict[tuple[Record, Record], Alike] = {}
    with neighbours(records) as near:
        for a, b in near.pairs(settings.block, settings.window):
            if two := compare(a, b, near.count, settings.show):
                found[(a, b) if a.number < b.number else (b, a)] = two
    return found
