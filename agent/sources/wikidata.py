"""Wikidata, the free knowledge base, as a source. Without a key, and free; it wants to know who asks.

It is asked by number and by domain, in a query that holds nothing but those, checked. A head-count or a turnover
has the day it was true; of several the newest is told. Whatever says that nobody knows is passed over.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path

from agent.settings import Settings

from .card import Card
from .entry import Entry, entries_of, prove
from .found import Found
from .lookup import Lookup, OfLead, lookup
from .page import Page
from .register import Answer, Fetch, Register
from .safe_http import HTML, Api
from .sought import Clue
from .trouble import Unreadable
from .wikidata_item import NUMBERS, Item

NAME = "wikidata"
HOST = "query.wikidata.org"
CARD = Card(
    name=NAME,
    what="Wikidata, the free knowledge base",
    kind="registry",
    fields=(
        "name", "domain", "industry", "employees", "revenue", "country", "city", "founded", "legal_ids", "status",
        "parent",
    ),
    legal_ids=tuple(NUMBERS),
    needs_contact=True,
    per_second=1,
    licence="CC0 1.0",
    licence_url="https://www.wikidata.org/wiki/Wikidata:Licensing",
)  # fmt: skip
"""Its pace: sixty seconds of its time are allowed a minute."""
_CLOSED = {403: "refuses who asks: no contact that it knows"}
_RESULTS = "application/sparql-results+json"
_ITEM = re.compile(r"https?://www\.wikidata\.org/entity/(Q\d+)")
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_NUMBER = {
    "siren": re.compile("[0-9]{9}"),
    "lei": re.compile("[0-9A-Z]{20}"),
    "cik": re.compile("[0-9]{1,10}"),
    "company_number": re.compile("[0-9A-Z]{8}"),
}


class Wikidata:
    """Looks companies up by number and by domain."""

    card = CARD

    def __init__(self, fetch: Fetch, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._register = Register(
            _Endpoint(fetch), HOST, per_second=CARD.per_second or 1, closed=_CLOSED, sleep=sleep
        )

    def lookups(self) -> tuple[Lookup, ...]:
        """By number, by domain; none while it rests."""
        return self._lookups if self._register.is_on else ()

    @cached_property
    def _lookups(self) -> tuple[Lookup, ...]:
        return (
            lookup(self.wikidata_by_legal_id, _has_number),
            lookup(self.wikidata_by_domain, lambda clue: bool(_with_website(clue.domains))),
        )

    async def wikidata_by_legal_id(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """The company in Wikidata with the lead's SIREN, LEI, CIK or British company number. Free."""
        return _found(await self._select(_with_number(clue.legal_ids)))

    async def wikidata_by_domain(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """Companies in Wikidata whose website is at the lead's domain. Free."""
        return _found(await self._select(_with_website(clue.domains)))

    async def _select(self, subject: str) -> Answer | None:
        return await self._register.ask("/sparql", format="json", query=_query(subject))


def open(fetch: Fetch, _settings: Settings) -> Wikidata:
    """The source, for one run."""
    return Wikidata(fetch)


class _Endpoint:
    """The client, told that the JSON of a query service calls itself by a name of its own."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        expect: Sequence[str] = HTML,
        api: Api | None = None,
    ) -> Page:
        return await self._fetch.get(url, headers=headers, expect=(*expect, _RESULTS), api=api)


def _query(subject: str) -> str:
    return _template().replace("$SUBJECT", subject)


@cache
def _template() -> str:
    """Without the comment for its reader, for whoever reads it there pays by the character."""
    lines = Path(__file__).with_suffix(".rq").read_text("utf-8").splitlines()
    return "\n".join(line.strip() for line in lines if not line.startswith("#"))


def _has_number(clue: Clue) -> bool:
    """Whether it has a number that tells its country, or a company number that may be British."""
    known = clue.legal_ids if clue.country in (None, "GB") else {**clue.legal_ids, "company_number": ""}
    return bool(_with_number(known))


def _with_number(legal_ids: Mapping[str, str]) -> str:
    """The pattern of an item with one of the numbers; "" where there is none that is one."""
    patterns = {
        scheme: f'{{ ?item wdt:{NUMBERS[scheme]} "{number.zfill(10) if scheme == "cik" else number}" . }}'
        for scheme, shape in _NUMBER.items()
        if shape.fullmatch(number := legal_ids.get(scheme, ""))
    }
    if len(patterns) > 1:  # every country has company numbers, and Wikidata's are the British ones
        patterns.pop("company_number", None)
    return " UNION ".join(patterns.values())


def _with_website(domains: Iterable[str]) -> str:
    """The pattern of an item whose website is the front page of one of the domains; "" where none is a domain."""
    addresses = [
        f"<{scheme}://{www}{domain}{slash}>"
        for domain in domains
        if _DOMAIN.fullmatch(domain)
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("/", "")
    ]
    return f"VALUES ?site {{ {' '.join(addresses)} }} ?item wdt:P856 ?site ." if addresses else ""


def _found(answer: Answer | None) -> list[Found]:
    if answer is None:
        return []
    rows = Entry(answer.content).at("results.bindings")
    if not isinstance(rows, list):
        raise Unreadable(f"{HOST} answers with another kind of JSON than is known")
    by_item: dict[str, list[Entry]] = {}
    for row in entries_of(rows):
        if of := _ITEM.fullmatch(row.text("item.value") or ""):
            by_item.setdefault(of[1], []).append(row)
    return [_company(id, rows_of, answer.retrieved_at) for id, rows_of in by_item.items()]


def _company(id: str, rows: Sequence[Entry], retrieved_at: datetime) -> Found:
    item = Item(rows, retrieved_at.date())
    place = f"https://www.wikidata.org/wiki/{id} @{item.edition}"
    facts, evidence = prove(item.claims(), NAME, place, retrieved_at)
    return Found(
        source=NAME,
        record=id,
        name=item.name or "",
        other_names=item.other_names,
        domains=item.domains,
        legal_ids=item.numbers,
        countries=item.countries,
        cities=item.cities,
        facts=facts,
        evidence=evidence,
    )
