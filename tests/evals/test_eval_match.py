"""When a value, a name, a window or a quote counts as right."""

from __future__ import annotations

import pytest
from evals.making import SENTENCES, TEXT, bants
from hypothesis import given
from hypothesis import strategies as st

from agent.evals.match import amount_matches, fold, people_found, relevant, verbatim, window_matches, words
from agent.models.bant import Authority, Bant, Budget, Timing


def budget(
    low: float | None, high: float | None, currency: str | None = None, period: str | None = None
) -> Budget:
    return Budget.model_validate(
        {"amount_min": low, "amount_max": high, "currency": currency, "period": period}
    )


def window(first: str | None, last: str | None) -> Timing:
    return Timing.model_validate({"from": first, "to": last})


def people(*named: tuple[str | None, str | None]) -> Authority:
    return Authority.model_validate({"people": [{"name": n, "role": r, "part": "signs"} for n, r in named]})


@pytest.mark.parametrize(
    ("gold", "got", "right"),
    [
        (budget(30_000, 40_000), budget(30_299, 39_601), True),
        (budget(30_000, 40_000), budget(30_400, 40_000), False),
        (budget(None, 40_000), budget(40_000, 40_000), False),
        (budget(0, 0), budget(0.005, 0), True),
        (budget(10, 10, "EUR"), budget(10, 10), False),
        (budget(10, 10), budget(10, 10, "EUR"), True),
        (budget(10, 10, "EUR", "year"), budget(10, 10, "EUR", "month"), False),
        (budget(None, None), budget(10, 10), None),
    ],
)
def test_an_amount_is_right_within_one_percent_in_the_currency_and_period_asked_for(
    gold: Budget, got: Budget, right: bool | None
) -> None:
    assert amount_matches(gold, got) is right


@pytest.mark.parametrize(
    ("gold", "got", "right"),
    [
        (window("2026-06-01", "2026-06-30"), window("2026-06-16", "2026-06-30"), True),
        (window("2026-06-01", "2026-06-30"), window("2026-06-17", "2026-06-30"), False),
        (window("2026-06-01", "2026-06-30"), window("2026-06-01", "2026-07-31"), False),
        (window(None, "2026-06-30"), window(None, "2026-06-30"), True),
        (window(None, "2026-06-30"), window("2026-06-01", "2026-06-30"), False),
        (window("2026-06-30", None), window("2026-06-30", None), True),
        (window("2026-06-01", "2026-06-30"), window(None, None), False),
        (window(None, None), window("2026-06-01", None), None),
    ],
)
def test_a_window_is_right_when_half_of_the_longer_one_is_shared(
    gold: Timing, got: Timing, right: bool | None
) -> None:
    assert window_matches(gold, got) is right


@given(bants, bants)
def test_which_of_two_windows_was_expected_makes_no_difference(one: Bant, other: Bant) -> None:
    there, back = window_matches(one.timing, other.timing), window_matches(other.timing, one.timing)
    assert there is back or None in (there, back)


@pytest.mark.parametrize(
    ("gold", "got", "found"),
    [
        (("Ana Ruiz", "DAF"), ("Mme Ruiz", None), True),
        (("Ana Ruiz", "DAF"), ("Zoé Petit", "DAF"), False),
        (("Ana Ruiz", "DAF"), (None, "la DAF"), True),
        (("Ana Maria Ruiz Gil", None), ("Ruiz", None), False),
        ((None, "head of finance"), ("Ana Ruiz", "finance director"), True),
        (("Zoé", None), ("ZOE", None), True),
        ((None, None), ("Ana", "DAF"), False),
    ],
)
def test_a_person_is_found_by_half_the_name_or_where_one_is_nameless_by_the_role(
    gold: tuple[str | None, str | None], got: tuple[str | None, str | None], found: bool
) -> None:
    assert people_found(people(gold), people(("Nobody Else", None), got)) == (found,)


def test_a_quote_is_relevant_when_it_holds_half_of_the_expected_words() -> None:
    assert relevant(["We set 30k aside for it."], ["they set aside 30k"])
    assert not relevant(["We set 30k aside for it."], ["30k for what?"])
    assert not relevant(["…"], ["…"])


@given(st.sampled_from(SENTENCES), st.sampled_from([" ", "\n", "\u00a0 \t"]))
def test_white_space_is_all_a_verbatim_quote_may_change(sentence: str, space: str) -> None:
    assert verbatim(sentence.replace(" ", space), fold(TEXT))
    assert not verbatim(sentence.replace("e", "3"), fold(TEXT))
    assert not verbatim(space, fold(TEXT))


@given(st.text())
def test_words_are_the_same_in_capitals_and_folded(text: str) -> None:
    assert words(fold(text)) == words(text)
    assert all(word.isascii() and word.isalnum() for word in words(text))
