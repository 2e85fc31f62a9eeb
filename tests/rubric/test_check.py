"""What a rubric says that can never matter, and what two rubrics say differently."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from agent.rubric import Rubric, load_rubric
from agent.rubric.check import check
from agent.rubric.diff import Change, diff
from agent.rubric.load import DEFAULT


def changed(place: str, value: Any) -> Rubric:
    """The built-in rubric with one entry replaced."""
    said = tomllib.loads(DEFAULT.read_text("utf-8"))
    *path, last = place.split(".")
    table = said
    for part in path:
        table = table[part]
    table[last] = value
    return Rubric.model_validate(said)


def test_the_built_in_rubric_has_nothing_to_look_at_again() -> None:
    assert check(load_rubric()) == ()


@pytest.mark.parametrize(
    ("place", "value", "remark"),
    [
        ("profiles.direct.mql.intent", 0, "intent is never below 0"),
        ("profiles.partner.eql", 41, "asks no more than the two thresholds of mql"),
        ("eql.triggers", 9, "out of reach: 6 kinds of touchpoint are triggers"),
        ("touchpoints.page_view.at_most", 0.5, "less than its own points"),
        ("disqualifiers.competitor", {"en": "Rival", "fr": "Rival"}, "nothing is ever ruled out by it"),
        ("fit.industry.fr", " ", "has no name"),
    ],
)
def test_an_entry_that_can_never_matter_is_named(place: str, value: Any, remark: str) -> None:
    (found,) = check(changed(place, value))
    assert remark in found.what
    assert found.place.startswith(place.rpartition(".")[0])


def test_a_disqualifier_that_repeats_another_ones_words_is_named() -> None:
    rubric = changed("disqualifiers.competitor.said", ["hors zone"])
    assert any('"hors zone" stands in' in remark.what for remark in check(rubric))


def test_a_rubric_differs_from_itself_in_nothing() -> None:
    assert diff(load_rubric(), load_rubric()) == ()


def test_numbers_differ_by_their_values_and_lists_by_what_left_and_joined() -> None:
    ours = load_rubric()
    assert diff(ours, changed("profiles.direct.mql.fit", 30)) == (
        Change("profiles.direct.mql.fit", "24", "30"),
    )
    zones = list(ours.fit["industry"].levels["excluded"].words)
    (moved,) = diff(ours, changed("fit.industry.levels.excluded.words", [*zones[1:], "casinos"]))
    assert (moved.before, moved.after) == (zones[0], "casinos")


def test_the_order_of_a_list_of_words_is_no_difference() -> None:
    ours = load_rubric()
    words = list(ours.fit["industry"].levels["excluded"].words)
    assert diff(ours, changed("fit.industry.levels.excluded.words", words[::-1])) == ()
