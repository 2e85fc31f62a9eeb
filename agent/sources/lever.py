"""Job boards of Lever, as a source of the technologies a company hires for. Without a key, and free.

A board does not say whose it is, but in its adverts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property

from agent.settings import Settings

from .adverts import Advert, Board, has_token, record_of, tokens
from .card import Card
from .entry import Entry, entries_of
from .found import Found
from .lookup import Lookup, OfLead, lookup
from .markup import read_markup
from .register import Fetch, Register
from .sought import Clue
from .trouble import Unreadable

NAME = "lever"
HOSTS = ("api.lever.co", "api.eu.lever.co")
"""Where most boards are, then where those kept in Europe are."""
CARD = Card(
    name=NAME,
    what="Job boards of Lever",
    kind="jobs",
    role="adds",
    fields=("technologies",),
    per_second=1,
    licence="The employers' own, published for anybody to show",
    licence_url="https://github.com/lever/postings-api",
)
_PAGE = 50
"""Adverts, each of some twenty kilobytes."""
_MOST = 200
"""Adverts of one board that are read."""
_PARTS = ("descriptionPlain", "additionalPlain")


class Lever:
    """Reads the boards that companies have there."""

    card = CARD

    def __init__(self, fetch: Fetch, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        pace = CARD.per_second or 1
        self._registers = {host: Register(fetch, host, per_second=pace, sleep=sleep) for host in HOSTS}

    def lookups(self) -> tuple[Lookup, ...]:
        """By domain; none while either of its hosts rests."""
        return self._lookups if all(one.is_on for one in self._registers.values()) else ()

    @cached_property
    def _lookups(self) -> tuple[Lookup, ...]:
        return (lookup(self.lever_by_domain, has_token),)

    async def lever_by_domain(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """The job board of Lever of the company at the lead's domain: the tools its adverts name. Free."""
        domain = clue.domains[0]
        for token in tokens(domain):
            for host in HOSTS:
                board = await self._board(host, token)
                if board and (record := record_of(board, domain)):
                    return [record]
        return ()

    async def _board(self, host: str, token: str) -> Board | None:
        adverts: list[Advert] = []
        skipped, more = 0, True
        while more and skipped < _MOST:
            answer = await self._registers[host].ask(
                f"/v0/postings/{token}", mode="json", skip=str(skipped), limit=str(_PAGE)
            )
            if answer is None:
                return None
            items = answer.content.get("items")
            if not isinstance(items, list):
                raise Unreadable(f"{host} answers with another kind of JSON than is known")
            adverts += (_advert(job) for job in entries_of(items))
            skipped, more, read_at = skipped + _PAGE, len(items) >= _PAGE, answer.retrieved_at
        return Board(NAME, token, f"https://{host}/v0/postings/{token}", adverts, read_at, more=more)


def open(fetch: Fetch, _settings: Settings) -> Lever:
    """The source, for one run."""
    return Lever(fetch)


def _advert(job: Entry) -> Advert:
    lists = [read_markup(one.text("content") or "") for one in job.entries("lists")]
    words = [part for path in _PARTS if (part := job.text(path))]
    text = "\n".join((*words, *(one.text for one in lists)))
    closing = read_markup(" ".join(job.text(path) or "" for path in ("description", "additional")))
    created = job.number("createdAt")
    links = (*closing.links, *(link for one in lists for link in one.links))
    return Advert(
        id=str(job.at("id")),
        title=job.text("text") or "",
        text=text,
        addresses="\n".join((*links, text)),
        team=job.text("categories.team") or job.text("categories.department"),
        day=datetime.fromtimestamp(created / 1000, UTC).date() if created and 0 < created < 4e12 else None,
    )
