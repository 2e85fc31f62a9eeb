"""Deals under the leads they came from: by e-mail, else by domain, else by company. Deals without one are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.identity import company_key
from agent.models.opportunity import Opportunity

if TYPE_CHECKING:
    from agent.store import Tx
    from agent.store.opportunities import Place

_DOMAIN = "domain:"
"""Begins the key of an account that is known by its domain."""


def keep(tx: Tx, deals: Iterable[Opportunity]) -> tuple[Opportunity, ...]:
    """Stores the deals, each under its lead where there is one. The deals, so joined."""
    from agent.store import opportunities

    deals = tuple(deals)
    emails = opportunities.of_emails(tx, {deal.email for deal in deals if deal.email})
    named = all(deal.email in emails for deal in deals)
    joined = join(deals, emails, () if named else opportunities.places(tx))
    opportunities.save(tx, joined)
    return joined


def keep_again(tx: Tx) -> int:
    """Looks anew for the leads of the stored deals without one. How many were found."""
    from agent.store import opportunities

    return sum(deal.lead_id is not None for deal in keep(tx, opportunities.unjoined(tx)))


def join(
    deals: Iterable[Opportunity], emails: Mapping[str, str], places: Iterable[Place]
) -> tuple[Opportunity, ...]:
    """Each deal under its lead: that of the e-mail, else of the domain, else of the company; else under none.

    `emails`: address → lead. Of several leads of a company the first of `places` counts. A company's name that
    several accounts go by, or that goes with another domain, names no lead.
    """
    deals = tuple(deals)
    firms = _Firms.of(places, [deal for deal in deals if deal.email not in emails])
    return tuple(
        deal.model_copy(update={"lead_id": emails.get(deal.email or "") or firms.lead_of(deal)})
        for deal in deals
    )


@dataclass
class _Firms:
    """The lead that stands for each company."""

    by_domain: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """Company key → account key → lead."""

    @classmethod
    def of(cls, places: Iterable[Place], deals: Iterable[Opportunity]) -> _Firms:
        """Only of the companies these deals name."""
        deals = tuple(deals)
        domains = {deal.domain for deal in deals if deal.domain}
        names = {company_key(deal.company) for deal in deals if deal.company}
        firms = cls()
        for place in places:
            if (domain := place.account.removeprefix(_DOMAIN)) in domains:
                firms.by_domain.setdefault(domain, place.lead_id)
            if (name := company_key(place.company)) in names:
                firms.by_name[name].setdefault(place.account, place.lead_id)
        return firms

    def lead_of(self, deal: Opportunity) -> str | None:
        if deal.domain in self.by_domain:
            return self.by_domain[deal.domain]
        found = self.by_name.get(company_key(deal.company or ""), {})
        if len(found) != 1:
            return None
        [(account, lead_id)] = found.items()
        return None if deal.domain and account.startswith(_DOMAIN) else lead_id
