"""Proofs, by id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from agent.models.evidence import Evidence

from .connection import Tx
from .rows import chunks, put
from .schema import evidence


def add(tx: Tx, proofs: Sequence[Evidence]) -> None:
    """Adds the proofs. The same id is the same place: what stands there now replaces what stood there."""
    rows = [{"id": one.id, "doc": one.model_dump_json()} for one in sorted(proofs, key=lambda one: one.id)]
    put(tx, evidence, rows, "id")


def get_many(tx: Tx, ids: Iterable[str]) -> dict[str, Evidence]:
    """The proofs of these ids, by id; an id without one is left out."""
    found: dict[str, Evidence] = {}
    for chunk in chunks(ids):
        rows = tx.execute(select(evidence.c.id, evidence.c.doc).where(evidence.c.id.in_(chunk)))
        found |= {row.id: Evidence.model_validate_json(row.doc) for row in rows}
    return found
