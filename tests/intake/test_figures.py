"""Head-counts and revenues."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.intake.figures import MOST_EMPLOYEES, read_employees, read_revenue
from agent.models.account import Band, Money


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("340", 340),
        ("1 234", 1234),
        ("1\u202f234", 1234),
        ("1.234", 1234),
        ("1,234", 1234),
        ("1'234", 1234),
        ("1 234 567", 1234567),
        ("12k", 12000),
        ("2.5k", 2500),
        ("1,5M", 1500000),
        ("~250", 250),
        ("environ 40 salariés", 40),
        ("١٢٣", 123),
        ("007", 7),
        ("0", 0),
        ("1200.0", 1200),
        ("50-100", Band(min=50, max=100)),
        ("11 – 50", Band(min=11, max=50)),
        ("51-200 employees", Band(min=51, max=200)),
        ("50 à 99 salariés", Band(min=50, max=99)),
        ("entre 50 et 99", Band(min=50, max=99)),
        ("1 000 - 5 000", Band(min=1000, max=5000)),
        ("10k-50k", Band(min=10000, max=50000)),
        ("5-10k", Band(min=5000, max=10000)),
        ("10k+", Band(min=10000, max=None)),
        ("10,001+ employees", Band(min=10001, max=None)),
        ("10 000 ou plus", Band(min=10000, max=None)),
        ("plus de 500", Band(min=501, max=None)),
        (">= 500", Band(min=500, max=None)),
        ("<10", Band(min=None, max=9)),
        ("moins de 50", Band(min=None, max=49)),
        ("12-12", 12),
    ],
)
def test_a_head_count_is_read_as_people_write_it(text: str, value: int | Band) -> None:
    assert read_employees(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "− 5",
        "-1",
        "NaN",
        "inf",
        "1e309",
        "0x10",
        "1 200,5",
        "12 34",
        "1 2345",
        "1,2,3",
        "100-50",
        "PME",
        "",
        "—",
        "6 000 000",
        "1.234,567",
        "1.234.5",
    ],
)
def test_what_is_no_head_count_is_none(text: str) -> None:
    assert read_employees(text) is None


@given(st.integers(0, MOST_EMPLOYEES), st.sampled_from(["", " ", ",", ".", "'", "\u202f"]))
def test_every_number_is_read_with_any_thousands_separator(number: int, separator: str) -> None:
    assert read_employees(f"{number:,}".replace(",", separator)) == number


@given(st.text(st.sampled_from("0123456789 ,.-+kKmM~<>àto'")))
def test_no_text_gives_a_negative_or_unbelievable_head_count(text: str) -> None:
    value = read_employees(text)
    numbers = [value] if isinstance(value, int) else [value.min, value.max] if value else []
    assert all(number is None or -1 <= number <= MOST_EMPLOYEES + 1 for number in numbers)


def euros(least: float | None, most: float | None = None) -> Money:
    return Money(min=least, max=most, currency="EUR")


@pytest.mark.parametrize(
    ("text", "header", "value"),
    [
        ("1,2 M€", "", euros(1.2e6, 1.2e6)),
        ("25 000 €", "", euros(25000, 25000)),
        ("3 000 000,50 €", "", euros(3000000.5, 3000000.5)),
        ("EUR 3.000.000,00", "", euros(3e6, 3e6)),
        ("10 millions d'euros", "", euros(1e7, 1e7)),
        ("1,5 milliard €", "", euros(1.5e9, 1.5e9)),
        ("5-10 M€", "", euros(5e6, 1e7)),
        ("€15,000-25,000", "", euros(15000, 25000)),
        ("> 5 M€", "", euros(5e6)),
        ("1200", "CA (k€)", euros(1.2e6, 1.2e6)),
        ("1200000", "Annual Revenue (USD)", Money(min=1.2e6, max=1.2e6, currency="USD")),
        ("$1B-$10B", "", Money(min=1e9, max=1e10, currency="USD")),
        ("$50M+", "", Money(min=5e7, max=None, currency="USD")),
        ("£10,000,000.00", "", Money(min=1e7, max=1e7, currency="GBP")),
    ],
)
def test_a_revenue_is_read_with_its_currency(text: str, header: str, value: Money) -> None:
    assert read_revenue(text, header) == value


@pytest.mark.parametrize(
    "text", ["1200000", "0 €", "$0", "confidentiel", "€ or $ 5", "-5 €", "", "5 € per head"]
)
def test_a_revenue_without_currency_or_sense_is_none(text: str) -> None:
    assert read_revenue(text) is None


@given(st.text(st.sampled_from("0123456789 ,.-+kM€$<>(")), st.text(max_size=10))
def test_no_text_gives_a_revenue_that_is_none(text: str, header: str) -> None:
    value = read_revenue(text, header)
    assert value is None or (value.min is not None and 0 < value.min <= (value.max or value.min))
