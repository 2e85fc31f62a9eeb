"""A small internet on the loopback: names, addresses and websites of our own, and a count of who went where.

    async with Web({"ok.example": ["93.184.215.14"]}, serve) as web, web.client() as http:
        await http.get("https://ok.example/")
    assert web.connections == [("93.184.215.14", 443)]

Every address leads to one server, which asks `serve` what to answer. Names resolve to their list of addresses;
a list of lists is one answer a look-up, the last for ever.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpcore

from agent.settings import Settings
from agent.sources.safe_http import SafeHttp

PUBLIC = "93.184.215.14"
_TLS = Path(__file__).with_name("tls")


@dataclass(frozen=True)
class Request:
    """What a website was asked."""

    host: str
    target: str
    headers: Mapping[str, str]
    secure: bool
    method: str = "GET"
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """What it answers; `raw` is written as it is, head and all."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: Callable[[asyncio.StreamWriter], Awaitable[None]] | None = None


NONE = Answer("no such page", 404, {"content-type": "text/html"})
Serve = Callable[[Request], Answer]
Names = Mapping[str, Sequence[str] | Sequence[Sequence[str]]]


def html(body: str, **headers: str) -> Answer:
    """A page."""
    return Answer(body, headers={"content-type": "text/html; charset=utf-8"} | headers)


def sent_to(location: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(status=status, headers={"location": location})


def site(pages: Mapping[str, str | Answer]) -> Serve:
    """A website of these pages, by target or by host and target; no robots.txt unless it is among them."""

    def serve(request: Request) -> Answer:
        page = pages.get(request.host + request.target, pages.get(request.target, NONE))
        return html(page) if isinstance(page, str) else page

    return serve


class Web(httpcore.AsyncNetworkBackend):
    """The internet. `connections` and `lookups` are in order; `requests` are those that came through."""

    def __init__(self, names: Names, serve: Serve) -> None:
        self._names, self._serve = names, serve
        self.connections: list[tuple[str, int]] = []
        self.lookups: list[str] = []
        self.requests: list[Request] = []
        self.dead: set[str] = set()
        """Addresses nobody answers at."""

    @property
    def asked(self) -> list[str]:
        """The targets asked for, robots.txt left out."""
        return [one.host + one.target for one in self.requests if one.target != "/robots.txt"]

    def client(self, **options: Any) -> SafeHttp:
        """A client in this internet, in no hurry to wait."""
        tls = ssl.create_default_context(cafile=_TLS / "certificate.pem")
        doors = {"resolve": self.resolve, "network": self, "tls": tls}
        return SafeHttp(Settings(), **{"interval": 0.0, **doors, **options})

    async def resolve(self, host: str) -> Sequence[str]:
        self.lookups.append(host)
        answers = self._names.get(host)
        if not answers:
            raise OSError("no such name")
        if isinstance(answers[0], str):
            return [str(address) for address in answers]
        return list(answers[min(self.lookups.count(host), len(answers)) - 1])

    async def connect_tcp(
        self, host: str, port: int, *_: object, **__: object
    ) -> httpcore.AsyncNetworkStream:
        self.connections.append((host, port))
        if host in self.dead:
            raise httpcore.ConnectError("refused")
        server = self._secure if port in (443, 8443) else self._plain
        return await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", server.sockets[0].getsockname()[1])

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def __aenter__(self) -> Self:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(_TLS / "certificate.pem", _TLS / "key.pem")
        tls.sni_callback = lambda connection, name, _: setattr(connection, "asked_name", name)
        self._tasks: set[asyncio.Task[None]] = set()
        self._plain = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self._secure = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=tls)
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in (self._plain, self._secure):
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except (asyncio.CancelledError, asyncio.IncompleteReadError, OSError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        secured = writer.get_extra_info("ssl_object")
        name = headers["host"].partition(":")[0]
        assert secured is None or secured.asked_name == name
        method, target = first.split()[:2]
        sent = await reader.readexactly(int(headers.get("content-length", 0)))
        self.requests.append(Request(name, target, headers, secured is not None, method, sent))
        answer = self._serve(self.requests[-1])
        if answer.raw:
            await answer.raw(writer)
            return False
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        given = {"content-length": str(len(body))} | answer.headers
        head = "\r\n".join(
            [f"HTTP/1.1 {answer.status} Said", *(f"{k}: {v}" for k, v in given.items()), "", ""]
        )
        writer.write(head.encode("utf-8") + body)
        await writer.drain()
        return True


@asynccontextmanager
async def web(names: Names, serve: Serve, **options: Any) -> AsyncIterator[tuple[Web, SafeHttp]]:
    """The internet and a client in it."""
    async with Web(names, serve) as internet, internet.client(**options) as http:
        yield internet, http
