"""A public register that answers in JSON: asked one question at a time, left alone when it asks for that.

    register = Register(http, "recherche-entreprises.api.gouv.fr", per_second=5)
    answer = await register.ask("/search", q="552100554")

Pace, deadline and the rules of the network are the client's. What is decided here is what a status means:
404 is "no such record", 429 and 503 are "later", 401 closes it for the run, and what fails again and again is
given a rest, so that a run without a network does not wait out one deadline an account. A register whose
statuses mean something else says so when it is made.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import inf
from typing import Any, NoReturn, Protocol
from urllib.parse import urlencode

from .page import Page
from .safe_http import HTML, Api
from .trouble import Closed, SourceError, Unreachable, Unreadable

JSON = ("application/json", "application/vnd.api+json")
_LATER = frozenset({429, 503})
_CLOSED = {401: "does not accept the key"}
_MOST_WAITS = 2
"""Times one question is asked again because the register said "later"."""
_LONGEST_WAIT = 20.0
"""Seconds. Who asks for more is not waited for."""
_USUAL_WAIT = 1.0
"""Seconds, where the register does not say how long."""
_MOST_FAILURES = 3
"""In a row, before the register is given a rest."""
_REST = 60.0
"""Seconds."""


class Fetch(Protocol):
    """What a register needs of the client; `SafeHttp` is one."""

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        expect: Sequence[str] = HTML,
        api: Api | None = None,
    ) -> Page:
        """The answer at an address, whatever its status. Raises `SourceError`."""
        ...


@dataclass(frozen=True)
class Answer:
    """What a register said: foreign, and not yet cleaned."""

    content: Mapping[str, Any]
    """A list stands under "items"."""
    retrieved_at: datetime


class Register:
    """One register. To be made once, so that all leads share its pauses."""

    def __init__(
        self,
        fetch: Fetch,
        host: str,
        *,
        per_second: float,
        headers: Mapping[str, str] | None = None,
        later: Collection[int] = _LATER,
        closed: Mapping[int, str] = _CLOSED,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`headers`, a key among them, go to the host alone. `later` are the statuses that ask for patience,
        `closed` those after which nothing more will come, each with why: "its quota is used up"."""
        self._headers, self._later, self._closed = headers, later, closed
        self._fetch, self._sleep, self._clock = fetch, sleep, clock
        self._host, self._api = host, Api(frozenset({host}), 1 / per_second)
        self._again_at = 0.0
        self._failures = 0
        self._rests_until = 0.0

    @property
    def is_on(self) -> bool:
        """Whether it may be asked now: not while it rests, nor once it is closed."""
        return self._clock() >= self._rests_until

    async def ask(self, path: str, **parameters: str) -> Answer | None:
        """What it says; None where it has no such record.

        Raises `Unreachable` when it gives no answer, or asks for more patience than there is, `Unreadable` when
        it refuses the question or does not answer in JSON, and `Closed` when nothing more will come.
        """
        url = f"https://{self._host}{path}" + (f"?{urlencode(parameters)}" if parameters else "")
        try:
            answer = self._read(await self._get(url))
        except Closed:
            self._rests_until = inf
            raise
        except SourceError:
            self._failures += 1
            if self._failures >= _MOST_FAILURES:
                self._failures, self._rests_until = 0, self._clock() + _REST
            raise
        self._failures = 0
        return answer

    async def _get(self, url: str) -> Page:
        """The page; when told "later", asked again then. The pause holds for every question to the register."""
        waits = 0
        while True:
            if (left := self._again_at - self._clock()) > 0:
                await self._sleep(left)
            page = await self._fetch.get(url, headers=self._headers, expect=JSON, api=self._api)
            pause = _pause(page)
            if page.status not in self._later or waits == _MOST_WAITS or pause > _LONGEST_WAIT:
                return page
            waits += 1
            self._again_at = self._clock() + pause

    def _read(self, page: Page) -> Answer | None:
        if page.status == 404:
            return None
        if why := self._closed.get(page.status):
            raise Closed(f"{self._host} {why}")
        if page.status in self._later or page.status >= 500:
            raise Unreachable(f"{self._host} is too busy to answer: status {page.status}")
        if page.status != 200:
            raise Unreadable(f"{self._host} refuses the question: status {page.status}")
        try:
            content = json.loads(page.text, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise Unreadable(f"{self._host} answers with something that is no JSON") from error
        if isinstance(content, list):
            content = {"items": content}
        if not isinstance(content, dict):
            raise Unreadable(f"{self._host} answers with another kind of JSON than is known")
        return Answer(content, page.retrieved_at)


def _pause(page: Page) -> float:
    """Seconds until it may be asked again, from a Retry-After in either of its two forms."""
    said = page.headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said[:9])
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return _USUAL_WAIT
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((aware - page.retrieved_at).total_seconds(), 0.0)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
