"""The one way to the web, for every source.

    async with SafeHttp(settings) as http:
        page = await http.get("https://brightloom.example/")

Whatever it is asked for, it connects to websites on the public internet and to nothing else, says who it is,
keeps to robots.txt, sends one request a second to a host, and gives up on what is too slow, too large or of
another kind. It has no cookies, no credentials and no proxy.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from types import TracebackType
from typing import Self

import httpcore
import httpx

from agent.settings import Settings

from .connection import PublicNetwork, PublicTransport, Resolve, resolve
from .page import LARGEST, Page, read_body
from .robots import AGENT, EVERYTHING, NOTHING, Robots, read_robots
from .trouble import Disallowed, TooLarge, Unreachable, Unreadable, Unsafe
from .web_address import WebAddress, follow, read_address

DEADLINE = 15.0
"""Seconds for everything one `get` does, but for waiting its turn."""
MOST_REDIRECTS = 5
HTML = ("text/html", "application/xhtml+xml")
_TIMES = {"connect": 5.0, "read": 10.0, "write": 5.0, "pool": DEADLINE}
"""Seconds for one step, so that an address that is silent leaves time for the next."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_ROBOTS = 10_000
"""Sites whose robots.txt is remembered."""


@dataclass(frozen=True)
class Api:
    """A service made for programs: its hosts, from which no redirect may lead away, and its pace.

    No robots.txt is asked for.
    """

    hosts: frozenset[str]
    interval: float = 1.0
    """Seconds between two requests to one host."""


class SafeHttp:
    """The client. To be opened once, for all sources and all leads."""

    def __init__(
        self,
        settings: Settings,
        *,
        interval: float = 1.0,
        deadline: float = DEADLINE,
        resolve: Resolve = resolve,
        network: httpcore.AsyncNetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`interval`: seconds between two requests to one website. The last three are the doors to the network."""
        contact = settings.contact or "no contact given"
        self._agent = f"{AGENT}/{version('leadsift')} (+{contact})"
        self._interval, self._deadline = interval, deadline
        self._transport = PublicTransport(
            PublicNetwork(resolve, network or httpcore.AnyIOBackend()),
            tls or httpx.create_ssl_context(trust_env=False),
        )
        self._turns: dict[str, float] = {}
        self._robots: dict[str, Robots] = {}

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.__aexit__(kind, error, trace)

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        expect: Sequence[str] = HTML,
        api: Api | None = None,
    ) -> Page:
        """The page at an address, redirects followed, whatever its status.

        `headers` go to the host of `url` alone. `expect` are the content types a success may have. Raises a
        leaf of `SourceError`: `Unsafe`, `Disallowed`, `Unreachable`, `Unreadable` or `TooLarge`.
        """
        address = read_address(url)
        try:
            async with asyncio.timeout(self._deadline) as deadline:
                return await self._follow(_Errand(address, headers or {}, expect, api, deadline))
        except TimeoutError as error:
            raise Unreachable(f"{address.host} gave no answer within {self._deadline:g} seconds") from error

    async def post(self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> Page:
        """Sends JSON to an address that a person named, and gives the answer, whatever its status.

        It is a message, not a visit: robots.txt is not asked, and no redirect is followed. Raises as `get`.
        """
        address = read_address(url)
        carried = {"Content-Type": "application/json", **(headers or {})}
        try:
            async with asyncio.timeout(self._deadline) as deadline:
                errand = _Errand(address, carried, (), None, deadline, body=body)
                await self._wait_turn(address.host, errand)
                answer = await self._ask(address, errand)
        except TimeoutError as error:
            raise Unreachable(f"{address.host} gave no answer within {self._deadline:g} seconds") from error
        if not isinstance(answer, Page):
            raise Unsafe(f"{address.host} sends the message on to another address")
        return answer

    async def _follow(self, errand: _Errand) -> Page:
        """From hop to hop, each checked as if it were the first."""
        address = errand.address
        for _ in range(MOST_REDIRECTS + 1):
            if errand.api and address.host not in errand.api.hosts:
                raise Unsafe(f"{address.host} is none of the hosts of this source")
            await self._wait_turn(address.host, errand)
            # The services that have an API, and robots.txt itself, are there to be asked.
            free = errand.api or errand.for_robots
            if not (free or (await self._robots_of(address, errand)).allow(address.target)):
                raise Disallowed(f"the robots.txt of {address.host} asks robots to stay away from this page")
            answer = await self._ask(address, errand)
            if isinstance(answer, Page):
                return answer
            address = follow(address, answer)
        raise Unsafe(f"{errand.address.host} redirects more than {MOST_REDIRECTS} times")

    async def _ask(self, address: WebAddress, errand: _Errand) -> Page | str:
        """One request: the page, or the location of a redirect."""
        headers = {
            "User-Agent": self._agent,
            "Accept": ", ".join(errand.expect) or "*/*",
            "Accept-Encoding": "gzip",
        }
        if address.origin == errand.address.origin:
            headers |= errand.headers
        request = httpx.Request(
            "GET" if errand.body is None else "POST",
            str(address),
            headers=headers,
            content=errand.body,
            extensions={"timeout": _TIMES},
        )
        try:
            response = await self._transport.handle_async_request(request)
            try:
                if response.status_code in _REDIRECTS and (location := response.headers.get("location")):
                    return str(location)
                return await _read(response, address, errand.expect)
            finally:
                await response.aclose()
        except httpx.TransportError as error:
            raise Unreachable(f"{address.host} gave no proper answer: {type(error).__name__}") from error

    async def _robots_of(self, address: WebAddress, errand: _Errand) -> Robots:
        """The rules of the host, from memory, else from its robots.txt."""
        if (known := self._robots.get(address.origin)) is not None:
            return known
        at = WebAddress(address.scheme, address.host, address.port, "/robots.txt")
        try:
            page = await self._follow(_Errand(at, {}, (), None, errand.deadline, for_robots=True))
            rules = _rules(page)
        except Unreadable:
            rules = EVERYTHING
        if len(self._robots) >= _MOST_ROBOTS:
            self._robots.clear()
        self._robots[address.origin] = rules
        return rules

    async def _wait_turn(self, host: str, errand: _Errand) -> None:
        """Until the host may be asked again. Standing in line counts for nobody's deadline."""
        if errand.for_robots:
            return
        now = asyncio.get_running_loop().time()
        turn = max(now, self._turns.get(host, now))
        self._turns = {one: at for one, at in self._turns.items() if at > now}
        self._turns[host] = turn + (errand.api.interval if errand.api else self._interval)
        if turn > now:
            ends = errand.deadline.when()
            errand.deadline.reschedule(None if ends is None else ends + turn - now)
            await asyncio.sleep(turn - now)


@dataclass(frozen=True)
class _Errand:
    """What one `get` or `post` is out for."""

    address: WebAddress
    headers: Mapping[str, str]
    expect: Sequence[str]
    """Empty for any kind."""
    api: Api | None
    deadline: asyncio.Timeout
    for_robots: bool = False
    body: bytes | None = None
    """What is sent; None where something is fetched."""


async def _read(response: httpx.Response, address: WebAddress, expect: Sequence[str]) -> Page:
    """The answer as a page; a body that was not asked for is not read."""
    headers = {name.lower(): value for name, value in response.headers.items()}
    page = Page(str(address), response.status_code, headers, b"", datetime.now(UTC))
    if expect and page.content_type not in expect:
        if response.is_success and response.status_code != 204:
            raise Unreadable(f"{address.host} answers with another kind of document than was asked for")
        return page
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST:
        raise TooLarge(f"{address.host} answers with more than {LARGEST // 1024} KiB")
    body = await read_body(response.aiter_raw(), headers.get("content-encoding", ""))
    return Page(page.url, page.status, headers, body, page.retrieved_at)


def _rules(robots_txt: Page) -> Robots:
    """A site without a robots.txt welcomes everybody; one that fails to tell is left alone."""
    if robots_txt.status >= 500 or robots_txt.status == 429:
        return NOTHING
    return read_robots(robots_txt.text) if robots_txt.status == 200 else EVERYTHING
