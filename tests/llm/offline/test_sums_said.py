"""Sums as people say and scribble them: short forms, fractions, slang, ranges, and what stands a sentence away."""

from __future__ import annotations

from datetime import date

import pytest

from agent.intake.notes import note_from_text
from agent.llm.offline.amounts import Amount, find_amounts
from agent.llm.offline.bare import bare_sums
from agent.llm.offline.budget import completed, said_after
from agent.llm.offline.country import country_currency
from agent.llm.offline.scene import Scene, lay_out
from agent.llm.offline.weighing.sums import priced


def scene_of(text: str) -> Scene:
    return lay_out(note_from_text(text, "x", ".txt", date(2026, 3, 2)))


def only(text: str, language: str = "en") -> Amount:
    (found,) = find_amounts(text, "fr" if language == "fr" else "en")
    return found


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("cinq à sept cents euros par mois", 500, 700),
        ("six or eight hundred a month", 600, 800),
        ("between $30k and 35", 30_000, 35_000),
        ("R21 000, R24 000 at a stretch", 21_000, 24_000),
        ("£4k, £5k tops", 4_000, 5_000),
    ],
)
def test_a_range_takes_its_unit_from_its_other_end(text: str, least: float, most: float) -> None:
    found = only(text)
    assert (found.min, found.max) == (least, most)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("un million trois", 1_300_000),
        ("2M5 sur trois ans", 2_500_000),
        ("one point four million", 1_400_000),
        ("deux virgule cinq millions d'euros", 2_500_000),
        ("a quarter million dollars", 250_000),
        ("three quarters of a million", 750_000),
        ("half a mil", 500_000),
        ("6 and a half grand", 6_500),
        ("a couple of grand", 2_000),
        ("forty thou", 40_000),
        ("twenny grand set by", 20_000),
        ("25-ish K left", 25_000),
        ("four-fifty a month", 450),
        ("a hundred and thirty say", 130),
        ("on nous a alloué 17 000 alors", 17_000),
        ("il a inscrit 16 000 au budget", 16_000),
    ],
)
def test_a_number_said_in_short_is_worth_what_is_meant(text: str, value: float) -> None:
    found = only(text)
    assert (found.min, found.max) == (value, value)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("4,5 MF CFP accordés", 4_500_000, "XPF"),
        ("14'000.- par an", 14_000, "CHF"),
        ("40 piasses par mois", 40, "CAD"),
        ("twelve hundred a month us dollars", 1_200, "USD"),
    ],
)
def test_a_currency_is_read_where_it_stands(text: str, value: float, currency: str) -> None:
    found = only(text)
    assert (found.max, found.currency) == (value, currency)


def test_a_code_that_is_a_word_is_a_currency_only_in_capitals() -> None:
    assert find_amounts("ils sont 200 ils comptent bien", "fr") == ()
    assert only("200 ILS").currency == "ILS"


@pytest.mark.parametrize(
    "text", ["not to exceed $60k", "we can't go over $60k", "without exceeding $60k", "sans dépasser $60k"]
)
def test_what_must_not_be_passed_is_a_ceiling(text: str) -> None:
    found = only(text)
    assert (found.min, found.max) == (None, 60_000)


@pytest.mark.parametrize(
    ("text", "period", "tax"),
    [
        ("13.500 htva, one shot", "one_off", "excluded"),
        ("13.500 tvac par an", "year", "included"),
        ("KES 1.4m for the FY", "year", None),
        ("dix mille francs par saison", "year", None),
    ],
)
def test_period_and_tax_in_the_words_of_a_trade(text: str, period: str, tax: str | None) -> None:
    found = only(text, "fr")
    assert (found.period, found.tax) == (period, tax)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("The headteacher rang after half term, the governors meet in the borough.", "GBP"),
        ("School board meets in the fall, the PTO is on it.", "USD"),
        ("A mushroom farm in Leitrim, open by Paddy's day.", "EUR"),
        ("Gravel pit near Whitsunday, he drives a ute.", "AUD"),
        ("Le loyer est de 2'400 et l'assurance 1'100.", "CHF"),
    ],
)
def test_a_note_is_placed_by_its_offices_seasons_and_spellings(text: str, currency: str) -> None:
    assert country_currency(text, "en") == currency


def test_sums_without_their_thousands_are_read_one_by_one() -> None:
    scene = scene_of("Call with the depot.\nWe said forty, it's thirty now.\n")
    found = [a.max for s in scene.sentences for a in bare_sums(scene, s)]
    assert found == [40_000, 30_000]


def test_the_period_a_seller_asks_of_the_same_sum_is_its_period() -> None:
    scene = scene_of("Us: so 450 a month?\nThem: 450, yes, if she signs.\n")
    assert completed(scene, scene.amounts[-1]).period == "month"


def test_a_period_said_in_the_next_sentence_completes_the_sum() -> None:
    scene = scene_of("She has £19,000 for it. Every year.\nNothing else.\n")
    (a,) = scene.amounts
    assert said_after(scene, a.start, a) is not None
    assert priced(scene, scene.sentence_at(a.start), a).period == "year"


def test_what_they_would_pay_falls_due_as_what_they_pay() -> None:
    scene = scene_of("They pay Quorlet £900 a month. She could go to £1,200 for one that works.\n")
    assert [priced(scene, scene.sentence_at(a.start), a).period for a in scene.amounts] == ["month", "month"]


def test_a_sum_of_another_size_has_a_period_of_its_own() -> None:
    scene = scene_of("They pay Quorlet £900 a month. She has £60,000 set aside.\n")
    assert priced(scene, scene.sentence_at(scene.amounts[-1].start), scene.amounts[-1]).period is None
