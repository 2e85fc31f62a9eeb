"""The filling that wraps another: an answer once stored is never asked for again.

The order is what keeps the promise: look it up; set its worst case aside; ask; store, which commits;
settle. A call under way when the process dies may be paid again; one that was stored never is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol, TypeVar
from weakref import WeakValueDictionary

from pydantic import TypeAdapter, ValidationError

from agent.llm import A, Errand, Model, Question, Reply, ToolCall
from agent.llm.cost import Ledger
from agent.store.answers import StoredAnswer

R = TypeVar("R")

_CALLS: TypeAdapter[tuple[ToolCall, ...]] = TypeAdapter(tuple[ToolCall, ...])


@cache
def _form(noun: type[A]) -> TypeAdapter[A]:
    """What writes and reads the answers of one noun, built once."""
    return TypeAdapter(noun)


class Answers(Protocol):
    """Where answers are kept by the key of their question: `agent.store.answers.Answers`."""

    def get(self, key: str) -> StoredAnswer | None:
        """The stored answer, if there is one."""
        ...

    def put(self, one: StoredAnswer) -> None:
        """Stores an answer; it is committed when this returns."""
        ...


class Recorded:
    """A `Model` that remembers. Raises what the inner one raises, `BudgetExhausted` and `StoreError`.

    A question that is being asked already is waited for and then found stored. Failures are not stored:
    they are counted, and asked again in the next run.
    """

    def __init__(self, inner: Model, answers: Answers, ledger: Ledger, run_id: str | None = None) -> None:
        self.name = inner.name
        self.identity = inner.identity
        self._inner = inner
        self._answers = answers
        self._ledger = ledger
        self._run_id = run_id
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def extract(self, question: Question[A]) -> Reply[A]:
        """The stored answer, else the inner model's."""
        return await self._once(question, _form(question.answer), lambda: self._inner.extract(question))

    async def call_tools(self, errand: Errand) -> Reply[tuple[ToolCall, ...]]:
        """The stored calls, else the inner model's."""
        return await self._once(errand, _CALLS, lambda: self._inner.call_tools(errand))

    async def _once(
        self, request: Question[Any] | Errand, form: TypeAdapter[R], ask: Callable[[], Awaitable[Reply[R]]]
    ) -> Reply[R]:
        key = request.key(self.identity)
        async with self._asking.setdefault(key, asyncio.Lock()):
            stored = self._replay(key, form)
            return stored or await self._asked(key, request, form, ask)

    def _replay(self, key: str, form: TypeAdapter[R]) -> Reply[R] | None:
        stored = self._answers.get(key)
        if stored is None:
            return None
        try:
            value = form.validate_json(stored.answer_json)
        except ValidationError:  # from a version whose nouns were laxer
            return None
        self._ledger.replayed()
        return Reply(value, replayed=True)

    async def _asked(
        self,
        key: str,
        request: Question[Any] | Errand,
        form: TypeAdapter[R],
        ask: Callable[[], Awaitable[Reply[R]]],
    ) -> Reply[R]:
        async with self._ledger.reserve(request) as settle:
            reply = await ask()
            cost = settle(reply.usage)
            self._answers.put(
                StoredAnswer(
                    key=key,
                    model=self.name,
                    prompt=request.prompt.name,
                    prompt_digest=request.prompt.digest,
                    answer_json=form.dump_json(reply.value, by_alias=True).decode(),
                    prompt_tokens=reply.usage.prompt_tokens,
                    completion_tokens=reply.usage.completion_tokens,
                    attempts=reply.usage.attempts,
                    cost=cost,
                    run_id=self._run_id,
                    at=datetime.now(UTC),
                )
            )
        return reply
