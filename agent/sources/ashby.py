"""Job boards of Ashby, as a source of the technologies a company hires for. Without a key, and free.

A board does not say whose it is, but in its adverts. It comes whole: one of some hundreds of adverts is larger than
a page may be, and is not read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import cached_property

from agent.settings import Settings

from . import figures
from .adverts import Advert, Board, has_token, record_of, tokens
from .card import Card
from .entry import Entry
from .found import Found
from .lookup import Lookup, OfLead, lookup
from .markup import read_markup
from .register import Fetch, Register
from .sought import Clue
from .trouble import Unreadable

NAME = "ashby"
HOST = "api.ashbyhq.com"
CARD = Card(
    name=NAME,
    what="Job boards of Ashby",
    kind="jobs",
    role="adds",
    fields=("technologies",),
    per_second=1,
    licence="The employers' own, published for anybody to show",
    licence_url="https://developers.ashbyhq.com/docs/public-job-posting-api",
)


class Ashby:
    """Reads the boards that companies have there."""

    card = CARD

    def __init__(self, fetch: Fetch, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._register = Register(fetch, HOST, per_second=CARD.per_second or 1, sleep=sleep)

    def lookups(self) -> tuple[Lookup, ...]:
        """By domain; none while it rests."""
        return self._lookups if self._register.is_on else ()

    @cached_property
    def _lookups(self) -> tuple[Lookup, ...]:
        return (lookup(self.ashby_by_domain, has_token),)

    async def ashby_by_domain(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """The job board of Ashby of the company at the lead's domain: the tools its adverts name. Free."""
        domain = clue.domains[0]
        for token in tokens(domain):
            board = await self._board(token)
            if board and (record := record_of(board, domain)):
                return [record]
        return ()

    async def _board(self, token: str) -> Board | None:
        answer = await self._register.ask(f"/posting-api/job-board/{token}")
        if answer is None:
            return None
        said = Entry(answer.content)
        if not isinstance(said.at("jobs"), list):
            raise Unreadable(f"{HOST} answers with another kind of JSON than is known")
        listed = (job for job in said.entries("jobs") if job.at("isListed") is not False)
        place = f"https://{HOST}/posting-api/job-board/{token}"
        return Board(NAME, token, place, tuple(_advert(job) for job in listed), answer.retrieved_at)


def open(fetch: Fetch, _settings: Settings) -> Ashby:
    """The source, for one run."""
    return Ashby(fetch)


def _advert(job: Entry) -> Advert:
    page = read_markup(job.text("descriptionHtml") or "")
    text = job.text("descriptionPlain") or page.text
    return Advert(
        id=str(job.at("id")),
        title=job.text("title") or "",
        text=text,
        addresses="\n".join((*page.links, text)),
        team=job.text("department") or job.text("team"),
        day=figures.day(job.text("publishedAt") or ""),
    )
