"""Rows of cells under a header: finding the header, naming the columns, saying which rows are records.

Shared by delimited text, workbooks and Parquet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from agent.identity import fold

from .lines import Cell, Ignored, Line, Record, Reject, Remarks, clean_cell

Recognise = Callable[[Sequence[str]], int]
"""How many of these column names the reader of the file knows."""

HEADER_WITHIN = 30
"""Rows among which the header is looked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as the file has them."""

    line: int
    cells: Sequence[Cell]
    raw: str


@dataclass(frozen=True)
class Header:
    """The names of the columns, each once."""

    names: tuple[str, ...]
    """As the file has them, cleaned. A column without a name is "column 3", the second "x" is "x (2)"."""
    nameless: frozenset[str]
    repeated: tuple[str, ...]
    """Names that stood over several columns."""

    @property
    def widths(self) -> range:
        """How many cells a row may have: nameless columns at the end need not be there."""
        least = max(
            (place for place, name in enumerate(self.names, 1) if name not in self.nameless), default=0
        )
        return range(least, len(self.names) + 1)


def find_header(rows: Sequence[Row], recognise: Recognise | None) -> int | None:
    """The index of the header: the row with the most known names, else the first; None without rows."""
    if not rows or recognise is None:
        return 0 if rows else None
    known = [recognise([cell if isinstance(cell, str) else "" for cell in row.cells]) for row in rows]
    best = known.index(max(known))
    return best if known[best] > 1 or known[best] == len(rows[best].cells) else 0


def name_columns(cells: Sequence[Cell], line: int, remarks: Remarks) -> Header:
    """The header those cells are."""
    given = [clean_cell(str(cell if cell is not None else ""), line, remarks) for cell in cells]
    counts = Counter(fold(name) for name in given if name)
    names: dict[str, str] = {}
    copies: Counter[str] = Counter()
    for place, name in enumerate(given, 1):
        base = name or f"column {place}"
        unique = base
        while unique in names:
            copies[base] += 1
            unique = f"{base} ({copies[base] + 1})"
        names[unique] = name
    repeated = tuple(dict.fromkeys(name for name in given if name and counts[fold(name)] > 1))
    return Header(tuple(names), frozenset(unique for unique, name in names.items() if not name), repeated)


def read_rows(rows: Iterable[Row | Reject | Ignored], header: Header, remarks: Remarks) -> Iterator[Line]:
    """Each row as a record, or why not."""
    names, widths = header.names, header.widths
    width, expected = len(names), widths.start
    named = [(place, name, fold(name)) for place, name in enumerate(names) if name not in header.nameless]
    for row in rows:
        if not isinstance(row, Row):
            yield row
            continue
        line = row.line
        cells = [clean_cell(cell, line, remarks) if isinstance(cell, str) else cell for cell in row.cells]
        if not any(map(_filled, cells)):
            yield Ignored(line, "blank")
        elif len(cells) not in widths and (len(cells) < expected or any(map(_filled, cells[width:]))):
            yield Reject(line, f"{len(cells)} field{'s' * (len(cells) > 1)}, {expected} expected", row.raw)
        elif named and all(
            cells[place] == name or fold(str(cells[place])) == folded for place, name, folded in named
        ):
            yield Reject(line, "header line repeated", row.raw)
        else:
            yield Record(line, _values(header, cells, remarks), row.raw)


def _filled(cell: Cell) -> bool:
    return cell is not None and cell != ""


def _values(header: Header, cells: Sequence[Cell], remarks: Remarks) -> dict[str, Cell]:
    values = dict(zip(header.names, cells, strict=False))
    for name in header.nameless:
        if not _filled(values.get(name)):
            values.pop(name, None)
        else:
            remarks.add(f"{name} has no name: ignored, its values are only kept")
    return values
