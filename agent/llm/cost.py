"""What calls cost, counted per run, and the budget that stops a run before a call it could not pay.

The worst case of a call is set aside while it runs, and then only what it really cost is kept. A call that
does not fit waits for those under way; only when nothing they give back could make room is the budget
exhausted.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from math import fsum
from typing import Any

from agent.errors import BadInput, BudgetExhausted, ModelError
from agent.llm import Errand, Question, Usage
from agent.llm.request import errand_body, question_body
from agent.settings import Price, Settings

FREE = Price(prompt=0, completion=0)
_BYTES_PER_TOKEN = 2  # prose has 3.5 to 4.5, JSON and digits about 3: an estimate that errs upwards
_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")


def tokens_at_most(size: int) -> int:
    """More tokens than a text of `size` UTF-8 bytes is likely to have."""
    return -(-size // _BYTES_PER_TOKEN)


def worst_case(request: Question[Any] | Errand, max_answer_tokens: int) -> Usage:
    """The most tokens a request may use, without asking it.

    A question may be put twice, the second time quoting the first answer. Not in it: answers the endpoint
    sent but the network broke, which are paid for and asked for again.
    """
    body = question_body(request) if isinstance(request, Question) else errand_body(request)
    prompt = tokens_at_most(len(json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")))
    if isinstance(request, Errand):
        return Usage(prompt, max_answer_tokens, attempts=1)
    return Usage(2 * prompt + max_answer_tokens, 2 * max_answer_tokens, attempts=2)


@dataclass
class Meter:
    """What one call has used so far, failed attempts included."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    attempts: int = 0

    def count(self, prompt_tokens: int, completion_tokens: int) -> None:
        """Adds one answer."""
        self.prompt_tokens += prompt_tokens
        self.completion_tokens += completion_tokens

    @property
    def usage(self) -> Usage:
        """The sum, to be handed on."""
        return Usage(self.prompt_tokens, self.completion_tokens, self.attempts)


@contextmanager
def billing(meter: Meter) -> Iterator[None]:
    """A model error that leaves here carries what was used up to it."""
    try:
        yield
    except ModelError as error:
        error.__dict__["usage"] = meter.usage
        raise


def billed(error: ModelError) -> Usage:
    """What a failed call used, as `billing` noted it."""
    usage: Usage = error.__dict__.get("usage", Usage())
    return usage


@dataclass(frozen=True)
class Totals:
    """One run's calls in numbers."""

    calls: int = 0
    """Questions put to the model, failed ones included."""
    calls_replayed: int = 0
    """Questions answered from the store, for nothing."""
    requests: int = 0
    """Requests that reached the endpoint: retries and re-asks included."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0
    """Of the model and of the sources, in the settings' currency."""
    unpriced: bool = False
    """The price table lacks the model, so that `cost` says nothing of it."""
    source_calls: int = 0
    """Questions put to sources beyond this machine, failed ones included."""
    source_calls_replayed: int = 0
    """Those answered from the store."""
    source_cost: float = 0.0
    """What is in `cost` for sources."""

    @property
    def tokens(self) -> int:
        """Of prompts and answers."""
        return self.prompt_tokens + self.completion_tokens


class Ledger:
    """The account of one run, for the tasks of one event loop.

    The settings price the model; rules (`model` None) are free. Raises `BadInput` for a budget on a model
    without a price, since it could not be kept.
    """

    def __init__(self, settings: Settings, model: str | None) -> None:
        price = FREE if model is None else price_of(model, settings)
        if price is None and settings.budget is not None:
            raise BadInput(
                f"there is no price for {model}, so a budget cannot be kept",
                remedy=f'Add [prices."{model}"] with its prompt and completion price, or drop the budget',
            )
        self._price = price
        self._budget = settings.budget
        self._currency = settings.currency
        self._max_answer_tokens = settings.max_answer_tokens
        self._held: list[float] = []
        self._meter = Meter()
        self._calls = self._replayed = 0
        self._source_calls = self._source_replayed = 0
        self._source_cost = 0.0
        self._given_back = asyncio.Event()

    @property
    def totals(self) -> Totals:
        """Where the account stands."""
        used = self._meter
        return Totals(
            calls=self._calls,
            calls_replayed=self._replayed,
            requests=used.attempts,
            prompt_tokens=used.prompt_tokens,
            completion_tokens=used.completion_tokens,
            cost=self._spent,
            unpriced=self._price is None,
            source_calls=self._source_calls,
            source_calls_replayed=self._source_replayed,
            source_cost=self._source_cost,
        )

    def cost(self, usage: Usage) -> float:
        """The price of that many tokens; 0 for a model without a price."""
        price = self._price or FREE
        return (usage.prompt_tokens * price.prompt + usage.completion_tokens * price.completion) / 1_000_000

    def replayed(self) -> None:
        """Counts an answer that cost nothing."""
        self._replayed += 1

    @asynccontextmanager
    async def reserve(self, request: Question[Any] | Errand) -> AsyncIterator[Callable[[Usage], float]]:
        """Sets a call's worst case aside while it runs; what is yielded takes its usage and gives its cost.

        Raises `BudgetExhausted`, before the call, when it does not fit and nothing under way could make room.
        """
        limited = self._budget is not None and self._price != FREE
        most = self.cost(worst_case(request, self._max_answer_tokens)) if limited else 0.0
        async with self._aside(most):
            self._calls += 1
            try:
                yield self._settle
            except ModelError as error:
                self._settle(billed(error))
                raise

    def source_replayed(self) -> None:
        """Counts a source's answer that cost nothing."""
        self._source_replayed += 1

    @asynccontextmanager
    async def reserve_hit(self, most: float) -> AsyncIterator[Callable[[float], None]]:
        """The same for a question to a source, at a price a hit; what is yielded takes what it really cost."""
        async with self._aside(most):
            self._source_calls += 1
            yield self._settle_hit

    @asynccontextmanager
    async def _aside(self, most: float) -> AsyncIterator[None]:
        await self._room(most)
        self._held.append(most)
        try:
            yield
        finally:
            self._held.remove(most)
            self._given_back.set()

    async def _room(self, most: float) -> None:
        if self._budget is None:
            return
        while self._spent + fsum(self._held) + most > self._budget:
            if not self._held or self._spent + most > self._budget:
                raise BudgetExhausted(
                    f"{self._spent:.4f} of the budget of {self._budget:g} {self._currency} is spent: "
                    f"the next call may cost {most:.4f}"
                )
            self._given_back.clear()
            await self._given_back.wait()

    @property
    def _spent(self) -> float:
        return self.cost(self._meter.usage) + self._source_cost

    def _settle(self, usage: Usage) -> float:
        self._meter.count(usage.prompt_tokens, usage.completion_tokens)
        self._meter.attempts += usage.attempts
        return self.cost(usage)

    def _settle_hit(self, cost: float) -> None:
        self._source_cost += cost


def price_of(model: str, settings: Settings) -> Price | None:
    """The table's price, None for a model it does not list; a dated snapshot goes by its family's name."""
    return settings.prices.get(model) or settings.prices.get(_DATED.sub("", model))
