"""Who vouched for a partner lead: a log a lead, only ever added to. Of each side the latest entry counts."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from agent.models.programme import Confirmation, Side

from .connection import Tx
from .rows import chunks
from .schema import confirmation


def add(tx: Tx, one: Confirmation) -> None:
    """Adds an entry to its lead's log."""
    row = {"lead_id": one.lead_id, "side": one.side, "doc": one.model_dump_json()}
    tx.execute(confirmation.insert(), row)


def log(tx: Tx, lead_id: str) -> tuple[Confirmation, ...]:
    """Every entry about the lead, the first first."""
    mine = select(confirmation.c.doc).where(confirmation.c.lead_id == lead_id).order_by(confirmation.c.seq)
    return tuple(Confirmation.model_validate_json(doc) for doc in tx.execute(mine).scalars())


def of_leads(tx: Tx, lead_ids: Iterable[str]) -> dict[str, frozenset[Side]]:
    """The sides that vouch for each of these leads now, by lead id; an empty set where none does."""
    found: dict[str, frozenset[Side]] = {}
    for chunk in chunks(lead_ids):
        found |= dict.fromkeys(chunk, frozenset())
        latest = (
            select(func.max(confirmation.c.seq))
            .where(confirmation.c.lead_id.in_(chunk))
            .group_by(confirmation.c.lead_id, confirmation.c.side)
        )
        for doc in tx.execute(select(confirmation.c.doc).where(confirmation.c.seq.in_(latest))).scalars():
            one = Confirmation.model_validate_json(doc)
            if not one.withdrawn:
                found[one.lead_id] |= {one.side}
    return found
