"""The wire as recorded: the same bodies go out, and what came back is read, with nobody listening."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from cassette import FOLDER, MODE, cassette
from llm.asked import GOOD, Hurried, errand, question, settings
from llm.server import called, error, said

from agent.errors import Unavailable
from agent.llm import Reply, ToolResult, Turn, Usage
from agent.llm.openai import OpenAI
from agent.models.bant import Bant


async def test_a_note_is_read_after_a_pause_and_a_re_ask() -> None:
    served = error(429, "rate_limit_exceeded", headers={"retry-after": "2"}), said({}), said(GOOD)
    hurried = Hurried()
    async with cassette("read_note", *served) as url, OpenAI(settings(url), clock=hurried.clock) as model:
        reply = await model.extract(question())
    assert reply == Reply(Bant.model_validate(GOOD), Usage(200, 40, 3))
    assert 2 <= hurried.time < 3


async def test_an_account_is_looked_up_in_two_rounds() -> None:
    served = called(("c1", "directory", '{"name": "Fonderie Exemple", "country": "FR"}')), said("Done.")
    async with cassette("enrich_account", *served) as url, OpenAI(settings(url)) as model:
        calls = (await model.call_tools(errand())).value
        results = tuple(ToolResult(call_id=call.id, content={"records": []}) for call in calls)
        done = await model.call_tools(errand(Turn(calls=calls, results=results)))
    assert [call.arguments for call in calls] == [{"name": "Fonderie Exemple", "country": "FR"}]
    assert done.value == ()


@pytest.mark.skipif(MODE != "none", reason="while recording, anything may be asked")
async def test_a_question_that_was_not_recorded_is_not_answered() -> None:
    with pytest.raises(Unavailable):
        async with cassette("enrich_account") as url, OpenAI(settings(url, attempts=1)) as model:
            await model.extract(question())


@pytest.mark.skipif(MODE != "none", reason="while recording, what was recorded is what is asked")
async def test_a_cassette_that_is_not_played_to_its_end_fails() -> None:
    with pytest.raises(AssertionError, match="enrich_account: 1 of 2 interactions played"):
        async with cassette("enrich_account") as url, OpenAI(settings(url)) as model:
            await model.call_tools(errand())


@pytest.mark.parametrize("tape", sorted(FOLDER.glob("**/*.yaml")), ids=lambda tape: tape.stem)
def test_no_cassette_holds_a_key_or_a_machine(tape: Path) -> None:
    text = tape.read_text(encoding="utf-8")
    assert "sk-" not in text
    assert "stainless" not in text
    for one in yaml.safe_load(text)["interactions"]:
        assert one["request"]["uri"].startswith("http://endpoint.test/v1/")
        assert "authorization" not in {name.lower() for name in one["request"]["headers"]}
