"""Handoffs, in the order they were made; and the leads that wait for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select, text

from agent.errors import Conflict
from agent.models.handoff import Handoff, HandoffState
from agent.models.score import Stage

from .connection import Tx
from .rows import chunks, moment
from .schema import decision, handoff, lead

_LOCK = 5_140_273_321
"""PostgreSQL: two commands that hand over at once would give one lead to two owners."""


class Decided(NamedTuple):
    """Where a person put a lead."""

    stage: Stage | None
    """None when nobody decided, or the lead is part of another by now."""
    at: datetime | None
    """When; None where nobody did."""


def turn(tx: Tx) -> None:
    """Waits until no other transaction hands over; on SQLite writers take turns anyway."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def all(tx: Tx, since: datetime | None = None) -> Iterator[Handoff]:
    """Every handoff made at or after `since`, in the order they were made; few in memory at a time."""
    docs = tx.execute(select(handoff.c.doc).order_by(handoff.c.seq), execution_options={"yield_per": 1000})
    for doc in docs.scalars():
        one = Handoff.model_validate_json(doc)
        if since is None or one.at >= since:
            yield one


def open(tx: Tx) -> tuple[Handoff, ...]:
    """Every open handoff, the one due first first."""
    chosen = select(handoff.c.doc).where(handoff.c.state == HandoffState.OPEN.value)
    docs = tx.execute(chosen.order_by(handoff.c.due_at, handoff.c.seq)).scalars()
    return tuple(Handoff.model_validate_json(doc) for doc in docs)


def of_lead(tx: Tx, lead_id: str) -> tuple[Handoff, ...]:
    """The lead's handoffs, the first first."""
    docs = tx.execute(select(handoff.c.doc).where(handoff.c.lead_id == lead_id).order_by(handoff.c.seq))
    return tuple(Handoff.model_validate_json(doc) for doc in docs.scalars())


def add(tx: Tx, handoffs: Sequence[Handoff]) -> None:
    """Adds new handoffs, in this order."""
    for chunk in chunks(handoffs, 5000):
        tx.execute(handoff.insert(), [_row(one) for one in chunk])


def close(tx: Tx, closed: Handoff) -> None:
    """Puts an open handoff into its last state. Raises `Conflict` when it is not open any more."""
    still_open = (handoff.c.id == closed.id, handoff.c.state == HandoffState.OPEN.value)
    if tx.execute(handoff.update().where(*still_open), _row(closed)).rowcount == 0:
        raise Conflict("somebody closed this handoff first. Look again")


def waiting(tx: Tx, stages: Iterable[Stage]) -> list[str]:
    """The ids of leads a person put at one of these stages that have no open handoff: best score first."""
    taken = select(handoff.c.lead_id).where(handoff.c.state == HandoffState.OPEN.value)
    chosen = select(lead.c.id).where(
        lead.c.decided_stage.in_([stage.value for stage in stages]),
        lead.c.merged_into.is_(None),
        lead.c.id.not_in(taken),
    )
    return list(tx.execute(chosen.order_by(lead.c.score.desc().nulls_last(), lead.c.seq)).scalars())


def decided(tx: Tx, lead_ids: Iterable[str]) -> dict[str, Decided]:
    """Where people put these leads, by lead id."""
    found: dict[str, Decided] = {}
    for chunk in chunks(lead_ids):
        last = (decision.c.lead_id == lead.c.id) & (decision.c.version == lead.c.version)
        columns = select(lead.c.id, lead.c.decided_stage, lead.c.merged_into, decision.c.at)
        for row in tx.execute(columns.outerjoin(decision, last).where(lead.c.id.in_(chunk))):
            if row.merged_into or not row.at:
                found[row.id] = Decided(None, None)
            else:
                stage = Stage(row.decided_stage) if row.decided_stage else None
                found[row.id] = Decided(stage, datetime.fromisoformat(row.at))
    return found


def last_outside(tx: Tx, lead_ids: Iterable[str], stages: Iterable[Stage]) -> dict[str, datetime]:
    """When a person last put each of these leads at none of the stages, by lead id; never, and it is left out."""
    within = [stage.value for stage in stages]
    outside = or_(decision.c.stage.is_(None), decision.c.stage.not_in(within))
    found: dict[str, datetime] = {}
    for chunk in chunks(lead_ids):
        latest = select(decision.c.lead_id, func.max(decision.c.at).label("at"))
        rows = tx.execute(latest.where(decision.c.lead_id.in_(chunk), outside).group_by(decision.c.lead_id))
        found |= {row.lead_id: datetime.fromisoformat(row.at) for row in rows}
    return found


def _row(one: Handoff) -> dict[str, str]:
    return {
        "id": one.id,
        "lead_id": one.lead_id,
        "owner": one.owner,
        "state": one.state.value,
        "due_at": moment(one.due_at),
        "doc": one.model_dump_json(),
    }
