"""Rows for reports: who came when, which stage each lead reached when, what was done and touched how often.

Read from columns, not from documents: a report goes through a hundred thousand leads. A lead that was merged into
another is none of its own; what was proposed and decided for it counts for the one it is part of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Table, and_, func, select

from agent.models.journey import Journey, Step, Touched
from agent.models.score import Stage

from .connection import Tx
from .schema import decision, lead, proposal, touchpoint

Firsts = Mapping[str, Mapping[Stage, datetime]]
"""Lead id → stage → when it was first reached."""

_NOTHING: Mapping[Stage, datetime] = {}
_FEW = {"yield_per": 10_000}
_STAGES = {stage.value: stage for stage in Stage}


def all(tx: Tx) -> list[Journey]:
    """The way of every lead, in the order they came."""
    part_of = merged(tx)
    proposed, decided = (_firsts(tx, table, part_of) for table in (proposal, decision))
    columns = lead.c
    rows = tx.execute(
        select(
            columns.id, columns.source, columns.partner, columns.country, columns.created_on,
            columns.score, columns.stage, columns.decided_stage,
        )
        .where(columns.merged_into.is_(None))
        .order_by(columns.seq)
    )  # fmt: skip
    return [
        Journey(
            id, source, partner, country, date.fromisoformat(created) if created else None,
            score, _STAGES.get(stage), _STAGES.get(standing),
            proposed.get(id, _NOTHING), decided.get(id, _NOTHING),
        )
        for id, source, partner, country, created, score, stage, standing in rows
    ]  # fmt: skip


def merged(tx: Tx) -> dict[str, str]:
    """Lead that was merged away → lead it is part of in the end, which was not."""
    rows = tx.execute(select(lead.c.id, lead.c.merged_into).where(lead.c.merged_into.is_not(None)))
    into: dict[str, str] = dict(rows.all())
    return {id: _last(id, into) for id in into}


def steps(tx: Tx) -> Iterator[Step]:
    """Every decision, lead by lead, the first first. Few in memory at a time."""
    part_of = merged(tx)
    columns = decision.c
    asked = select(columns.lead_id, columns.action, columns.stage, columns.at)
    for id, action, stage, at in tx.execute(
        asked.order_by(columns.lead_id, columns.version), execution_options=_FEW
    ):
        yield Step(part_of.get(id, id), action, _STAGES.get(stage), datetime.fromisoformat(at))


def touched(tx: Tx, since: date | None = None, until: date | None = None) -> list[Touched]:
    """How many touchpoints of each kind, channel, campaign and partner fall on these days (UTC, both included)."""
    columns = touchpoint.c
    by = (columns.kind, columns.channel, columns.campaign, columns.partner)
    rows = tx.execute(select(*by, func.count()).where(_between(columns.at, since, until)).group_by(*by))
    return [Touched(*row) for row in rows]


def users(tx: Tx, since: date | None = None, until: date | None = None) -> int:
    """How many people, or companies where nobody says who, left a touchpoint on these days (UTC, both included)."""
    columns = touchpoint.c
    who = func.count(func.coalesce(columns.email, columns.domain).distinct())
    return tx.execute(select(who).where(_between(columns.at, since, until))).scalar_one()


def _firsts(tx: Tx, of: Table, part_of: Mapping[str, str]) -> Firsts:
    """When each lead was first proposed for, or put at, each stage."""
    firsts: dict[str, dict[Stage, datetime]] = defaultdict(dict)
    asked = select(of.c.lead_id, of.c.stage, func.min(of.c.at)).where(of.c.stage.is_not(None))
    for id, named, at in tx.execute(asked.group_by(of.c.lead_id, of.c.stage), execution_options=_FEW):
        stage, moment, mine = _STAGES[named], datetime.fromisoformat(at), firsts[part_of.get(id, id)]
        mine[stage] = min(moment, mine.get(stage, moment))
    return firsts


def _between(at: ColumnElement[str], since: date | None, until: date | None) -> ColumnElement[bool]:
    """`coalesce` keeps the index on moments out of it: most rows are asked for, and it would fetch each alone."""
    moment = func.coalesce(at, "")
    first = moment >= since.isoformat() if since else moment == moment
    return and_(first, moment < (until + timedelta(1)).isoformat()) if until else first


def _last(id: str, into: Mapping[str, str]) -> str:
    while id in into:
        id = into[id]
    return id
