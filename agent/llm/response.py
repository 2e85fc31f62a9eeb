"""What an endpoint's 200 holds: an answer, a refusal, half an answer, or no completion at all."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

from pydantic import BaseModel, NonNegativeInt, ValidationError

from agent.clean import clean_document, clean_field
from agent.errors import Malformed, ModelError, Refused, Truncated
from agent.llm import ToolCall
from agent.llm.failure import error_in, failure
from agent.llm.retry import Again


class _Function(BaseModel):
    name: str
    arguments: str | dict[str, Any] | None = None


class _Call(BaseModel):
    id: str | None = None
    function: _Function


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[_Call] | None = None

    @property
    def role(self) -> str:
        """Whom a re-ask quotes."""
        return "assistant"


class _Choice(BaseModel):
    message: _Message = _Message()
    """Absent where a content filter stepped in."""
    finish_reason: str | None = None


class _Tokens(BaseModel):
    prompt_tokens: NonNegativeInt = 0
    completion_tokens: NonNegativeInt = 0


class Completion(BaseModel):
    """As much of a chat completion as leadsift reads."""

    choices: list[_Choice]
    usage: _Tokens | None = None

    @property
    def message(self) -> _Message:
        """Of the first choice."""
        return self.choices[0].message


def read_completion(body: bytes) -> Completion:
    """The completion in the body of a 200, with a choice at least. Raises `Again`, or the error it holds."""
    try:
        found = Completion.model_validate_json(body)
    except ValidationError:
        found = None
    if found is None or not found.choices:
        raise _no_completion(body)
    return found


def finished(answer: Completion) -> Completion:
    """The same completion, when the model said all it had to say. Raises `Refused` or `Truncated`."""
    finish = answer.choices[0].finish_reason
    if answer.message.refusal:
        raise Refused("the model declined to answer")
    if finish == "content_filter":
        raise Refused("the endpoint's content filter stopped the answer")
    if finish == "length":
        raise Truncated("the answer met the token limit")
    return answer


def decoded(text: str | None) -> Any:
    """The JSON a model wrote. Raises ValueError, also for a number that is none."""
    try:
        return json.loads(text or "", parse_float=_finite, parse_constant=_finite)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def tool_calls(answer: Completion, turn: int) -> tuple[ToolCall, ...]:
    """The calls a model wants, none when it is done.

    Arguments that are no JSON object arrive as {"_invalid": their first 200 characters}, which no tool
    takes. An id that is missing, or there twice, is made up from `turn` and place.
    """
    calls: dict[str, ToolCall] = {}
    for place, call in enumerate(answer.message.tool_calls or ()):
        given = clean_field(call.id or "")
        name = given if given and given not in calls else f"call_{turn}_{place}"
        arguments = _arguments(call.function.arguments)
        calls[name] = ToolCall(id=name, name=clean_field(call.function.name), arguments=arguments)
    return tuple(calls.values())


def _no_completion(body: bytes) -> Again | ModelError:
    """Some gateways answer 200 with the error of the endpoint behind them."""
    error = error_in(body)
    if error is None:
        return Again("the endpoint's answer is no chat completion", Malformed)
    code = error.get("code")
    return failure(code if isinstance(code, int) and 400 <= code < 600 else 502, {}, body)


def _arguments(given: str | dict[str, Any] | None) -> dict[str, Any]:
    try:
        value = _cleaned(given if isinstance(given, dict) else decoded(given or "{}"))
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict) else {"_invalid": clean_document(str(given)[:200])}


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return clean_document(value)
        case dict():
            return {clean_field(name): _cleaned(each) for name, each in value.items()}
        case list():
            return [_cleaned(each) for each in value]
        case _:
            return value


def _finite(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        raise ValueError(f"{number} is no number")
    return value
