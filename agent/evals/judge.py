"""A label and a reading in, a verdict on each slot out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent.models.bant import Bant, Slot, Status

from .match import amount_matches, fold, people_found, relevant, verbatim, window_matches

PRESENT = frozenset({Status.CONFIRMED, Status.INDICATED})
NOTHING = frozenset({Status.DENIED, Status.NOT_RAISED})
_VALUE = {"budget": "amount", "authority": "people", "timing": "window"}


@dataclass(frozen=True)
class SlotVerdict:
    """What is right and wrong about one slot."""

    gold: Status
    got: Status
    values: tuple[bool, ...] = ()
    """Right or not: the amount, the window, or each person the label has. Empty where it has none."""
    verbatim: tuple[bool, ...] = ()
    """Of each quote that came, whether it stands in the note."""
    relevant: bool | None = None
    """Whether some quote carries the finding; None where the label has no quote."""

    @property
    def invented(self) -> bool:
        """Something came where nothing is: the worst error."""
        return self.gold in NOTHING and self.got in PRESENT

    @property
    def missed(self) -> bool:
        """Nothing came where something is."""
        return self.gold in PRESENT and self.got in NOTHING


@dataclass(frozen=True)
class Verdict:
    """On one note."""

    language: str
    slots: Mapping[str, SlotVerdict]
    """In BANT order."""


def judge(gold: Bant, got: Bant | None, text: str) -> Verdict:
    """How a reading of `text` agrees with its label. No reading at all counts as one that found nothing."""
    got = got or Bant(language=gold.language)
    came, values, folded = got.slots(), _values(gold, got), fold(text)
    return Verdict(
        gold.language,
        {name: _slot(slot, came[name], values[name], folded) for name, slot in gold.slots().items()},
    )


def faults(name: str, slot: SlotVerdict) -> tuple[str, ...]:
    """What is wrong with one slot, a word each, the gravest first; of one that did not come, that alone."""
    found = []
    if slot.gold is not slot.got:
        found.append("invented" if slot.invented else "missed" if slot.missed else "status")
    if slot.got is not Status.NOT_RAISED:
        found += [_VALUE[name]] if not all(slot.values) else []
        found += ["quote"] if slot.relevant is False else []
        found += ["not verbatim"] if not all(slot.verbatim) else []
    return tuple(found)


def _slot(gold: Slot, got: Slot, values: tuple[bool, ...], folded: str) -> SlotVerdict:
    return SlotVerdict(
        gold=gold.status,
        got=got.status,
        values=values,
        verbatim=tuple(verbatim(quote, folded) for quote in got.quotes),
        relevant=relevant(gold.quotes, got.quotes) if gold.quotes else None,
    )


def _values(gold: Bant, got: Bant) -> dict[str, tuple[bool, ...]]:
    amount, window = amount_matches(gold.budget, got.budget), window_matches(gold.timing, got.timing)
    return {
        "budget": () if amount is None else (amount,),
        "authority": people_found(gold.authority, got.authority),
        "need": (),
        "timing": () if window is None else (window,),
    }
