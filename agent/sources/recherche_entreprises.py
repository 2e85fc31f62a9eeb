"""Recherche d'entreprises, the French state's register of companies, as a source. Without a key, and free.

Of each company only what firmographics need is asked for: officers and elected persons stay there. The search
is a full-text one that counts to 10,000 and no further; which of its hits is the company, code decides.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import cached_property

from agent.identity import company_key
from agent.settings import Settings

from .card import Card
from .entry import Entry, entries_of, prove
from .found import Found
from .lookup import Lookup, OfLead, lookup
from .names import Likeness, likest
from .register import Answer, Fetch, Register
from .sirene import OVERSEAS, cities, claims_of, countries, names, without_brackets
from .sought import Clue
from .trouble import Unreadable

NAME = "recherche-entreprises"
HOST = "recherche-entreprises.api.gouv.fr"
CARD = Card(
    name=NAME,
    form=2,
    what="Recherche d'entreprises, the French state's register of companies",
    kind="registry",
    fields=(
        "name", "industry", "employees", "revenue", "country", "region", "city", "founded", "legal_ids", "status",
    ),
    countries=frozenset({"FR", *OVERSEAS.values()}),
    legal_ids=("siren",),
    is_whole_by_name=True,
    per_second=5,
    licence="Licence Ouverte 2.0",
    licence_url="https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
)  # fmt: skip
"""Its pace: seven requests a second are allowed."""
_PAGE = 25
"""Companies on a page, the most there may be."""
_MOST_PAGES = 3
_SHORTEST = 3
"""Letters of a name that the search accepts."""


class RechercheEntreprises:
    """Looks French companies up by SIREN and by name."""

    card = CARD

    def __init__(self, fetch: Fetch, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._register = Register(fetch, HOST, per_second=CARD.per_second or 1, sleep=sleep)

    def lookups(self) -> tuple[Lookup, ...]:
        """By number, by name; none while the register rests."""
        return self._lookups if self._register.is_on else ()

    @cached_property
    def _lookups(self) -> tuple[Lookup, ...]:
        return (
            lookup(self.recherche_entreprises_by_legal_id, lambda clue: "siren" in clue.legal_ids),
            lookup(self.recherche_entreprises_by_name, lambda clue: _is_french(clue) and bool(_terms(clue))),
        )

    async def recherche_entreprises_by_legal_id(
        self, clue: Clue, _asked: OfLead, _now: datetime
    ) -> Sequence[Found]:
        """The company of the official French register with the lead's SIREN. Free."""
        siren = clue.legal_ids["siren"]
        found = _found(await self._search(siren))
        return [one for one in found if one.record == siren]

    async def recherche_entreprises_by_name(
        self, clue: Clue, _asked: OfLead, _now: datetime
    ) -> Sequence[Found]:
        """Companies of the official French register with the lead's company name, or with one like it. Free."""
        found: dict[str, Found] = {}
        for page in range(1, _MOST_PAGES + 1):
            answer = await self._search(_terms(clue), page)
            hits = _found(answer)
            for one in hits:
                found.setdefault(one.record, one)
            # A page that still holds a namesake may not hold the last: one that is not seen cannot be ruled out.
            namesakes = any(likest(clue.company, [one.name]) is Likeness.SAME for one in hits)
            if not namesakes or page >= _pages(answer):
                break
        return list(found.values())

    async def _search(self, terms: str, page: int = 1) -> Answer | None:
        return await self._register.ask(
            "/search",
            q=terms,
            page=str(page),
            per_page=str(_PAGE),
            minimal="true",
            include="siege,finances,matching_etablissements",
        )


def open(fetch: Fetch, _settings: Settings) -> RechercheEntreprises:
    """The source, for one run."""
    return RechercheEntreprises(fetch)


def _terms(clue: Clue) -> str:
    """What to search for: the name without brackets and legal form; "" where that cannot be searched by.

    A name that is nothing but 9 or 14 digits would be searched as a number, and find another company.
    """
    terms = company_key(without_brackets(clue.company))
    letters = terms.replace(" ", "")
    return "" if len(letters) < _SHORTEST or letters.isdecimal() else terms


def _is_french(clue: Clue) -> bool:
    """Whether the lead says it is in France: by a name alone a company elsewhere would find its French namesake."""
    if clue.country:
        return clue.country == "FR" or clue.country in OVERSEAS.values()
    return any(domain.endswith(".fr") for domain in clue.domains)


def _pages(answer: Answer | None) -> float:
    return (Entry(answer.content).number("total_pages") or 0) if answer else 0


def _found(answer: Answer | None) -> list[Found]:
    if answer is None:
        return []
    results = answer.content.get("results")
    if not isinstance(results, list):
        raise Unreadable(f"{HOST} answers with another kind of JSON than is known")
    hits = (_company(entry, answer.retrieved_at) for entry in entries_of(results))
    return list({hit.record: hit for hit in hits if hit}.values())


def _company(entry: Entry, retrieved_at: datetime) -> Found | None:
    siren = entry.text("siren")
    if siren is None or not (len(siren) == 9 and siren.isascii() and siren.isdecimal()):
        return None
    place = f"https://{HOST}/search?q={siren} @{entry.edition}"
    facts, evidence = prove(claims_of(entry), NAME, place, retrieved_at)
    called = names(entry)
    return Found(
        source=NAME,
        record=siren,
        name=next(iter(called), ""),
        other_names=called[1:],
        legal_ids={"siren": siren},
        countries=countries(entry),
        cities=cities(entry),
        facts=facts,
        evidence=evidence,
    )
