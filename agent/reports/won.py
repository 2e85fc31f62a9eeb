"""Deals that were won, each with the touchpoints before it: what attribution shares credit among."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Literal, NamedTuple

from agent.attribution import Touch
from agent.identity import fold
from agent.models.lead import Lead
from agent.models.opportunity import DealState, Opportunity
from agent.models.touchpoint import Kind, Touchpoint
from agent.money import Exchange

from .report import Span

Until = Literal["opened", "closed"]
_ASKED = frozenset({Kind.DEMO_REQUEST, Kind.QUOTE_REQUEST, Kind.TRIAL_SIGNUP})
_LEAVING = frozenset({Kind.UNSUBSCRIBE})
"""What nobody is won by."""


class Mark(NamedTuple):
    """A touchpoint, and what reports call it by."""

    touch: Touch
    channel: str | None = None
    campaign: str | None = None
    partner: str | None = None


class Won(NamedTuple):
    """One deal won, and what led to it."""

    deal: Opportunity
    amount: Decimal | None
    """In the report's currency; None where nobody says how much, or no rate is known."""
    new: bool
    """It made a customer: the lead's first deal won. A deal under no lead counts as one."""
    marks: tuple[Mark, ...]
    """Up to the deal; none where nothing is known of how it came."""


@dataclass
class Omitted:
    """What was left out, and of how many deals."""

    leads: int = 0
    """Deals under no lead."""
    touches: int = 0
    """Deals whose lead left no touchpoint before them: they go by the lead's own source and partner."""
    amounts: int = 0
    """Deals that say no amount, or no currency."""
    rates: Counter[str] = field(default_factory=Counter)
    """Currency without a rate → deals in it."""


def won(
    deals: Iterable[Opportunity],
    leads: Mapping[str, Lead],
    touchpoints: Mapping[str, Sequence[Touchpoint]],
    span: Span,
    until: Until,
    exchange: Exchange,
) -> tuple[list[Won], Omitted]:
    """The deals won in the span. `leads` and `touchpoints` by lead id, of the leads these deals are under."""
    all_won = [deal for deal in deals if deal.state is DealState.WON]
    first = _firsts(all_won)
    omitted = Omitted()
    found = [
        Won(
            deal,
            _amount(deal, exchange, omitted),
            deal.id in first,
            _marks(
                deal, leads.get(deal.lead_id or ""), touchpoints.get(deal.lead_id or "", ()), until, omitted
            ),
        )
        for deal in all_won
        if deal.closed_on in span
    ]
    return found, omitted


def _firsts(deals: Iterable[Opportunity]) -> Collection[str]:
    """The ids of the deals that made a customer: the first of each lead, in whatever span."""
    ordered = sorted(deals, key=lambda deal: (deal.closed_on or date.max, deal.id), reverse=True)
    return frozenset({deal.lead_id or f"of no lead: {deal.id}": deal.id for deal in ordered}.values())


def _amount(deal: Opportunity, exchange: Exchange, omitted: Omitted) -> Decimal | None:
    if deal.amount is None or deal.currency is None:
        omitted.amounts += 1
        return None
    amount = exchange(deal.amount, deal.currency)
    if amount is None:
        omitted.rates[deal.currency] += 1
    return amount


def _marks(
    deal: Opportunity, lead: Lead | None, touchpoints: Iterable[Touchpoint], until: Until, omitted: Omitted
) -> tuple[Mark, ...]:
    if lead is None:
        omitted.leads += 1
        return ()
    last = (deal.opened_on or deal.closed_on) if until == "opened" else (deal.closed_on or deal.opened_on)
    marks = [_mark(touch) for touch in touchpoints if touch.kind not in _LEAVING]
    marks += _referral(lead, marks)
    before = tuple(mark for mark in marks if last is None or _day(mark.touch.at) <= last)
    if not before:
        omitted.touches += 1
    return before or (_arrival(lead),)


def _mark(touch: Touchpoint) -> Mark:
    """A touchpoint that names no channel goes by its campaign's source."""
    by_partner = touch.partner is not None or touch.kind is Kind.REFERRAL
    return Mark(
        Touch(touch.id, touch.at, partner=by_partner, key=touch.kind in _ASKED),
        touch.channel or touch.utm.get("utm_source"),
        touch.utm.get("utm_campaign"),
        touch.partner,
    )


def _referral(lead: Lead, marks: Iterable[Mark]) -> Iterator[Mark]:
    """The partner who sent the lead had a part in it, though no touchpoint says so."""
    trail = lead.partner
    if (
        trail
        and trail.referred_on
        and fold(trail.partner) not in {fold(mark.partner or "") for mark in marks}
    ):
        touch = Touch(f"referral of {lead.id}", _midnight(trail.referred_on), partner=True)
        yield Mark(touch, lead.source, None, trail.partner)


def _arrival(lead: Lead) -> Mark:
    """Its coming, by which a deal goes that has nothing else to go by."""
    by = lead.partner.partner if lead.partner else None
    touch = Touch(f"arrival of {lead.id}", _midnight(lead.created_on or date.min), partner=by is not None)
    return Mark(touch, lead.source, None, by)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
