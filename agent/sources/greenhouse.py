"""Job boards of Greenhouse, as a source of the technologies a company hires for. Without a key, and free."""

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
from .register import Answer, Fetch, Register
from .sought import Clue
from .trouble import TooLarge, Unreadable

NAME = "greenhouse"
HOST = "boards-api.greenhouse.io"
CARD = Card(
    name=NAME,
    what="Job boards of Greenhouse",
    kind="jobs",
    role="adds",
    fields=("technologies",),
    per_second=1,
    licence="The employers' own, published for anybody to show",
    licence_url="https://developers.greenhouse.io/job-board.html",
)


class Greenhouse:
    """Reads the boards that companies have there."""

    card = CARD

    def __init__(self, fetch: Fetch, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._register = Register(fetch, HOST, per_second=CARD.per_second or 1, sleep=sleep)

    def lookups(self) -> tuple[Lookup, ...]:
        """By domain; none while it rests."""
        return self._lookups if self._register.is_on else ()

    @cached_property
    def _lookups(self) -> tuple[Lookup, ...]:
        return (lookup(self.greenhouse_by_domain, has_token),)

    async def greenhouse_by_domain(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """The job board of Greenhouse of the company at the lead's domain: the tools its adverts name. Free."""
        domain = clue.domains[0]
        for token in tokens(domain):
            board = await self._board(token)
            if board and (record := record_of(board, domain)):
                return [record]
        return ()

    async def _board(self, token: str) -> Board | None:
        about = await self._register.ask(f"/v1/boards/{token}")
        answer = await self._jobs(token) if about else None
        if about is None or answer is None:
            return None
        jobs = Entry(answer.content)
        if not isinstance(jobs.at("jobs"), list):
            raise Unreadable(f"{HOST} answers with another kind of JSON than is known")
        place = f"https://{HOST}/v1/boards/{token}/jobs"
        adverts = tuple(_advert(job) for job in jobs.entries("jobs"))
        return Board(NAME, token, place, adverts, answer.retrieved_at, name=Entry(about.content).text("name"))

    async def _jobs(self, token: str) -> Answer | None:
        """The adverts; of a board that is too large their titles and addresses alone."""
        try:
            return await self._register.ask(f"/v1/boards/{token}/jobs", content="true")
        except TooLarge:
            return await self._register.ask(f"/v1/boards/{token}/jobs")


def open(fetch: Fetch, _settings: Settings) -> Greenhouse:
    """The source, for one run."""
    return Greenhouse(fetch)


def _advert(job: Entry) -> Advert:
    """The content is markup written as text, and so is read twice."""
    content = job.at("content")
    markup = read_markup(content).text if isinstance(content, str) else ""
    page = read_markup(markup)
    teams = (one.text("name") for one in job.entries("departments"))
    return Advert(
        id=str(job.at("id")),
        title=job.text("title") or "",
        text=page.text,
        addresses="\n".join((job.text("absolute_url") or "", *page.links, page.text)),
        team=next((team for team in teams if team), None),
        day=figures.day(job.text("updated_at") or ""),
    )
