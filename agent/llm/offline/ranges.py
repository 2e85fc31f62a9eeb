"""One date of a note, and two made one where the words join them: "from March to May", "June or July"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from .windows import after_months

Kind = Literal["day", "window", "deadline", "not_before", "past"]
"""day        from and to that day
window     from its first to its last day
deadline   no from
not_before no to
past       said to lie behind the call ("since May", "last year"): never resolved
"""


@dataclass(frozen=True, slots=True)
class When:
    """A date or window and the words that say it. Both days are None where only a call date could tell them."""

    start: int
    end: int
    from_: date | None
    to: date | None
    kind: Kind


_JOINT = re.compile(
    r"\s?(?:-|/|\bto\b|\bau?\b|\band\b|\bet\b|\bor\b|\bou\b|\bthrough\b|\bjusqu'a\b|\bvoire\b)?\s?"
)
_NAMES_YEAR = re.compile(r"20\d\d")
_TO = re.compile(r"\s(?:to|a|au|into|till|until|jusqu'en)\s")
_ALTERNATIVE = re.compile(r"\b(?:between|entre)\s$")
_MOVED = re.compile(
    r"\b(?:moved|slipp?e?d?|pushed|delayed|postponed|decale\w*|repousse\w*|reporte\w*|gliss\w+|passe\w*)\b[^.;]{0,40}$"
)


def ranges(folded: str, found: Iterable[When]) -> Iterator[When]:
    """The same with two joined into one range where the words join them: "from March to May", "June or July"."""
    waiting: When | None = None
    for when in found:
        joined = _join(folded, waiting, when) if waiting else None
        if waiting and not joined and _moved(folded, waiting, when):
            waiting = replace(waiting, from_=None, to=None, kind="past")
        if waiting and not joined:
            yield waiting
        waiting = joined or when
    if waiting:
        yield waiting


def _moved(folded: str, one: When, other: When) -> bool:
    """Whether the first date gave way to the second: "moved from March to June"."""
    before = folded[max(0, one.start - 50) : one.start]
    return _TO.fullmatch(folded, one.end, other.start) is not None and _MOVED.search(before) is not None


def _join(folded: str, one: When, other: When) -> When | None:
    gap = folded[one.end : other.start]
    if len(gap) > 12 or not _JOINT.fullmatch(gap) or other.kind == "past" or one.kind == "past":
        return None
    before = folded[max(0, one.start - 50) : one.start]
    if gap.strip() in ("and", "et") and not _ALTERNATIVE.search(before):
        return None
    follows = one.to is not None and one.to + timedelta(days=1) == other.from_  # "fin août début septembre"
    if not gap.strip() and other.kind != "deadline" and not follows:
        return None
    if _moved(folded, one, other) or other.kind == "not_before" or not other.to:
        return None
    if one.kind == "deadline":
        return replace(other, start=one.start, from_=None, kind="deadline")
    if not one.from_:
        return None
    first, last = one.from_, other.to if one.from_ <= other.to else after_months(other.to, 12)
    while after_months(first, 12) <= last and not _NAMES_YEAR.search(folded, one.start, one.end):
        first = after_months(first, 12)  # "March to May 2027"
    if not first <= last:
        return None
    return When(one.start, other.end, first, last, "window")
