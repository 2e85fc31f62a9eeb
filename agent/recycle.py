"""Leads nothing happens with are started anew: after so many quiet days, or when what is proposed for them changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from agent.errors import Conflict
from agent.lifecycle import Asked, Policy, Situation, check, outcome
from agent.models.decision import AUTOMATION, Action, Decision
from agent.models.lead import Lead
from agent.models.score import Proposal, Stage
from agent.store import Store, Tx, activity, decisions, proposals
from agent.store.activity import Standing

PROMISING = frozenset({Stage.MQL, Stage.EQL, Stage.SQL})
"""What a change must lead to: a lead that was set aside and would be set aside again is left in peace."""
_ASKED = Asked(Action.RECYCLE, "automation")
_AT_ONCE = 500
"""Leads a transaction."""


@dataclass(frozen=True, slots=True)
class Recyclable:
    """A lead the table of transitions lets automation recycle."""

    lead: Lead
    version: int
    situation: Situation
    last: datetime | None
    """When something last happened."""

    @property
    def changed(self) -> bool:
        """Whether it is for the change, not for the silence."""
        return self.situation.changed

    @property
    def reason(self) -> str:
        """What is recorded."""
        if self.changed:
            return f"the proposal changed to {self.situation.proposed}"
        return f"nothing happened for {self.situation.quiet_days} days"


def recyclable(store: Store, policy: Policy, now: datetime) -> Iterator[Recyclable]:
    """The leads that could be recycled at that moment, in the order they came."""
    with store.read() as tx:
        for one in activity.standings(tx):
            situation = _situation(one, now)
            if check(_ASKED, situation, policy) is None:
                yield Recyclable(one.lead, one.version, situation, one.last)


def recycle(store: Store, found: Iterable[Recyclable], now: datetime) -> int:
    """Records that they are recycled, by automation. How many were; one somebody decided on meanwhile is left alone."""
    rest, done = iter(found), 0
    while page := list(islice(rest, _AT_ONCE)):
        with store.write() as tx:
            latest = proposals.latest(tx, [one.lead.id for one in page])
            done += sum(_record(tx, one, latest.get(one.lead.id), now) for one in page)
    return done


def _record(tx: Tx, one: Recyclable, proposal: Proposal | None, now: datetime) -> bool:
    decision = Decision(
        lead_id=one.lead.id,
        version=one.version + 1,
        action=Action.RECYCLE,
        stage=outcome(_ASKED, one.situation),
        reason=one.reason,
        actor=AUTOMATION,
        at=now,
        proposal_id=proposal.id if proposal else "",
        rubric=proposal.score.rubric if proposal else "",
    )
    try:
        decisions.record(tx, decision)
    except Conflict:
        return False
    return True


def _situation(one: Standing, now: datetime) -> Situation:
    aside = one.decided is Stage.NURTURING
    return Situation(
        state=one.decided,
        proposed=one.proposed,
        changed=one.changed and aside and one.proposed in PROMISING,
        quiet_days=(now - one.last).days if one.last else None,
    )
