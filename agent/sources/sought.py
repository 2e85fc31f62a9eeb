"""The company looked for, as its leads describe it: all a source or a model sees, and no person in it."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from agent.identity import is_free_mail, registrable_domain
from agent.intake.places import country_code
from agent.models.account import Account, FieldName
from agent.models.lead import Lead
from agent.models.noun import Noun

from .columns import says
from .legal_ids import read_legal_ids
from .names import own_domain

MOST_CLUES = 8
"""An account of 500 leads has few ways to be written; the first of each are enough to find it."""


class Clue(Noun):
    """What one lead says of its company."""

    lead_id: str
    company: str = ""
    website: str | None = None
    """The registrable domain of its website; None for a page on somebody else's site."""
    mail: str | None = None
    """The registrable domain of its e-mail; None for a free or throw-away provider."""
    legal_ids: dict[str, str] = Field(default_factory=dict)
    country: str | None = None
    city: str | None = None

    @property
    def domains(self) -> tuple[str, ...]:
        """Website first; each once."""
        return tuple(dict.fromkeys(domain for domain in (self.website, self.mail) if domain))


class Sought(Noun):
    """The company behind an account."""

    account_id: str
    clues: tuple[Clue, ...]
    """One for each way its leads describe it; none where they say nothing a company could be known by. Once the
    company is known, the one that names it by its own numbers and domain."""
    missing: tuple[FieldName, ...] = ()
    """What is still asked for of a company that is known; empty while it is not."""


def seek(account: Account, leads: Iterable[Lead]) -> Sought:
    """What the account's leads tell of their company."""
    clues: dict[str, Clue] = {}
    for lead in leads:
        clue = _clue(lead)
        if clue.company or clue.domains or clue.legal_ids:
            clues.setdefault(clue.model_dump_json(exclude={"lead_id"}), clue)
    return Sought(account_id=account.id, clues=tuple(clues.values())[:MOST_CLUES])


def _clue(lead: Lead) -> Clue:
    return Clue(
        lead_id=lead.id,
        company=lead.company if says(lead.company) else "",
        website=own_domain(lead.website or "", lead.company),
        mail=_mail(lead.email),
        legal_ids=read_legal_ids(lead.legal_id or ""),
        country=country_code(lead.country or ""),
        city=lead.city,
    )


def _mail(address: str | None) -> str | None:
    domain = registrable_domain(address) if address else None
    return None if domain is None or is_free_mail(domain) else domain
