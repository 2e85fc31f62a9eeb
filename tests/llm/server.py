"""A loopback endpoint that speaks chat completions over real HTTP, and fails on purpose.

    async with Endpoint(said({"language": "fr"}), error(429, "rate_limit_exceeded")) as endpoint:
        ...                     # endpoint.url is what OPENAI_BASE_URL takes
    assert len(endpoint.requests) == 2

It serves what it is given, in turn, the last one for ever; or asks a function of the request's body.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

Fault = Literal["drop", "cut", "stall"]
"""The connection is dropped before an answer, or in the middle of it; or the answer never comes."""


@dataclass(frozen=True)
class Served:
    """One response."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    fault: Fault | None = None


def said(
    content: Any, *, finish: str = "stop", usage: tuple[int, int] | None = (100, 20), **message: Any
) -> Served:
    """A completion with this content; anything but a string or None is written as JSON."""
    text = content if isinstance(content, str | None) else json.dumps(content)
    return completion({"role": "assistant", "content": text, "refusal": None} | message, finish, usage)


def called(*calls: tuple[str, str, str]) -> Served:
    """A completion that calls tools: (id, name, arguments as the model wrote them)."""
    wanted = [
        {"id": id, "type": "function", "function": {"name": name, "arguments": arguments}}
        for id, name, arguments in calls
    ]
    return completion({"role": "assistant", "content": None, "tool_calls": wanted}, "tool_calls", (100, 20))


def completion(message: dict[str, Any], finish: str, usage: tuple[int, int] | None) -> Served:
    """A whole chat completion as OpenAI sends it."""
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_780_000_000,
        "model": "gpt-4o-mini-2024-07-18",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish}],
    }
    if usage:
        body["usage"] = {
            "prompt_tokens": usage[0],
            "completion_tokens": usage[1],
            "total_tokens": sum(usage),
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        }
    return Served(body=json.dumps(body).encode())


def error(
    status: int,
    code: str | int | None = None,
    *,
    kind: str | None = None,
    param: str | None = None,
    message: str = "No.",
    headers: Mapping[str, str] | None = None,
) -> Served:
    """An error response in OpenAI's form."""
    body = {"error": {"message": message, "type": kind, "param": param, "code": code}}
    return Served(status, json.dumps(body).encode(), headers or {})


Answering = Callable[[dict[str, Any]], Served]


class Endpoint:
    """The server. `requests` holds every body received, in order; `headers` those of the requests."""

    def __init__(self, *served: Served | Answering) -> None:
        self._served = served
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"
        self._connections: set[asyncio.Task[None]] = set()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except (asyncio.CancelledError, asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._connections.discard(task)
            writer.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)
        }
        body = json.loads(await reader.readexactly(int(headers.get("content-length", 0))))
        self.requests.append(body)
        self.headers.append(headers)
        served = self._served[min(len(self.requests), len(self._served)) - 1]
        return await _send(writer, served if isinstance(served, Served) else served(body))


async def _send(writer: asyncio.StreamWriter, served: Served) -> bool:
    """Sends one response; whether the connection can be used again."""
    if served.fault == "stall":
        await asyncio.sleep(3600)
    if served.fault != "drop":
        headers = {
            "content-type": "application/json",
            "content-length": str(len(served.body)),
        } | served.headers
        lines = [f"HTTP/1.1 {served.status} Said", *(f"{name}: {value}" for name, value in headers.items())]
        body = served.body[: len(served.body) // 2] if served.fault == "cut" else served.body
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        await writer.drain()
    return served.fault is None
