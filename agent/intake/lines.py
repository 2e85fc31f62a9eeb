"""What a line of a file turns out to be: a record, a reject with its reason, or nothing that counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from agent.clean import clean_field

Cell = str | int | float | bool | None
"""One value of a record. Text is clean; a cell that is not there is "" or None."""

REJECTED = "# rejected: "
"""Begins the comment above a record in a file of rejects. No quoted value runs over it."""
_LINES_NAMED = 10


@dataclass(frozen=True, slots=True)
class Record:
    """One row that could be read."""

    line: int
    """First physical line, from 1; the row number in a workbook or a Parquet file."""
    values: dict[str, Cell]
    raw: str
    """The row as the file has it."""


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that could not, with the reason in a few words."""

    line: int
    reason: str
    raw: str
    """The row as the file has it, so that it can be mended."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A line that holds no record: blank, a comment, something above the header."""

    line: int
    reason: str


Line = Record | Reject | Ignored


@dataclass
class Remarks:
    """Warnings about a file, gathered by what they say: "employees not understood on line 3, 4, 9"."""

    _lines: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, what: str, line: int | None = None) -> None:
        """Note it, of one line or of the whole file."""
        lines = self._lines[what]
        if line is not None and (not lines or lines[-1] != line):
            lines.append(line)

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each thing there is to say, in the order first met."""
        return tuple(
            f"{what} on line {_some(lines)}" if lines else what for what, lines in self._lines.items()
        )


def text_of(cell: Cell) -> str:
    """The cell as text: a number as people write it, nothing as ""."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15 else str(cell)


def clean_cell(text: str, line: int, remarks: Remarks) -> str:
    """A foreign value made safe; says so when there was more to it than white space."""
    folded = " ".join(text.split())
    if folded.isprintable():
        return folded
    cleaned = clean_field(folded)
    if cleaned != folded:
        remarks.add("invisible or control characters removed", line)
    return cleaned


def _some(lines: list[int]) -> str:
    named = ", ".join(map(str, lines[:_LINES_NAMED]))
    return f"{named} and {len(lines) - _LINES_NAMED} more" if len(lines) > _LINES_NAMED else named
