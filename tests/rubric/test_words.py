"""Word lists: what counts as the same word, and which word counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.rubric.words import Phrases, fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Directrice des Opérations", "directrice des operations"),
        ("C.E.O.", "ceo"),
        ("V.P. Sales", "vp sales"),
        ("Chef d’équipe", "chef d equipe"),
        ("R&D / Main-d'œuvre", "r d main d oeuvre"),
        ("", ""),
    ],
)
def test_case_accents_and_punctuation_do_not_matter(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_longest_phrase_of_those_that_begin_together_counts() -> None:
    phrases = Phrases({"top": ["president"], "second": ["vice president"], "general": ["vice"]})
    assert phrases.level("Vice President, Operations") == "second"


def test_the_leftmost_phrase_counts() -> None:
    phrases = Phrases({"top": ["CEO"], "staff": ["assistant*"]})
    assert phrases.level("Assistant to the CEO") == "staff"
    assert phrases.level("CEO and personal assistant") == "top"


def test_a_star_stands_for_every_ending_and_nothing_else_does() -> None:
    phrases = Phrases({"makes": ["manufactur*"], "law": ["law"]})
    assert phrases.level("Plastics Manufacturing") == "makes"
    assert phrases.level("Lawn care") is None


def test_an_ignored_phrase_is_read_over() -> None:
    phrases = Phrases({"student": ["student*"], "manager": ["manager"]}, ignore=["student success"])
    assert phrases.level("Student Success Manager") == "manager"
    assert phrases.level("Student, future manager") == "student"


def test_one_phrase_in_two_levels_is_refused() -> None:
    with pytest.raises(ValueError, match='"Énergie" stands in "far" and in "near"'):
        Phrases({"far": ["energie"], "near": ["Énergie"]})


def test_a_phrase_without_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="has no letters"):
        Phrases({"any": ["*"]})


def test_lists_without_a_phrase_name_nothing() -> None:
    assert Phrases({"any": []}).level("whatever") is None


@given(st.text())
def test_no_text_breaks_the_matching(text: str) -> None:
    assert Phrases({"a": ["a*", "b c"]}, ignore=["ab"]).level(text) in ("a", None)
