"""Which sources to ask next, as a sensible person would: the surest question first, and none twice."""

from __future__ import annotations

from itertools import islice

from agent.llm import Errand, ToolCall
from agent.sources.sought import Clue, Sought

_KINDS = ("_by_legal_id", "_by_domain", "_by_name")


def plan(errand: Errand) -> tuple[ToolCall, ...]:
    """The next call of an errand about a `Sought`; none when the company is known, or nothing left to ask.

    A number settles more than a domain and a domain more than a name; among equals the tool offered first
    is asked first. Two leads that write a thing alike are one question.
    """
    if not isinstance(errand.subject, Sought):
        raise TypeError(f"the offline engine runs no errands for a {type(errand.subject).__name__}")
    if errand.turns and any(result.content.get("settled") for result in errand.turns[-1].results):
        return ()
    clues = {clue.lead_id: clue for clue in errand.subject.clues}
    asked = {
        (call.name, _looked_for(call.name, clues[lead_id]))
        for turn in errand.turns
        for call in turn.calls
        if (lead_id := str(call.arguments.get("lead_id"))) in clues
    }
    left = (
        ToolCall(id=f"call-{len(asked) + 1}", name=tool.name, arguments={"lead_id": lead_id})
        for kind in _KINDS
        for tool in errand.tools
        for lead_id, clue in clues.items()
        if tool.name.endswith(kind)
        and (sought := _looked_for(tool.name, clue))
        and (tool.name, sought) not in asked
    )
    return tuple(islice(left, 1))


def _looked_for(tool: str, clue: Clue) -> tuple[str, ...]:
    """What the tool would look for on this lead."""
    if tool.endswith("_by_legal_id"):
        return tuple(f"{scheme} {number}" for scheme, number in clue.legal_ids.items())
    return clue.domains if tool.endswith("_by_domain") else tuple(filter(None, [clue.company.casefold()]))
