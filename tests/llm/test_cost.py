"""What calls cost, and the budget that stops before a call it could not pay."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm.asked import errand, question, settings
from llm.server import Endpoint, said

from agent.errors import BadInput, BudgetExhausted, Truncated
from agent.llm import Usage
from agent.llm.cost import Ledger, Meter, billing, price_of, tokens_at_most, worst_case
from agent.llm.openai import OpenAI
from agent.settings import Price

DEAR = {"gpt-4o-mini": Price(prompt=1_000_000, completion=2_000_000)}
"""One unit a prompt token, two a token of the answer."""
NOWHERE = "http://127.0.0.1/v1"
WORST = worst_case(errand(), 100)


def ledger(budget: float | None = None, **changes: Any) -> Ledger:
    return Ledger(settings(NOWHERE, budget=budget, prices=DEAR, **changes), "gpt-4o-mini")


async def spend(book: Ledger, usage: Usage) -> float:
    async with book.reserve(errand()) as settle:
        return settle(usage)


def most(book: Ledger, max_answer_tokens: int = 4096) -> float:
    return book.cost(worst_case(errand(), max_answer_tokens))


async def test_a_call_costs_its_tokens_at_the_prices_of_its_model() -> None:
    book = Ledger(settings(NOWHERE), "gpt-4o-mini")
    assert await spend(book, Usage(1_000_000, 100_000, 1)) == pytest.approx(0.15 + 0.06)
    totals = book.totals
    assert totals.cost == pytest.approx(0.21)
    assert (totals.calls, totals.requests, totals.tokens, totals.unpriced) == (1, 1, 1_100_000, False)


@given(st.lists(st.builds(Usage, *[st.integers(0, 10_000)] * 3), max_size=8))
def test_totals_are_the_sum_of_what_was_settled(usages: list[Usage]) -> None:
    book = ledger()
    costs = [asyncio.run(spend(book, usage)) for usage in usages]
    assert book.totals.cost == pytest.approx(sum(costs))
    assert book.totals.tokens == sum(usage.prompt_tokens + usage.completion_tokens for usage in usages)
    assert book.totals.requests == sum(usage.attempts for usage in usages)


def test_a_dated_snapshot_goes_by_the_price_of_its_family() -> None:
    given = settings(NOWHERE)
    assert price_of("gpt-4o-mini-2024-07-18", given) == price_of("gpt-4o-mini", given)
    assert price_of("gpt-4o-mini-audio", given) is None


def test_a_budget_on_a_model_without_a_price_is_bad_input() -> None:
    with pytest.raises(BadInput, match="there is no price for llama3"):
        Ledger(settings(NOWHERE, budget=1.0), "llama3")


async def test_a_model_without_a_price_counts_tokens_and_says_so() -> None:
    book = Ledger(settings(NOWHERE), "llama3")
    assert await spend(book, Usage(10, 10, 1)) == 0
    assert (book.totals.unpriced, book.totals.tokens) == (True, 20)


async def test_rules_are_free_whatever_the_budget() -> None:
    book = Ledger(settings(NOWHERE, budget=0.0), None)
    assert await spend(book, Usage()) == 0
    assert (book.totals.calls, book.totals.unpriced) == (1, False)


async def test_a_call_whose_worst_case_does_not_fit_is_not_made() -> None:
    book = ledger()
    with pytest.raises(BudgetExhausted, match="the next call may cost"):
        await spend(ledger(budget=most(book) - 1), Usage(1, 1, 1))
    await spend(ledger(budget=most(book)), Usage(1, 1, 1))


@given(
    st.integers(0, 40_000),
    st.lists(st.tuples(st.integers(0, WORST.prompt_tokens), st.integers(0, 100)), max_size=30),
)
def test_the_budget_is_never_passed_by_calls_within_their_worst_case(
    budget: int, used: list[tuple[int, int]]
) -> None:
    book = ledger(budget=float(budget), max_answer_tokens=100)
    at_once = 0

    async def call(tokens: tuple[int, int]) -> None:
        nonlocal at_once
        async with book.reserve(errand()) as settle:
            at_once += 1
            await asyncio.sleep(0)
            settle(Usage(*tokens, 1))

    async def all_of_them() -> list[BaseException | None]:
        return await asyncio.gather(*map(call, used), return_exceptions=True)

    ends = asyncio.run(all_of_them())
    assert book.totals.cost <= budget
    assert all(end is None or isinstance(end, BudgetExhausted) for end in ends)
    assert book.totals.calls == at_once == sum(end is None for end in ends)


async def test_a_call_that_does_not_fit_yet_waits_for_what_others_give_back() -> None:
    book = ledger()
    book = ledger(budget=1.5 * most(book))
    under_way, go_on = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with book.reserve(errand()) as settle:
            under_way.set()
            await go_on.wait()
            settle(Usage(1, 0, 1))

    one = asyncio.create_task(first())
    await under_way.wait()
    two = asyncio.create_task(spend(book, Usage(1, 0, 1)))
    await asyncio.sleep(0.01)
    assert not two.done()
    go_on.set()
    await asyncio.gather(one, two)
    assert book.totals.calls == 2


async def test_a_failed_call_pays_for_its_tokens_and_frees_the_rest() -> None:
    book = ledger()
    book = ledger(budget=most(book) + 30)
    meter = Meter()
    meter.count(10, 10)

    async def call() -> None:
        async with book.reserve(errand()):
            with billing(meter):
                raise Truncated("half")

    with pytest.raises(Truncated):
        await call()
    assert book.totals.cost == 30
    await spend(book, Usage())


async def test_the_worst_case_holds_for_what_is_really_sent() -> None:
    async with Endpoint(said("no JSON")) as endpoint, OpenAI(settings(endpoint.url)) as model:
        with pytest.raises(Exception, match="asked twice"):
            await model.extract(question())
        sizes = [int(headers["content-length"]) for headers in endpoint.headers]
    worst = worst_case(question(), 4096)
    assert worst.attempts == len(sizes) == 2
    assert sum(map(tokens_at_most, sizes)) <= worst.prompt_tokens
    assert worst.completion_tokens == 2 * 4096
    assert worst_case(errand(), 4096).attempts == 1


async def test_what_sources_cost_is_in_the_budget_of_the_run_and_counted_beside_the_model() -> None:
    book = ledger(budget=1.0)
    async with book.reserve_hit(0.6) as settle:
        settle(0.6)
    async with book.reserve_hit(0.4):
        pass  # a miss
    with pytest.raises(BudgetExhausted, match=r"0\.6000 of the budget of 1 USD"):
        async with book.reserve_hit(0.5):
            pass
    book.source_replayed()
    totals = book.totals
    assert (totals.source_calls, totals.source_calls_replayed, totals.calls) == (2, 1, 0)
    assert (totals.cost, totals.source_cost) == (0.6, 0.6)


async def test_a_paid_source_is_held_to_the_budget_of_a_run_whose_rules_are_free() -> None:
    book = Ledger(settings(NOWHERE, budget=0.1), None)
    with pytest.raises(BudgetExhausted):
        async with book.reserve_hit(0.2):
            pass
    async with book.reserve_hit(0.0):
        pass
