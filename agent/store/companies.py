"""The index of company directories: what was in the files given with `--companies`, to be looked up by key.

It is derived: whoever has the files has the index. So it is no part of the migrations; it is made when the
first file is indexed, and a file indexed under another `FORM` counts as not indexed. Keys are numbers that
`agent.sources.keys` makes; here they only have to be found again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    inspect,
    literal_column,
    select,
    update,
)

from .connection import Tx
from .schema import Number, Words

FORM = 1
"""Raised when rows or keys change their meaning: every file is then indexed anew."""

_RECORDS = 28
"""Bits of a record's number in a company's id; what is above them is the file."""
_SAYS_NOTHING = 1000
"""A rough key that more companies share than this is dropped: it would cost time and tell nothing."""
_MOST = 20
"""Companies one look-up gives: what more than these share is ambiguous whatever follows."""

_metadata = MetaData()
_file = Table(
    "company_file",
    _metadata,
    Column("id", Number, primary_key=True),
    Column("name", Text, nullable=False),
    Column("place", Words, nullable=False),
    Column("digest", Words, nullable=False),
    Column("form", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("complete", Boolean, nullable=False),
)
_company = Table(
    "company",
    _metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("doc", Text, nullable=False),
)
_exact = Table(
    "company_key",
    _metadata,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("company_id", Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
_rough = Table(  # the spelling stands in it, so that a look-up reads a few pages and not a record each
    "company_rough_key",
    _metadata,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("company_id", Number, primary_key=True, autoincrement=False),
    Column("spelling", Words, primary_key=True),
    sqlite_with_rowid=False,
)


# Built once: building a statement costs more than the database takes to answer it.
_THESE: BindParameter[Any] = bindparam("these", expanding=True)
_COMPANIES = (
    select(_file.c.name, _file.c.digest, _company.c.id, _company.c.doc)
    .where(_company.c.id.bitwise_rshift(literal_column(str(_RECORDS), Integer)) == _file.c.id)
    .where(_file.c.complete, _file.c.form == FORM)
    .order_by(_company.c.id)
    .limit(_MOST)
)
_GET = _COMPANIES.where(_company.c.id.in_(_THESE))
_FIND = _COMPANIES.where(_company.c.id.in_(select(_exact.c.company_id).where(_exact.c.key.in_(_THESE))))
_FIND_ROUGHLY = select(_rough.c.company_id, _rough.c.spelling).where(_rough.c.key.in_(_THESE))


@dataclass(frozen=True, slots=True)
class Row:
    """One company of a file, as the index takes it."""

    record: int
    """Its number in the file, from 1."""
    doc: str
    """What the file says of it, as JSON: header to cell."""
    exact: Sequence[int]
    rough: Sequence[tuple[int, str]]
    """Keys, each with the spelling it is of."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One company, found again."""

    id: int
    file: str
    """The file's name."""
    digest: str
    """Of the file's content."""
    record: int
    doc: dict[str, Any]


@dataclass(frozen=True, slots=True)
class File:
    """One file of the index."""

    id: int
    name: str
    digest: str
    records: int


def files(tx: Tx) -> tuple[File, ...]:
    """The files that may be looked up, in the order they were indexed."""
    if not inspect(tx).has_table(_file.name):
        return ()
    rows = tx.execute(
        select(_file.c.id, _file.c.name, _file.c.digest, _file.c.records)
        .where(_file.c.complete, _file.c.form == FORM)
        .order_by(_file.c.id)
    )
    return tuple(File(*row) for row in rows)


def begin(tx: Tx, name: str, place: str, digest: str) -> int:
    """Opens a file's part of the index. What is in it is not found until `finish`."""
    _metadata.create_all(tx)
    row = {"name": name, "place": place, "digest": digest, "form": FORM, "records": 0, "complete": False}
    return int(tx.execute(insert(_file).values(**row).returning(_file.c.id)).scalar_one())


def add(tx: Tx, file_id: int, rows: Sequence[Row]) -> None:
    """Adds companies of the file. Keys are written in order, so that a large batch touches each page once."""
    first = file_id << _RECORDS
    _insert(tx, _company, [(first | row.record, row.doc) for row in rows])
    _insert(tx, _exact, sorted((key, first | row.record) for row in rows for key in row.exact))
    _insert(tx, _rough, sorted((key, first | row.record, form) for row in rows for key, form in row.rough))


def finish(tx: Tx, file_id: int, records: int) -> None:
    """The file may be looked up from now on; what was indexed from its place before is gone."""
    place = select(_file.c.place).where(_file.c.id == file_id).scalar_subquery()
    for (old,) in tx.execute(select(_file.c.id).where(_file.c.place == place, _file.c.id != file_id)).all():
        _drop(tx, old)
    crowded = select(_rough.c.key).group_by(_rough.c.key).having(func.count() > _SAYS_NOTHING)
    tx.execute(delete(_rough).where(_rough.c.key.in_(crowded)))
    tx.execute(update(_file).where(_file.c.id == file_id).values(records=records, complete=True))


def find(tx: Tx, keys: Sequence[int]) -> list[Stored]:
    """The companies under any of these exact keys, in the order of files and records; at most 20."""
    return _stored(tx, _FIND, keys)


def get_many(tx: Tx, ids: Sequence[int]) -> list[Stored]:
    """The companies of these ids, in the order of files and records; at most 20."""
    return _stored(tx, _GET, ids)


def find_roughly(tx: Tx, keys: Sequence[int]) -> list[tuple[int, str]]:
    """Ids of the companies under any of these rough keys, each with the spelling to compare."""
    return [(company, form) for company, form in tx.execute(_FIND_ROUGHLY, {"these": list(keys)})]


def _stored(tx: Tx, statement: Select[str, str, int, str], these: Sequence[int]) -> list[Stored]:
    if not these:
        return []
    rows = tx.execute(statement, {"these": list(these)})
    return [
        Stored(company, name, digest, company & (1 << _RECORDS) - 1, json.loads(doc))
        for name, digest, company, doc in rows
    ]


def _insert(tx: Tx, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """By the driver's own hand: at millions of rows the layers above it cost more than the database."""
    if rows:
        mark = "?" if tx.dialect.paramstyle == "qmark" else "%s"
        marks = ", ".join(mark for _ in table.columns)
        tx.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks})", list(rows))


def _drop(tx: Tx, file_id: int) -> None:
    first, last = file_id << _RECORDS, (file_id + 1) << _RECORDS
    for table, column in (
        (_company, _company.c.id),
        (_exact, _exact.c.company_id),
        (_rough, _rough.c.company_id),
    ):
        tx.execute(delete(table).where(column >= first, column < last))
    tx.execute(delete(_file).where(_file.c.id == file_id))
