"""Bringing a database to the schema of this code. alembic is imported only when there is something to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from agent.errors import StoreError

from .schema import VERSION

__all__ = ["VERSION", "upgrade", "version"]

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 5_140_273_319
"""Any number nobody else uses: those who would migrate one PostgreSQL database take turns by it."""


def version(tx: Connection) -> str | None:
    """The schema's version as the database says; None for an empty one. `StoreError` for a stranger's."""
    tables = set(inspect(tx).get_table_names())
    if not tables:
        return None
    if "alembic_version" not in tables or "lead" not in tables:
        raise StoreError("the database holds something else than leadsift's data; give another")
    return str(tx.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none())


def upgrade(tx: Connection) -> None:
    """Runs the missing migrations, all or none. `StoreError` when the database is newer than this code."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    found = version(tx)
    if found == VERSION:
        return  # another process was quicker
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = tx
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError("the database was made by a newer leadsift; update this one")
    command.upgrade(config, "head")
