"""Timing: which of several dates counts, and which dates are no timing at all."""

from datetime import date

import pytest

from agent.intake.notes import note_from_text
from agent.llm.offline.reader import read
from agent.models.bant import Status, Timing

DAY = date(2026, 1, 20)


def timing_of(text: str) -> Timing:
    return read(note_from_text(text, "n", ".txt", DAY)).timing


@pytest.mark.parametrize(
    "text",
    [
        "Go-live was June, now it's October.",
        "They'd install in June. Actually, October.",
        "On voulait installer en mai, ce n'est plus mai, c'est octobre.",
    ],
)
def test_a_date_put_in_the_place_of_another_counts(text: str) -> None:
    found = timing_of(text)
    assert (found.from_, found.to) == (date(2026, 10, 1), date(2026, 10, 31))


def test_the_decision_comes_before_the_event_that_forces_it() -> None:
    found = timing_of("Donc ce n'est plus juin : on choisit fin mars, l'inspecteur vient le 14 avril.")
    assert (found.from_, found.to) == (date(2026, 3, 21), date(2026, 3, 31))


def test_two_people_with_dates_that_cannot_both_hold_contradict() -> None:
    found = timing_of("Planning : Sophie veut lancer avant Pâques, Marc répond « pas avant septembre ».")
    assert found.status is Status.CONTRADICTORY
    assert (found.from_, found.to) == (None, None)


def test_a_day_apposed_to_before_something_is_a_deadline() -> None:
    found = timing_of("We need it in place before the opening, 12 December.")
    assert (found.from_, found.to) == (None, date(2026, 12, 12))


def test_from_a_day_in_may_on_is_no_verb() -> None:
    found = timing_of("Timing: from 1 May on.")
    assert (found.from_, found.to) == (date(2026, 5, 1), None)


@pytest.mark.parametrize(
    "text",
    [
        "We're booked until September, no new patients.",
        "Our offer is valid until 30 June.",
        "Notre devis est valable jusqu'au 30 juin.",
        "I'm away until 4 May.",
    ],
)
def test_a_full_diary_and_an_offers_validity_are_no_timing(text: str) -> None:
    assert timing_of(text).status is Status.NOT_RAISED


def test_a_date_taken_back_is_denied_and_one_disputed_contradicts() -> None:
    assert timing_of("We thought May, but in the end there's no date.").status is Status.DENIED
    disputed = 'Ann says "we pick by end of April", Bob says "not this year". Not settled.'
    assert timing_of(disputed).status is Status.CONTRADICTORY


def test_a_date_named_only_to_be_ruled_out_is_not_meant() -> None:
    found = timing_of("Not March any more, April: that's when we sign.")
    assert (found.from_, found.to) == (date(2026, 4, 1), date(2026, 4, 30))


@pytest.mark.parametrize(
    "text", ["Budget: not this year.", "Budget : on le fera pas cette année, plus un sou."]
)
def test_not_this_year_said_of_the_money_is_no_timing(text: str) -> None:
    assert timing_of(text).status is Status.NOT_RAISED
