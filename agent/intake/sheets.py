"""Workbooks and Parquet files: rows that come with their types."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from agent.errors import BadInput

from .grid import HEADER_WITHIN, Header, Recognise, Row, find_header, name_columns, read_rows
from .lines import Cell, Ignored, Line, Remarks, text_of

_BATCH = 2_000
_NEEDS_QUOTES = re.compile(r'[",\r\n]|^[\s#]|\s$')


@dataclass(frozen=True)
class Sheet:
    """An opened table."""

    header: Header
    header_text: str
    """The header as a line of CSV."""
    lines: Iterator[Line]


def read_workbook(path: Path, recognise: Recognise | None, remarks: Remarks) -> Sheet | None:
    """The sheet with the header that is known best; None when every sheet is empty. Raises `BadInput`."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise BadInput("not a readable workbook", file=path, remedy="Save it again, or as CSV") from error
    tables = [(name, [_row(line, cells) for line, cells in enumerate(rows, 1)]) for name, rows in sheets]
    tables = [(name, rows) for name, rows in tables if any(_filled(row) for row in rows)]
    if not tables:
        return None
    name, rows = max(tables, key=lambda table: _best_known(table[1], recognise))
    if len(tables) > 1:
        others = ", ".join(f"'{other}'" for other, _ in tables if other != name)
        remarks.add(f"sheet '{name}' is read; not read: {others}")
    candidates = [row for row in rows[: 3 * HEADER_WITHIN] if _filled(row)][:HEADER_WITHIN]
    header_row = candidates[find_header(candidates, recognise) or 0]
    header = name_columns(header_row.cells, header_row.line, remarks)
    above = [Ignored(row.line, "above the header") for row in rows[: header_row.line - 1]]
    below = rows[header_row.line :]
    return Sheet(header, header_row.raw, chain(above, read_rows(below, header, remarks)))


def read_parquet(path: Path, remarks: Remarks) -> Sheet:
    """The rows of a Parquet file, numbered from 1. Raises `BadInput`."""
    import duckdb

    try:
        found = duckdb.connect(":memory:").execute("select * from read_parquet(?)", [str(path)])
        names = [column[0] for column in found.description or ()]
    except duckdb.Error as error:
        raise BadInput("not a readable Parquet file", file=path) from error
    header = name_columns(names, 0, remarks)
    return Sheet(header, _row(0, names).raw, read_rows(_fetched(found), header, remarks))


def _fetched(found: Any) -> Iterator[Row]:
    line = 0
    while rows := found.fetchmany(_BATCH):
        for row in rows:
            line += 1
            yield _row(line, row)


def _row(line: int, values: Iterable[Any]) -> Row:
    cells = [_cell(value) for value in values]
    return Row(line, cells, ",".join(_quoted(text_of(cell)) for cell in cells))


def _quoted(text: str) -> str:
    """A cell of a line of CSV."""
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def _cell(value: Any) -> Cell:
    """A typed value as text, number or truth; dates in ISO 8601."""
    if isinstance(value, str | bool | int) or value is None:
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime) and value.time() == time.min and value.tzinfo is None:
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | timedelta):
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(entry, str | int | float) for entry in value):
        return ", ".join(text_of(entry) for entry in value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _filled(row: Row) -> bool:
    return any(cell not in ("", None) for cell in row.cells)


def _best_known(rows: Sequence[Row], recognise: Recognise | None) -> int:
    if recognise is None:
        return 0
    return max(recognise([text_of(cell) for cell in row.cells]) for row in rows[: 3 * HEADER_WITHIN])
