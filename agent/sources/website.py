"""The company's own website, as a source: four pages of it, at the domain its leads give.

Neither a model nor a page chooses an address. The host is the lead's domain, the path one of a few that
legal notices and contact pages have; a link on the home page only tells which of those the site uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import unquote

from agent.identity import company_domain, fold
from agent.settings import Settings

from .card import Card
from .found import Found
from .lookup import Lookup, OfLead, lookup
from .markup import read_markup
from .register import Fetch
from .site_record import NAME, Reading, record_of
from .sought import Clue
from .trouble import Unreachable, Unsafe
from .web_address import WebAddress, follow, read_address

if TYPE_CHECKING:
    from tldextract import TLDExtract

CARD = Card(
    name=NAME,
    what="The company's own website: its home, about, contact and legal pages",
    kind="website",
    fields=("name", "domain", "industry", "employees", "country", "region", "city", "founded", "legal_ids"),
    per_second=1,
    licence="The company's own; facts are cited with the words they stand in",
    licence_url="https://www.rfc-editor.org/rfc/rfc9309",
)
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
_MOST_LINKS = 2000
"""Looked at on a home page."""
_MOST_SITES = 256
"""Sites remembered, for the other pages and the other leads of one company."""


class OfPage(OfLead):
    """Whose website, and which page of it."""

    page: PageKind = "home"
    """`legal` states numbers and the name in law, `home` and `about` what the company says it is."""


@dataclass(frozen=True)
class _Site:
    """A website that answered, and its pages as they are read."""

    address: WebAddress
    """Of its home page, redirects followed."""
    pages: dict[PageKind, Reading | None] = field(default_factory=dict)
    """None for a page it does not have."""


class Website:
    """Reads websites. Never leaves the domain, but for where its own home page redirects."""

    card = CARD

    def __init__(self, http: Fetch) -> None:
        self._http = http
        self._sites: dict[str, _Site | None] = {}
        self._lookups = (lookup(self.website_by_domain, lambda clue: own_site(clue) is not None, _page_for),)

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
        # Whatever the order they were asked for in, the same pages make the same record.
        readings = [reading for kind in _KINDS if (reading := site.pages.get(kind))]
        found = record_of(domain, site.address.site or domain, readings)
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
                return _Site(read_address(page.url), {"home": Reading(page, read_markup(page.text))})
        if trouble:
            raise trouble
        return None

    async def _page(self, site: _Site, kind: PageKind) -> Reading | None:
        home = site.pages["home"]
        linked = _linked(site.address, home.document.links, kind) if home else []
        for target in linked[:1] or [f"/{path}" for path in _PATHS[kind][:_TRIED]]:
            page = await self._http.get(site.address.origin + target)
            if page.status == 200 and read_address(page.url).site == site.address.site:
                return Reading(page, read_markup(page.text))
        return None


def _page_for(clue: Clue) -> Mapping[str, PageKind]:
    """The page that tells most: the one with the number, until that is known. Home is read with either."""
    return {"page": "about" if clue.legal_ids else "legal"}


def open(fetch: Fetch, _settings: Settings) -> Website:
    """The source, for one run."""
    return Website(fetch)


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
    for link in islice(links, _MOST_LINKS):
        try:
            there = follow(home, link)
        except Unsafe:
            continue
        target = _TARGET.fullmatch(fold(unquote(there.target.partition("?")[0])))
        if there.site == home.site and target and target[1] in _PATHS[kind]:
            found.setdefault(there.target.partition("?")[0], _PATHS[kind].index(target[1]))
    return sorted(found, key=lambda target: found[target])
