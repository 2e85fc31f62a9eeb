"""An answer once stored is never asked for again."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import cast

import pytest
from llm.asked import GOOD, NOTE, errand, question, settings
from llm.server import Endpoint, called, said

from agent.errors import BudgetExhausted, Refused, Unavailable
from agent.llm import A, Errand, Question, Reply, ToolCall, ToolResult, Turn, Usage
from agent.llm.cost import Ledger, Meter, billing
from agent.llm.openai import OpenAI
from agent.llm.recorded import Answers, Recorded
from agent.models.bant import Bant
from agent.models.noun import Noun
from agent.settings import Price
from agent.store import open_store
from agent.store.answers import Answers as Stored
from agent.store.answers import StoredAnswer

GIVEN = settings("http://127.0.0.1/v1", prices={"told": Price(prompt=1.0, completion=1.0)}, budget=1.0)
CALLS = (ToolCall(id="c1", name="directory", arguments={"name": "Fonderie Exemple"}),)


class Shelf(dict[str, StoredAnswer]):
    """Answers in memory."""

    def put(self, one: StoredAnswer) -> None:
        self[one.key] = one


class Told:
    """A model that gives what it is told, and counts."""

    name = "told"
    identity = "told@1"

    def __init__(self, *failures: Exception) -> None:
        self.asked = 0
        self._failures = list(failures)

    async def extract(self, question: Question[A]) -> Reply[A]:  # noqa: ARG002
        await self._think()
        return Reply(cast(A, cast(Noun, Bant.model_validate(GOOD))), Usage(1000, 100, 2))

    async def call_tools(self, errand: Errand) -> Reply[tuple[ToolCall, ...]]:
        await self._think()
        return Reply(CALLS if not errand.turns else (), Usage(500, 10, 1))

    async def _think(self) -> None:
        self.asked += 1
        await asyncio.sleep(0)
        if self._failures:
            raise self._failures.pop(0)


def recorded(inner: Told, answers: Answers | None = None) -> tuple[Recorded, Ledger]:
    ledger = Ledger(GIVEN, "told")
    return Recorded(inner, Shelf() if answers is None else answers, ledger, "run-1"), ledger


async def test_the_second_time_the_answer_comes_from_the_store_for_nothing() -> None:
    inner = Told()
    model, ledger = recorded(inner)
    first, second = await model.extract(question()), await model.extract(question())
    assert second == Reply(first.value, Usage(), replayed=True)
    assert inner.asked == 1
    totals = ledger.totals
    assert (totals.calls, totals.calls_replayed, totals.requests, totals.tokens) == (1, 1, 2, 1100)
    assert totals.cost == pytest.approx(0.0011)


async def test_tool_calls_are_remembered_too_also_that_there_are_none() -> None:
    inner = Told()
    model, _ = recorded(inner)
    done = errand(Turn(calls=CALLS, results=(ToolResult(call_id="c1", content={}),)))
    assert [(await model.call_tools(errand())).value for _ in range(2)] == [CALLS, CALLS]
    assert [(await model.call_tools(done)).value for _ in range(2)] == [(), ()]
    assert inner.asked == 2


async def test_another_note_is_another_question() -> None:
    inner = Told()
    model, _ = recorded(inner)
    await model.extract(question())
    await model.extract(question(NOTE.model_copy(update={"text": NOTE.text + "!"})))
    assert inner.asked == 2


async def test_what_is_stored_says_where_it_comes_from_and_what_it_cost() -> None:
    shelf = Shelf()
    model, _ = recorded(Told(), shelf)
    await model.extract(question())
    (stored,) = shelf.values()
    assert stored.key == question().key("told@1")
    assert (stored.model, stored.prompt, stored.run_id) == ("told", "read_note", "run-1")
    assert (stored.prompt_tokens, stored.completion_tokens, stored.attempts) == (1000, 100, 2)
    assert stored.cost == pytest.approx(0.0011)
    assert json.loads(stored.answer_json)["timing"]["from"] is None


async def test_the_same_question_at_once_is_asked_once() -> None:
    inner = Told()
    model, ledger = recorded(inner)
    replies = await asyncio.gather(*(model.extract(question()) for _ in range(10)))
    assert inner.asked == 1
    assert sorted(reply.replayed for reply in replies) == [False] + [True] * 9
    assert ledger.totals.calls_replayed == 9


async def test_a_failure_is_not_remembered_but_its_tokens_are_counted() -> None:
    meter = Meter()
    meter.count(70, 7)
    refusal = Refused("no")
    with pytest.raises(Refused), billing(meter):
        raise refusal
    inner = Told(refusal)
    model, ledger = recorded(inner)
    with pytest.raises(Refused):
        await model.extract(question())
    assert ledger.totals.tokens == 77
    assert not (await model.extract(question())).replayed
    assert inner.asked == 2


async def test_when_the_first_of_two_askers_fails_the_second_asks_for_itself() -> None:
    inner = Told(Unavailable("down"))
    model, _ = recorded(inner)
    ends = await asyncio.gather(*(model.extract(question()) for _ in range(2)), return_exceptions=True)
    assert isinstance(ends[0], Unavailable)
    assert isinstance(ends[1], Reply)
    assert inner.asked == 2


async def test_an_asker_that_is_cancelled_leaves_the_question_to_the_next() -> None:
    inner = Told()
    model, ledger = recorded(inner)
    first = asyncio.create_task(model.extract(question()))
    second = asyncio.create_task(model.extract(question()))
    await asyncio.sleep(0)
    first.cancel()
    assert not (await second).replayed
    assert ledger.totals.tokens == 1100


async def test_an_exhausted_budget_stops_before_the_call_and_still_replays() -> None:
    inner, shelf = Told(), Shelf()
    await recorded(inner, shelf)[0].extract(question())
    poor = Recorded(inner, shelf, Ledger(settings("http://h/v1", prices=GIVEN.prices, budget=0.0), "told"))
    with pytest.raises(BudgetExhausted):
        await poor.call_tools(errand())
    assert (await poor.extract(question())).replayed
    assert inner.asked == 1


async def test_a_stored_answer_that_no_longer_validates_is_asked_for_anew() -> None:
    shelf, inner = Shelf(), Told()
    model, _ = recorded(inner, shelf)
    await model.extract(question())
    (key, stored), *_ = shelf.items()
    shelf[key] = StoredAnswer(**vars(stored) | {"answer_json": '{"language": "klingon"}'})
    assert not (await model.extract(question())).replayed
    assert inner.asked == 2


async def test_a_second_run_over_the_real_store_and_wire_asks_nothing(tmp_path: Path) -> None:
    url = str(tmp_path / "leads.db")
    async with Endpoint(said(GOOD), called(("c1", "directory", '{"name": "é"}'))) as endpoint:
        given = settings(endpoint.url, budget=1.0)
        answers = []
        for run in ("first", "second"):
            with open_store(url) as store:
                async with OpenAI(given) as inner:
                    ledger = Ledger(given, inner.name)
                    model = Recorded(inner, Stored(store), ledger, run)
                    answers.append(
                        ((await model.extract(question())).value, (await model.call_tools(errand())).value)
                    )
                assert Stored(store).spend(run).cost == pytest.approx(ledger.totals.cost)
    assert answers[0] == answers[1]
    assert len(endpoint.requests) == 2
    assert (ledger.totals.calls, ledger.totals.calls_replayed, ledger.totals.cost) == (0, 2, 0)
