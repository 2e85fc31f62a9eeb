"""Owners: who in sales takes leads over, by id."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from agent.models.handoff import Owner

from .connection import Tx
from .rows import put
from .schema import owner


def save(tx: Tx, owners: Sequence[Owner]) -> None:
    """Adds the owners, or replaces those of the same id."""
    rows = {one.id: one.model_dump_json() for one in owners}
    put(tx, owner, [{"id": id, "doc": doc} for id, doc in sorted(rows.items())], "id")


def all(tx: Tx) -> tuple[Owner, ...]:
    """Every owner, by id."""
    docs = tx.execute(select(owner.c.doc).order_by(owner.c.id)).scalars()
    return tuple(Owner.model_validate_json(doc) for doc in docs)
