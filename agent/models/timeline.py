"""What the successive calls of one lead said of each slot, and what became of it from call to call."""

from __future__ import annotations

from datetime import date
from typing import Generic, Literal, TypeVar

from .bant import Authority, Budget, Need, Person, Slot, Status, Timing
from .evidence import Span
from .noun import Noun

S = TypeVar("S", bound=Slot)
SlotName = Literal["budget", "authority", "need", "timing"]


class Statement(Noun, Generic[S]):
    """What one call said of a slot: its status, its values and the quotes are the slot's own."""

    note_id: str
    call_date: date | None = None
    slot: S


class Slip(Noun):
    """A date that moved from one call to a later one."""

    before: Statement[Timing]
    """What stood until then."""
    after: Statement[Timing]
    days: int
    """How far, by the last days of the two windows; negative where it was brought forward."""

    @property
    def plain(self) -> bool:
        """Whether the later call states it, rather than hints at it."""
        return self.after.slot.status is Status.CONFIRMED


class LostChampion(Noun):
    """Somebody who decided, signed or influenced, and who no longer does."""

    person: Person
    """As the last call that counted on them put it."""
    seen: str
    """That call's note."""
    gone: str
    """The note that shows the loss."""
    call_date: date | None = None
    """The day of that loss's call."""
    how: Literal["left", "turned", "absent"]
    """left: a sentence says so; turned: now blocks, or only uses; absent: a later call names the people and not them.
    """
    quote: str | None = None
    """The words that say so."""
    span: Span | None = None
    """Where they stand in the note `gone`; None where only a reading was at hand."""


class Contradiction(Noun):
    """What a person has to settle: the calls do not."""

    slot: SlotName
    why: Literal["left_open", "no_order", "hint"]
    """left_open: the latest plain word is itself two; no_order: two plain statements conflict and their dates do not
    say which is later; hint: a later hint speaks against a plain statement, too softly to undo it."""
    notes: tuple[str, ...]
    """The notes that hold the sides: the one that stands first."""


class Timeline(Noun):
    """One lead's calls, slot by slot, oldest first, undated ones before all. A call silent on a slot is not in it."""

    budget: tuple[Statement[Budget], ...] = ()
    authority: tuple[Statement[Authority], ...] = ()
    need: tuple[Statement[Need], ...] = ()
    timing: tuple[Statement[Timing], ...] = ()
    slips: tuple[Slip, ...] = ()
    lost: tuple[LostChampion, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
