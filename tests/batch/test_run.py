"""A run with a model behind the wire: every lead ends done or failed with its reason, and nothing is paid for twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cassette import MODE, cassette
from llm.server import Answering, Endpoint, Served, error, said
from llm.stand_in import stand_in
from pydantic import SecretStr

from agent.batch.job import Job, read_job
from agent.batch.run import Ended, run
from agent.batch.summary import Progress
from agent.rubric import load_rubric
from agent.settings import Price, Settings
from agent.store import Store, open_store, proposals, runs

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def settings(url: str, **other: Any) -> Settings:
    return Settings(
        openai_api_key=SecretStr("sk-invented"),
        openai_base_url=url,
        model="gpt-test",
        prices={"gpt-test": Price(prompt=1.0, completion=1.0)},
        concurrency=4,
        attempts=2,
        timeout=5,
        **other,
    )


def job(**other: Any) -> Job:
    return Job(
        leads=[FIXTURES / "leads.csv"],
        notes=FIXTURES / "calls",
        touchpoints=[FIXTURES / "touchpoints.csv"],
        partners=[FIXTURES / "partners.csv"],
        companies=[FIXTURES / "companies.csv"],
        as_of=date(2026, 11, 20),
        **other,
    )


async def do(store: Store, chosen: Settings, watch: Callable[[Progress], None] = lambda _: None) -> Ended:
    intake = read_job(job(), datetime(2026, 11, 20, tzinfo=UTC))
    return await run(
        store,
        job(),
        intake,
        settings=chosen,
        rubric=load_rubric(),
        offline=False,
        watch=watch,
        stop=asyncio.Event(),
    )


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with open_store(str(tmp_path / "run.db")) as opened:
        yield opened


def about(body: dict[str, Any], *words: str) -> bool:
    """Whether a request's data mentions one of the words."""
    return any(word in body["messages"][1]["content"] for word in words)


async def test_every_lead_is_qualified_and_says_which_model_it_was(store: Store) -> None:
    async with Endpoint(stand_in) as endpoint:
        ended = await do(store, settings(endpoint.url))
    assert ended.state == "done"
    assert (ended.summary.qualified, ended.summary.failed, ended.summary.notes) == (13, 0, 5)
    assert ended.summary.calls == len(endpoint.requests)
    assert ended.summary.tokens > 0
    assert ended.summary.cost == pytest.approx(ended.summary.tokens / 1_000_000)
    with store.read() as tx:
        assert {one.mode for one in proposals.latest(tx).values()} == {"gpt-test"}


async def test_the_same_leads_again_cost_nothing(store: Store) -> None:
    async with Endpoint(stand_in) as endpoint:
        first = await do(store, settings(endpoint.url))
        asked = len(endpoint.requests)
        second = await do(store, settings(endpoint.url))
        assert len(endpoint.requests) == asked
    assert (second.summary.calls, second.summary.cost) == (0, 0)
    assert second.summary.calls_replayed == first.summary.calls + first.summary.calls_replayed


async def test_five_leads_of_one_company_are_one_enrichment(tmp_path: Path, store: Store) -> None:
    rows = [f"Northgate Fasteners,Ann,Lee{n},COO,ann{n}@northgatefasteners.example" for n in range(5)]
    (tmp_path / "five.csv").write_text("Company,First name,Last name,Job title,Email\n" + "\n".join(rows))
    five = Job(
        leads=[tmp_path / "five.csv"], companies=[FIXTURES / "companies.csv"], as_of=date(2026, 11, 20)
    )
    async with Endpoint(stand_in) as endpoint:
        ended = await run(
            store,
            five,
            read_job(five, datetime(2026, 11, 20, tzinfo=UTC)),
            settings=settings(endpoint.url),
            rubric=load_rubric(),
            offline=False,
            watch=lambda _: None,
            stop=asyncio.Event(),
        )
        lookups = [body for body in endpoint.requests if "tools" in body]
    assert (ended.summary.accounts, ended.summary.enriched, ended.summary.qualified) == (1, 1, 5)
    assert len(lookups) == 1


def failing(fault: Served, *words: str) -> Answering:
    """A stand-in that answers every request about one of the words with a fault."""
    return lambda body: fault if about(body, *words) else stand_in(body)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (said(None, refusal="I cannot help with that."), "declined"),
        (said("{", finish="length"), "limit"),
        (said("not json at all"), "JSON"),
        (error(500), "500"),
        (Served(fault="drop"), "connection"),
        (Served(body=b"{"), ""),
        (error(429, "rate_limit_exceeded", headers={"retry-after": "0.01"}), "429"),
        (error(400, None, param="messages"), "400"),
    ],
)
async def test_a_lead_whose_call_fails_is_recorded_with_the_reason_and_the_others_go_on(
    store: Store, fault: Served, reason: str
) -> None:
    async with Endpoint(failing(fault, "Sabine Laurençot")) as endpoint:
        ended = await do(store, settings(endpoint.url))
    assert ended.state == "done"
    assert (ended.summary.qualified, ended.summary.failed) == (12, 1)
    (said_why,) = ended.reasons.values()
    assert reason in said_why
    assert "Sabine" not in said_why
    with store.read() as tx:
        last = runs.last(tx, "run")
        assert last is not None
        outcomes = runs.outcomes(tx, last.id)
    assert sorted(one.status for one in outcomes.values()).count("failed") == 1
    assert len(outcomes) == 13


async def test_a_failed_lead_is_taken_up_again_by_the_next_run(store: Store) -> None:
    async with Endpoint(failing(error(500), "Sabine Laurençot")) as endpoint:
        await do(store, settings(endpoint.url))
    async with Endpoint(stand_in) as endpoint:
        ended = await do(store, settings(endpoint.url))
        assert (ended.summary.qualified, ended.summary.failed) == (13, 0)
        assert 0 < len(endpoint.requests) < 5


async def test_the_budget_stops_the_run_before_the_call_that_could_pass_it(store: Store) -> None:
    async with Endpoint(stand_in) as endpoint:
        ended = await do(store, settings(endpoint.url, budget=0.02))
    assert ended.state == "budget"
    assert ended.stopped_by is not None
    assert ended.summary.cost <= 0.02
    assert ended.summary.qualified < 13
    async with Endpoint(stand_in) as endpoint:
        rest = await do(store, settings(endpoint.url, budget=50))
    assert rest.summary.qualified == 13
    assert rest.summary.calls_replayed >= ended.summary.calls - 4, "what was answered is not asked for again"


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (error(429, "insufficient_quota"), "credit"),
        (error(401, "invalid_api_key"), "key"),
        (error(404, "model_not_found"), "model"),
    ],
)
async def test_what_every_call_would_meet_fails_the_rest_unasked(
    store: Store, refusal: Served, reason: str
) -> None:
    async with Endpoint(refusal) as endpoint:
        ended = await do(store, settings(endpoint.url))
        assert len(endpoint.requests) <= 4, "those in flight, none of them retried"
    assert (ended.summary.qualified, ended.summary.failed) == (0, 13)
    assert all(reason in why for why in ended.reasons.values())


async def test_progress_is_told_as_it_goes(store: Store) -> None:
    seen: list[Progress] = []
    async with Endpoint(stand_in) as endpoint:
        await do(store, settings(endpoint.url), seen.append)
    assert [one.done for one in seen] == sorted(one.done for one in seen)
    assert seen[-1].done == seen[-1].total == 13


async def test_a_whole_run_is_replayed_from_its_cassette_with_nobody_listening(store: Store) -> None:
    async with cassette("whole_run", stand_in) as url:
        ended = await do(store, settings(url))
    assert (ended.summary.qualified, ended.summary.failed) == (13, 0)


@pytest.mark.skipif(MODE != "none", reason="while recording, the cassette is being written")
def test_no_cassette_holds_a_key() -> None:
    for tape in (Path(__file__).resolve().parents[1] / "cassettes").glob("*.yaml"):
        text = tape.read_text(encoding="utf-8")
        assert "sk-invented" not in text
        assert "uthorization" not in text
