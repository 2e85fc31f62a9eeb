"""Handing over, closing and reassigning, on what the store holds; and what is due now.

A plan says what would change and stores nothing; `carry_out` stores it. Both belong in one transaction, after
`handoffs.turn`, so that of two people at once the second plans on what the first did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from agent.errors import BadInput, NotFound
from agent.models.handoff import Handoff, HandoffState, Owner
from agent.models.lead import Lead
from agent.models.noun import fingerprint
from agent.models.score import Stage
from agent.settings import Language, Sla
from agent.store import Tx, handoffs, leads, owners, touchpoints

from . import due
from .clock import Standing, promise, standing, time_left
from .routing import Rota
from .wording import why


@dataclass(frozen=True)
class Unplaced:
    """A lead nobody can take now."""

    lead_id: str
    segment: str
    why: str
    stays: Handoff | None = None
    """The overdue handoff that stays where it is."""


@dataclass(frozen=True)
class Plan:
    """What is to change."""

    made: tuple[Handoff, ...]
    """New handoffs, in the order of their turns."""
    closed: tuple[Handoff, ...]
    """Handoffs that end: done, withdrawn or missed."""
    unplaced: tuple[Unplaced, ...]
    leads: dict[str, Lead]
    """Every lead named above, by id."""
    owners: dict[str, Owner]


@dataclass(frozen=True)
class Due:
    """One open handoff, as it stands."""

    handoff: Handoff
    lead: Lead
    owner: Owner
    standing: Standing
    left: timedelta
    """Business time of its owner until it is due; negative once that has passed."""


def plan(tx: Tx, sla: Sla, now: datetime, language: Language) -> Plan:
    """Hands over every lead that a person put at MQL, EQL or SQL and that sales has not got: best score first.

    Raises `BadInput` when there are no owners.
    """
    desk = _Desk(tx, sla, now, language)
    desk.settle()
    ids = handoffs.waiting(tx, due.HANDED)
    outside = handoffs.last_outside(tx, [id for id in ids if id in desk.last], due.WITH_SALES)
    ids = [id for id in ids if not due.is_settled(desk.last.get(id), outside.get(id))]
    stages = handoffs.decided(tx, ids)
    for lead in leads.each(tx, ids):
        desk.hand_over(lead, stages[lead.id].stage)
    return desk.plan()


def plan_again(tx: Tx, sla: Sla, now: datetime, language: Language) -> Plan:
    """Gives every lead whose time ran out to another owner; where none is free it stays with the one it has.

    Raises `BadInput` when there are no owners.
    """
    desk = _Desk(tx, sla, now, language)
    desk.settle()
    overdue = [one for one in desk.open if standing(one, now) is Standing.OVERDUE]
    found = leads.get_many(tx, [one.lead_id for one in overdue])
    stages = handoffs.decided(tx, found)
    while overdue:
        left = [
            one for one in overdue if not desk.hand_over(found[one.lead_id], stages[one.lead_id].stage, one)
        ]
        if len(left) == len(overdue):
            break
        overdue = left  # who lost a lead has room for one of these
    return desk.plan()


def carry_out(tx: Tx, planned: Plan) -> None:
    """Stores a plan. Raises `Conflict` when one of its handoffs was closed since it was made."""
    for one in planned.closed:
        handoffs.close(tx, one)
    handoffs.add(tx, planned.made)


def contacted(tx: Tx, lead: Lead, at: datetime, actor: str) -> Handoff:
    """Records that the lead's owner made first contact, and returns the handoff, done.

    Raises `NotFound` when the lead is in nobody's hands, `BadInput` for a moment before it was handed over.
    """
    last = next((one for one in handoffs.of_lead(tx, lead.id) if one.state is HandoffState.OPEN), None)
    if last is None:
        raise NotFound("nobody has this lead: it was not handed over, or contacted already")
    if at < last.at:
        raise BadInput("that is before the lead was handed over", remedy="Give --at a later moment")
    done = due.closed(last, HandoffState.DONE, at, actor)
    handoffs.close(tx, done)
    return done


def pending(tx: Tx, sla: Sla, now: datetime) -> list[Due]:
    """Every handoff that goes on, the one due first first."""
    open_now = handoffs.open(tx)
    over = {one.id for one in _ended(tx, open_now, sla, now)}
    known = {one.id: one for one in owners.all(tx)}
    found = leads.get_many(tx, [one.lead_id for one in open_now])
    return [
        Due(one, found[one.lead_id], owner, standing(one, now), time_left(one, now, owner))
        for one in open_now
        if one.id not in over
        for owner in [known.get(one.owner) or Owner(id=one.owner, name=one.owner)]
    ]


def _ended(tx: Tx, open_now: tuple[Handoff, ...], sla: Sla, now: datetime) -> list[Handoff]:
    """The handoffs among these that ended by themselves, as they ended."""
    ids = [one.lead_id for one in open_now]
    put = handoffs.decided(tx, ids)
    touches = touchpoints.of_leads(tx, list(leads.get_many(tx, ids).values()))
    over = []
    for one in open_now:
        contact = due.first_contact(one, touches[one.lead_id], sla.contacts, now)
        if end := due.ended(one, put[one.lead_id].stage, put[one.lead_id].at or now, contact):
            over.append(end)
    return over


class _Desk:
    """One plan in the making."""

    def __init__(self, tx: Tx, sla: Sla, now: datetime, language: Language) -> None:
        self._tx, self._sla, self._now, self._language = tx, sla, now, language
        self._rota = Rota(owners.all(tx))
        if not self._rota.owners:
            raise BadInput("nobody is there to take leads", remedy="Import them: leadsift owners FILE")
        self._owners = {one.id: one for one in self._rota.owners}
        self.last: dict[str, Handoff] = {}
        """Each lead's latest handoff."""
        self._missed: dict[str, Handoff] = {}
        for one in handoffs.all(tx):
            self._rota.note(one)
            self.last[one.lead_id] = one
            if one.state is HandoffState.MISSED:
                self._missed[one.id] = one
        self.open = handoffs.open(tx)
        self._made: list[Handoff] = []
        self._closed: list[Handoff] = []
        self._unplaced: dict[str, Unplaced] = {}
        self._leads: dict[str, Lead] = {}

    def settle(self) -> None:
        """Closes what ended by itself."""
        for one in _ended(self._tx, self.open, self._sla, self._now):
            self._close(one)
        self._leads |= leads.get_many(self._tx, [one.lead_id for one in self._closed])
        over = {one.id for one in self._closed}
        self.open = tuple(one for one in self.open if one.id not in over)

    def hand_over(self, lead: Lead, stage: Stage | None, after: Handoff | None = None) -> bool:
        """Gives the lead to whoever's turn it is; `after` is the handoff whose time ran out. False: nobody can."""
        stage = stage or Stage.LEAD
        partner = lead.partner.partner if lead.partner else None
        segment = self._rota.segment(due.country(lead), due.product(lead, self._sla.product_columns))
        missed = (after.owner, *due.missed_by(after, self._missed)) if after else ()
        drawn = self._rota.draw(segment, self._now, promise(self._sla, stage, partner), missed)
        before = self._owners.get(after.owner) if after else None
        reason = why(drawn, segment.name, self._language, before)
        self._leads[lead.id] = lead
        if drawn.turn is None:
            self._unplaced[lead.id] = Unplaced(lead.id, segment.name, reason, after)
            return False
        self._unplaced.pop(lead.id, None)
        if after:
            self._close(due.closed(after, HandoffState.MISSED, self._now))
        owner, alert_at, due_at = drawn.turn
        made = Handoff(
            id=f"H{fingerprint(lead.id, owner.id, self._now.isoformat())}",
            lead_id=lead.id,
            owner=owner.id,
            segment=segment.name,
            stage=stage,
            at=self._now,
            alert_at=alert_at,
            due_at=due_at,
            after=after.id if after else None,
            why=reason,
        )
        self._made.append(made)
        self._rota.note(made)
        return True

    def plan(self) -> Plan:
        """What came of it."""
        return Plan(
            tuple(self._made), tuple(self._closed), tuple(self._unplaced.values()), self._leads, self._owners
        )

    def _close(self, one: Handoff) -> None:
        self._closed.append(one)
        self._rota.release(one)
