"""The filling against a real HTTP server: what it sends, what it makes of answers, how failures end."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from llm.asked import GOOD, ask, errand, question, settings
from llm.server import Served, called, error, said
from llm.stand_in import stand_in
from llm.traffic import traffic
from pydantic import SecretStr

from agent.errors import (
    BadInput,
    Malformed,
    Refused,
    Truncated,
    Unanswerable,
    Unavailable,
)
from agent.llm import Reply, ToolCall, ToolResult, Turn, Usage
from agent.llm.cost import billed
from agent.llm.offline import Offline
from agent.llm.openai import OpenAI
from agent.models.bant import Bant

SPANS = {slot: {"spans"} for slot in ("budget", "authority", "need", "timing")}
FRENCH = GOOD | {"summary": "Réponse bis."}


async def test_an_answer_takes_one_request_and_reports_what_it_used() -> None:
    reply, endpoint = await ask([said(GOOD)])
    assert reply == Reply(Bant.model_validate(GOOD), Usage(100, 20, 1))
    assert len(endpoint.requests) == 1


async def test_the_request_holds_prompt_data_schema_and_limits_and_no_id() -> None:
    _, endpoint = await ask([said(GOOD)], max_answer_tokens=512)
    body = endpoint.requests[0]
    system, user = body["messages"]
    assert system == {"role": "system", "content": "Read the note. Quote it word for word."}
    assert "Claire : on a 40 k€ validés pour cette année. C'est moi qui signe.\nNous" in user["content"]
    assert "claire.dumont@" not in json.dumps(body)
    assert body["response_format"]["json_schema"]["strict"] is True
    assert (body["model"], body["temperature"], body["max_completion_tokens"]) == ("gpt-4o-mini", 0, 512)
    assert endpoint.headers[0]["authorization"] == "Bearer sk-invented"


async def test_the_same_question_is_sent_in_the_same_words_every_time() -> None:
    (_, first), (_, second) = await ask([said(GOOD)]), await ask([said(GOOD)])
    assert first.requests == second.requests


async def test_what_is_sent_is_all_it_takes_to_answer() -> None:
    reply, _ = await ask([stand_in])
    rules = await Offline().extract(question())
    assert isinstance(reply, Reply)
    assert reply.value.model_dump(exclude=SPANS) == rules.value.model_dump(exclude=SPANS)
    assert reply.value.budget.quotes


async def test_an_invalid_answer_is_asked_again_with_what_is_wrong_and_both_are_counted() -> None:
    reply, endpoint = await ask([said(GOOD | {"language": "klingon"}), said(GOOD)])
    assert reply == Reply(Bant.model_validate(GOOD), Usage(200, 40, 2))
    first, again = (request["messages"] for request in endpoint.requests)
    assert again[:2] == first
    assert [message["role"] for message in again[2:]] == ["assistant", "user"]
    assert "klingon" in again[2]["content"]
    assert "language: Input should be 'fr' or 'en'" in again[3]["content"]
    assert endpoint.requests[1]["response_format"] == endpoint.requests[0]["response_format"]


@pytest.mark.parametrize("content", ["not JSON", "", None, "[1]", '{"language": NaN}', "[" * 100_000, '"fr"'])
async def test_what_is_no_answer_twice_is_malformed(content: str | None) -> None:
    failed, endpoint = await ask([said(content)])
    assert isinstance(failed, Malformed)
    assert len(endpoint.requests) == 2
    assert billed(failed) == Usage(200, 40, 2)


async def test_a_malformed_answer_is_told_by_its_fields_and_never_by_its_words() -> None:
    failed, _ = await ask([said(GOOD | {"language": "Claire Dumont, 06 12 34 56 78"})])
    assert str(failed) == "the answer is no Bant, asked twice: language (literal_error)"


async def test_a_budget_no_number_can_hold_is_asked_again() -> None:
    huge = json.dumps(GOOD).replace("40000", "1e999", 1)
    reply, endpoint = await ask([said(huge), said(GOOD)])
    assert reply == Reply(Bant.model_validate(GOOD), Usage(200, 40, 2))
    assert "1e999 is no number" in endpoint.requests[1]["messages"][-1]["content"]


async def test_a_complaint_of_the_caller_is_asked_again_once() -> None:
    def check(answer: Bant) -> list[str]:
        return [] if answer.summary == FRENCH["summary"] else ["summary: that is not in the note"]

    reply, endpoint = await ask([said(GOOD), said(FRENCH)], question(check=check))
    assert isinstance(reply, Reply)
    assert reply.value.summary == FRENCH["summary"]
    assert "summary: that is not in the note" in endpoint.requests[1]["messages"][-1]["content"]


async def test_an_answer_still_complained_about_is_handed_back_for_the_caller_to_weigh() -> None:
    reply, endpoint = await ask([said(GOOD), said(FRENCH)], question(check=lambda _: ["no"]))
    assert isinstance(reply, Reply)
    assert reply.value == Bant.model_validate(FRENCH)
    assert len(endpoint.requests) == 2


@pytest.mark.parametrize(
    "second", [said("no JSON"), said(None, refusal="No."), said("{", finish="length"), error(400)]
)
async def test_a_failed_re_ask_leaves_the_first_answer_standing(second: Served) -> None:
    reply, _ = await ask([said(GOOD), second], question(check=lambda _: ["no"]))
    assert isinstance(reply, Reply)
    assert reply.value == Bant.model_validate(GOOD)
    assert reply.usage.attempts == 2


async def test_keys_nobody_asked_for_are_dropped_and_offsets_are_never_taken_from_a_model() -> None:
    budget = GOOD["budget"] | {"spans": [{"start": 0, "end": 5}], "score": 100}
    reply, endpoint = await ask([said(GOOD | {"budget": budget, "stage": "sql", "confidence": 0.99})])
    assert reply == Reply(Bant.model_validate(GOOD), Usage(100, 20, 1))
    assert len(endpoint.requests) == 1


async def test_terminal_escapes_and_broken_characters_of_an_answer_are_replaced() -> None:
    reply, _ = await ask([said(json.dumps(GOOD | {"summary": "a\x1b]52;c;evil\x07b \ud83d"}))])
    assert isinstance(reply, Reply)
    assert reply.value.summary == "a\ufffd]52;c;evil\ufffdb \ufffd"


async def test_a_refusal_is_no_answer_although_it_comes_with_200(shared: Path) -> None:
    failed, endpoint = await ask(
        traffic(shared, "traceloop/openai__test_chat_parse__test_async_parsed_refused_completion.yaml")
    )
    assert isinstance(failed, Refused)
    assert len(endpoint.requests) == 1
    assert billed(failed).completion_tokens > 0


async def test_half_an_answer_is_truncated_and_not_asked_again(shared: Path) -> None:
    served = traffic(shared, "traceloop/openai__test_vision__test_vision.yaml")
    failed, endpoint = await ask([one for one in served if one.status == 200])
    assert isinstance(failed, Truncated)
    assert len(endpoint.requests) == 1


async def test_a_content_filter_is_a_refusal(shared: Path) -> None:
    served = traffic(shared, "traceloop/openai__test_azure__test_chat_content_filtering.yaml")
    failed, endpoint = await ask(served)
    assert isinstance(failed, Refused)
    assert len(endpoint.requests) == 1


@pytest.mark.parametrize(
    ("cassette", "sentence"),
    [
        (
            "otel/test_async_chat_completion_404.yaml",
            "the endpoint knows no such model (404 model_not_found)",
        ),
        (
            "otel/test_responses_create_api_error[content_mode0].yaml",
            "the endpoint knows no such model (400 model_not_found model)",
        ),
    ],
)
async def test_an_unknown_model_is_said_in_a_sentence(shared: Path, cassette: str, sentence: str) -> None:
    failed, endpoint = await ask(traffic(shared, cassette))
    assert isinstance(failed, Unanswerable)
    assert str(failed) == sentence
    assert len(endpoint.requests) == 1


async def test_a_wrong_key_is_unanswerable_also_as_azure_says_it(shared: Path) -> None:
    served = traffic(shared, "traceloop/openai__test_embeddings__test_azure_openai_embeddings.yaml")
    failed, endpoint = await ask([one for one in served if one.status == 401])
    assert isinstance(failed, Unanswerable)
    assert str(failed) == "the endpoint does not accept the key (401)"
    assert len(endpoint.requests) == 1


async def test_the_429_of_a_gateway_with_a_numeric_code_is_tried_to_the_end(shared: Path) -> None:
    failed, endpoint = await ask(traffic(shared, "openai_compatible/openrouter_429.yaml"), attempts=3)
    assert isinstance(failed, Unavailable)
    assert str(failed) == "the endpoint asks to slow down (429); 3 tries"
    assert len(endpoint.requests) == 3


async def test_parallel_tool_calls_come_in_their_order(shared: Path) -> None:
    name = "otel/test_async_chat_completion_tool_calls_no_content.yaml"
    reply, endpoint = await ask(traffic(shared, name), errand())
    assert isinstance(reply, Reply)
    assert [(call.name, call.arguments["location"]) for call in reply.value] == [
        ("get_current_weather", "Seattle, WA"),
        ("get_current_weather", "San Francisco, CA"),
    ]
    assert [tool["function"]["name"] for tool in endpoint.requests[0]["tools"]] == ["directory", "registry"]


async def test_the_rounds_so_far_go_out_as_the_endpoint_knows_them() -> None:
    calls = (ToolCall(id="c1", name="directory", arguments={"name": "Fonderie"}),)
    turn = Turn(calls=calls, results=(ToolResult(call_id="c1", content={"records": ["café"]}),))
    reply, endpoint = await ask([said("Done.")], errand(turn))
    assert reply == Reply((), Usage(100, 20, 1))
    wish, result = endpoint.requests[0]["messages"][2:]
    function = {"name": "directory", "arguments": '{"name":"Fonderie"}'}
    assert wish["tool_calls"] == [{"id": "c1", "type": "function", "function": function}]
    assert result == {"role": "tool", "tool_call_id": "c1", "content": '{"records":["café"]}'}


async def test_tool_arguments_that_are_no_object_reach_the_caller_as_invalid() -> None:
    reply, _ = await ask([called(("a", "directory", '{"name": "Fon'), ("a", "directory", "[1]"))], errand())
    assert isinstance(reply, Reply)
    assert [call.arguments for call in reply.value] == [{"_invalid": '{"name": "Fon'}, {"_invalid": "[1]"}]
    assert [call.id for call in reply.value] == ["a", "call_0_1"]


@pytest.mark.parametrize(
    "address", ["localhost:11434", "ftp://host/v1", "http://", "gpt-4o", "http://[::1", "http://h:port/"]
)
def test_an_address_that_is_none_is_bad_input(address: str) -> None:
    with pytest.raises(BadInput, match="OPENAI_BASE_URL"):
        OpenAI(settings(address))


def test_a_key_that_no_header_can_carry_is_bad_input() -> None:
    with pytest.raises(BadInput, match="OPENAI_API_KEY") as told:
        OpenAI(settings("http://127.0.0.1/v1", openai_api_key=SecretStr("sk-é\n\x00")))
    assert "sk-" not in str(told.value)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*GOOD, "status", "quotes", "from", "spans", "stage"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@hypothesis_settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(GOOD)), _JSON)
def test_a_hijacked_model_can_spoil_its_answer_but_not_the_run(name: str, value: Any) -> None:
    outcome, _ = asyncio.run(ask([said(GOOD | {name: value})]))
    assert isinstance(outcome, Reply | Malformed)
    if isinstance(outcome, Reply):
        assert not any(slot.spans for slot in outcome.value.slots().values())
