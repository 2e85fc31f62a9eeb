"""The way of one lead through the stages, in the few values that reports count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from .score import Stage


class Journey(NamedTuple):
    """One lead. Plain, since a report reads a hundred thousand of them."""

    lead_id: str
    source: str | None
    partner: str | None
    country: str | None
    created_on: date | None
    score: int | None
    """The latest one's points; None before any."""
    proposed_stage: Stage | None
    """The latest proposal's."""
    decided_stage: Stage | None
    """What a person decided last; None where nobody did, or who did took it back."""
    proposed: Mapping[Stage, datetime]
    """Stage → when it was first proposed."""
    decided: Mapping[Stage, datetime]
    """Stage → when a person first decided it."""


class Decided(NamedTuple):
    """One decision, in the values that reports count."""

    lead_id: str
    action: str
    stage: Stage | None
    at: datetime


class Touched(NamedTuple):
    """How many touchpoints share these words."""

    kind: str
    channel: str | None
    campaign: str | None
    partner: str | None
    n: int


class Scored(NamedTuple):
    """The latest score of one lead, in the values that thresholds are held against."""

    lead_id: str
    stage: Stage
    profile: str
    rubric: str
    """`name@version#digest`."""
    fit: int
    intent: int
    ecosystem: int
    passed: frozenset[str]
    """The gates that hold."""
