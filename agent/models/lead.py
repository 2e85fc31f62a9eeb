"""An identified person at a company who left a trace of interest."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from .noun import Noun


class Origin(Noun):
    """Where a record came from. A merged lead keeps one for each of its records."""

    file: str
    """The file's name, without its folder."""
    line: int
    """First physical line of the record, from 1; the row number in a workbook."""
    imported_at: datetime


class PartnerSource(Noun):
    """The partner trail of a lead. An EQL needs partner, tier and referral date, all three."""

    partner: str
    tier: str | None = None
    referred_on: date | None = None


class Lead(Noun):
    """One person to call, or one company when no person is named."""

    id: str
    """"L" and a fingerprint of the identity: the e-mail, else person and company."""
    account_id: str
    company: str
    email: str | None = None
    """Lower-cased, syntactically valid; anything else stays in `extra`."""
    first_name: str | None = None
    last_name: str | None = None
    title: str | None = None
    phone: str | None = None
    """E.164 where it could be read, else as given."""
    website: str | None = None
    domain: str | None = None
    """The registrable domain of the website, else of the e-mail unless that is a free-mail provider."""
    country: str | None = None
    """ISO 3166 alpha-2 where it could be read, else as given."""
    city: str | None = None
    industry: str | None = None
    employees: str | None = None
    """As given: "340", "50-100", "12k". Read into a fact at intake; unreadable stays here only."""
    revenue: str | None = None
    legal_id: str | None = None
    language: str | None = None
    """"fr" or "en", where the list says so."""
    source: str | None = None
    """The acquisition source or channel, as the list says: "webinar", "trade fair"."""
    created_on: date | None = None
    consent: bool | None = None
    """False blocks promotion; None is not said."""
    partner: PartnerSource | None = None
    comment: str | None = None
    """The list's free-text remark."""
    extra: dict[str, str] = Field(default_factory=dict)
    """Every column nobody mapped, and every value that could not be read, under the file's own header."""
    origins: tuple[Origin, ...] = ()

    @property
    def name(self) -> str:
        """The person's name as one string; empty when nobody is named."""
        return " ".join(part for part in (self.first_name, self.last_name) if part)
