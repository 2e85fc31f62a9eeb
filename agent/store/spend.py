"""What finding leads cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from agent.models.opportunity import Spend

from .connection import Tx
from .rows import add, chunks
from .schema import spend


def save(tx: Tx, entries: Sequence[Spend]) -> int:
    """Adds those that are not there yet. How many those were."""
    rows = [{"id": one.id, "doc": one.model_dump_json()} for one in sorted(entries, key=lambda one: one.id)]
    return sum(add(tx, spend, chunk, "id") for chunk in chunks(rows, 5000))


def all(tx: Tx) -> Iterator[Spend]:
    """Everything spent, by id."""
    docs = tx.execute(select(spend.c.doc).order_by(spend.c.id)).scalars()
    return (Spend.model_validate_json(doc) for doc in docs)
