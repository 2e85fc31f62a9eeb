"""Partners, by name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from agent.models.partner import Partner

from .connection import Tx
from .rows import folded, put
from .schema import partner


def save(tx: Tx, partners: Sequence[Partner]) -> None:
    """Adds the partners, or replaces those of the same name; case and accents do not count."""
    rows = {folded(one.name): one.model_dump_json() for one in partners}
    put(tx, partner, [{"name": name, "doc": doc} for name, doc in sorted(rows.items())], "name")


def all(tx: Tx) -> tuple[Partner, ...]:
    """Every partner, by name."""
    docs = tx.execute(select(partner.c.doc).order_by(partner.c.name)).scalars()
    return tuple(Partner.model_validate_json(doc) for doc in docs)
