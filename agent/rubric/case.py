"""Everything that is known of one lead on the day it is scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date

from agent.models.account import Fact, FieldName
from agent.models.bant import Established
from agent.models.evidence import evidence_id
from agent.models.lead import Lead
from agent.models.partner import Partner
from agent.models.programme import Side
from agent.models.touchpoint import Touchpoint


@dataclass(frozen=True)
class Case:
    """One lead with its company's facts, its touchpoints, its partner and its calls."""

    lead: Lead
    facts: Mapping[FieldName, Fact]
    """Of the account, settled: one a field."""
    touchpoints: tuple[Touchpoint, ...] = ()
    partner: Partner | None = None
    """The partner that the lead's source names, where it is on file."""
    established: Established | None = None
    """None before any call."""
    confirmed: frozenset[Side] = frozenset()
    """The sides that vouch for a partner lead."""

    @property
    def profile(self) -> str:
        """The rubric's profile for the lead: "partner" when one sent it."""
        return "direct" if self.lead.partner is None and self.partner is None else "partner"

    @property
    def record(self) -> tuple[str, ...]:
        """The id of the evidence that the lead's newest record is; empty for a lead from no file."""
        return tuple(evidence_id("lead file", f"{o.file}:{o.line}") for o in self.lead.origins[-1:])

    def seen(self, as_of: date) -> Iterator[tuple[Touchpoint, int]]:
        """The touchpoints up to that day, each with its age in days."""
        for touchpoint in self.touchpoints:
            age = (as_of - touchpoint.at.astimezone(UTC).date()).days
            if age >= 0:
                yield touchpoint, age
