"""Verdicts in, measures out: shares with Wilson's interval, F1 with a bootstrap over notes.

`status_accuracy` is of all slots, `budget.accuracy` of one, `confirmed.f1` of one status and
`fr.accuracy` of the slots of French notes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from agent.models.bant import Status

from .interval import Interval, bootstrap, wilson
from .judge import NOTHING, PRESENT, SlotVerdict, Verdict
from .labels import SLOTS

ERRORS = frozenset({"invented_rate", "missed_rate"})
"""Measures of which less is better, of all slots or of one."""
_OVERALL = (
    "status_accuracy", "status_macro_f1", "invented_rate", "missed_rate", "amount_accuracy",
    "window_accuracy", "people_recall", "quote_validity", "quote_relevance",
)  # fmt: skip
_OF_A_SLOT = ("accuracy", "macro_f1", "invented_rate", "missed_rate", "quote_relevance")
GROUPS = (
    _OVERALL,
    tuple(f"{slot}.{name}" for slot in SLOTS for name in _OF_A_SLOT),
    tuple(f"{status}.f1" for status in Status),
    tuple(f"{language}.accuracy" for language in ("fr", "en")),
)
"""Every measure as reports show them: of all slots, of one, of one status, of one language."""
_VALUES = {"budget": "amount_accuracy", "authority": "people_recall", "timing": "window_accuracy"}

_CODES = {pair: code for code, pair in enumerate((gold, got) for gold in Status for got in Status)}
Codes = tuple[int, ...]
"""One note's pairs of statuses, expected and come, a small number each, in slot order: quick to count."""


@dataclass(frozen=True)
class Measure:
    """One figure, 0 to 1; all None where nothing is there to measure."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    """What it is a share of: slots, amounts, people, quotes; notes for an F1."""


def better(name: str, one: float, other: float) -> float:
    """By how much `one` is better than `other`, in this measure's own sense."""
    return other - one if name.rpartition(".")[2] in ERRORS else one - other


def measure(verdicts: Sequence[Verdict], seed: int = 0) -> dict[str, Measure]:
    """All of `GROUPS`, in that order. The same verdicts and seed give the same figures."""
    found = {**_shares(verdicts), **_f1(verdicts, seed)}
    return {name: found.get(name, Measure(None, None, None, 0)) for name in chain(*GROUPS)}


def confusion(verdicts: Iterable[Verdict]) -> Counter[tuple[Status, Status]]:
    """How often each status, expected, came as each."""
    return Counter((slot.gold, slot.got) for verdict in verdicts for slot in verdict.slots.values())


def _shares(verdicts: Iterable[Verdict]) -> dict[str, Measure]:
    hits: dict[str, list[bool]] = defaultdict(list)
    for verdict in verdicts:
        for name, slot in verdict.slots.items():
            for measured, hit in _hits(name, slot):
                hits[measured].append(hit)
            hits[f"{verdict.language}.accuracy"].append(slot.gold is slot.got)
    return {
        name: _measured(sum(of) / len(of), wilson(sum(of), len(of)), len(of)) for name, of in hits.items()
    }


def _hits(name: str, slot: SlotVerdict) -> Iterator[tuple[str, bool]]:
    """What one slot counts towards, of all slots and of its own."""
    yield from (("status_accuracy", slot.gold is slot.got), (f"{name}.accuracy", slot.gold is slot.got))
    if slot.gold in NOTHING:
        yield from (("invented_rate", slot.invented), (f"{name}.invented_rate", slot.invented))
    if slot.gold in PRESENT:
        yield from (("missed_rate", slot.missed), (f"{name}.missed_rate", slot.missed))
    if slot.relevant is not None:
        yield from (("quote_relevance", slot.relevant), (f"{name}.quote_relevance", slot.relevant))
    yield from ((_VALUES[name], right) for right in slot.values)
    yield from (("quote_validity", there) for there in slot.verbatim)


def _f1(verdicts: Sequence[Verdict], seed: int) -> dict[str, Measure]:
    notes = [tuple(_CODES[slot.gold, slot.got] for slot in verdict.slots.values()) for verdict in verdicts]
    intervals = bootstrap(notes, _f1_of, seed)
    return {name: _measured(value, intervals[name], len(notes)) for name, value in _f1_of(notes).items()}


def _f1_of(notes: Sequence[Codes]) -> dict[str, float]:
    by_slot = [Counter(column) for column in zip(*notes, strict=True)]
    whole = _f1_by_status(Counter(chain.from_iterable(notes)))
    macro = {
        f"{slot}.macro_f1": _mean(_f1_by_status(pairs)) for slot, pairs in zip(SLOTS, by_slot, strict=False)
    }
    return {
        **({"status_macro_f1": _mean(whole)} if whole else {}),
        **macro,
        **{f"{status}.f1": value for status, value in whole.items()},
    }


def _f1_by_status(pairs: Mapping[int, int]) -> dict[Status, float]:
    """F1 of each status that is expected at least once."""
    expected, came, right = [0] * len(Status), [0] * len(Status), [0] * len(Status)
    for code, count in pairs.items():
        gold, got = divmod(code, len(Status))
        expected[gold] += count
        came[got] += count
        if gold == got:
            right[gold] = count
    return {
        status: 2 * right[at] / (expected[at] + came[at]) for at, status in enumerate(Status) if expected[at]
    }


def _mean(of: Mapping[Status, float]) -> float:
    return sum(of.values()) / len(of)


def _measured(value: float, interval: Interval, n: int) -> Measure:
    return Measure(value, *interval, n)
