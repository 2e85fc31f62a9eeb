"""Tables of a typed note: each cell is told under the heading of its row or of its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .cues import labels

_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*")
_RULE = re.compile(r"[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*")
_MARKS = " \t*_:?"


class Cell(NamedTuple):
    """What a cell holds: its place, and the slot or section its row or column is about."""

    start: int
    end: int
    topic: str | None


class Table:
    """The table a note's lines may be in: it remembers what each column is about."""

    def __init__(self) -> None:
        self._columns: list[str | None] = []

    def row(self, folded: str, low: int, high: int) -> list[Cell] | None:
        """The telling cells of a line; None where it is no row, which also ends the table."""
        if not _ROW.fullmatch(folded, low, high):
            self._columns = []
            return None
        if _RULE.fullmatch(folded, low, high):
            return []
        cells = list(_cells(folded, low, high))
        topics = [labels().get(folded[a:b].strip(_MARKS)) for a, b in cells]
        if not self._columns:
            self._columns = topics
            if sum(topic is not None for topic in topics) > 1:
                return []
        if topics and topics[0]:
            return [Cell(a, b, topics[0]) for a, b in cells[1:]]
        columns = [*self._columns, *([None] * len(cells))]
        return [Cell(a, b, topic) for (a, b), topic in zip(cells, columns, strict=False)]


def _cells(folded: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    start = folded.index("|", low) + 1
    while (end := folded.find("|", start, high)) >= 0:
        yield start, end
        start = end + 1
