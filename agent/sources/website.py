"""The company's own website, as a source: four pages of it, at the domain its leads give.

Neither a model nor a page chooses an address. The host is the lead's domain, the path one of a few that
legal notices and contact pages have; a link on the home page only tells which of those the site uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import unquote

from agent.identity import company_domain, fold
from agent.models.account import Fact
from agent.models.evidence import Evidence, evidence_id

from .columns import read_columns
from .found import Found
from .imprint import read_imprint
from .legal_ids import read_legal_ids
from .lookup import Lookup, OfLead, lookup
from .markup import Document, read_markup
from .organization import as_text, read_organization
from .page import Page
from .record import Claim, claims_of, known_by, places_of
from .safe_http import SafeHttp
from .sought import Clue
from .stated import Stated
from .trouble import Unreachable, Unsafe
from .web_address import WebAddress, follow, read_address

if TYPE_CHECKING:
    from tldextract import TLDExtract

NAME = "website"
PageKind = Literal["home", "about", "contact", "legal"]
_KINDS: tuple[PageKind, ...] = get_args(PageKind)
_PATHS: Mapping[PageKind, tuple[str, ...]] = {
    "home": (),
    "about": ("about", "a-propos", "about-us", "qui-sommes-nous", "company", "entreprise", "uber-uns"),
    "contact": ("contact", "contact-us", "contactez-nous", "nous-contacter", "kontakt"),
    "legal": ("mentions-legales", "legal", "legal-notice", "mentions", "informations-legales", "imprint", "impressum"),
}  # fmt: skip
"""What such pages are called, the likeliest first."""
_TRIED = 2
"""Paths tried where the home page links to none."""
_TARGET = re.compile(r"(?:/(?:fr|en|de|es|it|nl)(?:-[a-z]{2})?)?/([a-z-]+)(?:/|\.html?|\.php)?")
_REGISTERS = {
    "siren": "siren",
    "siret": "siret",
    "vat": "vat",
    "lei": "lei",
    "duns": "duns",
    "company number": "company_number",
    "legal id": None,
}
"""Header to register."""
_MOST_SITES = 256
"""Sites remembered, for the other pages and the other leads of one company."""
_LONGEST_SNIPPET = 300


class OfPage(OfLead):
    """Whose website, and which page of it."""

    page: PageKind = "home"
    """`legal` states numbers and the name in law, `home` and `about` what the company says it is."""


@dataclass(frozen=True)
class _Read:
    """One page read."""

    page: Page
    document: Document

    @property
    def said(self) -> str:
        """All that a snippet may be cut from."""
        site_name = f"og:site_name: {self.document.site_name}"
        return "\n".join((self.document.text, site_name, *map(as_text, self.document.data)))


@dataclass(frozen=True)
class _Site:
    """A website that answered, and its pages as they are read."""

    address: WebAddress
    """Of its home page, redirects followed."""
    pages: dict[PageKind, _Read | None] = field(default_factory=dict)
    """None for a page it does not have."""


class Website:
    """Reads websites. Never leaves the domain, but for where its own home page redirects."""

    name = NAME

    def __init__(self, http: SafeHttp) -> None:
        self._http = http
        self._sites: dict[str, _Site | None] = {}
        self._lookups = (lookup(self.website_by_domain, lambda clue: own_site(clue) is not None),)

    def lookups(self) -> tuple[Lookup, ...]:
        """By domain."""
        return self._lookups

    async def website_by_domain(self, clue: Clue, asked: OfPage, now: datetime) -> Sequence[Found]:  # noqa: ARG002
        """What the company's own website states, at the domain of the lead's website or e-mail address.

        One page a call: home, about, contact or legal; the legal page has the company numbers. Free.
        """
        domain = own_site(clue)
        site = await self._site(domain) if domain else None
        if domain is None or site is None:
            return ()
        if asked.page not in site.pages:
            site.pages[asked.page] = await self._page(site, asked.page)
        found = _found(domain, site)
        return (found,) if found.facts else ()

    async def _site(self, domain: str) -> _Site | None:
        if domain not in self._sites:
            if len(self._sites) >= _MOST_SITES:
                self._sites.clear()
            self._sites[domain] = await self._open(domain)
        return self._sites[domain]

    async def _open(self, domain: str) -> _Site | None:
        """The site by the first of its usual hosts that shows a page. Raises a `SourceError` where none answers."""
        trouble: Unreachable | None = None
        for host in (f"https://{domain}/", f"https://www.{domain}/", f"http://{domain}/"):
            try:
                page = await self._http.get(host)
            except Unreachable as error:
                trouble = error
                continue
            if page.status == 200:
                return _Site(read_address(page.url), {"home": _Read(page, read_markup(page.text))})
        if trouble:
            raise trouble
        return None

    async def _page(self, site: _Site, kind: PageKind) -> _Read | None:
        home = site.pages["home"]
        linked = _linked(site.address, home.document.links, kind) if home else []
        for target in linked[:1] or [f"/{path}" for path in _PATHS[kind][:_TRIED]]:
            page = await self._http.get(site.address.origin + target)
            if page.status == 200 and read_address(page.url).site == site.address.site:
                return _Read(page, read_markup(page.text))
        return None


def own_site(clue: Clue) -> str | None:
    """The domain of the company's site; None for a mailbox provider's, a platform's and a host's of many."""
    owned = (one for one in clue.domains if company_domain(one) == one and not _suffixes()(one).is_private)
    return next(owned, None)


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def _linked(home: WebAddress, links: Iterable[str], kind: PageKind) -> list[str]:
    """Targets of such a page among the links, the likeliest first."""
    found: dict[str, int] = {}
    for link in links:
        try:
            there = follow(home, link)
        except Unsafe:
            continue
        target = _TARGET.fullmatch(fold(unquote(there.target.partition("?")[0])))
        if there.site == home.site and target and target[1] in _PATHS[kind]:
            found.setdefault(there.target.partition("?")[0], _PATHS[kind].index(target[1]))
    return sorted(found, key=lambda target: found[target])


def _found(domain: str, site: _Site) -> Found:
    """The site as one record, of all its pages read so far."""
    final = site.address.site or domain
    stated = _undisputed([(one, read) for read in _in_order(site) for one in _stated(read, final)])
    cells: dict[str, list[object]] = {}
    for one, _ in stated:
        cells.setdefault(one.header, []).append(one.cell)
    said = read_columns(cells)
    known = known_by(said)
    facts, proofs = [], []
    for claim in claims_of(said):
        if proof := _proof(claim, stated):
            proofs.append(proof)
            facts.append(
                Fact(
                    field=claim.field,
                    value=claim.value,
                    source=NAME,
                    retrieved_at=proof.retrieved_at,
                    evidence=proof.id,
                )
            )
    # A domain that forwards to its like is the same company's; one that forwards elsewhere may have been sold.
    own = [final, domain] if final.partition(".")[0] == domain.partition(".")[0] else [final]
    places = places_of(said)
    return Found(
        source=NAME,
        record=domain,
        name=known.names[0] if known.names else final,
        other_names=known.names[1:],
        domains=tuple(dict.fromkeys(own)),
        legal_ids=known.legal_ids,
        countries=tuple(dict.fromkeys(place.country for place in places if place.country)),
        cities=tuple(dict.fromkeys(place.city for place in places if place.city)),
        facts=tuple(facts),
        evidence=tuple(proofs),
    )


def _in_order(site: _Site) -> Iterator[_Read]:
    """Whatever the order they were asked for in, so that the same pages make the same record."""
    yield from (read for kind in _KINDS if (read := site.pages.get(kind)))


def _stated(read: _Read, domain: str) -> Iterator[Stated]:
    """What a page states of the company, what it says for machines first."""
    stated = [*read_organization(read.document.data, domain), *read_imprint(read.document.text)]
    if read.document.site_name:
        stated.append(Stated("name", read.document.site_name, f"og:site_name: {read.document.site_name}"))
    yield from (one for one in stated if one.snippet in read.said)


def _undisputed(stated: Sequence[tuple[Stated, _Read]]) -> list[tuple[Stated, _Read]]:
    """Without the numbers of a register of which there are two: one of them is another company's."""
    numbers: dict[str, set[str]] = {}
    for one, _ in stated:
        for register, number in _numbers(one).items():
            numbers.setdefault(register, set()).add(number)
    disputed = {register for register, found in numbers.items() if len(found) > 1}
    return [(one, read) for one, read in stated if not disputed & _numbers(one).keys()]


def _numbers(one: Stated) -> dict[str, str]:
    return read_legal_ids(str(one.cell), _REGISTERS[one.header]) if one.header in _REGISTERS else {}


def _proof(claim: Claim, stated: Sequence[tuple[Stated, _Read]]) -> Evidence | None:
    """The words a claim stands in; of company numbers, which may stand apart, each one's."""
    headers = claim.header.split(", ")
    parts = {
        one.header: (one, read)
        for one, read in reversed(stated)
        if one.header in headers and (one.cell == claim.cell or claim.field == "legal_ids")
    }
    if not parts:
        return None
    _, read = parts[headers[0]]
    # The digest keeps apart what stands in one place of a page at two times.
    locator = f"{read.page.url}@{sha256(read.page.body).hexdigest()[:8]} {claim.header}"
    return Evidence(
        id=evidence_id(NAME, locator),
        source=NAME,
        locator=locator,
        snippet=" … ".join(parts[header][0].snippet for header in headers if header in parts)[
            :_LONGEST_SNIPPET
        ],
        retrieved_at=read.page.retrieved_at,
    )
