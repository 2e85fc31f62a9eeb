"""Invented journeys for the tests of reports."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from agent.models.journey import Journey
from agent.models.opportunity import DealState, Opportunity
from agent.models.score import Stage

_numbers = count(1)


def at(day: str) -> datetime:
    """Noon of a day."""
    return datetime.combine(date.fromisoformat(day), time(12), UTC)


def a_journey(
    source: str | None = "webinar",
    came: str | None = "2026-03-02",
    proposed: dict[Stage, str] | None = None,
    decided: dict[Stage, str] | None = None,
    **fields: Any,
) -> Journey:
    """A lead that came one day, and reached these stages on these."""
    known: dict[str, Any] = {
        "lead_id": f"L{next(_numbers):08x}",
        "source": source,
        "partner": None,
        "country": "FR",
        "created_on": date.fromisoformat(came) if came else None,
        "score": 40,
        "proposed_stage": None,
        "decided_stage": None,
        "proposed": {stage: at(day) for stage, day in (proposed or {}).items()},
        "decided": {stage: at(day) for stage, day in (decided or {}).items()},
    }
    return Journey(**known | fields)


def a_deal(of: Journey | None, state: DealState = DealState.WON, **fields: Any) -> Opportunity:
    """A deal of that lead, opened in April and closed in May."""
    known: dict[str, Any] = {
        "id": f"D{next(_numbers)}",
        "state": state,
        "opened_on": date(2026, 4, 1),
        "closed_on": None if state is DealState.OPEN else date(2026, 5, 1),
        "lead_id": of.lead_id if of else None,
    }
    return Opportunity(**known | fields)
