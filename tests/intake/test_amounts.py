"""Amounts of money, exact to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.intake.amounts import Amount, decide_point, read_amount, read_currency


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("12 500,00 €", "12500", "EUR"),
        ("12\u202f500,00\xa0€", "12500", "EUR"),
        ("$12,500.00", "12500", "USD"),
        ("US$5", "5", "USD"),
        ("EUR 1.234,5", "1234.5", "EUR"),
        ("CHF 1’234.50", "1234.5", "CHF"),
        ("12.500", "12500", None),
        ("1.234.567", "1234567", None),
        ("1234.567", "1234.567", None),
        ("0.500", "0.5", None),
        ("12.5k€", "12500", "EUR"),
        ("1,2 M€", "1200000", "EUR"),
        ("(500.00)", "-500", None),
        ("-$500", "-500", "USD"),
        ("4500 euros", "4500", "EUR"),
    ],
)
def test_amounts_are_read_as_people_on_both_sides_of_the_channel_write_them(
    text: str, value: str, currency: str | None
) -> None:
    assert read_amount(text) == Amount(Decimal(value), currency)


@pytest.mark.parametrize(
    "text", ["", "€", "abc", "1.2.3", "12,50,000", "500 - 600", "NaN", "1e5", "9" * 20, True]
)
def test_what_is_no_amount_is_none(text: str | bool) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("eur", "EUR"),
        ("USD - US Dollar", "USD"),
        ("Amount spent (EUR)", "EUR"),
        ("Montant (€)", "EUR"),
        ("amount in all", None),
        ("EUR or USD", None),
        ("XXZ", None),
    ],
)
def test_a_currency_is_a_known_code_or_sign_and_only_one(text: str, code: str | None) -> None:
    assert read_currency(text) == code


def test_one_cell_tells_of_the_whole_column_what_its_cents_begin_with() -> None:
    assert decide_point(["12.5", "125.125"]) == "."
    assert decide_point(["1.234.567", "12.500"]) == ","
    assert decide_point(["12.500", "3"]) is None
    assert decide_point(["12.5", "12,5"]) is None
    assert read_amount("125.125", ".") == Amount(Decimal("125.125"), None)


CENTS = st.integers(0, 10**14).map(lambda cents: Decimal(cents) / 100)


@given(CENTS, st.sampled_from(["{:,.2f}", "{:.2f}", "$ {:,.2f}", "{:,.2f} EUR"]))
def test_every_amount_written_the_english_way_is_read_to_the_cent(amount: Decimal, form: str) -> None:
    found = read_amount(form.format(amount))
    assert found is not None
    assert found.value == amount


@given(CENTS, st.sampled_from([" ", ".", "\u202f", "’", ""]))
def test_every_amount_written_the_continental_way_is_read_to_the_cent(amount: Decimal, group: str) -> None:
    text = f"{amount:,.2f}".replace(".", ";").replace(",", group).replace(";", ",")
    assert read_amount(f"{text} €") == Amount(amount, "EUR")


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = read_amount(text)
    assert found is None or found.value.is_finite()
