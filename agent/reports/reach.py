"""How far each lead got.

Whoever reached a step counts at every step before it, recorded or not: a deal that came straight from the CRM was
somebody's qualified lead. SQL and beyond are what a person decided, or a deal shows; a proposal alone never is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import IntEnum
from typing import NamedTuple

from agent.models.journey import Journey
from agent.models.opportunity import DealState, Opportunity
from agent.models.score import Stage

from .report import Span


class Step(IntEnum):
    """The funnel of leads. MQL and EQL are one step, by two ways."""

    LEAD = 0
    QUALIFIED = 1
    SQL = 2
    OPPORTUNITY = 3
    CUSTOMER = 4


class Reach(NamedTuple):
    """One lead's way through the funnel."""

    journey: Journey
    step: Step
    """The furthest."""
    ecosystem: bool
    """Whether it was qualified as an EQL; otherwise it counts as an MQL."""
    days: Mapping[Step, date | None]
    """When each recorded step was first reached (UTC); None where the record has no day."""


Deals = Mapping[str, Sequence[Opportunity]]
"""Lead id → its deals."""

_QUALIFIED = (Stage.MQL, Stage.EQL, Stage.SQL)
"""Proposals that say a lead is qualified; SQL is proposed only of leads that are."""


def reached(journeys: Iterable[Journey], deals: Deals, span: Span) -> Iterator[Reach]:
    """How far the leads got, up to now, that came in the span."""
    return (reach(one, deals.get(one.lead_id, ())) for one in journeys if came_on(one) in span)


def reach(journey: Journey, deals: Sequence[Opportunity] = ()) -> Reach:
    """How far one lead got."""
    days: dict[Step, date | None] = {}
    for step, day in _days(journey, deals):
        days[step] = min((known for known in (day, days.get(step)) if known), default=None)
    ecosystem = Stage.EQL in journey.proposed or Stage.EQL in journey.decided
    return Reach(journey, max(days, default=Step.LEAD), ecosystem, days)


def came_on(journey: Journey) -> date | None:
    """When the lead came: as the list says, else when it was first scored."""
    return journey.created_on or min((_day(at) for at in journey.proposed.values()), default=None)


def qualified_on(journey: Journey) -> date | None:
    """When it was first an MQL or EQL (UTC); None when it never was."""
    decided = (journey.decided[stage] for stage in (Stage.MQL, Stage.EQL) if stage in journey.decided)
    proposed = (journey.proposed[stage] for stage in _QUALIFIED if stage in journey.proposed)
    return min((_day(at) for at in (*decided, *proposed)), default=None)


def by_lead(deals: Iterable[Opportunity]) -> Deals:
    """The deals that were joined to a lead, by its id."""
    found: dict[str, list[Opportunity]] = defaultdict(list)
    for deal in deals:
        if deal.lead_id:
            found[deal.lead_id].append(deal)
    return found


def _days(journey: Journey, deals: Sequence[Opportunity]) -> Iterator[tuple[Step, date | None]]:
    yield Step.LEAD, came_on(journey)
    if qualified := qualified_on(journey):
        yield Step.QUALIFIED, qualified
    for step, stage in (
        (Step.SQL, Stage.SQL),
        (Step.OPPORTUNITY, Stage.OPPORTUNITY),
        (Step.CUSTOMER, Stage.CUSTOMER),
    ):
        if stage in journey.decided:
            yield step, _day(journey.decided[stage])
    if deals:
        yield Step.OPPORTUNITY, min((deal.opened_on for deal in deals if deal.opened_on), default=None)
    if won := [deal for deal in deals if deal.state is DealState.WON]:
        yield Step.CUSTOMER, min((deal.closed_on for deal in won if deal.closed_on), default=None)


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
