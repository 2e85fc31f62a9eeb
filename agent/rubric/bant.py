"""BANT: the four slots of the discovery call, by the status each was established with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from agent.models.bant import Authority, Budget, Established, Need, Slot, Status, Timing
from agent.models.evidence import evidence_id, note_locator
from agent.models.score import Contribution

from .bounds import Found, contribution
from .case import Case
from .criteria import UNKNOWN
from .rubric import Rubric

_LONGEST = 80
"""Characters of a pain that are quoted in few words."""


def bant(case: Case, rubric: Rubric) -> Iterator[Contribution]:
    """The contributions of the calls; every slot is unknown before the first."""
    slots = case.established.bant.slots() if case.established else {}
    for id, criterion in rubric.slots.items():
        slot = slots.get(id)
        if slot is None or slot.status is Status.NOT_RAISED or case.established is None:
            yield contribution("bant", id, criterion, Found(UNKNOWN))
        else:
            found = Found(slot.status.value, _quotes(case.established, id, slot), _in_short(slot))
            yield contribution("bant", id, criterion, found)


def _quotes(established: Established, id: str, slot: Slot) -> tuple[str, ...]:
    """The ids of the slot's quotes; none where nothing says which note they are from."""
    note = established.notes.get(id)
    return tuple(evidence_id("note", note_locator(note, span)) for span in slot.spans) if note else ()


def _in_short(slot: Slot) -> str:
    match slot:
        case Budget():
            return _money(slot)
        case Authority():
            return ", ".join(dict.fromkeys(person.role for person in slot.people if person.role))[:_LONGEST]
        case Need():
            return slot.pains[0][:_LONGEST] if slot.pains else ""
        case Timing():
            return _window(slot.from_, slot.to)
        case _:
            return ""


def _money(budget: Budget) -> str:
    amounts = [f"{amount:g}" if amount < 1e6 else f"{amount:.0f}" for amount in _ends(budget)]
    if not amounts:
        return ""
    return " ".join(part for part in ("–".join(amounts), budget.currency) if part)


def _ends(budget: Budget) -> list[float]:
    ends = (budget.amount_min, budget.amount_max)
    return sorted({amount for amount in ends if amount is not None})


def _window(start: date | None, end: date | None) -> str:
    if start is None or end is None or start == end:
        return f"≥ {start}" if start and not end else f"≤ {end}" if end and not start else str(start or "")
    return f"{start} – {end}"
