"""Flat tables out: lines, CSV, XLSX and Parquet, streamed, with formulas neutralised where they could run."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from agent.cells import guard
from agent.errors import BadInput

Cell = str | int | float | bool | None


def write_lines(lines: Iterable[str], out: Path | None) -> int:
    """Each as a line of UTF-8. How many; raises `BadInput` when the file cannot be written."""
    return _write(out, lambda file: _count(file.write(line + "\n") for line in lines))


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]], out: Path | None) -> int:
    """RFC 4180 with a header; text cells guarded. How many rows."""

    def fill(file: IO[str]) -> int:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(columns)
        return _count(writer.writerow([_guarded(cell) for cell in row]) for row in rows)

    return _write(out, fill)


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Cell]], out: Path | None) -> int:
    """One sheet, header frozen, memory flat. Text stays text: no cell is ever a formula or a link."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    try:
        with Workbook(str(_needed(out)), options) as book:
            sheet = book.add_worksheet("leads")
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
            return _count(sheet.write_row(at, 0, row) for at, row in enumerate(rows, start=1))
    except FileCreateError as error:
        raise BadInput("cannot be written", file=out) from error


def write_parquet(columns: Sequence[str], rows: Iterable[Sequence[Cell]], out: Path | None) -> int:
    """Zstandard-compressed, through a CSV of its own so that memory stays flat; every column is text but numbers."""
    import duckdb

    target = _needed(out)
    with TemporaryDirectory() as folder:
        loose = Path(folder) / "rows.csv"
        with loose.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            count = _count(writer.writerow(row) for row in rows)
        names = {column: _TYPES.get(column.removeprefix("proposal_"), "VARCHAR") for column in columns}
        try:
            with duckdb.connect() as db:
                db.read_csv(str(loose), header=True, dtype=names, delimiter=",", quotechar='"').write_parquet(
                    str(target), compression="zstd"
                )
        except duckdb.IOException as error:
            raise BadInput("cannot be written", file=target) from error
    return count


_TYPES = dict.fromkeys(("score", "fit", "intent", "bant", "ecosystem", "floor", "ceiling"), "INTEGER")


def _needed(out: Path | None) -> Path:
    if out is None:
        raise BadInput("a workbook or Parquet cannot be written to a terminal", remedy="Give --out FILE")
    return out


def _write(out: Path | None, fill: Callable[[IO[str]], int]) -> int:
    if out is None:
        return fill(sys.stdout)
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            return fill(file)
    except OSError as error:
        raise BadInput(f"cannot be written: {error.strerror}", file=out) from error


def _guarded(cell: Cell) -> Cell:
    return guard(cell) if isinstance(cell, str) else cell


def _count(written: Iterable[object] | Iterator[object]) -> int:
    return sum(1 for _ in written)
