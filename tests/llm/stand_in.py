"""A model behind the wire that reads like the offline engine: what a loopback endpoint answers a whole run with.

    async with Endpoint(stand_in) as endpoint: ...

It knows nothing but the request: the data is taken from between its marks, the tools from their schemas, the rounds
from the transcript. So what it can answer, the request really says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from llm.server import Served, called, said

from agent.llm import Errand, Tool, ToolCall, ToolResult, Turn
from agent.llm.offline.planner import plan
from agent.llm.offline.reader import read
from agent.llm.offline.writer import write
from agent.models.note import Note
from agent.models.rationale import Brief
from agent.sources.lookup import OfLead
from agent.sources.sought import Sought
from prompts import Prompt

_DATA = re.compile(r"\A<(material-\w+)>\n(.*)\n</\1>\n", re.DOTALL)


def stand_in(body: dict[str, Any]) -> Served:
    """The response to one request."""
    found = _DATA.match(body["messages"][1]["content"])
    assert found is not None, "a request without marked data"
    data = found[2]
    if "tools" in body:
        calls = plan(_errand(body, data))
        return (
            called(*((call.id, call.name, json.dumps(call.arguments)) for call in calls))
            if calls
            else said("Done.")
        )
    form = body["response_format"]["json_schema"]["name"]
    answer = read(_note(data)) if form == "Bant" else write(Brief.model_validate_json(data))
    return said(answer.model_dump(mode="json", by_alias=True))


def _note(data: str) -> Note:
    about, _, text = data.partition("\n\n")
    return Note(id="from the wire", text=text, **json.loads(about))


def _errand(body: dict[str, Any], data: str) -> Errand:
    offered = (tool["function"] for tool in body["tools"])
    tools = tuple(Tool(one["name"], one["description"], OfLead) for one in offered)
    prompt = Prompt("enrich_account", 0, "tool calls", body["messages"][0]["content"])
    return Errand(prompt, Sought.model_validate_json(data), tools, tuple(_turns(body["messages"][2:])))


def _turns(messages: Iterable[dict[str, Any]]) -> Iterator[Turn]:
    rounds: list[tuple[list[ToolCall], list[ToolResult]]] = []
    for message in messages:
        if message["role"] == "assistant":
            rounds.append(([_call(one) for one in message["tool_calls"]], []))
        else:
            content = json.loads(message["content"])
            rounds[-1][1].append(ToolResult(call_id=message["tool_call_id"], content=content))
    return (Turn(calls=tuple(calls), results=tuple(results)) for calls, results in rounds)


def _call(one: dict[str, Any]) -> ToolCall:
    arguments = json.loads(one["function"]["arguments"])
    return ToolCall(id=one["id"], name=one["function"]["name"], arguments=arguments)
