"""What a run did, in numbers, and where it stands while it does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agent.models.noun import Noun


class Summary(Noun):
    """The counts of one run, as `leadsift run --json` prints them."""

    leads: int = 0
    """Distinct leads of this run."""
    accepted: int = 0
    """Records taken in. accepted + rejected + ignored is every record of every file."""
    rejected: int = 0
    ignored: int = 0
    """Blank lines, comments, repeated headers."""
    merged: int = 0
    """Accepted records that turned out to be a lead already seen."""
    accounts: int = 0
    enriched: int = 0
    """Accounts whose company record was found."""
    notes: int = 0
    """Notes read for these leads."""
    qualified: int = 0
    """Leads that hold a proposal at the end."""
    failed: int = 0
    calls: int = 0
    """Calls the model answered."""
    calls_replayed: int = 0
    """Calls answered from the store, for nothing."""
    source_calls: int = 0
    """Questions put to sources beyond this machine."""
    source_calls_replayed: int = 0
    """Those answered from the store, for nothing."""
    tokens: int = 0
    cost: float = 0.0
    """Of the model and the sources, in the settings' currency."""
    mode: str
    """"offline", or the model's name."""
    seconds: float = 0.0


State = Literal["done", "stopped", "budget"]


@dataclass(frozen=True)
class Progress:
    """One glance at a run under way."""

    done: int
    total: int
    failed: int
    calls: int
    cost: float
    seconds: float

    @property
    def rate(self) -> float:
        """Leads per second so far."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Seconds left at this rate."""
        return (self.total - self.done) / self.rate if self.rate else None
