"""Which source the offline engine asks next."""

from __future__ import annotations

import pytest

from agent.llm import Errand, Tool, ToolCall, ToolResult, Turn
from agent.llm.offline.planner import plan
from agent.models.note import Note
from agent.sources import Clue, OfLead, Sought
from prompts import load

TOOLS = tuple(
    Tool(name, "", OfLead)
    for name in ("register_by_name", "list_by_domain", "list_by_name", "list_by_legal_id")
)


def errand(*clues: Clue, turns: tuple[Turn, ...] = (), tools: tuple[Tool, ...] = TOOLS) -> Errand:
    return Errand(
        load("enrich_account").fill(max_calls=8), Sought(account_id="A1", clues=clues), tools, turns
    )


def asked(*clues: Clue, settled_by: str = "", limit: int = 20) -> list[tuple[str, str]]:
    """Every call until the planner stops, each answered with nothing found but the one that settles."""
    calls: list[tuple[str, str]] = []
    turns: tuple[Turn, ...] = ()
    while (answer := plan(errand(*clues, turns=turns))) and len(calls) < limit:
        (call,) = answer
        calls.append((call.name, call.arguments["lead_id"]))
        result = ToolResult(call_id=call.id, content={"found": [], "settled": call.name == settled_by})
        turns += (Turn(calls=answer, results=(result,)),)
    return calls


FULL = Clue(lead_id="L1", company="Brightloom", website="b.example", legal_ids={"siren": "732829320"})


def test_the_surest_question_comes_first_and_then_in_the_order_offered() -> None:
    assert asked(FULL) == [
        ("list_by_legal_id", "L1"),
        ("list_by_domain", "L1"),
        ("register_by_name", "L1"),
        ("list_by_name", "L1"),
    ]


def test_it_stops_when_the_company_is_known() -> None:
    assert asked(FULL, settled_by="list_by_domain") == [("list_by_legal_id", "L1"), ("list_by_domain", "L1")]


def test_nothing_is_asked_that_a_lead_does_not_tell() -> None:
    assert asked(Clue(lead_id="L1", company="Brightloom")) == [
        ("register_by_name", "L1"),
        ("list_by_name", "L1"),
    ]
    assert asked(Clue(lead_id="L1", mail="b.example")) == [("list_by_domain", "L1")]
    assert asked() == []


def test_leads_that_write_a_thing_alike_are_one_question_and_others_are_not() -> None:
    clues = (
        Clue(lead_id="L1", company="Brightloom", mail="b.example"),
        Clue(lead_id="L2", company="BRIGHTLOOM", mail="b.example", city="Lyon"),
        Clue(lead_id="L3", company="Brightloom SAS", mail="b.example"),
    )
    assert asked(*clues) == [
        ("list_by_domain", "L1"),
        ("register_by_name", "L1"),
        ("register_by_name", "L3"),
        ("list_by_name", "L1"),
        ("list_by_name", "L3"),
    ]


def test_what_another_model_asked_before_is_not_asked_again_and_its_mistakes_do_no_harm() -> None:
    calls = (
        ToolCall(id="a", name="list_by_legal_id", arguments={"lead_id": "L1"}),
        ToolCall(id="b", name="list_by_domain", arguments={"url": "http://evil.example"}),
        ToolCall(id="c", name="list_by_domain", arguments={"lead_id": ["L1"]}),
    )
    results = tuple(ToolResult(call_id=call.id, content={"error": "wrong"}) for call in calls)
    (call,) = plan(errand(FULL, turns=(Turn(calls=calls, results=results),)))
    assert (call.name, call.arguments) == ("list_by_domain", {"lead_id": "L1"})


def test_it_only_runs_errands_about_companies() -> None:
    note = Errand(load("enrich_account").fill(max_calls=8), Note(id="n", text="hello"), TOOLS)
    with pytest.raises(TypeError, match="Note"):
        plan(note)
