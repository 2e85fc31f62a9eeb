"""What a person decided. Decisions are events: a correction is a new one, and so is an undo."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from .noun import Noun
from .score import Stage

AUTOMATION = "automation"
"""The actor of a decision no person made."""


class Action(StrEnum):
    """What can be done with a lead. Which of them when, and by whom, stands in `agent/lifecycle/transitions.toml`."""

    ACCEPT = "accept"
    """The proposed stage holds."""
    OVERRIDE = "override"
    """Another stage than the proposed one holds."""
    REJECT = "reject"
    """Sales hands it back to marketing."""
    RECYCLE = "recycle"
    """Quiet for long, or changed: it starts anew."""
    REOPEN = "reopen"
    """Back to where it stood before it was set aside."""
    ADVANCE = "advance"
    """The deal goes on: a proposal was sent, or it was won."""
    DISQUALIFY = "disqualify"
    """Out of target."""
    UNDO = "undo"


class Decision(Noun):
    """One event in a lead's log."""

    lead_id: str
    version: int
    """1 for the lead's first decision, and one more each time; the writer names the version it saw."""
    action: Action
    stage: Stage | None
    """The stage that holds from now on; None where the lead is left undecided."""
    reason: str | None = None
    """Which actions need one stands in the table of transitions. A rejection's begins with the name of its code."""
    reason_code: str | None = None
    """Of a rejection: one of the settings' list."""
    actor: str
    at: datetime
    proposal_id: str
    rubric: str
