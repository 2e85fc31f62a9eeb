"""Does what came agree with what was expected? One rule a kind of value, each as labels are scored by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from agent.models.bant import Authority, Budget, Person, Timing

_OPEN = 90
"""Days an open end of a window is taken to reach."""


def amount_matches(gold: Budget, got: Budget) -> bool | None:
    """Both ends within 1 %, in gold's currency and period if it has them; None where gold has no amount."""
    ends = ((gold.amount_min, got.amount_min), (gold.amount_max, got.amount_max))
    if gold.amount_min is None and gold.amount_max is None:
        return None
    return (
        all(_near(expected, came) for expected, came in ends)
        and gold.currency in (None, got.currency)
        and gold.period in (None, got.period)
    )


def window_matches(gold: Timing, got: Timing) -> bool | None:
    """The windows share half of the longer one or more; None where gold has no date."""
    expected, came = _days(gold), _days(got)
    if expected is None:
        return None
    if came is None:
        return False
    shared = min(expected[1], came[1]) - max(expected[0], came[0]) + 1
    return shared >= 0.5 * max(expected[1] - expected[0] + 1, came[1] - came[0] + 1)


def people_found(gold: Authority, got: Authority) -> tuple[bool, ...]:
    """For each person expected, whether one came with half the name, or nameless with a word of the role."""
    came = [_person(person) for person in got.people]
    return tuple(any(_same(expected, one) for one in came) for expected in map(_person, gold.people))


def relevant(gold: Iterable[str], got: Iterable[str]) -> bool:
    """Whether some quote that came holds half of the words of one that was expected."""
    came = [words(quote) for quote in got]
    return any(
        expected and 2 * len(expected & quote) >= len(expected)
        for expected in map(words, gold)
        for quote in came
    )


def verbatim(quote: str, folded: str) -> bool:
    """Whether a quote stands in a note, both folded."""
    quote = fold(quote)
    return bool(quote) and quote in folded


def fold(text: str) -> str:
    """Accents composed and white space single, the one liberty a quote has."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def words(text: str) -> frozenset[str]:
    """The words of a text without case and accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return frozenset(re.findall(r"[a-z0-9]+", plain))


def _near(expected: float | None, came: float | None) -> bool:
    if expected is None or came is None:
        return expected is came
    return abs(expected - came) <= 0.01 * max(abs(expected), abs(came), 1)


def _days(window: Timing) -> tuple[int, int] | None:
    """First and last day as ordinals, an open end closed."""
    first, last = window.from_, window.to
    if first and last:
        return first.toordinal(), last.toordinal()
    if first:
        return first.toordinal(), first.toordinal() + _OPEN
    if last:
        return last.toordinal() - _OPEN, last.toordinal()
    return None


def _person(person: Person) -> tuple[frozenset[str], frozenset[str]]:
    return words(person.name or ""), words(person.role or "")


def _same(
    expected: tuple[frozenset[str], frozenset[str]], came: tuple[frozenset[str], frozenset[str]]
) -> bool:
    name, role = expected
    if name and came[0]:
        return len(name & came[0]) >= max(1, len(name) // 2)
    return bool(role & came[1])
