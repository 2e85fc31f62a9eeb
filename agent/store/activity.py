"""When something last happened with a lead: a touchpoint, or a decision; else its arrival."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from typing import NamedTuple

from sqlalchemy import Column, func, select

from agent.models.lead import Lead
from agent.models.score import Stage

from .connection import Tx
from .rows import CHUNK, chunks
from .schema import decision, lead, touchpoint

_PAGE = (
    select(
        lead.c.seq,
        lead.c.doc,
        lead.c.version,
        lead.c.stage,
        lead.c.decided_stage,
        lead.c.proposal_id,
        lead.c.decided_proposal_id,
    )
    .where(lead.c.merged_into.is_(None))
    .order_by(lead.c.seq)
    .limit(CHUNK)
)


class Standing(NamedTuple):
    """Where a lead stands, and since when nothing happened."""

    lead: Lead
    version: int
    proposed: Stage | None
    decided: Stage | None
    changed: bool
    """The latest proposal is not the one the decision was made on."""
    last: datetime | None
    """None where nobody knows."""


def last(tx: Tx, leads: Sequence[Lead]) -> dict[str, datetime]:
    """The moment of the last touchpoint or decision of each of these leads, by lead id.

    Where there was none, the day its list says it came, else the import; a lead without any is left out.
    """
    decided = _latest(tx, decision.c.lead_id, decision.c.at, (one.id for one in leads))
    mailed = _latest(tx, touchpoint.c.email, touchpoint.c.at, (one.email for one in leads))
    visited = _latest(tx, touchpoint.c.domain, touchpoint.c.at, (one.domain for one in leads))
    found: dict[str, datetime] = {}
    for one in leads:
        known = (decided.get(one.id), mailed.get(one.email or ""), visited.get(one.domain or ""))
        moments = [datetime.fromisoformat(at) for at in known if at]
        if at := max(moments) if moments else _arrival(one):
            found[one.id] = at
    return found


def standings(tx: Tx) -> Iterator[Standing]:
    """Every lead that is no part of another, in the order they came; few in memory at a time."""
    after = -1
    while page := tx.execute(_PAGE.where(lead.c.seq > after)).all():
        leads = [Lead.model_validate_json(row.doc) for row in page]
        at = last(tx, leads)
        for one, row in zip(leads, page, strict=True):
            proposed, decided = (Stage(name) if name else None for name in (row.stage, row.decided_stage))
            changed = decided is not None and row.proposal_id != row.decided_proposal_id
            yield Standing(one, row.version, proposed, decided, changed, at.get(one.id))
        after = page[-1].seq


def _latest(tx: Tx, of: Column[str], at: Column[str], keys: Iterable[str | None]) -> dict[str, str]:
    """The latest moment of each key, as the columns have it."""
    found: dict[str, str] = {}
    for chunk in chunks({key for key in keys if key}):
        found |= {
            key: at
            for key, at in tx.execute(select(of, func.max(at)).where(of.in_(chunk)).group_by(of))
            if at
        }
    return found


def _arrival(one: Lead) -> datetime | None:
    if one.created_on:
        return datetime.combine(one.created_on, time(), UTC)
    return min((origin.imported_at for origin in one.origins), default=None)
