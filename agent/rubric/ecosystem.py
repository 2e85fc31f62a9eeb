"""Ecosystem: what the partner brings beside the lead: a referral, an integration in use, its standing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agent.models.evidence import evidence_id
from agent.models.score import Contribution
from agent.models.touchpoint import Kind

from .bounds import Found, contribution
from .case import Case
from .criteria import UNKNOWN
from .rubric import Rubric


@dataclass(frozen=True, slots=True)
class Signal:
    """Whether the partner referred the lead, and whether the lead uses what the partner built."""

    referred: bool | None
    """None where the source has a referral date and nothing tells a referral from a shared account."""
    certified: bool | None
    active: bool
    evidence: tuple[str, ...]

    @property
    def level(self) -> str:
        """The level of the criterion by what is known for certain."""
        return self._level(self.referred is True, self.certified is True)

    @property
    def at_best(self) -> str:
        """The level should everything open turn out well."""
        return self._level(self.referred is not False, self.certified is not False)

    def _level(self, referred: bool, certified: bool) -> str:
        if referred and certified:
            return "both" if self.active else "certified_referral"
        if self.active:
            return "active_integration"
        return "referral" if referred else "overlap"


def signal(case: Case, rubric: Rubric, as_of: date) -> Signal:
    """The signal up to that day: a referral, and an integration touched of late."""
    referrals, uses = [], []
    for touchpoint, age in case.seen(as_of):
        if touchpoint.kind is Kind.REFERRAL:
            referrals.append(touchpoint.id)
        elif rubric.touchpoints[touchpoint.kind].integration and age <= rubric.eql.active_days:
            uses.append(touchpoint.id)
    said = _said(case, rubric, as_of)
    proofs = tuple(evidence_id("touchpoint", id) for id in sorted(referrals + uses))
    return Signal(
        referred=True if referrals else said,
        certified=case.partner.certified if case.partner else None,
        active=bool(uses),
        evidence=(case.record if said else ()) + proofs,
    )


def _said(case: Case, rubric: Rubric, as_of: date) -> bool | None:
    """Whether the lead's own record tells of a referral. A referral date alone leaves it open."""
    told = rubric.told.phrases.level(case.lead.source or "")
    if told is not None:
        return told == "referral"
    source = case.lead.partner
    dated = source is not None and source.referred_on is not None and source.referred_on <= as_of
    return None if dated else False


def ecosystem(case: Case, rubric: Rubric, as_of: date) -> Iterator[Contribution]:
    """The contributions of a partner lead."""
    seen = signal(case, rubric, as_of)
    maybe = () if seen.at_best == seen.level else (seen.at_best,)
    found = Found(seen.level, seen.evidence, _partner(case), maybe)
    yield contribution("ecosystem", "partner_signal", rubric.ecosystem.partner_signal, found)

    tier = tier_of(case)
    criterion = rubric.ecosystem.partner_tier
    level = (criterion.phrases.level(tier) or criterion.otherwise) if tier else UNKNOWN
    proof = case.record if tier and case.lead.partner and case.lead.partner.tier else ()
    yield contribution("ecosystem", "partner_tier", criterion, Found(level, proof, tier or ""))


def tier_of(case: Case) -> str | None:
    """The programme tier: as the lead's source says, else as the partner's own record does."""
    source = case.lead.partner
    return (source.tier if source else None) or (case.partner.tier if case.partner else None)


def _partner(case: Case) -> str:
    return case.lead.partner.partner if case.lead.partner else case.partner.name if case.partner else ""
