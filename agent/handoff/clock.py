"""The clock of a handoff: when it alerts, when it is due, and how it stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from agent.identity import fold
from agent.models.handoff import Handoff, Owner
from agent.models.score import Stage
from agent.settings import Sla

from .hours import add_business_time, business_time_between


class Promise(NamedTuple):
    """Business time from handing over to the alert and to the end; the alert is never the later."""

    alert: timedelta
    due: timedelta


class Standing(StrEnum):
    """How an open handoff stands."""

    RUNNING = "running"
    ALERT = "alert"
    OVERDUE = "overdue"


def promise(sla: Sla, stage: Stage, partner: str | None = None) -> Promise:
    """The time a lead has: what is said of its partner, else of its stage, else of all, for alert and due each."""
    by_stage = sla.stages.get(stage)
    by_partner = {fold(name): one for name, one in sla.partners.items()}.get(fold(partner or ""))
    closer = [one for one in (by_partner, by_stage) if one is not None]
    alert = next((one.alert_hours for one in closer if one.alert_hours is not None), sla.alert_hours)
    due = next((one.due_hours for one in closer if one.due_hours is not None), sla.due_hours)
    return Promise(timedelta(hours=min(alert, due)), timedelta(hours=due))


def times(at: datetime, owner: Owner, promised: Promise) -> tuple[datetime, datetime]:
    """When a handoff to this owner alerts and when it is due, in UTC. Raises `BadInput` as the hours do."""
    return add_business_time(at, promised.alert, owner), add_business_time(at, promised.due, owner)


def standing(one: Handoff, now: datetime) -> Standing:
    """How an open handoff stands; at the very moment it is due there is no time left."""
    if now >= one.due_at:
        return Standing.OVERDUE
    return Standing.ALERT if now >= one.alert_at else Standing.RUNNING


def time_left(one: Handoff, now: datetime, owner: Owner) -> timedelta:
    """Business time until it is due; negative once that has passed."""
    return business_time_between(now, one.due_at, owner)
