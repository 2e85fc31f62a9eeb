"""A score that adds up, and the proposal it is part of."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal, Self

from pydantic import model_validator

from .noun import Noun

Family = Literal["fit", "intent", "bant", "ecosystem"]


class Stage(StrEnum):
    """Where a lead stands. leadsift proposes up to SQL; a person decides."""

    LEAD = "lead"
    MQL = "mql"
    EQL = "eql"
    SQL = "sql"
    OPPORTUNITY = "opportunity"
    CUSTOMER = "customer"
    NURTURING = "nurturing"
    DISQUALIFIED = "disqualified"
    RECYCLED = "recycled"


class Contribution(Noun):
    """The points one criterion gives, by the level that applied, with the proof."""

    family: Family
    criterion: str
    """The criterion's id in the rubric."""
    level: str
    """The level's id; "unknown" is a level of its own."""
    points: int
    low: int
    """The least this criterion could give once what is unknown is known; equals `points` when nothing is."""
    high: int
    """The most it could give."""
    evidence: tuple[str, ...] = ()
    """Evidence ids."""
    because: str = ""
    """The fact in a few words: "Head of Operations", "62 employees", "demo request, 3 days ago"."""


class Score(Noun):
    """Whole points, added up by code alone."""

    total: int
    fit: int
    intent: int
    bant: int
    ecosystem: int
    floor: int
    """The least the total could become once every unknown is known."""
    ceiling: int
    """The most."""
    contributions: tuple[Contribution, ...]
    rubric: str
    """`name@version#digest` of the rubric that gave it."""
    profile: str
    """The rubric's profile: "direct" or "partner"."""
    as_of: date

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        families = {"fit": self.fit, "intent": self.intent, "bant": self.bant, "ecosystem": self.ecosystem}
        for family, points in families.items():
            if points != sum(c.points for c in self.contributions if c.family == family):
                raise ValueError(f"{family} does not add up")
        if self.total != sum(families.values()) or not self.floor <= self.total <= self.ceiling:
            raise ValueError("the score does not add up")
        return self


class Gate(Noun):
    """One condition of a stage, and whether it holds."""

    name: str
    """The gate's id: "fit_threshold", "competitor", "two_triggers"."""
    stage: Stage
    """The stage it guards."""
    passed: bool | None
    """None when it cannot be told yet."""
    why: str
    """In plain words: "fit 12 of the 20 needed"."""


class Proposal(Noun):
    """What leadsift proposes for a lead, with everything it rests on."""

    id: str
    """"P" and a fingerprint of what it says: the same conclusion is stored once."""
    lead_id: str
    score: Score
    stage: Stage
    gates: tuple[Gate, ...] = ()
    rationale: str
    """Three sentences at most."""
    language: Literal["fr", "en"]
    mode: str
    """"offline", or the model's name."""
    created_at: datetime
