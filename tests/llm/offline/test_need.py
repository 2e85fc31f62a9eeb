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


@pytest.mark.parametrize(
    "text",
    [
        "There's nothing to solve, they're just browsing.",
        '"We have no problem to fix", she said.',
        "The team is comfortable with how things are.",
        "Rien à régler selon lui : l'outil actuel fait le travail.",
        "« On n'a aucune difficulté là-dessus », dit-elle, simple curiosité.",
        "Rep: Any pain today?\nBen: Not really, it all runs smoothly.",
        "Rep: Do you lose much stock?\nJo: Nope.",
    ],
)
def test_contentment_denies_the_need(text: str) -> None:
    assert need_of(text) is Status.DENIED


@pytest.mark.parametrize(
    "text",
    [
        "She'd love to see all bookings on one screen.",
        '"Would be neat if the reminders went out by themselves. Nobody\'s complaining."',
        "She'd like something nicer than the spreadsheet, it's ugly but it does the job.",
        "Elle adorerait voir les réservations au même endroit, rien ne coince aujourd'hui.",
        "Le fichier est un peu pénible, mais on fait avec.",
    ],
)
def test_a_wish_outweighs_that_nothing_is_wrong(text: str) -> None:
    assert need_of(text) is Status.INDICATED


@pytest.mark.parametrize(
    "text",
    [
        '"Our dispatcher spends three hours a day on the phone finding trucks."',
        "Deux techniciens passent leur vendredi à recoller les feuilles d'heures.",
        "One delivery in eight comes back.",
        "Un devis sur dix part avec une erreur.",
    ],
)
def test_hours_eaten_up_and_shares_that_fail_are_problems_with_their_figure(text: str) -> None:
    assert need_of(text) is Status.CONFIRMED


@pytest.mark.parametrize(
    "text",
    [
        "Met Ann at the fair. I told her most plants lose 6 hours a week. She took a card.",
        "Ann: You wrote that clinics lose 5 hours a week, I leave that to you.",
        "Her previous company got fined 30k for this.",
        "They pay Toolco 900 a month.",
        "Besoin : rien abordé, elle devait filer.",
    ],
)
def test_what_the_seller_says_others_suffer_and_prices_are_no_need(text: str) -> None:
    assert need_of(text) is Status.NOT_RAISED


def test_a_problem_and_its_denial_by_the_same_person_contradict_unless_one_is_a_correction() -> None:
    told = "Rep: What hurts?\nKev: Double bookings, we lost 31 families over Easter and refunded $8,500.\nRep: Ouch.\n"
    assert need_of(f"{told}Kev: Well, there's nothing wrong with bookings really.") is Status.CONTRADICTORY
