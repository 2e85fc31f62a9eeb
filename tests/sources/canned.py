"""A client that answers from a list and never opens a connection."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from agent.sources import Clue, Found, OfLead, Source
from agent.sources.page import Page
from agent.sources.safe_http import Api
from agent.sources.trouble import SourceError

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FETCHED = datetime(2026, 3, 2, 9, 0, 3, tzinfo=UTC)


def reply(content: object = None, status: int = 200, **headers: str) -> Page:
    """One answer: JSON of whatever it is, or text as it stands."""
    text = content if isinstance(content, str) else json.dumps(content)
    known = {name.replace("_", "-"): value for name, value in headers.items()}
    return Page("", status, {"content-type": "application/json", **known}, text.encode(), FETCHED)


@dataclass
class Canned:
    """Gives its replies one after the other, the last for ever, and remembers what was asked."""

    replies: Sequence[Page | SourceError]
    asked: list[str] = field(default_factory=list)
    apis: list[Api | None] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        expect: Sequence[str] = (),
        api: Api | None = None,
    ) -> Page:
        assert "application/json" in expect
        said = self.replies[min(len(self.asked), len(self.replies) - 1)]
        self.asked.append(url)
        self.apis.append(api)
        self.headers.append(headers or {})
        if isinstance(said, SourceError):
            raise said
        return said

    def question(self, n: int = -1) -> dict[str, str]:
        """The parameters of one question, each once."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.asked[n]).query).items()}


@dataclass
class Sleeper:
    """Sleeps at once, and remembers for how long it should have."""

    slept: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


def clue(**known: object) -> Clue:
    return Clue.model_validate({"lead_id": "L1", **known})


def applies(source: Source, tool: str, **known: object) -> bool:
    """Whether the tool has something to look for."""
    return any(one.tool.name == tool and one.applies(clue(**known)) for one in source.lookups())


async def ask(source: Source, tool: str, **known: object) -> Sequence[Found]:
    """What a tool finds for a lead."""
    (lookup,) = (one for one in source.lookups() if one.tool.name == tool)
    assert lookup.applies(clue(**known))
    return await lookup.ask(clue(**known), OfLead(lead_id="L1"), NOW)


def facts(found: Found) -> dict[str, Any]:
    """Field to value."""
    return {fact.field: fact.value for fact in found.facts}


def recorded(path: Path) -> Any:
    """A recorded answer, out of its envelope where it has one."""
    content = json.loads(path.read_text("utf-8"))
    return content.get("response", content)
