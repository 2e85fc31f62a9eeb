"""Passing a qualified lead to the person in sales who acts on it, and the time they have."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from pydantic import Field

from .noun import Noun
from .score import Stage


class Absence(Noun):
    """Days off, both included."""

    first: date
    last: date


class Owner(Noun):
    """Somebody in sales who takes leads over."""

    id: str
    """How decisions and handoffs name them: a login or an e-mail."""
    name: str
    regions: tuple[str, ...] = ()
    """ISO 3166 alpha-2 countries they serve; none means all."""
    products: tuple[str, ...] = ()
    """Product lines they serve; none means all."""
    capacity: int = Field(20, ge=0)
    """Handoffs they can have open at once."""
    timezone: str = "Europe/Paris"
    """IANA name."""
    country: str = "FR"
    """Whose public holidays they keep: ISO 3166 alpha-2."""
    subdivision: str | None = None
    """The part of the country, where holidays differ: "57" for Moselle, "BY" for Bavaria."""
    opens: time = time(9)
    """Local time at which their working day begins."""
    closes: time = time(18)
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    """Working days, Monday is 0."""
    away: tuple[Absence, ...] = ()
    origin: str = ""
    """`file:line`."""


class HandoffState(StrEnum):
    """Where a handoff stands."""

    OPEN = "open"
    DONE = "done"
    """The owner made first contact."""
    MISSED = "missed"
    """The time ran out; another owner has the lead."""
    WITHDRAWN = "withdrawn"
    """The lead left the stage it was handed over at."""


class Handoff(Noun):
    """One lead in one owner's hands. A reassignment is a new handoff that names the one before it."""

    id: str
    """"H" and a fingerprint of lead, owner and moment."""
    lead_id: str
    owner: str
    """The owner's id."""
    segment: str
    """The round robin it was drawn from: "FR · hub"."""
    stage: Stage
    at: datetime
    """When it was handed over: the clock starts."""
    alert_at: datetime
    """When the owner, and the partner of a partner lead, are reminded."""
    due_at: datetime
    """When first contact must have been made."""
    state: HandoffState = HandoffState.OPEN
    closed_at: datetime | None = None
    closed_by: str | None = None
    """Who says so; "leadsift" where a stage, a touchpoint or the clock does."""
    after: str | None = None
    """The id of the missed handoff this one follows."""
    why: str = ""
    """Why this owner, in plain words."""
