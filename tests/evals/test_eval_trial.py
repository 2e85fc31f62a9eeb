"""Models and prompts tried against a real endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from evals.making import TEXT, bant, label
from llm.asked import settings
from llm.server import Answering, Endpoint, Served, error, said

from agent.errors import BadInput, BudgetExhausted, Unanswerable
from agent.evals.trial import Trial, try_all
from agent.evals.variant import Variant, variants
from agent.intake.notes import note_from_text

NOTES = {id: note_from_text(f"{TEXT}\n{id}", id) for id in ("one", "two")}
LABELS = {id: bant() for id in NOTES}
SAID = label()
INVENTED: dict[str, Any] = label(need={"status": "not_raised"})


async def tried(
    folder: Path,
    served: Served | Answering,
    of: tuple[Variant, ...] = (Variant("gpt-4o-mini"),),
    **changes: Any,
) -> tuple[list[Trial], Endpoint]:
    """The trials over both notes, and the endpoint with what it was sent."""
    async with Endpoint(served) as endpoint:
        given = settings(endpoint.url, **{"database_url": str(folder / "eval.db"), "attempts": 1, **changes})
        return await try_all(of, NOTES, LABELS, given), endpoint


async def test_a_model_is_judged_like_the_rules_and_its_notes_are_priced(tmp_path: Path) -> None:
    trials, endpoint = await tried(tmp_path, said(SAID), (Variant(), Variant("gpt-4o-mini")))
    rules, model = trials
    assert (rules.variant, rules.cost) == ("offline", 0)
    assert (model.variant, model.measures["status_accuracy"].value) == ("gpt-4o-mini", 1)
    assert model.cost == pytest.approx((100 * 0.15 + 20 * 0.60) / 1_000_000)
    assert model.seconds is not None
    assert len(endpoint.requests) == len(NOTES)


async def test_an_answer_once_paid_is_not_asked_again_but_still_priced(tmp_path: Path) -> None:
    (first,), _ = await tried(tmp_path, said(SAID))
    (again,), endpoint = await tried(tmp_path, error(500))
    assert endpoint.requests == []
    assert (again.cost, again.measures) == (first.cost, first.measures)
    assert again.seconds is None


async def test_each_prompt_is_sent_in_place_of_the_built_in_one_without_its_front_matter(
    tmp_path: Path,
) -> None:
    terse, long = tmp_path / "terse.md", tmp_path / "long.md"
    terse.write_text("---\nname: read_note\nversion: 9\nanswer: Bant\n---\nFill it in.\n")
    long.write_text("Fill it in, please.")

    def answer(body: dict[str, Any]) -> Served:
        return said(SAID if body["messages"][0]["content"] == "Fill it in." else INVENTED)

    trials, endpoint = await tried(tmp_path, answer, variants(["gpt-4o-mini"], [terse, long]))
    assert [trial.variant for trial in trials] == ["gpt-4o-mini, terse", "gpt-4o-mini, long"]
    assert [trial.measures["need.accuracy"].value for trial in trials] == [1, 0]
    sent = {request["messages"][0]["content"] for request in endpoint.requests}
    assert sent == {"Fill it in.", "Fill it in, please."}


async def test_a_note_the_model_fails_on_counts_as_missed_and_is_told(tmp_path: Path) -> None:
    def answer(body: dict[str, Any]) -> Served:
        return error(400, "content_filter") if "\ntwo" in body["messages"][1]["content"] else said(SAID)

    (trial,), _ = await tried(tmp_path, answer)
    assert set(trial.failures) == {"two"}
    assert trial.measures["missed_rate"].value == 0.5


async def test_a_model_that_reads_nothing_at_all_is_an_error_and_no_result(tmp_path: Path) -> None:
    with pytest.raises(Unanswerable):
        await tried(tmp_path, error(401, "invalid_api_key"))


async def test_a_model_without_a_price_has_no_cost(tmp_path: Path) -> None:
    (trial,), _ = await tried(tmp_path, said(SAID), (Variant("own-model"),))
    assert trial.cost is None


async def test_variants_share_one_budget(tmp_path: Path) -> None:
    of = (
        Variant("gpt-4o-mini"),
        Variant("gpt-4o-mini", variants(["x"], [_file(tmp_path)])[0].prompt, "terse"),
    )
    with pytest.raises(BudgetExhausted):
        await tried(tmp_path, said(SAID, usage=(9_000, 3_000)), of, budget=0.0065, max_answer_tokens=64)
    (alone,), _ = await tried(tmp_path, error(500), of[:1])
    assert alone.measures["status_accuracy"].value == 1


async def test_a_model_without_a_key_is_refused(tmp_path: Path) -> None:
    given = settings("", openai_api_key=None, openai_base_url=None, database_url=str(tmp_path / "eval.db"))
    with pytest.raises(BadInput, match="no key to ask gpt-4o"):
        await try_all([Variant("gpt-4o")], NOTES, LABELS, given)


def test_variants_are_every_model_with_every_prompt_and_the_rules_once(tmp_path: Path) -> None:
    file = _file(tmp_path)
    assert [v.name for v in variants([], [])] == ["offline"]
    assert [v.name for v in variants(["a", "b", "a"], [])] == ["a", "b"]
    assert [v.name for v in variants(["a", "offline"], [file])] == ["offline", "a, terse"]


def test_prompts_that_cannot_be_told_apart_read_or_used_are_refused(tmp_path: Path) -> None:
    file = _file(tmp_path)
    (tmp_path / "empty.md").write_text("---\nname: read_note\n---\n")
    for models, prompts, why in (
        ([], [file], "rules have no prompt"),
        (["a"], [file, file], "same name"),
        (["a"], [tmp_path / "none.md"], r"none\.md: cannot be read"),
        (["a"], [tmp_path / "empty.md"], r"empty\.md: the prompt is empty"),
    ):
        with pytest.raises(BadInput, match=why):
            variants(models, prompts)


def _file(folder: Path) -> Path:
    file = folder / "terse.md"
    file.write_text("Fill it in.")
    return file
