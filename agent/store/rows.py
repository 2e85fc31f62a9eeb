"""Nouns to rows and back, in the ways SQLite and PostgreSQL share."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

T = TypeVar("T")
Row = Mapping[str, Any]

CHUNK = 500
"""Values in one IN list. Both databases allow 30,000 and more; a statement this size is parsed in no time."""


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The items in lists of at most `size`; nothing for no items."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def folded(text: str) -> str:
    """Without case, accents or runs of white space: what two spellings of a word have in common."""
    plain = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(plain).split())


def moment(at: datetime) -> str:
    """A moment as columns hold it: UTC, so that the order of the words is that of time."""
    return at.astimezone(UTC).isoformat()


def insert(tx: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT."""
    if tx.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # 45 ms that a SQLite store does without

    return postgresql.insert(table)


def add(tx: Connection, table: Table, rows: Sequence[Row], key: str) -> int:
    """Inserts the rows whose key is new and leaves the others as they are. How many were new."""
    if not rows:
        return 0
    new = insert(tx, table).on_conflict_do_nothing(index_elements=[key]).returning(table.c[key])
    return len(tx.execute(new, rows).all())


def put(tx: Connection, table: Table, rows: Sequence[Row], *key: str) -> None:
    """Inserts the rows, or gives those whose key is there the new values of the columns named in them."""
    if not rows:
        return
    statement = insert(tx, table)
    values = {name: statement.excluded[name] for name in rows[0] if name not in key}
    tx.execute(statement.on_conflict_do_update(index_elements=key, set_=values), rows)
