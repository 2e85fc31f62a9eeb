"""The filling that asks a language model: OpenAI, or any endpoint that speaks its chat completions.

A question takes one request: the schema is built once, the body goes out as it is, the answer is validated
by our own noun. When that fails, or the caller's check complains, instructor words a re-ask and the model
gets one more try.
"""

from __future__ import annotations

import asyncio
from functools import partial
from types import TracebackType
from typing import Self

from httpx2 import URL, InvalidURL, Response
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, DefaultAioHttpClient
from pydantic import ValidationError

from agent.errors import BadInput, Malformed, ModelError
from agent.llm import A, Errand, Question, Reply, ToolCall
from agent.llm.cost import Meter, billing, tokens_at_most
from agent.llm.failure import Declined, failure
from agent.llm.request import FORM, Body, errand_body, question_body
from agent.llm.response import Completion, decoded, finished, read_completion, tool_calls
from agent.llm.retry import LONGEST_PAUSE, Again, Clock, Gate, persist
from agent.llm.strict import sift
from agent.settings import Settings

_MOST_COMPLAINT = 4000  # characters of it a re-ask may quote


class OpenAI:
    """A `Model` behind an endpoint. One client for the process; `async with` closes it.

    Raises `BadInput` for an address or key that cannot be sent, and from its calls `ModelError` alone; what
    a failed call used is on its error (`agent.llm.cost.billed`).
    """

    def __init__(self, settings: Settings, *, clock: Clock | None = None) -> None:
        self.name = settings.model
        self.identity = f"{settings.model}@{FORM}"
        self._attempts = settings.attempts
        self._timeout = settings.timeout
        self._options: Body = {"temperature": 0, "max_completion_tokens": settings.max_answer_tokens}
        self._clock = clock or Clock()
        self._gate = Gate(settings.concurrency, self._clock)
        self._client = AsyncOpenAI(
            api_key=_key(settings),
            base_url=_address(settings),
            max_retries=0,  # retries and time have one owner each: `persist`, and `_post`
            timeout=None,
            http_client=DefaultAioHttpClient(),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._client.close()

    async def extract(self, question: Question[A]) -> Reply[A]:
        """The answer, after one re-ask at most; the check may still complain, which the caller weighs."""
        meter = Meter()
        with billing(meter):
            answer = await self._answered(question, meter)
        return Reply(answer, meter.usage)

    async def call_tools(self, errand: Errand) -> Reply[tuple[ToolCall, ...]]:
        """The calls the model wants next; none when it answers in words."""
        meter = Meter()
        with billing(meter):
            said = await self._complete(errand_body(errand), meter)
        return Reply(tool_calls(said, len(errand.turns)), meter.usage)

    async def _answered(self, question: Question[A], meter: Meter) -> A:
        body = question_body(question)
        said = await self._complete(body, meter)
        answer, fault = _tried(said, question)
        if answer is not None and fault is None:
            return answer
        try:
            said = await self._complete(body | {"messages": _reask(body, said, fault)}, meter)
        except ModelError:
            if answer is None:
                raise
            return answer  # one that has faults is better than none: the caller drops what does not hold
        second, fault = _tried(said, question)
        if best := second or answer:
            return best
        raise Malformed(f"the answer is no {question.answer.__name__}, asked twice: {_wrong(fault)}")

    async def _complete(self, body: Body, meter: Meter) -> Completion:
        """One completion, with as many attempts as the settings allow."""
        while True:
            sent = self._options
            attempt = partial(self._attempt, {"model": self.name, **body, **sent}, meter)
            try:
                said = await persist(
                    attempt,
                    attempts=self._attempts,
                    deadline=self._attempts * self._timeout + LONGEST_PAUSE,
                    clock=self._clock,
                )
            except Declined as objection:
                if objection.parameter not in sent:
                    raise
                self._options = _without(objection.parameter, self._options)
            else:
                return finished(said)

    async def _attempt(self, body: Body, meter: Meter) -> Completion:
        async with self._gate.passage():
            meter.attempts += 1
            try:
                response = await self._post(body)
            except Again as refusal:
                if refusal.slow_down:
                    self._gate.refused(refusal)
                raise
            self._gate.answered()
        return _read(response, meter)

    async def _post(self, body: Body) -> Response:
        try:
            async with asyncio.timeout(self._timeout):
                return await self._client.post("/chat/completions", body=body, cast_to=Response)
        except APIStatusError as error:
            raise failure(error.status_code, error.response.headers, error.response.content) from None
        except TimeoutError:
            raise Again(f"no answer within {self._timeout:g} s") from None
        except APIConnectionError as error:
            raise Again("the connection to the endpoint failed") from error


def _read(response: Response, meter: Meter) -> Completion:
    """The completion in a response, counted by its own figures; without them by size: it was paid for."""
    estimate = tokens_at_most(len(response.request.content)), tokens_at_most(len(response.content))
    try:
        said = read_completion(response.content)
    except Again:
        meter.count(*estimate)
        raise
    meter.count(*((said.usage.prompt_tokens, said.usage.completion_tokens) if said.usage else estimate))
    return said


def _tried(said: Completion, question: Question[A]) -> tuple[A | None, ValueError | None]:
    """The answer in a completion if it validates, and what is wrong with it if anything is."""
    try:
        answer = question.answer.model_validate(sift(decoded(said.message.content), question.answer))
    except ValueError as error:
        return None, error
    complaints = question.check(answer) if question.check else ()
    return answer, ValueError("\n".join(complaints)) if complaints else None


def _reask(body: Body, said: Completion, fault: ValueError | None) -> list[Body]:
    """The messages grown by the failed answer and what is wrong with it, as instructor words it."""
    from instructor import Mode
    from instructor.processing import handle_reask_kwargs

    lines = _faults(fault) if isinstance(fault, ValidationError) else [str(fault)]
    complaint = ValueError("\n".join(lines)[:_MOST_COMPLAINT])
    grown = handle_reask_kwargs({"messages": [*body["messages"]]}, Mode.JSON_SCHEMA, said, complaint)
    messages: list[Body] = grown["messages"]
    return messages


def _faults(error: ValidationError) -> list[str]:
    return [f"{_place(each['loc'])}: {each['msg']}" for each in error.errors(include_url=False)]


def _wrong(fault: ValueError | None) -> str:
    """Where a fault lies, without a word of the answer."""
    if not isinstance(fault, ValidationError):
        return "it is not JSON"
    return ", ".join(f"{_place(each['loc'])} ({each['type']})" for each in fault.errors()[:5])


def _place(path: tuple[int | str, ...]) -> str:
    return ".".join(map(str, path))


def _without(parameter: str, options: Body) -> Body:
    """The options without one that the endpoint declined; the limit goes by its older name before it goes."""
    fewer = {name: value for name, value in options.items() if name != parameter}
    if parameter == "max_completion_tokens" and parameter in options:
        fewer["max_tokens"] = options[parameter]
    return fewer


def _key(settings: Settings) -> str:
    """The key as a header can carry it. An endpoint of one's own may need none."""
    key = settings.openai_api_key.get_secret_value().strip() if settings.openai_api_key else "none"
    if not key.isascii() or not key.isprintable():
        raise BadInput("OPENAI_API_KEY holds characters no key has", remedy="Copy it again")
    return key or "none"


def _address(settings: Settings) -> str | None:
    """Where the endpoint is; None for OpenAI's own."""
    address = settings.openai_base_url
    try:
        url = URL(address or "https://api.openai.com/v1")
    except InvalidURL:
        url = URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise BadInput("OPENAI_BASE_URL is not an address", remedy="Give one like https://api.openai.com/v1")
    return address
