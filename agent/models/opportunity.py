"""What became of a lead in the CRM, and what finding leads cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from .noun import Noun


class DealState(StrEnum):
    """How a deal stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class Opportunity(Noun):
    """One deal of the CRM's export."""

    id: str
    """The CRM's own id, else "D" and a fingerprint of its content."""
    name: str = ""
    state: DealState
    amount: Decimal | None = None
    """None is not known, which is not 0."""
    currency: str | None = None
    """ISO 4217."""
    recurring: Decimal | None = None
    """Of the amount, what comes back each year (ARR)."""
    opened_on: date | None = None
    closed_on: date | None = None
    reason: str | None = None
    """Why it was won or lost, as the CRM says."""
    email: str | None = None
    """Of the contact, lower-cased."""
    domain: str | None = None
    company: str | None = None
    partner: str | None = None
    lead_id: str | None = None
    """The lead it was joined to: by e-mail, else by domain, else by company."""
    origin: str = ""
    """`file:line`."""


class Spend(Noun):
    """Money spent on finding leads."""

    id: str
    """"S" and a fingerprint of its content."""
    first: date
    last: date
    amount: Decimal
    currency: str
    """ISO 4217."""
    channel: str | None = None
    campaign: str | None = None
    partner: str | None = None
    origin: str = ""
    """`file:line`."""
