"""Budgets by the shape of what is said: what recurs, what is ours, what was spent, what is left; whose sum it is."""

from __future__ import annotations

from datetime import date

import pytest

from agent.intake.notes import note_from_text
from agent.llm.offline.amounts import find_amounts
from agent.llm.offline.no_money import no_money
from agent.llm.offline.reader import by_rules
from agent.llm.offline.scene import lay_out
from agent.models.bant import Budget


def budget(text: str) -> Budget:
    note = note_from_text(f"Notes on a first call\n{text}\n", "x", ".txt", date(2026, 3, 2))
    return by_rules(lay_out(note)).budget


@pytest.mark.parametrize(
    ("text", "most", "currency", "period"),
    [
        ("We pay Quorlet two hundred thousand naira every month.", 200_000, "NGN", "month"),
        ("« on met 900 francs par mois chez Quorlet », elle est de Lausanne", 900, "CHF", "month"),
        ("Aujourd'hui Quorlet, payé 4 100 € TTC par an", 4_100, "EUR", "year"),
        ("The old system, Quorlet, is costing us £1,900 a month.", 1_900, "GBP", "month"),
        ("Quorlet leur facture 640 e/mois", 640, "EUR", "month"),
    ],
)
def test_what_is_paid_today_is_a_hint_with_its_amount(
    text: str, most: float, currency: str, period: str
) -> None:
    found = budget(text)
    assert found.status == "indicated"
    assert (found.amount_max, found.currency, found.period) == (most, currency, period)


@pytest.mark.parametrize(
    "text",
    [
        "Money never came up, I only left the price sheet (EUR 4.10 per crate per yr).",
        "Our Plus tier is $310 a month.",
        "Les 15 200 EUR par an de votre grille, je les transmets.",
        "They raised £390k for the new boat.",
        "Last year they put $80,000 into the loading dock.",
        "Hay price talk for ten minutes ($3.10!!)",
        "Au-delà de 40 000 c'est moi qui décide.",
    ],
)
def test_our_prices_what_was_raised_and_limits_of_a_say_are_no_budget(text: str) -> None:
    assert budget(text).status == "not_raised"


@pytest.mark.parametrize(
    "text",
    [
        "Le fils : « rien n'a été voté pour ce sujet »",
        "Budget: nothing has been signed off for us.",
        "Pour votre truc j'ai pas un dirham.",
        'Money? "I\'ve got zero dollars to put on this."',
    ],
)
def test_an_approval_of_nothing_and_no_coin_at_all_deny(text: str) -> None:
    assert budget(text).status == "denied"


def test_nothing_approved_as_yet_is_no_denial() -> None:
    note = note_from_text("Budget: nothing has been signed off yet.", "x", ".txt", date(2026, 3, 2))
    scene = lay_out(note)
    assert no_money(scene, scene.sentences[0], False) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("somewhere around 14, 15 thousand annually", 14_000, 15_000),
        ("fifteen, maybe sixteen thousand a year", 15_000, 16_000),
        ("we could swing like 300, 350 a month", 300, 350),
        ("sanctioned Rs 22 lakh", 2_200_000, 2_200_000),
        ("sixteen lakhs per annum", 1_600_000, 1_600_000),
        ("between R200 000 and R250 000", 200_000, 250_000),
        ("it is costing us\ntwo thousand one hundred a month", 2_100, 2_100),
    ],
)
def test_a_guess_in_one_breath_is_a_range_and_lakhs_and_rand_are_read(
    text: str, low: float, high: float
) -> None:
    (found,) = find_amounts(text, "en")
    assert (found.min, found.max) == (low, high)


def test_the_total_counts_and_not_its_parts() -> None:
    found = budget("Currently forking out $30 / truck / month with Quorlet (40 trucks so 1200 pm).")
    assert (found.amount_max, found.period) == (1_200, "month")
