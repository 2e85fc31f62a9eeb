"""An endpoint in trouble: what passes, what does not, and that every call ends in an answer or a typed error."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from llm.asked import GOOD, Hurried, ask, errand, question, settings
from llm.server import Endpoint, Served, called, error, said

from agent.errors import (
    ModelError,
    QuotaExhausted,
    Unanswerable,
    Unavailable,
)
from agent.llm import Reply
from agent.llm.cost import billed
from agent.llm.openai import OpenAI
from agent.models.bant import Bant


@pytest.mark.parametrize(
    "trouble",
    [
        error(500),
        error(503, "overloaded"),
        error(429, "rate_limit_exceeded", headers={"retry-after": "7"}),
        Served(body=b'{"choices": [{"mess'),
        Served(body=b"<html>gateway</html>", headers={"content-type": "text/html"}),
        Served(body=b'{"object": "chat.completion", "choices": []}'),
        Served(body=b'{"error": {"code": 502, "message": "upstream"}}'),
        Served(status=500, body=b"\xff\xfe not JSON"),
        Served(fault="drop"),
        Served(body=said(GOOD).body, fault="cut"),
    ],
)
async def test_trouble_that_passes_is_asked_again_until_it_has_passed(trouble: Served) -> None:
    reply, endpoint = await ask([trouble, trouble, said(GOOD)])
    assert isinstance(reply, Reply), reply
    assert reply.value == Bant.model_validate(GOOD)
    assert reply.usage.attempts == len(endpoint.requests) == 3


async def test_trouble_that_stays_ends_the_call_after_the_attempts_allowed() -> None:
    failed, endpoint = await ask([error(500)], attempts=4)
    assert isinstance(failed, Unavailable)
    assert str(failed) == "the endpoint is in trouble (500); 4 tries"
    assert billed(failed).attempts == len(endpoint.requests) == 4


async def test_an_answer_that_never_comes_is_given_up_after_the_timeout() -> None:
    failed, endpoint = await ask([Served(fault="stall")], attempts=2, timeout=0.05)
    assert isinstance(failed, Unavailable)
    assert str(failed) == "no answer within 0.05 s; 2 tries"
    assert len(endpoint.requests) == 2


async def test_nobody_listening_is_unavailable() -> None:
    async with Endpoint(said(GOOD)) as endpoint:
        pass
    async with OpenAI(settings(endpoint.url, attempts=2), clock=Hurried().clock) as model:
        with pytest.raises(Unavailable, match="the connection to the endpoint failed; 2 tries"):
            await model.extract(question())


async def test_bodies_that_broke_were_paid_for_and_are_counted_by_their_size() -> None:
    reply, _ = await ask([Served(body=b'{"choices": [{"mess'), said(GOOD, usage=None)])
    assert isinstance(reply, Reply)
    assert reply.usage.prompt_tokens > 2 * 1000
    assert reply.usage.completion_tokens >= (19 + len(json.dumps(GOOD))) // 2


@pytest.mark.parametrize(
    "broke",
    [
        error(429, "insufficient_quota", kind="insufficient_quota"),
        error(402, 402),
        error(429, kind="insufficient_quota"),
    ],
)
async def test_an_account_without_credit_is_asked_once(broke: Served) -> None:
    failed, endpoint = await ask([broke])
    assert isinstance(failed, QuotaExhausted)
    assert len(endpoint.requests) == 1


async def test_what_the_endpoint_says_about_our_text_stays_out_of_the_error() -> None:
    told = error(400, "invalid_prompt; Claire Dumont", param="messages", message="Claire Dumont said …")
    failed, _ = await ask([told])
    assert isinstance(failed, Unanswerable)
    assert str(failed) == "the endpoint does not take the request (400 messages)"


async def test_an_endpoint_that_knows_no_such_parameter_is_asked_without_it_from_then_on() -> None:
    def older(body: dict[str, Any]) -> Served:
        known = {"messages", "model", "response_format", "max_tokens"}
        surplus = sorted(body.keys() - known)
        return error(400, "unsupported_parameter", param=surplus[0]) if surplus else said(GOOD)

    async with Endpoint(older) as endpoint, OpenAI(settings(endpoint.url)) as model:
        await model.extract(question())
        await model.extract(question())
    assert len(endpoint.requests) == 4
    assert endpoint.requests[-1]["max_tokens"] == 4096


async def test_callers_at_once_share_the_pause_that_two_of_them_were_told() -> None:
    arrived: list[float] = []

    def busy(_: dict[str, Any]) -> Served:
        arrived.append(time.monotonic())
        return error(429, headers={"retry-after-ms": "300"}) if len(arrived) <= 2 else said(GOOD)

    async with Endpoint(busy) as endpoint, OpenAI(settings(endpoint.url, concurrency=2)) as model:
        await asyncio.gather(*(model.extract(question()) for _ in range(8)))
    # The third may have left before the second refusal came back; nobody else.
    assert min(arrived[3:]) - arrived[1] >= 0.3
    assert len(arrived) == 10


async def test_a_pause_longer_than_the_call_may_take_ends_it_at_once() -> None:
    failed, endpoint = await ask([error(429, headers={"retry-after": "86400"})])
    assert isinstance(failed, Unavailable)
    assert len(endpoint.requests) == 1


_TROUBLE = st.sampled_from(
    [
        error(429, headers={"retry-after": "1"}),
        error(500),
        error(400, param="temperature"),
        error(401, "invalid_api_key"),
        Served(fault="drop"),
        Served(body=said(GOOD).body, fault="cut"),
        Served(body=b"[]"),
        Served(body=b'{"choices": [{"message": null}]}'),
        said("{"),
        said(None, refusal="no"),
        said("{", finish="length"),
        said({"language": "fr", "budget": {"status": "confirmed", "quotes": None}}),
        called(("", "directory", "{")),
        said(GOOD),
    ]
)


@hypothesis_settings(max_examples=25, deadline=None)
@given(st.lists(_TROUBLE, min_size=1, max_size=8), st.booleans())
def test_whatever_happens_a_call_ends_in_an_answer_or_a_typed_error(
    served: list[Served], tools: bool
) -> None:
    outcome, endpoint = asyncio.run(ask(served, errand() if tools else None, attempts=3))
    assert isinstance(outcome, Reply | ModelError)
    used = outcome.usage if isinstance(outcome, Reply) else billed(outcome)
    assert used.attempts == len(endpoint.requests)
