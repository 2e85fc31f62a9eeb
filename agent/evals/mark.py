"""Quotes in their note: which stretches of a text are whose, where marks may overlap."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal


@dataclass(frozen=True)
class Mark:
    """A stretch of a text that somebody points at."""

    start: int
    end: int
    whose: Literal["expected", "came"]
    what: str
    """The slot, and where several readers are compared, whose reading."""


def stretches(text: str, marks: Sequence[Mark]) -> Iterator[tuple[str, tuple[Mark, ...]]]:
    """The text cut where marks begin and end, each piece with the marks over it. Joined, the whole text."""
    cuts = {0, len(text)} | {cut for mark in marks for cut in (mark.start, mark.end) if 0 <= cut <= len(text)}
    for start, end in pairwise(sorted(cuts)):
        yield text[start:end], tuple(mark for mark in marks if mark.start <= start and end <= mark.end)


def place(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quote first stands in a text, its white space folded; None where it does not."""
    words = unicodedata.normalize("NFC", quote).split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return found.span() if found else None
