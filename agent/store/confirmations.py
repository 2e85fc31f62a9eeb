"""Who vouched for a partner lead: a log a lead, only ever added to. Of each side the latest entry counts."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from agent.models.programme import Confirmation, Side

from .connection import Tx
from .mergings import parts
from .rows import chunks
from .schema import confirmation


def add(tx: Tx, one: Confirmation) -> None:
    """Adds an entry to its lead's log."""
    row = {"lead_id": one.lead_id, "side": one.side, "doc": one.model_dump_json()}
    tx.execute(confirmation.insert(), row)


def log(tx: Tx, lead_id: str) -> tuple[Confirmation, ...]:
    """Every entry about the lead and what was merged into it, the first first."""
    mine = confirmation.c.lead_id.in_(parts(tx, [lead_id]))
    docs = tx.execute(select(confirmation.c.doc).where(mine).order_by(confirmation.c.seq)).scalars()
    return tuple(Confirmation.model_validate_json(doc) for doc in docs)


def of_leads(tx: Tx, lead_ids: Iterable[str]) -> dict[str, frozenset[Side]]:
    """The sides that vouch for each of these leads now, by lead id; an empty set where none does.

    What was said of a lead that was merged counts for the one it is part of.
    """
    found: dict[str, frozenset[Side]] = {}
    for chunk in chunks(lead_ids):
        found |= dict.fromkeys(chunk, frozenset())
        whose = parts(tx, chunk)
        said = (
            select(confirmation.c.doc).where(confirmation.c.lead_id.in_(whose)).order_by(confirmation.c.seq)
        )
        for doc in tx.execute(said).scalars():
            one = Confirmation.model_validate_json(doc)
            id, side = whose[one.lead_id], frozenset({one.side})
            found[id] = found[id] - side if one.withdrawn else found[id] | side
    return found
