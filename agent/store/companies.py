"""The index of company directories: what was in the files given with `--companies`, to be looked up by key.

It is derived: whoever has the files has the index. So it is no part of the migrations; it is made when the
first file is indexed, and a file indexed under another `FORM` counts as not indexed. Keys are numbers that
`agent.sources.keys` makes; here they only have to be found again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import (
    JSON,
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

from .connection import Store, Tx
from .rows import moment
from .schema import Number, Words
from .sorted_keys import SortedKeys

FORM = 2
"""Raised when rows or keys change their meaning: every file is then indexed anew."""

_RECORDS = 28
"""Bits of a record's number in a company's id; what is above them is the file."""
_KEYS = 100_000
"""Keys written at once."""
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
    Column("complete", Boolean, nullable=False),
    Column("census", JSON),
    Column("indexed_at", Words),
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
class Census:
    """What is in one file, counted while it was indexed."""

    companies: int
    known: dict[str, int]
    """How many companies have a "domain", a "number" and "employees"."""
    countries: dict[str, int]
    """How many are in each country, by its ISO alpha-2 code; "" where the record does not tell."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of the index."""

    id: int
    name: str
    digest: str
    census: Census
    indexed_at: datetime


def files(tx: Tx) -> tuple[File, ...]:
    """The files that may be looked up, in the order they were indexed."""
    if not _is_made(tx):
        return ()
    rows = tx.execute(
        select(_file.c.id, _file.c.name, _file.c.digest, _file.c.census, _file.c.indexed_at)
        .where(_file.c.complete, _file.c.form == FORM)
        .order_by(_file.c.id)
    )
    return tuple(
        File(number, name, digest, Census(**census), datetime.fromisoformat(indexed_at))
        for number, name, digest, census, indexed_at in rows
    )


class Build:
    """A file on its way into the index. Nothing of it is found before `finish`.

    Companies are written as they come. Keys are set aside, and written in their order at the end: a million of
    them in any other order would cost more than all else. Each batch is a transaction, so that others may write
    in between.
    """

    def __init__(self, store: Store, name: str, place: str, digest: str) -> None:
        self._store = store
        self._exact, self._rough = SortedKeys(2), SortedKeys(3)
        row = {"name": name, "place": place, "digest": digest, "form": FORM, "complete": False}
        with store.write() as tx:
            if not _is_made(tx):
                _metadata.drop_all(tx)
                _metadata.create_all(tx)
            self._id = int(tx.execute(insert(_file).values(**row).returning(_file.c.id)).scalar_one())

    def add(
        self,
        companies: Sequence[tuple[int, str]],
        exact: Iterable[tuple[int, int]],
        rough: Iterable[tuple[int, int, str]],
    ) -> None:
        """Adds companies of the file, each by its record's number there, from 1.

        `companies`: number, and what the file says of it as JSON: header to cell. `exact`: key, number. `rough`:
        key, number, and the spelling that the key is of.
        """
        first = self._id << _RECORDS
        with self._store.write() as tx:
            _insert(tx, _company, [(first | record, doc) for record, doc in companies])
        self._exact.add((key, first | record) for key, record in exact)
        self._rough.add((key, first | record, spelling) for key, record, spelling in rough)

    def finish(self, census: Census, now: datetime) -> None:
        """The file may be looked up from now on; what was indexed from its place before is gone."""
        for table, keys in ((_exact, self._exact), (_rough, self._rough)):
            for batch in keys.batches(_KEYS):
                with self._store.write() as tx:
                    _insert(tx, table, batch)
        with self._store.write() as tx:
            place = select(_file.c.place).where(_file.c.id == self._id).scalar_subquery()
            for (old,) in tx.execute(
                select(_file.c.id).where(_file.c.place == place, _file.c.id != self._id)
            ).all():
                _drop(tx, old)
            crowded = select(_rough.c.key).group_by(_rough.c.key).having(func.count() > _SAYS_NOTHING)
            tx.execute(delete(_rough).where(_rough.c.key.in_(crowded)))
            tx.execute(
                update(_file)
                .where(_file.c.id == self._id)
                .values(census=asdict(census), indexed_at=moment(now), complete=True)
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exact.close()
        self._rough.close()


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


def _is_made(tx: Tx) -> bool:
    """Whether the tables are there, and of today's shape."""
    there = inspect(tx)
    names = _file.columns.keys()
    return there.has_table(_file.name) and [one["name"] for one in there.get_columns(_file.name)] == names


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
