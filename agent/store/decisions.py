"""Decisions: a log a lead, only ever added to. The database itself refuses to change or delete an entry."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_, select

from agent.errors import Conflict, NotFound
from agent.models.decision import Decision

from .connection import Tx
from .rows import chunks, moment
from .schema import decision, lead


def record(tx: Tx, one: Decision) -> None:
    """Adds a decision to its lead's log.

    Its version is the lead's last plus one; when somebody else was first, `Conflict` says who and when, and
    nothing is written. `NotFound` when the lead is not in the store.
    """
    standing = {
        "version": one.version,
        "decided_stage": one.stage.value if one.stage else None,
        "decided_proposal_id": one.proposal_id,
    }
    mine = lead.c.id == one.lead_id
    # One statement looks and writes: of two people at once, the second waits here and finds the version gone.
    taken = tx.execute(lead.update().where(mine, lead.c.version == one.version - 1), standing)
    if taken.rowcount == 0:
        raise _refusal(tx, one)
    row = {
        "lead_id": one.lead_id,
        "version": one.version,
        "doc": one.model_dump_json(),
        "action": one.action.value,
        "stage": one.stage.value if one.stage else None,
        "at": moment(one.at),
    }
    tx.execute(decision.insert(), row)


def log(tx: Tx, lead_id: str) -> tuple[Decision, ...]:
    """Every decision on the lead, the first first."""
    docs = tx.execute(
        select(decision.c.doc).where(decision.c.lead_id == lead_id).order_by(decision.c.version)
    ).scalars()
    return tuple(Decision.model_validate_json(doc) for doc in docs)


def standing(tx: Tx, lead_ids: Iterable[str]) -> dict[str, Decision]:
    """The last decision on each of these leads, by lead id; a lead nobody decided on is left out.

    After an undo that leaves the lead undecided it is that undo, whose stage is None.
    """
    found: dict[str, Decision] = {}
    last = and_(decision.c.lead_id == lead.c.id, decision.c.version == lead.c.version)
    for chunk in chunks(lead_ids):
        rows = tx.execute(select(lead.c.id, decision.c.doc).join(decision, last).where(lead.c.id.in_(chunk)))
        found |= {row.id: Decision.model_validate_json(row.doc) for row in rows}
    return found


def _refusal(tx: Tx, one: Decision) -> Conflict | NotFound:
    if tx.execute(select(lead.c.seq).where(lead.c.id == one.lead_id)).first() is None:
        return NotFound("the lead of this decision is not in the store")
    other = standing(tx, [one.lead_id]).get(one.lead_id)
    if other is None:
        return Conflict(f"nobody has decided on this lead yet, so version {one.version} is too high")
    if one.version > other.version:
        return Conflict(f"the lead's last decision is version {other.version}, so {one.version} is too high")
    what = other.stage.value if other.stage else "undecided"
    return Conflict(
        f"{other.actor} decided first: {other.action.value} → {what}, {other.at:%Y-%m-%d %H:%M %Z} "
        f"(version {other.version}). Look again, then decide"
    )
