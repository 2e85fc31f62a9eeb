"""What people made of proposals, in the few values that an audit counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel

from .score import Stage


class Verdict(NamedTuple):
    """One decision that still holds or was followed by another; none that was taken back."""

    lead_id: str
    proposal_id: str
    action: str
    stage: Stage | None
    reason: str | None
    reason_code: str | None
    at: datetime


class Given(BaseModel):
    """The points one criterion gave, and the level they are of."""

    criterion: str
    level: str
    points: int


class Judged(NamedTuple):
    """One proposal as an audit sees it."""

    lead_id: str
    proposal_id: str
    stage: Stage
    total: int
    fit: int
    intent: int
    given: Sequence[Given]
