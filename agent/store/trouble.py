"""What went wrong with the database, in one plain sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from agent.errors import StoreError

_SENTENCES = (
    ("file is not a database", "{where} is not a database"),
    ("unable to open database file", "{where} cannot be opened or created: see its folder and permissions"),
    ("readonly database", "{where} cannot be written: see the permissions of the file and of its folder"),
    ("database is locked", "{where} is held by another program; try again when that has ended"),
    ("database or disk is full|no space left", "the disk that holds {where} is full"),
    ("disk i/o error", "the disk that holds {where} gave an error"),
    ("malformed", "{where} is damaged; restore a copy of it"),
    ("permission denied", "{where} does not let this user in"),
    ('database "[^"]*" does not exist', "{where} does not exist; create it first"),
    ('role "[^"]*" does not exist', "{where} refuses the user or the password"),
    ("password authentication failed", "{where} refuses the user or the password"),
    ("lock timeout|deadlock", "{where} is held by somebody else; try again in a moment"),
    ("read-only transaction", "{where} was written to while reading"),
)


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Turns what SQLAlchemy raises inside into a `StoreError`. The original is its cause."""
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError(_sentence(error, _where(url))) from error


def _where(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return f"the database {url.database or ''} at {url.host or 'this machine'}".replace("  ", " ")


def _sentence(error: SQLAlchemyError, where: str) -> str:
    said = str(error.orig).lower() if isinstance(error, DBAPIError) else ""
    for mark, sentence in _SENTENCES:
        if re.search(mark, said):
            return sentence.format(where=where)
    if isinstance(error, PoolTimeout):
        return f"{where} is busy: another part of this program holds it"
    if isinstance(error, IntegrityError):
        return f"{where} refuses a record that contradicts another"
    if (isinstance(error, DBAPIError) and error.connection_invalidated) or "connection" in said:
        return f"{where} cannot be reached"
    return f"{where} gave an error ({type(error).__name__})"
