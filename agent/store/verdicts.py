"""What people decided, beside the proposals they decided on: the rows of an audit.

Read in part, not as nouns: an audit goes through tens of thousands of proposals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from pydantic import BaseModel
from sqlalchemy import select

from agent.models.decision import AUTOMATION, Action
from agent.models.score import Stage
from agent.models.verdict import Given, Judged, Verdict

from .connection import Tx
from .rows import chunks
from .schema import decision, lead, proposal


class _Decision(BaseModel):
    action: str
    stage: Stage | None
    reason: str | None = None
    reason_code: str | None = None
    actor: str
    at: datetime
    proposal_id: str


class _Score(BaseModel):
    total: int
    fit: int
    intent: int
    contributions: list[Given]


class _Proposal(BaseModel):
    stage: Stage
    score: _Score


def all(tx: Tx) -> Iterator[Verdict]:
    """Every decision of a person that nobody took back, lead by lead, the first first."""
    columns = select(decision.c.lead_id, decision.c.doc)
    rows = tx.execute(columns.order_by(decision.c.lead_id, decision.c.version)).yield_per(10_000)
    for id, log in groupby(rows, attrgetter("lead_id")):
        pile: list[_Decision] = []
        for row in log:
            one = _Decision.model_validate_json(row.doc)
            if one.action != Action.UNDO:
                pile.append(one)
            elif pile:
                pile.pop()
        for one in pile:
            if one.actor != AUTOMATION:
                yield Verdict(id, one.proposal_id, one.action, one.stage, one.reason, one.reason_code, one.at)


def judged(tx: Tx, chosen: Mapping[str, str | None]) -> Iterator[Judged]:
    """Of each of these leads the proposal of that id, else the latest; a lead without is left out."""
    for chunk in chunks(chosen):
        rows = select(lead.c.id, lead.c.proposal_id, proposal.c.id, proposal.c.doc).join(
            proposal, proposal.c.lead_id == lead.c.id
        )
        for id, latest, proposed, doc in tx.execute(rows.where(lead.c.id.in_(chunk))):
            if proposed == (chosen[id] or latest):
                yield _judged(id, proposed, _Proposal.model_validate_json(doc))


def _judged(lead_id: str, id: str, read: _Proposal) -> Judged:
    points = read.score
    return Judged(lead_id, id, read.stage, points.total, points.fit, points.intent, points.contributions)
