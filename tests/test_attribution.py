"""A deal's credit, shared out among the touchpoints before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.attribution import MODELS, ModelName, Touch, Weights, credit

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
F = Fraction


def touch(id: str, day: int, **of: bool) -> Touch:
    return Touch(id, START + timedelta(days=day), **of)


JOURNEY = [touch("ad", 0), touch("partner", 3, partner=True), touch("demo", 10, key=True), touch("call", 20)]


@pytest.mark.parametrize(
    ("model", "shares"),
    [
        ("partner", {"ad": F(2, 5), "call": F(2, 5), "partner": F(1, 5)}),
        ("key", {"ad": F(2, 5), "demo": F(2, 5), "call": F(1, 5)}),
        ("first", {"ad": F(1)}),
        ("last", {"call": F(1)}),
        ("linear", {"ad": F(1, 4), "partner": F(1, 4), "demo": F(1, 4), "call": F(1, 4)}),
        ("position", {"ad": F(2, 5), "partner": F(1, 10), "demo": F(1, 10), "call": F(2, 5)}),
    ],
)
def test_each_model_shares_as_its_name_says(model: ModelName, shares: dict[str, Fraction]) -> None:
    assert credit(JOURNEY, model) == shares


def test_without_a_partner_their_fifth_goes_to_first_and_last_alike() -> None:
    assert credit([touch("ad", 0), touch("call", 9)]) == {"ad": F(1, 2), "call": F(1, 2)}


def test_a_single_touch_has_all_the_credit_in_every_model() -> None:
    for model in MODELS:
        assert credit([touch("only", 0)], model) == {"only": F(1)}


def test_two_partners_share_the_partners_fifth() -> None:
    shares = credit(
        [touch("ad", 0), touch("p", 1, partner=True), touch("q", 2, partner=True), touch("call", 3)]
    )
    assert (shares["p"], shares["q"]) == (F(1, 10), F(1, 10))


def test_decay_gives_a_touch_one_half_life_earlier_half_as_much() -> None:
    shares = credit([touch("early", 0), touch("late", 7)], "decay")
    assert abs(shares["late"] - 2 * shares["early"]) <= F(2, 10**9)


def test_no_touch_no_credit() -> None:
    assert credit([]) == {}


TOUCHES = st.lists(
    st.builds(touch, st.uuids().map(str), st.integers(0, 2000), partner=st.booleans(), key=st.booleans()),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one.id,
)
SHARES = st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))


@given(TOUCHES, st.sampled_from(MODELS), st.builds(Weights, partner=SHARES, key=SHARES, position=SHARES))
def test_the_credits_of_a_deal_add_up_to_exactly_one(
    touches: list[Touch], model: ModelName, weights: Weights
) -> None:
    shares = credit(touches, model, weights)
    assert sum(shares.values()) == 1
    assert all(share > 0 for share in shares.values())
    assert shares.keys() <= {one.id for one in touches}
