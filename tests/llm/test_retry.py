"""When a failed request is made again, and who waits how long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm.asked import Hurried

from agent.errors import (
    Malformed,
    ModelError,
    QuotaExhausted,
    Refused,
    Unanswerable,
    Unavailable,
)
from agent.llm.failure import Declined, duration, failure, told_wait
from agent.llm.retry import LONGEST_PAUSE, Again, Gate, persist


def failing(*failures: Exception) -> Callable[[], object]:
    """An attempt that fails like this and then succeeds; it counts itself in `made`."""
    left = list(failures)

    async def attempt() -> str:
        attempt.made += 1  # type: ignore[attr-defined]
        if left:
            raise left.pop(0)
        return "done"

    attempt.made = 0  # type: ignore[attr-defined]
    return attempt


async def persisted(attempt: Callable[[], object], hurried: Hurried, attempts: int = 5) -> object:
    return await persist(attempt, attempts=attempts, deadline=300, clock=hurried.clock)  # type: ignore[arg-type]


async def test_a_success_is_not_repeated_and_nobody_sleeps() -> None:
    hurried, attempt = Hurried(), failing()
    assert await persisted(attempt, hurried) == "done"
    assert (attempt.made, hurried.naps) == (1, [])  # type: ignore[attr-defined]


async def test_back_off_grows_differs_and_stays_within_bounds() -> None:
    naps = set()
    for _ in range(20):
        hurried = Hurried()
        await persisted(failing(*[Again("no")] * 4), hurried)
        assert len(hurried.naps) == 4
        assert all(0 <= nap <= 0.5 * 2**turn for turn, nap in enumerate(hurried.naps))
        naps.update(hurried.naps)
    assert len(naps) > 70


@given(st.floats(0, 100))
def test_a_pause_asked_for_is_kept_and_a_little_more(asked: float) -> None:
    hurried = Hurried()
    asyncio.run(persisted(failing(Again("no", wait=asked)), hurried))
    assert asked <= hurried.naps[0] <= asked * 1.1 + 0.06


async def test_the_last_failure_names_its_kind_and_the_tries() -> None:
    attempt = failing(*[Again("half an answer", Malformed)] * 9)
    with pytest.raises(Malformed, match=r"^half an answer; 3 tries$"):
        await persisted(attempt, Hurried(), attempts=3)
    assert attempt.made == 3  # type: ignore[attr-defined]


@pytest.mark.parametrize("final", [QuotaExhausted("no credit"), Refused("no"), Unanswerable("what?")])
async def test_what_cannot_get_better_is_not_tried_again(final: ModelError) -> None:
    attempt = failing(final)
    with pytest.raises(type(final)):
        await persisted(attempt, Hurried())
    assert attempt.made == 1  # type: ignore[attr-defined]


async def test_a_pause_past_the_deadline_is_not_begun() -> None:
    hurried = Hurried()
    with pytest.raises(Unavailable, match=r"1 try$"):
        await persisted(failing(Again("later", wait=301)), hurried)
    assert hurried.naps == []


# ── the gate ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_two_refusals_in_a_row_shut_the_gate_for_everybody() -> None:
    hurried = Hurried()
    gate = Gate(8, hurried.clock)
    first, second = Again("slow down", wait=3), Again("slow down", wait=5)
    gate.refused(first)
    async with gate.passage():
        assert hurried.time == 0
    gate.refused(second)
    async with gate.passage():
        assert 5 <= hurried.time < 6
    assert (first.wait, second.wait) == (3, 0.0), "who waits at the gate need not wait twice"


async def test_refusals_with_answers_between_them_are_nobody_elses_business() -> None:
    hurried = Hurried()
    gate = Gate(8, hurried.clock)
    for _ in range(5):
        gate.refused(Again("slow down", wait=30))
        gate.answered()
    async with gate.passage():
        assert hurried.time == 0


async def test_a_pause_of_hours_is_not_everybodys() -> None:
    hurried = Hurried()
    gate = Gate(8, hurried.clock)
    for _ in range(2):
        gate.refused(Again("tomorrow", wait=LONGEST_PAUSE + 1))
    async with gate.passage():
        assert hurried.time == 0


async def within(gate: Gate) -> int:
    """How many callers the gate holds at once."""
    inside, leave = 0, asyncio.Event()

    async def caller() -> None:
        nonlocal inside
        async with gate.passage():
            inside += 1
            await leave.wait()

    callers = [asyncio.create_task(caller()) for _ in range(20)]
    for _ in range(40):
        await asyncio.sleep(0)
    held = inside
    leave.set()
    await asyncio.gather(*callers)
    return held


async def test_the_gate_narrows_after_refusals_and_widens_with_answers_up_to_its_width() -> None:
    gate = Gate(8, Hurried().clock)
    assert await within(gate) == 8
    for _ in range(2):
        gate.refused(Again("slow down", wait=1))
    assert await within(gate) <= 8
    assert await within(gate) == 4
    for _ in range(100):
        gate.answered()
    assert await within(gate) == 8


async def test_a_gate_never_closes_for_good() -> None:
    gate = Gate(2, Hurried().clock)
    for _ in range(20):
        gate.refused(Again("slow down", wait=1))
        async with gate.passage():
            pass
    assert await within(gate) == 1


async def test_a_caller_that_gives_up_waiting_leaves_its_place_to_others() -> None:
    gate = Gate(1, Hurried().clock)

    async def caller() -> None:
        async with gate.passage():
            await asyncio.sleep(3600)

    callers = [asyncio.create_task(caller()) for _ in range(3)]
    await asyncio.sleep(0)
    for each in callers:
        each.cancel()
    await asyncio.gather(*callers, return_exceptions=True)
    assert await within(gate) == 1


# ── what refusals mean ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("6ms", 0.006),
        ("0s", 0.0),
        ("1m6.779s", 66.779),
        ("20m52.666s", 1252.666),
        ("2h", 7200.0),
        ("1.78s", 1.78),
    ],
)
def test_durations_are_read_as_rate_limits_write_them(text: str, seconds: float) -> None:
    assert duration(text) == pytest.approx(seconds)


@given(st.text(max_size=20))
def test_any_other_text_is_no_duration(text: str) -> None:
    seconds = duration(text)
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize(
    ("headers", "message", "seconds"),
    [
        ({"retry-after": "7"}, "try again in 1s", 7.0),
        ({"retry-after-ms": "250", "retry-after": "7"}, "", 0.25),
        ({}, "Rate limit reached for gpt-4o … Please try again in 308ms. Visit", 0.308),
        ({}, "Please try again in 1m2.5s.", 62.5),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "6m0s"}, "", 360.0),
        ({"x-ratelimit-remaining-tokens": "9", "x-ratelimit-reset-tokens": "6m0s"}, "", None),
        ({"retry-after": "soon"}, "", None),
        ({"retry-after": "nan"}, "", None),
        ({"retry-after": "-3"}, "", 0.0),
        ({}, "", None),
    ],
)
def test_the_wait_is_found_wherever_the_endpoint_says_it(
    headers: dict[str, str], message: str, seconds: float | None
) -> None:
    assert told_wait(headers, message) == seconds


def test_the_wait_may_be_a_date() -> None:
    at = datetime.now(UTC) + timedelta(seconds=90)
    wait = told_wait({"retry-after": format_datetime(at, usegmt=True)}, "")
    assert wait is not None
    assert 80 < wait <= 90


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (429, b'{"error": {"code": "rate_limit_exceeded", "type": "tokens"}}', Again),
        (429, b'{"error": {"code": 429, "message": "x", "metadata": {"raw": "y"}}}', Again),
        (429, b"", Again),
        (503, b"<html>", Again),
        (529, b'{"error": "overloaded"}', Again),
        (408, b"{}", Again),
        (429, b'{"error": {"code": "insufficient_quota"}}', QuotaExhausted),
        (400, b'{"error": {"code": "billing_hard_limit_reached"}}', QuotaExhausted),
        (402, b'{"error": {"code": 402}}', QuotaExhausted),
        (400, b'{"error": {"code": "content_filter", "param": "prompt"}}', Refused),
        (400, b'{"error": {"code": null, "param": "messages"}}', Declined),
        (400, b'[{"error": {"code": 400, "message": "API key not valid"}}]', Unanswerable),
        (401, b'{"error": {"code": "401"}}', Unanswerable),
        (403, b"no", Unanswerable),
        (404, b'{"detail": "Not Found"}', Unanswerable),
        (302, b"", Unanswerable),
    ],
)
def test_a_refusal_is_known_by_its_status_and_code(status: int, body: bytes, kind: type[Exception]) -> None:
    assert isinstance(failure(status, {}, body), kind)


def test_an_endpoint_that_says_not_to_try_again_is_believed() -> None:
    assert isinstance(failure(500, {"x-should-retry": "false"}, b""), Unavailable)


@given(st.integers(300, 599), st.binary(max_size=60), st.text(max_size=30))
def test_no_word_of_the_endpoint_but_a_code_gets_into_an_error(status: int, raw: bytes, message: str) -> None:
    secret = "Claire Dumont"
    body = b'{"error": {"message": "' + secret.encode() + b'", "type": "' + secret.encode() + b'"}}'
    for each in (raw, message.encode(), body):
        told = failure(status, {}, each)
        assert isinstance(told, Again | ModelError)
        assert secret not in str(told)
        assert str(told).isprintable()
