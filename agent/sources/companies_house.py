"""Companies House, the register of the United Kingdom, as a source. Free, with a key that it gives to anybody.

It tells no head-count and no turnover: those stand in the accounts that companies file as documents. Officers and
owners, who are persons, are not asked for.
"""

from __future__ import annotations

import asyncio
import re
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import quote

from agent.identity import company_key
from agent.industries import industry
from agent.intake.places import country_code
from agent.settings import Settings

from . import figures
from .card import Card
from .entry import Entry, entries_of, prove
from .found import Found
from .lookup import Lookup, OfLead, lookup
from .record import Claim
from .register import Fetch, Register
from .sought import Clue
from .trouble import Unreadable

NAME = "companies-house"
HOST = "api.company-information.service.gov.uk"
CARD = Card(
    name=NAME,
    what="Companies House, the register of the United Kingdom",
    kind="registry",
    fields=("name", "industry", "country", "region", "city", "founded", "legal_ids", "status"),
    countries=frozenset({"GB"}),
    legal_ids=("company_number",),
    needs_key=True,
    per_second=1.9,
    licence="Open Government Licence 3.0",
    licence_url="https://developer.company-information.service.gov.uk/",
)
"""Its pace: six hundred requests in five minutes are allowed."""
_PAGE = "50"
_NUMBER = re.compile("[0-9A-Z]{8}")
_EATEN = re.compile("[0-9]{5,7}")
"""A number whose leading zeros a spreadsheet ate."""
_CLOSED = {401: "does not accept the key", 403: "does not accept the key"}
_STATUS = {
    "active": "active|open|registered",
    "closed": "dissolved|closed|converted-closed|removed",
    "insolvent": "liquidation|receivership|administration|insolvency-proceedings|voluntary-arrangement",
}
_BRITISH = frozenset({"england-wales", "england", "wales", "scotland", "northern-ireland", "united-kingdom"})
"""Jurisdictions."""


@dataclass(frozen=True)
class _Paths:
    """Where a record says what: the search has names of its own."""

    name: str
    address: str


_PROFILE = _Paths("company_name", "registered_office_address")
_HIT = _Paths("title", "address")


class CompaniesHouse:
    """Looks British companies up by number and by name."""

    card = CARD

    def __init__(
        self, fetch: Fetch, key: str, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        login = b64encode(f"{key}:".encode()).decode()
        self._register = Register(
            fetch,
            HOST,
            per_second=CARD.per_second or 1,
            headers={"Authorization": f"Basic {login}"},
            closed=_CLOSED,
            sleep=sleep,
        )

    def lookups(self) -> tuple[Lookup, ...]:
        """By number, by name; none while the register rests."""
        return self._lookups if self._register.is_on else ()

    @cached_property
    def _lookups(self) -> tuple[Lookup, ...]:
        # Other countries have company numbers too, and companies of any name.
        return (
            lookup(
                self.companies_house_by_legal_id,
                lambda clue: clue.country in (None, "GB") and bool(_number(clue)),
            ),
            lookup(
                self.companies_house_by_name,
                lambda clue: _is_british(clue) and bool(company_key(clue.company)),
            ),
        )

    async def companies_house_by_legal_id(
        self, clue: Clue, _asked: OfLead, _now: datetime
    ) -> Sequence[Found]:
        """The company of the British register with the lead's company number. Free."""
        number = _number(clue)
        answer = await self._register.ask(f"/company/{quote(number)}")
        if answer is None:
            return ()
        found = _company(Entry(answer.content), _PROFILE, answer.retrieved_at)
        if found is None:
            raise Unreadable(f"{HOST} answers with another kind of JSON than is known")
        return [found] if found.record == number else ()

    async def companies_house_by_name(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """Companies of the British register with the lead's company name, or with one like it. Free."""
        answer = await self._register.ask(
            "/search/companies", q=company_key(clue.company), items_per_page=_PAGE
        )
        if answer is None:
            return ()
        items = answer.content.get("items")
        if not isinstance(items, list):
            raise Unreadable(f"{HOST} answers with another kind of JSON than is known")
        hits = (_company(entry, _HIT, answer.retrieved_at) for entry in entries_of(items))
        return list({hit.record: hit for hit in hits if hit}.values())


def open(fetch: Fetch, settings: Settings) -> CompaniesHouse:
    """The source, for one run."""
    return CompaniesHouse(fetch, settings.source_keys[NAME].get_secret_value())


def _number(clue: Clue) -> str:
    """The lead's company number as the register writes it; "" where it is none."""
    number = clue.legal_ids.get("company_number", "").upper()
    if _EATEN.fullmatch(number):
        number = number.zfill(8)
    return number if _NUMBER.fullmatch(number) else ""


def _is_british(clue: Clue) -> bool:
    if clue.country:
        return clue.country == "GB"
    return any(domain.endswith(".uk") for domain in clue.domains)


def _company(entry: Entry, at: _Paths, retrieved_at: datetime) -> Found | None:
    number = entry.text("company_number") or ""
    if not _NUMBER.fullmatch(number):
        return None
    place = f"https://{HOST}/company/{number} @{entry.edition}"
    facts, evidence = prove(_claims(entry, at), NAME, place, retrieved_at)
    country, _, _ = _country(entry, at)
    city = entry.text(f"{at.address}.locality")
    return Found(
        source=NAME,
        record=number,
        name=entry.text(at.name) or "",
        other_names=_other_names(entry),
        legal_ids={"company_number": number},
        countries=(country,) if country else (),
        cities=(city,) if city else (),
        facts=facts,
        evidence=evidence,
    )


def _other_names(entry: Entry) -> tuple[str, ...]:
    """Former names; of a search hit the one that it was found by."""
    former = (one.text("name") for one in entry.entries("previous_company_names"))
    return tuple(dict.fromkeys(name for name in (*former, entry.text("snippet")) if name))


def _claims(entry: Entry, at: _Paths) -> Iterator[Claim]:
    """What the register says. The trade is as of the last confirmation statement, an end as of its day."""
    if name := entry.text(at.name):
        yield Claim("name", name, at.name, name)
    for code in entry.texts("sic_codes")[:1]:
        known = industry(code, "sic-uk")
        confirmed = figures.day(entry.text("confirmation_statement.last_made_up_to") or "")
        yield Claim("industry", known.label if known else code, "sic_codes", code, confirmed)
    country, where, cell = _country(entry, at)
    if country:
        yield Claim("country", country, where, cell)
    if region := entry.text(f"{at.address}.region"):
        yield Claim("region", region, f"{at.address}.region", region)
    if city := entry.text(f"{at.address}.locality"):
        yield Claim("city", city, f"{at.address}.locality", city)
    began = entry.text("date_of_creation")
    if began and (year := figures.year(began)):
        yield Claim("founded", year, "date_of_creation", began)
    if number := entry.text("company_number"):
        yield Claim("legal_ids", {"company_number": number}, "company_number", number)
    state = entry.text("company_status") or ""
    for status, states in _STATUS.items():
        if state in states.split("|"):
            ended = figures.day(entry.text("date_of_cessation") or "")
            yield Claim("status", status, "company_status", state, ended if status == "closed" else None)


def _country(entry: Entry, at: _Paths) -> tuple[str | None, str, str | None]:
    """Country of the registered office, and where it stands; of a British company, Britain where it says nothing."""
    where = f"{at.address}.country"
    if cell := entry.text(where):
        return country_code(cell), where, cell
    law = entry.text("jurisdiction")
    return ("GB" if law in _BRITISH else None), "jurisdiction", law
