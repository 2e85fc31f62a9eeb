"""Opening the database, and the two kinds of transaction."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from agent.errors import StoreError

from . import migrate, trouble

Tx = Connection
"""An open transaction, as `Store.read` and `Store.write` give it."""

PATIENCE = 30
"""Seconds a writer waits for its turn before it gives up."""


def open_store(url: str, *, create: bool = True) -> Store:
    """The store at a SQLAlchemy URL, or at a path; created when it is not there, migrated when it is older.

    Without `create`, a file that is not there is a `StoreError`: a mistyped path is told, not made.

    Raises `StoreError` when it cannot be opened, is no database of leadsift's, or was made by a newer one.
    """
    try:
        place = _place(url)
        if not create and _is_sqlite(place) and not Path(place.database or "").is_file():
            raise StoreError(
                f"there is no database at {place.database}; leadsift run makes one, --db names another"
            )
        store = Store(place)
    except (ArgumentError, ModuleNotFoundError) as error:
        raise StoreError(
            "the database URL cannot be read: give a path, sqlite:/// or postgresql://"
        ) from error
    try:
        with store.read() as tx:
            version = migrate.version(tx)
        if version != migrate.VERSION:
            with store.write() as tx:
                migrate.upgrade(tx)
    except BaseException:
        store.close()
        raise
    return store


class Store:
    """One database. Several threads may use it; a transaction belongs to the thread that opened it."""

    def __init__(self, url: URL) -> None:
        self.url = url.render_as_string(hide_password=True)
        """Where it is, without the password."""
        self._place = url
        self._reader, self._writer = _sqlite(url) if _is_sqlite(url) else _postgresql(url)
        self._writing: set[int] = set()

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A transaction that sees the database as it is at its first query, and cannot change it."""
        with trouble.told(self._place), self._reader.begin() as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A transaction that is kept whole, and on disk, when the block ends; forgotten whole when it raises.

        Raises `StoreError` when another process holds the database for more than half a minute, and
        `RuntimeError` for a second write in one thread: it would wait for the first for ever.
        """
        thread = threading.get_ident()
        if thread in self._writing:
            raise RuntimeError("this thread is writing already; await nothing inside `with store.write()`")
        self._writing.add(thread)
        try:
            with trouble.told(self._place), self._writer.begin() as tx:
                yield tx
        finally:
            self._writing.discard(thread)

    def close(self) -> None:
        """Gives every connection back. The store may not be used afterwards."""
        self._reader.dispose()
        self._writer.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _place(url: str) -> URL:
    if "://" not in url:
        return URL.create("sqlite", database=url)
    place = make_url(url)
    if place.drivername in ("postgresql", "postgres"):
        place = place.set(drivername="postgresql+psycopg")
    return place


def _is_sqlite(url: URL) -> bool:
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError("leadsift keeps its data in SQLite or PostgreSQL; the database URL names another")
    return url.get_backend_name() == "sqlite"


def _postgresql(url: URL) -> tuple[Engine, Engine]:
    """One pool. A reader takes its snapshot at its first query, as SQLite's do."""
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "options": f"-c lock_timeout={PATIENCE}s"},
    )
    reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return reader, engine


def _sqlite(url: URL) -> tuple[Engine, Engine]:
    """Readers from a pool, and one writer, for which the threads of this process queue up."""
    if url.database in (None, "", ":memory:"):
        raise StoreError("a database in memory would be gone when leadsift ends; give the path of a file")
    reader = create_engine(url, hide_parameters=True, pool_size=4, max_overflow=-1)
    writer = create_engine(url, hide_parameters=True, pool_size=1, max_overflow=0, pool_timeout=PATIENCE)
    event.listen(reader, "connect", _prepare_reader)
    event.listen(writer, "connect", _prepare_writer)
    event.listen(reader, "begin", lambda tx: tx.exec_driver_sql("BEGIN"))
    event.listen(writer, "begin", lambda tx: tx.exec_driver_sql("BEGIN IMMEDIATE"))
    return reader, writer


def _prepare(connection: sqlite3.Connection) -> None:
    connection.isolation_level = None  # BEGIN is ours: the driver says it late, and never IMMEDIATE
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")


def _prepare_reader(connection: sqlite3.Connection, _record: Any) -> None:
    _prepare(connection)
    connection.execute("PRAGMA query_only = ON")


def _prepare_writer(connection: sqlite3.Connection, _record: Any) -> None:
    """FULL: a paid answer or a decision, once returned, outlives a power cut. It costs 0.15 ms a commit."""
    _prepare(connection)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
