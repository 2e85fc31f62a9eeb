"""A source whose answers are kept: none is asked for again while it is good, and none is paid beyond the budget.

The order is that of `agent.llm.recorded`: look it up; set the price aside; ask; store, which commits; settle.
What an answer depends on is what its question holds: of a clue the source sees the numbers, the domains or
the name, and nothing else.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from weakref import WeakValueDictionary

from pydantic import TypeAdapter, ValidationError

from agent.errors import BudgetExhausted
from agent.identity import fold
from agent.llm.cost import Ledger
from agent.models.noun import fingerprint
from agent.store.source_answers import SourceAnswer

from .card import Card
from .found import Found
from .lookup import By, Lookup, OfLead, Source
from .sought import Clue
from .trouble import Outdated, SourceError, Unaffordable

_FORM = 1
"""Raised when `Found` changes its meaning: every kept answer is then asked for anew."""
_FOUND: TypeAdapter[tuple[Found, ...]] = TypeAdapter(tuple[Found, ...])
_SEEN: Mapping[By, frozenset[str]] = {
    "legal_id": frozenset({"legal_ids"}),
    "domain": frozenset({"website", "mail"}),
    "name": frozenset({"company", "country"}),
}
"""What a source sees of a clue."""


class Answers(Protocol):
    """Where answers are kept: `agent.store.source_answers.SourceAnswers`."""

    def get(self, key: str) -> SourceAnswer | None:
        """The last answer to the question of this key."""
        ...

    def put(self, one: SourceAnswer) -> None:
        """Keeps an answer; it is committed when this returns."""
        ...


@dataclass
class Memory:
    """Where the sources of one run keep their answers, and what they may spend."""

    answers: Answers
    ledger: Ledger
    run_id: str | None = None
    not_before: datetime | None = None
    """Answers retrieved before are asked for anew, however good they still are."""
    only: frozenset[str] = frozenset()
    """The sources that is meant for; empty for all."""
    asking: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    """A question that is being asked already is waited for, and then found kept."""


class Remembered:
    """A `Source` in front of another. Raises what that one raises, `Unaffordable`, `Outdated` and `StoreError`.

    A failure is not kept. Where there is an answer from before, it comes along as `Outdated`.
    """

    def __init__(self, source: Source, memory: Memory, *, price: float = 0.0) -> None:
        self.card: Card = source.card.model_copy(update={"price": price})
        self._source, self._memory = source, memory

    def lookups(self) -> tuple[Lookup, ...]:
        """Those of the source; beyond its countries by number alone."""
        return tuple(
            replace(one, ask=partial(self._ask, one), applies=partial(self._applies, one))
            for one in self._source.lookups()
        )

    def _applies(self, lookup: Lookup, clue: Clue) -> bool:
        return (lookup.by == "legal_id" or self.card.covers(clue.country)) and lookup.applies(clue)

    async def _ask(self, lookup: Lookup, clue: Clue, asked: OfLead, now: datetime) -> Sequence[Found]:
        seen = _narrowed(clue, lookup.by, self.card)
        question = _question(lookup, seen, asked)
        key = fingerprint(self.card.name, f"{_FORM}.{self.card.form}", question, size=16)
        async with self._memory.asking.setdefault(key, asyncio.Lock()):
            kept = self._memory.answers.get(key)
            before = _read(kept) if kept else None
            if kept and before is not None and self._is_good(kept, before, now):
                self._memory.ledger.source_replayed()
                return before
            try:
                return await self._put(lambda: lookup.ask(seen, asked, now), key, question, now)
            except SourceError as error:
                if before:
                    raise Outdated(str(error), before) from error
                raise

    async def _put(
        self, ask: Callable[[], Awaitable[Sequence[Found]]], key: str, question: str, now: datetime
    ) -> Sequence[Found]:
        """Asks, keeps and pays. A hit has its price; nothing found, and no answer, are free."""
        memory, price = self._memory, self.card.price
        try:
            async with memory.ledger.reserve_hit(price) as settle:
                found = tuple(await ask())
                cost = price if found else 0.0
                settle(cost)
        except BudgetExhausted as error:
            raise Unaffordable(f"{self.card.name} is not asked: {error}") from error
        told = [fact.retrieved_at for one in found for fact in one.facts]
        memory.answers.put(
            SourceAnswer(
                key=key,
                source=self.card.name,
                question=question,
                found_json=_FOUND.dump_json(found).decode(),
                cost=cost,
                run_id=memory.run_id,
                retrieved_at=min(told, default=now),
            )
        )
        return found

    def _is_good(self, kept: SourceAnswer, found: Sequence[Found], now: datetime) -> bool:
        """As long as the most perishable field in it, and no older than was asked for."""
        memory = self._memory
        is_meant = not memory.only or self.card.name in memory.only
        if is_meant and memory.not_before and kept.retrieved_at < memory.not_before:
            return False
        fields = {fact.field for one in found for fact in one.facts}
        return now - kept.retrieved_at < timedelta(days=self.card.days(fields))


def _narrowed(clue: Clue, by: By, card: Card) -> Clue:
    seen = Clue.model_validate(clue.model_dump(include={*_SEEN[by], "lead_id"}))
    numbers = sorted((scheme, no) for scheme, no in seen.legal_ids.items() if scheme in card.legal_ids)
    return seen.model_copy(update={"legal_ids": dict(numbers)})


def _question(lookup: Lookup, seen: Clue, asked: OfLead) -> str:
    """The question as JSON: the tool, what it looks for and its arguments, without the lead that led to it."""
    told = seen.model_dump(exclude={"lead_id"}, exclude_defaults=True)
    if seen.company:
        told["company"] = fold(seen.company)
    parts = {"tool": lookup.tool.name, "of": told, **asked.model_dump(mode="json", exclude={"lead_id"})}
    return json.dumps(parts, ensure_ascii=False)


def _read(kept: SourceAnswer) -> Sequence[Found] | None:
    try:
        return _FOUND.validate_json(kept.found_json)
    except ValidationError:  # from a version whose nouns were laxer
        return None
