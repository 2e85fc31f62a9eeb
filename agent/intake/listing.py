"""A file of one kind of record, opened: its columns by field, its lines, and what becomes of each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from agent.cells import unguard
from agent.errors import BadInput

from .amounts import Point, decide_point
from .days import Order, decide_order
from .lines import Cell, Ignored, Line, Record, Reject, Remarks, text_of
from .mapping import Columns, Kind, count_known, map_columns
from .records import read_records
from .rejects import Form, Rejected

T = TypeVar("T")


@dataclass(frozen=True)
class Batch(Generic[T]):
    """What one file holds. accepted + rejected + ignored is every record of it."""

    found: tuple[T, ...]
    accepted: int
    rejected: tuple[Rejected, ...]
    ignored: int
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Listing:
    """An opened file."""

    path: Path
    file: str
    """Its name, without its folder."""
    columns: Columns
    lines: Sequence[Line]
    remarks: Remarks
    form: Form
    has_header: bool

    @property
    def records(self) -> Iterator[Record]:
        """The rows that could be read."""
        return (line for line in self.lines if isinstance(line, Record))

    def require(self, fields: Iterable[str], what: str, remedy: str) -> None:
        """Raises `BadInput` where no column is one of these fields."""
        if not set(fields) & set(self.columns.by_field) and (self.has_header or any(self.records)):
            raise BadInput(f"no column holds {what}", file=self.path, remedy=remedy)

    def filled(self, record: Record, field: str) -> Iterator[tuple[str, Cell]]:
        """The field's cells that hold something, each with its column, the one that counts first."""
        for name in self.columns.by_field.get(field, ()):
            cell = record.values.get(name)
            if text_of(cell):
                yield name, unguard(cell) if isinstance(cell, str) else cell

    def text(self, record: Record, field: str) -> str:
        """The field's text; "" where nothing says."""
        return next((text_of(cell) for _, cell in self.filled(record, field)), "")

    def orders(self, fields: Iterable[str]) -> dict[str, Order]:
        """Column → how its numeric dates are to be read. All columns of a file were written by one hand."""
        names = [name for field in fields for name in self.columns.by_field.get(field, ())]
        texts = (text_of(record.values.get(name)) for record in self.records for name in names)
        return dict.fromkeys(names, decide_order(texts, self.columns.language))

    def points(self, fields: Iterable[str]) -> dict[str, Point | None]:
        """Column → what the cents of its amounts begin with."""
        names = (name for field in fields for name in self.columns.by_field.get(field, ()))
        return {name: decide_point(record.values.get(name) for record in self.records) for name in names}

    def batch(self, read: Callable[[Record], T | Reject], once: Callable[[T], str]) -> Batch[T]:
        """Every record read. Of those with one name the later counts."""
        outcomes = [read(line) if isinstance(line, Record) else line for line in self.lines]
        found = [one for one in outcomes if not isinstance(one, Reject | Ignored)]
        rejected = [one for one in outcomes if isinstance(one, Reject)]
        return Batch(
            found=tuple({once(one): one for one in found}.values()),
            accepted=len(found),
            rejected=tuple(Rejected(self.file, one.line, one.reason, one.raw, self.form) for one in rejected),
            ignored=sum(isinstance(one, Ignored) for one in outcomes),
            warnings=tuple(f"{self.file}: {sentence}" for sentence in self.remarks.sentences()),
        )


def open_listing(
    path: Path, kind: Kind, *, encoding: str | None = None, delimiter: str | None = None
) -> Listing:
    """Open a CSV, JSONL, XLSX or Parquet file. Raises `BadInput` if it cannot be read at all."""
    records = read_records(
        path, encoding=encoding, delimiter=delimiter, recognise=lambda names: count_known(names, kind)
    )
    columns = map_columns(records.header, kind)
    lines = list(records.lines)
    form = Form(records.header_text, records.delimiter)
    return Listing(path, records.file, columns, lines, records.remarks, form, bool(records.header))
