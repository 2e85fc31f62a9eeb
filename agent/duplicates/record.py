"""What tells one lead from another, brought to the form in which it is compared."""

from __future__ import annotations

import re
from typing import NamedTuple

from agent.identity import company_domain, company_key, fold, person_key
from agent.intake.legal_ids import read_legal_id
from agent.models.lead import Lead

_NOT_WORD = re.compile(r"[\W_]+")
_NATIONAL = 9
"""Digits at the end of a telephone number that are the same with and without the country's code."""
_SHORTEST = 6
"""Digits of a telephone number that tell anybody by."""


class Record(NamedTuple):
    """One lead. None: nobody knows."""

    number: int
    """The order of arrival, from 0."""
    id: str
    email: str | None
    person: str | None
    """The words of the name in order of the alphabet."""
    company: str | None
    """Without its legal form."""
    domain: str | None
    """The company's, never a mail provider's."""
    phone: str | None
    """Its last digits."""
    legal_id: str | None
    """The company's rather than the establishment's, where the number tells both."""
    partner: str | None
    place: str | None
    country: str | None
    bearers: int = 1
    """Leads with a person of this name."""
    staff: int = 1
    """Leads at a company of this name."""
    lines: int = 1
    """Leads with this telephone number."""
    locals: int = 1
    """Leads at this place."""


def record(lead: Lead, number: int = 0) -> Record:
    """The record of a lead; how frequent its names are is for the whole list to say."""
    digits = "".join(filter(str.isdigit, lead.phone or ""))[-_NATIONAL:]
    return Record(
        number,
        lead.id,
        (lead.email or "").strip().lower() or None,
        person_key(lead.name) or None,
        company_key(lead.company) or None,
        _domain(lead.email) or _domain(lead.domain),
        digits if len(digits) >= _SHORTEST else None,
        _legal_id(lead.legal_id),
        fold(lead.partner.partner) or None if lead.partner else None,
        fold(_NOT_WORD.sub(" ", lead.city or "")) or None,
        lead.country,
    )


def _domain(text: str | None) -> str | None:
    return company_domain(text) if text else None


def _legal_id(text: str | None) -> str | None:
    found = read_legal_id(text) if text else {}
    return found.get("siren") or next(iter(found.values()), None) or fold(text or "") or None
