"""What a person decided. Decisions are events: a correction is a new one, and so is an undo."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from .noun import Noun
from .score import Stage


class Action(StrEnum):
    """What a rep can do with a proposal."""

    ACCEPT = "accept"
    OVERRIDE = "override"
    UNDO = "undo"


class Decision(Noun):
    """One event in a lead's log."""

    lead_id: str
    version: int
    """1 for the lead's first decision, and one more each time; the writer names the version it saw."""
    action: Action
    stage: Stage | None
    """The stage that holds from now on; None after an undo that leaves the lead undecided."""
    reason: str | None = None
    """Required for an override, and for accepting over a gap."""
    actor: str
    at: datetime
    proposal_id: str
    rubric: str
