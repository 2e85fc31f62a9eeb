"""Need: counts with a consequence, wishes, denials, and two people of two minds."""

import pytest

from agent.intake.notes import note_from_text
from agent.llm.offline.reader import read
from agent.models.bant import Status


def need_of(text: str) -> Status:
    return read(note_from_text(text, "n", ".txt")).need.status


@pytest.mark.parametrize(
    "text",
    [
        "They had 22 appointments cancelled because nobody confirmed them.",
        "40 kg de légumes jetés par semaine.",
        "The till is off by $300 a day.",
        "15 applicants walked away last quarter.",
    ],
)
def test_a_count_of_what_went_wrong_is_a_problem_with_its_consequence(text: str) -> None:
    assert need_of(text) is Status.CONFIRMED


@pytest.mark.parametrize(
    "text",
    ["We'd maybe like fewer forms.", "It'd be nice to have alerts.", "Ce serait bien d'avoir des alertes."],
)
def test_a_hedged_wish_is_a_wish(text: str) -> None:
    assert need_of(text) is Status.INDICATED


def test_a_need_that_is_asked_for_and_not_there_is_denied() -> None:
    assert need_of("- le problème : franchement il n'y en a pas.\n- budget : 10k") is Status.DENIED


@pytest.mark.parametrize("text", ["Inutile de me rappeler avant lundi.", "No need to call before Monday."])
def test_a_call_that_is_not_needed_denies_no_need(text: str) -> None:
    assert need_of(text) is Status.NOT_RAISED


def test_two_people_of_two_minds_about_one_problem_contradict() -> None:
    text = 'Need: Rosa says "we lose four orders a week to the fax". Dan cut in: "we don\'t need it, it works fine".'
    assert need_of(text) is Status.CONTRADICTORY


def test_praise_before_a_but_does_not_hide_the_problem_after_it() -> None:
    assert (
        need_of("Happy with it overall, but it drops one order in ten and that costs $3k a month.")
        is Status.CONFIRMED
    )
    assert need_of("Does 300 invoices a month by hand, but it works fine.") is Status.DENIED
