"""Rows for reports: who came when, which stage each lead reached when, what was done and touched how often.

Read from columns, not from documents: a report goes through a hundred thousand leads. A lead that was merged into
another is none of its own; what was proposed and decided for it counts for the one it is part of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, func, select

from agent.models.decision import Action
from agent.models.journey import Decided, Journey, Scored, Touched
from agent.models.opportunity import Opportunity
from agent.models.score import Stage

from . import opportunities
from .connection import Tx
from .schema import decision, lead, proposal, touchpoint

_Firsts = dict[str, dict[Stage, datetime]]
"""Lead id → stage → when it was first reached."""

_NOTHING: Mapping[Stage, datetime] = {}
_FEW = {"yield_per": 10_000}
_STAGES = {stage.value: stage for stage in Stage}


class _Points(BaseModel):
    profile: str
    rubric: str
    fit: int
    intent: int
    ecosystem: int


class _Gate(BaseModel):
    name: str
    passed: bool | None


class _Document(BaseModel):
    """Of a proposal, what thresholds are held against: reading no more is many times faster than the noun."""

    stage: Stage
    score: _Points
    gates: list[_Gate]


def all(tx: Tx) -> list[Journey]:
    """The way of every lead, in the order they came."""
    part_of = merged(tx)
    proposals, decisions = _proposed(tx, part_of), _decided(tx, part_of)
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
            proposals.get(id, _NOTHING), decisions.get(id, _NOTHING),
        )
        for id, source, partner, country, created, score, stage, standing in rows
    ]  # fmt: skip


def merged(tx: Tx) -> dict[str, str]:
    """Lead that was merged away → lead it is part of in the end, which was not."""
    rows = tx.execute(select(lead.c.id, lead.c.merged_into).where(lead.c.merged_into.is_not(None)))
    into: dict[str, str] = dict(rows.all())
    return {id: _last(id, into) for id in into}


def decided(tx: Tx) -> Iterator[Decided]:
    """Every decision, lead by lead, the first first. Few in memory at a time."""
    columns = decision.c
    asked = select(columns.lead_id, columns.action, columns.stage, columns.at)
    rows = tx.execute(asked.order_by(columns.lead_id, columns.version), execution_options=_FEW)
    for id, action, stage, at in rows:
        yield Decided(id, action, _STAGES.get(stage), datetime.fromisoformat(at))


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


def deals(tx: Tx) -> Iterator[Opportunity]:
    """Every deal, under the lead it counts for."""
    part_of = merged(tx)
    for deal in opportunities.all(tx):
        into = part_of.get(deal.lead_id or "")
        yield deal.model_copy(update={"lead_id": into}) if into else deal


def scored(tx: Tx, since: date, until: date) -> Iterator[Scored]:
    """The latest score of each lead that came on these days and is not ruled out.

    One whose list says no day came when it was scored.
    """
    latest = and_(proposal.c.lead_id == lead.c.id, proposal.c.id == lead.c.proposal_id)
    came = func.coalesce(lead.c.created_on, func.substr(proposal.c.at, 1, 10))
    asked = (
        select(lead.c.id, proposal.c.doc)
        .join(proposal, latest)
        .where(
            lead.c.merged_into.is_(None),
            proposal.c.stage != Stage.DISQUALIFIED.value,
            came >= since.isoformat(),
            came <= until.isoformat(),
        )
    )
    for id, doc in tx.execute(asked, execution_options=_FEW):
        said = _Document.model_validate_json(doc)
        points, passed = said.score, frozenset(gate.name for gate in said.gates if gate.passed)
        fit, intent, ecosystem = points.fit, points.intent, points.ecosystem
        yield Scored(id, said.stage, points.profile, points.rubric, fit, intent, ecosystem, passed)


def _proposed(tx: Tx, part_of: Mapping[str, str]) -> _Firsts:
    firsts: _Firsts = defaultdict(dict)
    columns = proposal.c
    asked = select(columns.lead_id, columns.stage, func.min(columns.at)).where(columns.stage.is_not(None))
    rows = tx.execute(asked.group_by(columns.lead_id, columns.stage), execution_options=_FEW)
    for id, stage, at in rows:
        _note(firsts[part_of.get(id, id)], _STAGES[stage], datetime.fromisoformat(at))
    return firsts


def _decided(tx: Tx, part_of: Mapping[str, str]) -> _Firsts:
    """What somebody took back was never decided."""
    firsts: _Firsts = defaultdict(dict)
    for id, log in groupby(decided(tx), key=attrgetter("lead_id")):
        held: list[Decided] = []
        for step in log:
            if step.action != Action.UNDO:
                held.append(step)
            elif held:
                held.pop()
        for step in held:
            if step.stage:
                _note(firsts[part_of.get(id, id)], step.stage, step.at)
    return firsts


def _note(firsts: dict[Stage, datetime], stage: Stage, at: datetime) -> None:
    firsts[stage] = min(at, firsts.get(stage, at))


def _between(at: ColumnElement[str], since: date | None, until: date | None) -> ColumnElement[bool]:
    """`coalesce` keeps the index on moments out of it: most rows are asked for, and it would fetch each alone."""
    moment = func.coalesce(at, "")
    first = moment >= since.isoformat() if since else moment == moment
    return and_(first, moment < (until + timedelta(1)).isoformat()) if until else first


def _last(id: str, into: Mapping[str, str]) -> str:
    while id in into:
        id = into[id]
    return id
