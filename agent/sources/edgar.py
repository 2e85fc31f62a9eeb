"""EDGAR, the filings of the United States' listed companies, as a source. Without a key; it wants to know who asks.

A company's file of all its figures is larger than a page may be, so turnover is asked for by its concept. There the
fiscal year of a row is the year of the filing it stands in, which repeats the two years before: what counts is the
first filing of a period.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property

from agent.industries import industry
from agent.intake.places import country_code
from agent.settings import Settings

from .card import Card
from .edgar_turnover import CONCEPTS, Turnover, last_year
from .entry import Entry, entries_of, prove
from .found import Found
from .legal_ids import read_legal_ids
from .lookup import Lookup, OfLead, lookup
from .names import alike, own_domain, spelling
from .record import Claim
from .register import Answer, Fetch, Register
from .sought import Clue
from .trouble import Unreadable

NAME = "edgar"
HOST = "data.sec.gov"
LISTED_HOST = "www.sec.gov"
_PACE, _LIST_PACE = 8.0, 1.0
"""Ten requests a second are allowed over both."""
CARD = Card(
    name=NAME,
    what="EDGAR, the filings of companies listed in the United States",
    kind="registry",
    fields=("name", "domain", "industry", "revenue", "country", "region", "city", "legal_ids"),
    countries=frozenset({"US"}),
    legal_ids=("cik",),
    needs_contact=True,
    per_second=_PACE + _LIST_PACE,
    licence="Public domain",
    licence_url="https://www.sec.gov/about/privacy-information",
)
_CLOSED = {403: "refuses to be asked: too often, or without a contact that it knows"}
"""It then wants ten minutes of silence, which is longer than a run waits."""
_MOST_HITS = 5
_NUMBER = re.compile("[0-9]{1,10}")
_SUFFIX = re.compile(r"\s*[/\\][A-Z ]{2,}[/\\]?\s*$")
""""/DE/", "/NEW/": what EDGAR adds to a name to tell it from another."""
_FRESH = timedelta(days=550)
"""A fiscal year that ended so long ago at most is the last: no other concept is asked for."""


class Edgar:
    """Looks companies that file with the SEC up by their number there and by name."""

    card = CARD

    def __init__(self, fetch: Fetch, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._data = Register(fetch, HOST, per_second=_PACE, closed=_CLOSED, sleep=sleep)
        self._lists = Register(fetch, LISTED_HOST, per_second=_LIST_PACE, closed=_CLOSED, sleep=sleep)
        self._listed: dict[int, str] = {}
        self._listing = asyncio.Lock()

    def lookups(self) -> tuple[Lookup, ...]:
        """By number, by name; none while it rests."""
        by_legal_id, by_name = self._lookups
        if not self._data.is_on:
            return ()
        return (by_legal_id, by_name) if self._lists.is_on else (by_legal_id,)

    @cached_property
    def _lookups(self) -> tuple[Lookup, Lookup]:
        return (
            lookup(self.edgar_by_legal_id, lambda clue: bool(_number(clue))),
            lookup(self.edgar_by_name, lambda clue: clue.country == "US" and bool(spelling(clue.company))),
        )

    async def edgar_by_legal_id(self, clue: Clue, _asked: OfLead, now: datetime) -> Sequence[Found]:
        """The company that files with the SEC under the lead's CIK, with its turnover of the last year. Free."""
        number = _number(clue)
        answer = await self._data.ask(f"/submissions/CIK{number}.json")
        if answer is None or not _is_company(answer):
            return ()
        return [_company(answer, number, await self._turnover(number, now))]

    async def edgar_by_name(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """Companies listed in the United States with the lead's company name, or with one like it. Free."""
        listed = await self._companies()
        found = []
        for cik in alike(clue.company, listed.items())[:_MOST_HITS]:
            number = f"{cik:010}"
            answer = await self._data.ask(f"/submissions/CIK{number}.json")
            if answer and _is_company(answer):
                found.append(_company(answer, number, None))
        return found

    async def _companies(self) -> dict[int, str]:
        """CIK to the spelling of the name of every listed company, fetched once a run."""
        async with self._listing:
            if not self._listed:
                answer = await self._lists.ask("/files/company_tickers.json")
                rows = tuple(entries_of(answer.content.values())) if answer else ()
                named = ((row.number("cik_str"), row.text("title")) for row in rows)
                self._listed = {int(cik): spelling(_plain(name)) for cik, name in named if cik and name}
            if not self._listed:
                raise Unreadable(f"{LISTED_HOST} answers with another list of companies than is known")
        return self._listed

    async def _turnover(self, number: str, now: datetime) -> Turnover | None:
        """Of the last fiscal year, under whichever concept the company reports it."""
        best: Turnover | None = None
        for concept in CONCEPTS:
            path = f"/api/xbrl/companyconcept/CIK{number}/{concept}.json"
            answer = await self._data.ask(path)
            year = last_year(answer, f"https://{HOST}{path}") if answer else None
            if year and (best is None or year.end > best.end):
                best = year
            if best and now.date() - best.end < _FRESH:
                break
        return best


def open(fetch: Fetch, _settings: Settings) -> Edgar:
    """The source, for one run."""
    return Edgar(fetch)


def _number(clue: Clue) -> str:
    """The lead's CIK in the ten digits that addresses have; "" where it is none."""
    number = clue.legal_ids.get("cik", "")
    return number.zfill(10) if _NUMBER.fullmatch(number) and number.strip("0") else ""


def _is_company(answer: Answer) -> bool:
    """Persons file too, about their shares: they have neither an industry nor a listing, and stay there."""
    said = Entry(answer.content)
    return bool(said.text("entityType") == "operating" or said.text("sic") or said.texts("tickers"))


def _company(answer: Answer, number: str, turnover: Turnover | None) -> Found:
    said = Entry(answer.content)
    if str(said.at("cik")).zfill(10) != number:
        raise Unreadable(f"{HOST} answers with another company than was asked for")
    place = f"https://{HOST}/submissions/CIK{number}.json @{said.edition}"
    facts, evidence = prove(_claims(said, number), NAME, place, answer.retrieved_at)
    if turnover:
        more_facts, more_evidence = prove([turnover.claim], NAME, turnover.place, turnover.retrieved_at)
        facts, evidence = facts + more_facts, evidence + more_evidence
    country, _, _ = _country(said)
    domain = _domain(said)
    city = said.text(_CITY)
    former = (one.text("name") for one in said.entries("formerNames"))
    return Found(
        source=NAME,
        record=number,
        name=_plain(said.text("name") or ""),
        other_names=tuple(dict.fromkeys(_plain(name) for name in former if name)),
        domains=(domain,) if domain else (),
        legal_ids=_numbers(said, number),
        countries=(country,) if country else (),
        cities=(city,) if city else (),
        facts=facts,
        evidence=evidence,
    )


_ADDRESS = "addresses.business"
_CITY = f"{_ADDRESS}.city"


def _claims(said: Entry, number: str) -> Iterator[Claim]:
    """What the company's head record says: of today, without a day."""
    if name := said.text("name"):
        yield Claim("name", _plain(name), "name", name)
    if domain := _domain(said):
        yield Claim("domain", domain, "website", said.text("website"))
    if code := said.text("sic"):
        known, words = industry(code, "sic-us"), said.text("sicDescription")
        cell = f"{code} ({words})" if words else code
        yield Claim("industry", known.label if known else words or code, "sic, sicDescription", cell)
    country, where, cell = _country(said)
    if country:
        yield Claim("country", country, where, cell)
    if country == "US" and cell:
        yield Claim("region", cell, where, cell)
    if city := said.text(_CITY):
        yield Claim("city", city, _CITY, city)
    numbers = _numbers(said, number)
    yield Claim("legal_ids", numbers, ", ".join(numbers), ", ".join(numbers.values()))


def _country(said: Entry) -> tuple[str | None, str, str]:
    """Country, where it stands, and what stands there.

    Two letters are a state of the Union; other places have a letter and a digit, and a description: "ONTARIO, CANADA".
    """
    where = f"{_ADDRESS}.stateOrCountry"
    code = said.text(where) or ""
    if re.fullmatch("[A-Z]{2}", code) and not said.at(f"{_ADDRESS}.isForeignLocation"):
        return "US", where, code
    for part in ("country", "stateOrCountryDescription"):
        words = said.text(f"{_ADDRESS}.{part}") or ""
        if country := country_code(words) or country_code(words.rpartition(",")[2]):
            return country, f"{_ADDRESS}.{part}", words
    return None, where, code


def _numbers(said: Entry, number: str) -> dict[str, str]:
    return {"cik": number, **read_legal_ids(said.text("lei") or "", "lei")}


def _domain(said: Entry) -> str | None:
    return own_domain(said.text("website") or "", said.text("name") or "")


def _plain(name: str) -> str:
    """The name without what EDGAR added."""
    return _SUFFIX.sub("", name) or name
