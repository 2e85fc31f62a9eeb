"""Proposals. Each is kept; the latest is the one that counts."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from agent.errors import NotFound
from agent.models.score import Proposal

from .connection import Tx
from .rows import chunks, moment
from .schema import lead, proposal


def add(tx: Tx, one: Proposal) -> bool:
    """Adds a proposal and shows it in the queue. False when it is the lead's latest already.

    Raises `NotFound` when the lead is not in the store.
    """
    standing = {
        "score": one.score.total,
        "floor": one.score.floor,
        "ceiling": one.score.ceiling,
        "stage": one.stage.value,
        "mode": one.mode,
        "proposal_id": one.id,
    }
    mine = lead.c.id == one.lead_id
    # One statement looks and writes: of two runs at once, the second waits here and sees the first one's.
    changed = tx.execute(lead.update().where(mine, lead.c.proposal_id.is_distinct_from(one.id)), standing)
    if changed.rowcount == 0:
        if tx.execute(select(lead.c.seq).where(mine)).first() is None:
            raise NotFound("the lead of this proposal is not in the store")
        return False
    row = {
        "id": one.id,
        "lead_id": one.lead_id,
        "doc": one.model_dump_json(),
        "stage": one.stage.value,
        "at": moment(one.created_at),
    }
    tx.execute(proposal.insert(), row)
    return True


def latest(tx: Tx, lead_ids: Iterable[str] | None = None) -> dict[str, Proposal]:
    """The latest proposal of each of these leads, else of all, by lead id; a lead without is left out."""
    found: dict[str, Proposal] = {}
    for chunk in [None] if lead_ids is None else chunks(lead_ids):
        newest = select(func.max(proposal.c.seq)).group_by(proposal.c.lead_id)
        if chunk is not None:
            newest = newest.where(proposal.c.lead_id.in_(chunk))
        rows = select(proposal.c.lead_id, proposal.c.doc).where(proposal.c.seq.in_(newest.scalar_subquery()))
        found |= {row.lead_id: Proposal.model_validate_json(row.doc) for row in tx.execute(rows)}
    return found
