"""Budgets, by the classes of language reps write them in: what is set aside, limits, terms, countries, two voices."""

from __future__ import annotations

from datetime import date

import pytest

from agent.intake.notes import note_from_text
from agent.llm.offline.country import country_currency
from agent.llm.offline.reader import read
from agent.models.bant import Budget


def budget(text: str) -> Budget:
    return read(note_from_text(f"Notes on a first call\n{text}\n", "x", ".txt", date(2026, 3, 2))).budget


def asked(*turns: str) -> Budget:
    """A call in which seller and buyer take turns, the seller first."""
    spoken = [f"{('Rep', 'Jo')[i % 2]}: {said}" for i, said in enumerate(turns)]
    opening = ["Rep: Thanks for making the time, how are you?", "Jo: Fine."]
    return budget("\n".join([*opening, *spoken, "Rep: Thanks, I'll send you a summary."]))


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("She has $9k tucked away for it, cleared by the partners.", 9000),
        ("Le siège a débloqué 48 000 € HT pour ce projet.", 48000),
        ("Le comptable a réservé 25 000 avant taxes.", 25000),
        ("The purse: ring-fenced £22,000 + VAT in the capital plan.", 22000),
        ("They can go to £25 per seat per month, approved by finance.", 25),
    ],
)
def test_money_somebody_has_set_aside_is_a_confirmed_budget(text: str, most: float) -> None:
    found = budget(text)
    assert (found.status, found.amount_max) == ("confirmed", most)


@pytest.mark.parametrize(
    "text",
    [
        "On cost he was blunt: not spending a cent on it.",
        "We haven't put anything aside for this, she says.",
        "Les sous : « j'ai pas une thune à mettre là-dedans »",
        "Ils avaient 20 k€ pour ça, tout a été supprimé.",
        "Says they're tapped out until the next round.",
    ],
)
def test_a_purse_that_is_empty_in_any_words_is_a_denied_budget(text: str) -> None:
    assert budget(text).status == "denied"


@pytest.mark.parametrize(
    "text",
    [
        "Budget? She laughed. The fine last year was £40k, that is all she said.",
        "Price: our list is £15k a year, she winced.",
        "Client perdu : 30 k€ de CA envolés.",
    ],
)
def test_a_fine_a_loss_or_a_sellers_list_price_is_no_budget(text: str) -> None:
    assert budget(text).status == "not_raised"


@pytest.mark.parametrize(
    "text",
    [
        "Finance capped her at $45k for it.",
        "Money: the owner cleared $45k for it. Not more.",
        "Le budget est validé, plafond fixé, c'est 45 k€.",
    ],
)
def test_a_limit_said_before_or_after_the_sum_leaves_its_lower_end_open(text: str) -> None:
    found = budget(text)
    assert (found.amount_min, found.amount_max) == (None, 45000)


@pytest.mark.parametrize(
    "text",
    [
        "Budget approved: £9k, spent once.",
        "Funding: £9k from the trustees, approved. It is a single grant and once it's gone it's gone.",
        "Budget validé : 9 k£, un seul versement.",
        "Subvention obtenue, 9 000 £, non reconductible.",
    ],
)
def test_money_that_comes_once_is_one_off_however_it_is_put(text: str) -> None:
    found = budget(text)
    assert (found.status, found.period) == ("confirmed", "one_off")


def test_the_sellers_a_year_and_the_buyers_yes_make_the_period() -> None:
    found = asked(
        "So what budget did you get?", "We have got $24,000, it's locked in.", "Is that a year?", "Yes it is."
    )
    assert (found.amount_max, found.period) == (24000, "year")


def test_a_yes_to_a_sum_asked_about_takes_the_sum() -> None:
    found = asked("Is there a budget of £30,000 for it, as you wrote?", "Yes, there is.")
    assert (found.status, found.amount_max) == ("confirmed", 30000)


def test_eighty_and_a_hundred_thousand_are_two_ends_and_not_one_number() -> None:
    found = budget("Their budget is between eighty and a hundred thousand dollars, approved.")
    assert (found.amount_min, found.amount_max) == (80000, 100000)


def test_what_the_buyer_takes_back_gives_way_to_what_is_said_instead() -> None:
    found = asked(
        "Do you have a budget for it?", "No, none. I tell a lie, the board approved £18k for it on Monday."
    )
    assert (found.status, found.amount_max) == ("confirmed", 18000)


def test_si_that_means_yes_is_no_condition() -> None:
    assert budget("Donc si, j'ai 12 400 euros, accordés.").status == "confirmed"
    assert budget("Si le conseil suit, 12 400 euros accordés.").status == "indicated"


def test_two_voices_in_one_sentence_contradict_each_other() -> None:
    text = 'The CFO said "we have £30k signed off", then his deputy "there\'s no money whatsoever".'
    assert budget(text).status == "contradictory"


def test_a_todo_list_set_off_by_a_mark_is_no_quoted_mail() -> None:
    text = "2. **Budget.** Débloqué par le conseil : 48 000 € HT.\n\n> À faire : envoyer le devis"
    assert budget(text).status == "confirmed"


@pytest.mark.parametrize(
    ("text", "language", "currency"),
    [
        ("A hotel in Lausanne", "fr", "CHF"),
        ("Un garage à Sherbrooke", "fr", "CAD"),
        ("A clinic near Boston, MA", "en", "USD"),
        ("The organisation is in Leeds", "en", "GBP"),
        ("Their office in Dublin", "en", "EUR"),
        ("Une boutique à Dakar", "fr", "XOF"),
        ("A shop somewhere", "en", None),
    ],
)
def test_a_country_is_known_by_its_places_and_spellings(
    text: str, language: str, currency: str | None
) -> None:
    assert country_currency(text, language) == currency


def test_a_figure_without_a_currency_is_in_that_of_the_country() -> None:
    assert budget("Hotel in Lausanne. Budget validé : 40 000 par an HT.").currency == "CHF"
    assert budget("Boutique à Dakar, budget validé de 3 millions de francs.").currency == "XOF"


def test_what_a_buyer_would_pay_is_indicated_in_and_out_of_quotation_marks() -> None:
    found = budget('Says she\'d "pay eighty quid a month, perhaps".')
    assert (found.status, found.amount_max, found.period) == ("indicated", 80, "month")


def test_a_talk_about_money_that_was_not_had_denies_nothing() -> None:
    assert budget("There was no budget talk yet.").status == "not_raised"
