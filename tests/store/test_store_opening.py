"""Opening a store: new, old, busy, broken and foreign databases."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from goods import a_lead, an_account
from sqlalchemy import inspect, text

from agent.errors import StoreError
from agent.store import Store, accounts, connection, leads, migrate, open_store
from agent.store.schema import VERSION, metadata


def test_a_new_file_becomes_a_store_and_keeps_what_it_is_given(tmp_path: Path) -> None:
    place = str(tmp_path / "new.db")
    with open_store(place) as store, store.write() as tx:
        accounts.save(tx, [an_account()])
        leads.save(tx, [a_lead()])
    with open_store(f"sqlite:///{place}") as store, store.read() as tx:
        assert leads.get(tx, "L00000001") == a_lead()


def test_an_empty_postgresql_database_becomes_a_store(fresh_postgresql: str) -> None:
    with open_store(fresh_postgresql) as store, store.write() as tx:
        accounts.save(tx, [an_account()])
        leads.save(tx, [a_lead()])
    with open_store(fresh_postgresql) as store, store.read() as tx:
        assert leads.get(tx, "L00000001") == a_lead()


def test_the_migrations_arrive_at_the_schema_of_the_code(store: Store) -> None:
    with store.read() as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []


def test_opening_an_up_to_date_store_imports_no_alembic_and_no_other_database(tmp_path: Path) -> None:
    place = str(tmp_path / "leadsift.db")
    open_store(place).close()
    code = (
        "import sys; from agent.store import open_store; open_store(sys.argv[1]).close();"
        "print({'alembic', 'psycopg', 'sqlalchemy.dialects.postgresql'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, place], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.fixture
def unmade(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that nobody has opened yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'unmade.db'}"
    return str(request.getfixturevalue("fresh_postgresql"))


@pytest.mark.parametrize("unmade", ["sqlite", "postgresql"], indirect=True)
def test_processes_that_open_a_new_database_at_once_all_succeed(unmade: str) -> None:
    code = "import sys; from agent.store import open_store; open_store(sys.argv[1]).close()"
    openers = [
        subprocess.Popen([sys.executable, "-c", code, unmade], stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [(opener.communicate()[1], opener.returncode) for opener in openers] == [("", 0)] * 4


@pytest.fixture
def broken_next_version(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The code as it would be with one more migration, which fails half way; the database is there before."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate._FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9998_broken.py").write_text(
        f"from alembic import op\nrevision, down_revision = '9998', {VERSION!r}\n"
        "def upgrade():\n    op.execute('CREATE TABLE half (x TEXT)')\n    raise RuntimeError('half way')\n"
    )
    monkeypatch.setattr(migrate, "_FOLDER", folder)
    monkeypatch.setattr(migrate, "VERSION", "9998")
    return url


def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(
    broken_next_version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = broken_next_version
    with pytest.raises(RuntimeError, match="half way"):
        open_store(url)
    monkeypatch.setattr(migrate, "VERSION", VERSION)
    with open_store(url) as store, store.read() as tx:
        assert migrate.version(tx) == VERSION
        assert not inspect(tx).has_table("half")


def test_a_database_of_the_first_tables_gets_the_later_ones_and_keeps_what_it_holds(
    unmigrated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    with open_store(unmigrated) as store, store.read() as tx:
        assert migrate.version(tx) == VERSION
        assert inspect(tx).has_table("source_answer")
        assert accounts.get_many(tx, ["A00000001"]) == {"A00000001": an_account()}


@pytest.fixture
def unmigrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database as the first version made it, with an account in it."""
    folder = tmp_path / "first"
    shutil.copytree(migrate._FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__", "000[2-9]*"))
    monkeypatch.setattr(migrate, "_FOLDER", folder)
    monkeypatch.setattr(migrate, "VERSION", "0001")
    place = str(tmp_path / "old.db")
    with open_store(place) as store, store.write() as tx:
        accounts.save(tx, [an_account()])
    return place


def test_a_database_of_a_newer_leadsift_is_not_touched(url: str) -> None:
    with open_store(url) as store, store.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="made by a newer leadsift; update this one"):
        open_store(url)


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "music.db"
    with closing(sqlite3.connect(place)) as other:
        other.execute("CREATE TABLE album (title TEXT)")
        other.commit()
    with pytest.raises(StoreError, match="something else than leadsift's data"):
        open_store(str(place))
    with closing(sqlite3.connect(place)) as other:
        assert [name for (name,) in other.execute("SELECT name FROM sqlite_master")] == ["album"]


def test_a_file_that_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    place = tmp_path / "leads.csv"
    place.write_text("email,company\n" * 200)
    with pytest.raises(StoreError, match=r"leads\.csv is not a database$"):
        open_store(str(place))
    assert place.read_text() == "email,company\n" * 200


@pytest.mark.parametrize("place", [".", "missing/leadsift.db", "/proc/leadsift.db"])
def test_a_place_where_no_file_can_be_made_is_named(place: str, tmp_path: Path) -> None:
    path = str(tmp_path / place)
    with pytest.raises(StoreError) as told:
        open_store(path)
    assert str(told.value) == f"{path} cannot be opened or created: see its folder and permissions"


def test_a_database_that_may_only_be_read_says_so_when_written_to(tmp_path: Path) -> None:
    place = tmp_path / "leadsift.db"
    open_store(str(place)).close()
    with (
        open_store(f"sqlite:///file:{place}?mode=ro&uri=true") as store,
        pytest.raises(StoreError, match=r"cannot be written"),
        store.write() as tx,
    ):
        accounts.save(tx, [an_account()])


def test_a_database_that_another_program_holds_says_so_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.05)
    place = tmp_path / "leadsift.db"
    open_store(str(place)).close()
    with closing(sqlite3.connect(place, isolation_level=None)) as other, open_store(str(place)) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is held by another program"), store.write():
            pass
        other.execute("ROLLBACK")
        with store.write() as tx:
            accounts.save(tx, [an_account()])


def test_a_postgresql_table_that_somebody_holds_says_so_after_a_while(
    fresh_postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.05)
    with open_store(fresh_postgresql) as store, psycopg.connect(fresh_postgresql) as other:
        other.execute("LOCK TABLE account")
        with pytest.raises(StoreError, match="is held by somebody else"), store.write() as tx:
            accounts.save(tx, [an_account()])


def test_a_damaged_database_says_so(tmp_path: Path) -> None:
    place = tmp_path / "leadsift.db"
    open_store(str(place)).close()
    content = bytearray(place.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    place.write_bytes(content)
    with pytest.raises(StoreError, match="is damaged; restore a copy"):
        open_store(str(place))


def test_a_full_disk_loses_the_transaction_and_nothing_before_it(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "leadsift.db")) as store:
        with store.write() as tx:
            accounts.save(tx, [an_account()])
            pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one()
            tx.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match=r"the disk that holds .* is full"), store.write() as tx:
            leads.save(tx, [a_lead(number) for number in range(1000)])
        with store.read() as tx:
            assert accounts.get_many(tx, ["A00000001"]) == {"A00000001": an_account()}
            assert list(leads.each(tx)) == []


@pytest.mark.parametrize("url", ["mysql://u@h/d", "nonsense://", "sqlite://", "sqlite:///:memory:", "://"])
def test_a_url_that_names_no_place_to_keep_data_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(StoreError) as told:
        open_store(url)
    assert "give" in str(told.value) or "keeps its data in" in str(told.value)


def test_a_server_that_does_not_answer_is_named_without_the_password() -> None:
    with pytest.raises(StoreError, match="the database team at localhost cannot be reached") as told:
        open_store("postgres://claire:secret@localhost:1/team")
    assert "secret" not in str(told.value)


def test_a_missing_postgresql_database_is_named(postgresql: str) -> None:
    with pytest.raises(StoreError, match=r"the database nowhere .* does not exist"):
        open_store(postgresql.replace("/postgres?", "/nowhere?"))


def test_the_url_of_a_store_shows_no_password(postgresql: str) -> None:
    secret = postgresql.replace("postgres:@", "postgres:secret@")
    with open_store(secret.replace("/postgres?", "/template_leadsift?")) as store:
        assert "secret" not in store.url


@pytest.mark.parametrize("unmade", ["sqlite", "postgresql"], indirect=True)
def test_a_store_of_before_the_reports_gains_their_columns_from_its_documents(unmade: str) -> None:
    touched = {
        "id": "T1",
        "at": "2026-10-06T09:12:00+02:00",
        "kind": "webinar",
        "utm": {"utm_campaign": "gmao"},
    }
    with open_store(unmade) as store, store.write() as tx:
        for table in ("message", "confirmation", "spend", "opportunity", "merging", "handoff", "owner"):
            tx.execute(text(f"DROP TABLE {table}"))
        for name in ("ix_lead_merged_into", "ix_touchpoint_at"):
            tx.execute(text(f"DROP INDEX {name}"))
        for table, columns in {
            "lead": ("source", "partner", "country", "created_on", "merged_into"),
            "touchpoint": ("at", "kind", "channel", "campaign", "partner"),
            "proposal": ("stage", "at"),
            "decision": ("action", "stage", "at"),
        }.items():
            for column in columns:
                tx.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        tx.execute(text("UPDATE alembic_version SET version_num = '0002'"))
        tx.execute(text("INSERT INTO touchpoint (id, doc) VALUES ('T1', :doc)"), {"doc": json.dumps(touched)})
    with open_store(unmade) as store, store.read() as tx:
        rows = tx.execute(text("SELECT at, kind, campaign, channel FROM touchpoint")).all()
        assert [tuple(row) for row in rows] == [("2026-10-06T07:12:00+00:00", "webinar", "gmao", None)]
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []
