"""Successive calls of one lead in, a timeline out: what each said, what moved, who is gone, what a person must settle.

The order of the readings never matters, only their dates. Between two calls whose dates do not tell (one undated, or
both of one day) neither is the later, and what they disagree on stays open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from agent.departures import lost_champions, same_person
from agent.models.bant import Authority, Budget, Reading, Slot, Status, Timing
from agent.models.note import Note
from agent.models.timeline import Contradiction, Slip, SlotName, Statement, Timeline

S = TypeVar("S", bound=Slot)

PLAIN = frozenset((Status.CONFIRMED, Status.DENIED, Status.CONTRADICTORY))
"""What undoes an earlier plain statement; a hint does not."""
_HELD = frozenset((Status.CONFIRMED, Status.INDICATED))
_NAMES: tuple[SlotName, ...] = ("budget", "authority", "need", "timing")


def timeline(readings: Iterable[Reading], notes: Iterable[Note] = ()) -> Timeline:
    """The lead's timeline; empty without readings.

    With the notes that were read, who left is looked for in their whole text, else only in what the readings kept.
    """
    calls = in_order(readings)
    told = {name: tuple(_statements(calls, name)) for name in _NAMES}
    return Timeline(
        **told,
        slips=tuple(_slips(told["timing"])),
        lost=tuple(lost_champions(calls, {note.id: note for note in notes})),
        contradictions=tuple(found for name in _NAMES for found in _contradictions(name, told[name])),
    )


def in_order(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """By call date, undated ones first; where that does not tell, by note and id, so that the order is always one."""
    return tuple(sorted(readings, key=lambda r: (r.bant.call_date or date.min, r.note_id, r.id)))


def standing(statements: Sequence[Statement[S]]) -> Statement[S] | None:
    """The statement that counts: the latest, except that a hint does not undo an earlier plain one."""
    held: Statement[S] | None = None
    for said in statements:
        if held is None or said.slot.status in PLAIN or held.slot.status not in PLAIN:
            held = said
    return held


def later(one: Statement[S], other: Statement[S]) -> bool:
    """Whether the dates say that one came after the other."""
    return one.call_date is not None and other.call_date is not None and one.call_date > other.call_date


def _statements(calls: Sequence[Reading], name: SlotName) -> Iterator[Statement[Any]]:
    for reading in calls:
        slot = reading.bant.slots()[name]
        if slot.status is not Status.NOT_RAISED:
            yield Statement(note_id=reading.note_id, call_date=reading.bant.call_date, slot=slot)


def shift(before: Timing, after: Timing) -> int:
    """How many days a window moved, by its last day; 0 while the later word only repeats or narrows the earlier.

    "By the end of June" is narrowed by "on the 15th", and "not before May" by "in September"; a deadline is moved by
    another deadline.
    """
    first, last = after.from_ or after.to, after.to or after.from_
    opened, closed = before.from_ or before.to, before.to or before.from_
    if first is None or last is None or opened is None or closed is None:
        return 0
    never_late = before.to is None and after.to is not None
    never_soon = before.from_ is None and after.from_ is not None
    never_soon |= after.to is None and before.to is not None
    moved = (first > closed and not never_late) or (last < opened and not never_soon)
    return (last - closed).days if moved else 0


def _slips(told: Sequence[Statement[Timing]]) -> Iterator[Slip]:
    """Each move away from the date that stood; a date without day, or a call without one, moves nothing."""
    stood: Statement[Timing] | None = None
    for said in told:
        if said.slot.status not in _HELD or not (said.slot.from_ or said.slot.to):
            continue
        if stood is not None and later(said, stood) and (days := shift(stood.slot, said.slot)):
            yield Slip(before=stood, after=said, days=days)
        stood = standing([stood, said]) if stood is not None else said


def _contradictions(name: SlotName, told: Sequence[Statement[Any]]) -> Iterator[Contradiction]:
    """What stands against the statement that counts and is not settled by it."""
    stands = standing(told)
    if stands is None or stands.slot.status not in PLAIN:
        return
    if stands.slot.status is Status.CONTRADICTORY:
        yield Contradiction(slot=name, why="left_open", notes=(stands.note_id,))
    for said in told:
        if said is stands or later(stands, said) or not _disagree(stands.slot, said.slot):
            continue
        if said.slot.status in PLAIN:
            yield Contradiction(slot=name, why="no_order", notes=(stands.note_id, said.note_id))
        elif not (later(said, stands) and _moved(stands.slot, said.slot)):  # such a move is a slip already
            yield Contradiction(slot=name, why="hint", notes=(stands.note_id, said.note_id))


def _disagree(one: Slot, other: Slot) -> bool:
    """Whether two statements cannot both hold."""
    statuses = {one.status, other.status}
    if statuses & {Status.CONTRADICTORY, Status.DENIED}:
        return len(statuses) > 1
    if isinstance(one, Budget) and isinstance(other, Budget):
        return _apart(one, other)
    if isinstance(one, Authority) and isinstance(other, Authority):
        return any(_others(one, other, part) for part in ("decides", "signs"))
    return _moved(one, other)


def _moved(one: Slot, other: Slot) -> bool:
    return isinstance(one, Timing) and isinstance(other, Timing) and shift(one, other) != 0


def _apart(one: Budget, other: Budget) -> bool:
    """Whether two sums of one kind exclude each other, by more than one per cent."""
    if (one.currency, one.period, one.tax) != (other.currency, other.period, other.tax):
        return False
    pairs = ((one.amount_max, other.amount_min), (other.amount_max, one.amount_min))
    return any(high is not None and low is not None and low > high * 1.01 for high, low in pairs)


def _others(one: Authority, other: Authority, part: str) -> bool:
    """Whether both give a part, and to nobody in common."""
    mine, theirs = ([p for p in slot.people if p.part == part] for slot in (one, other))
    return bool(mine and theirs) and not any(same_person(a, b) for a in mine for b in theirs)
