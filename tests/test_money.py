"""Amounts in one currency."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from agent.money import convert, exchange

RATES = {"USD": 0.92, "GBP": 1.17}
"""Worth in euros."""
CENTS = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents) / 100)


def test_an_amount_is_multiplied_by_its_rate_to_the_cent() -> None:
    assert convert(Decimal("12500.00"), "USD", RATES, "EUR") == Decimal(11500)


def test_a_currency_without_a_rate_has_no_amount_rather_than_the_same() -> None:
    assert convert(Decimal(100), "SEK", RATES, "EUR") is None
    assert exchange({}, "EUR")(Decimal(100), "USD") is None


def test_rates_that_name_the_target_too_are_taken_between_the_two() -> None:
    assert convert(Decimal(117), "GBP", {"GBP": 1.17, "USD": 0.9, "EUR": 1}, "USD") == Decimal("152.1")


@given(CENTS, st.sampled_from(["EUR", "XAF"]))
def test_an_amount_in_the_currency_itself_stays_as_it_is_whatever_the_rates(
    amount: Decimal, currency: str
) -> None:
    assert convert(amount, currency, RATES, currency) == amount


@given(CENTS, CENTS)
def test_sums_can_be_converted_before_or_after(one: Decimal, other: Decimal) -> None:
    to_euros = exchange(RATES, "EUR")
    first, second, both = to_euros(one, "USD"), to_euros(other, "USD"), to_euros(one + other, "USD")
    assert first is not None
    assert second is not None
    assert first + second == both
