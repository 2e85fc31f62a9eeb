"""What a partner programme keeps besides its partners: who confirmed a lead, and what partners are told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from .noun import Noun
from .score import Stage

Side = Literal["us", "partner"]
KeyStage = Literal["eql", "sql", "opportunity", "customer", "rejected"]
"""What a partner is told of; sales rejects a lead into nurturing, or rules it out."""


class Confirmation(Noun):
    """One side vouches for a partner lead. An EQL needs both."""

    lead_id: str
    side: Side
    actor: str
    """Who, by name or login."""
    at: datetime
    withdrawn: bool = False
    """Takes back the side's earlier confirmation."""
    remark: str | None = None


class MessageState(StrEnum):
    """Where a message to a partner stands. Nothing is sent silently."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Message(Noun):
    """A status update for a partner, in the outbox until a person or a command sends it."""

    id: str
    """"M" and a fingerprint of partner, lead and stage: one update a key stage."""
    partner: str
    lead_id: str
    stage: Stage
    subject: str
    body: str
    created_at: datetime
    state: MessageState = MessageState.WAITING
    settled_at: datetime | None = None
    why: str | None = None
    """Why it failed."""
