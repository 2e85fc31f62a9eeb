"""The index of company directories: what was in the files given with `--companies`, to be looked up by key.

It is derived: whoever has the files has the index. So it is no part of the migrations; it is made when the first
file is indexed, and a file indexed under another `FORM` counts as not indexed. Keys are numbers that
`agent.sources.keys` makes; here they only have to be found again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    func,
    insert,
    inspect,
    select,
    update,
)

from .connection import Tx
from .rows import chunks
from .schema import Number, Words

FORM = 1
"""Raised when rows or keys change their meaning: every file is then indexed anew."""

_RECORDS = 28
"""Bits of a record's number in a company's id; what is above them is the file."""
_SAYS_NOTHING = 400
"""A rough key that more companies share than this is dropped: it would cost time and tell nothing."""
_MOST_EXACT = 200
_MOST_ROUGH = 4000

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
    Column("spellings", Text, nullable=False),
    Column("doc", Text, nullable=False),
)


def _keys(name: str) -> Table:
    return Table(
        name,
        _metadata,
        Column("key", Number, primary_key=True, autoincrement=False),
        Column("company_id", Number, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )


_exact, _rough = _keys("company_key"), _keys("company_rough_key")


@dataclass(frozen=True, slots=True)
class Row:
    """One company of a file, as the index takes it."""

    record: int
    """Its number in the file, from 1."""
    spellings: tuple[str, ...]
    doc: dict[str, Any]
    """What the file says of it: header to cell."""
    exact: Sequence[int]
    rough: Sequence[int]


@dataclass(frozen=True, slots=True)
class Stored:
    """One company, found again."""

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
    """Opens a file's part of the index, in place of what is left of an earlier one. Not found until `finish`."""
    _metadata.create_all(tx)
    row = {"name": name, "place": place, "digest": digest, "form": FORM, "records": 0, "complete": False}
    return int(tx.execute(insert(_file).values(**row).returning(_file.c.id)).scalar_one())


def add(tx: Tx, file_id: int, rows: Sequence[Row]) -> None:
    """Adds companies of the file. Keys are written in order, so that a large batch touches each page once."""
    first = file_id << _RECORDS
    tx.execute(
        insert(_company),
        [
            {
                "id": first | row.record,
                "spellings": "\n".join(row.spellings),
                "doc": json.dumps(row.doc, ensure_ascii=False, separators=(",", ":")),
            }
            for row in rows
        ],
    )
    for table, keys in ((_exact, [row.exact for row in rows]), (_rough, [row.rough for row in rows])):
        pairs = sorted((key, first | row.record) for row, own in zip(rows, keys, strict=True) for key in own)
        if pairs:
            tx.execute(insert(table), [{"key": key, "company_id": company} for key, company in pairs])


def finish(tx: Tx, file_id: int, records: int) -> None:
    """The file may be looked up from now on; what was indexed from its place before is gone."""
    place = select(_file.c.place).where(_file.c.id == file_id).scalar_subquery()
    for (old,) in tx.execute(select(_file.c.id).where(_file.c.place == place, _file.c.id != file_id)).all():
        _drop(tx, old)
    crowded = select(_rough.c.key).group_by(_rough.c.key).having(func.count() > _SAYS_NOTHING)
    tx.execute(delete(_rough).where(_rough.c.key.in_(crowded)))
    tx.execute(update(_file).where(_file.c.id == file_id).values(records=records, complete=True))


def find(tx: Tx, keys: Iterable[int]) -> list[int]:
    """Ids of the companies under any of these exact keys, at most 200."""
    return _under(tx, _exact, keys, _MOST_EXACT)


def find_roughly(tx: Tx, keys: Iterable[int]) -> list[tuple[int, tuple[str, ...]]]:
    """Companies under any of these rough keys, at most 4,000, with their spellings for the caller to compare."""
    ids = _under(tx, _rough, keys, _MOST_ROUGH)
    found: list[tuple[int, tuple[str, ...]]] = []
    for chunk in chunks(ids):
        rows = tx.execute(select(_company.c.id, _company.c.spellings).where(_company.c.id.in_(chunk)))
        found += [(company, tuple(text.split("\n"))) for company, text in rows]
    return found


def get_many(tx: Tx, ids: Sequence[int]) -> list[Stored]:
    """The companies of these ids, in the order of files and records."""
    known = {file.id: file for file in files(tx)}
    stored: list[Stored] = []
    for chunk in chunks(ids):
        rows = tx.execute(
            select(_company.c.id, _company.c.doc).where(_company.c.id.in_(chunk)).order_by(_company.c.id)
        )
        for company, doc in rows:
            if file := known.get(company >> _RECORDS):
                stored.append(Stored(file.name, file.digest, company & (1 << _RECORDS) - 1, json.loads(doc)))
    return stored


def _under(tx: Tx, table: Table, keys: Iterable[int], most: int) -> list[int]:
    ids: dict[int, None] = {}
    for chunk in chunks(keys):
        statement = select(table.c.company_id).where(table.c.key.in_(chunk)).limit(most)
        ids |= dict.fromkeys(tx.execute(statement).scalars())
    return list(ids)[:most]


def _drop(tx: Tx, file_id: int) -> None:
    first, last = file_id << _RECORDS, (file_id + 1) << _RECORDS
    for table, column in (
        (_company, _company.c.id),
        (_exact, _exact.c.company_id),
        (_rough, _rough.c.company_id),
    ):
        tx.execute(delete(table).where(column >= first, column < last))
    tx.execute(delete(_file).where(_file.c.id == file_id))
