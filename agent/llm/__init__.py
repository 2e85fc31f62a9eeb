"""The one seam for the language model.

    Question  ──extract──▶  Reply[a noun]          read a note, write a rationale
    Errand    ──call_tools▶ Reply[tool calls]      choose which sources to ask

Three fillings: `openai` (any OpenAI-compatible endpoint), `offline` (rules; no key, no network; the default) and
`recorded` (wraps either: an answer once stored is never asked for again). A filling never scores, never decides,
and sees the data of one lead at a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any, Generic, Protocol, TypeVar

from agent.models.noun import Noun
from prompts import Prompt

A = TypeVar("A", bound=Noun)
R = TypeVar("R", covariant=True)


@cache
def schema(noun: type[Noun]) -> dict[str, Any]:
    """The JSON schema of a noun as pydantic gives it, built once (it costs milliseconds)."""
    return noun.model_json_schema(by_alias=True)


@dataclass(frozen=True)
class Usage:
    """What one answer cost, over all its attempts. Zero for a rule or a replay."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    attempts: int = 0
    """Requests that reached the endpoint, re-asks and retries included."""


@dataclass(frozen=True)
class Reply(Generic[R]):
    """An answer and what it cost."""

    value: R
    usage: Usage = Usage()
    replayed: bool = False


@dataclass(frozen=True)
class Question(Generic[A]):
    """One request for a noun."""

    prompt: Prompt
    subject: Noun
    """The data the answer is about. Sent as data beside the prompt, never inside it."""
    answer: type[A]
    check: Callable[[A], Sequence[str]] | None = field(default=None, compare=False)
    """What is wrong with an answer that validates, in words for a re-ask; no part of the question's identity."""

    def key(self, model: str) -> str:
        """The identity of the question: model, prompt, data and answer form."""
        return _key(model, self.prompt, self.subject, [schema(self.answer)])


@dataclass(frozen=True)
class Tool:
    """A typed function offered to the model. Running it is the caller's business."""

    name: str
    description: str
    arguments: type[Noun]


class ToolCall(Noun):
    """The model's wish to call a tool. The arguments are unchecked data until validated against the tool."""

    id: str
    name: str
    arguments: dict[str, Any]


class ToolResult(Noun):
    """What a call gave back, compact, as the model sees it."""

    call_id: str
    content: dict[str, Any]


class Turn(Noun):
    """One round of an errand: the calls of one answer and their results, in the same order."""

    calls: tuple[ToolCall, ...]
    results: tuple[ToolResult, ...]


@dataclass(frozen=True)
class Errand:
    """A task the model pursues by calling tools. No calls in its answer means it is done."""

    prompt: Prompt
    subject: Noun
    tools: tuple[Tool, ...]
    turns: tuple[Turn, ...] = ()

    def key(self, model: str) -> str:
        """The identity of this round."""
        tools = [
            {"name": t.name, "description": t.description, "arguments": schema(t.arguments)}
            for t in self.tools
        ]
        return _key(
            model, self.prompt, self.subject, [*tools, *(t.model_dump(mode="json") for t in self.turns)]
        )


class Model(Protocol):
    """A language model, or rules that stand in for one. Raises `ModelError` and nothing else."""

    name: str
    """What proposals say they were made with: "offline", or the model's name."""
    identity: str
    """What stored answers are keyed by: the name and, for rules, their version."""

    async def extract(self, question: Question[A]) -> Reply[A]:
        """The answer to a question, of the asked form; its `check` may still complain (the caller drops that)."""
        ...

    async def call_tools(self, errand: Errand) -> Reply[tuple[ToolCall, ...]]:
        """The next calls of an errand; none when it is done."""
        ...


def _key(model: str, prompt: Prompt, subject: Noun, rest: list[Any]) -> str:
    # An id names the subject and is no part of what is asked: a renamed note is not read again.
    data = subject.model_dump(mode="json", exclude={"id"})
    parts = [model, prompt.name, prompt.digest, type(subject).__name__, data, rest]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
