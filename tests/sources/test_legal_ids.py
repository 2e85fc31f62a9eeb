"""Company numbers, with invented ones that pass their checks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sources.legal_ids import read_legal_ids

SIREN = "732829320"


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("732 829 320", None),
        ("732.829.320", "siren"),
        ("732 829 320 00074", None),
        ("73282932000074", "siret"),
        ("73282932000074", "siren"),
    ],
)
def test_a_siret_and_a_siren_name_one_company(text: str, scheme: str | None) -> None:
    assert read_legal_ids(text, scheme) == {"siren": SIREN}


def test_a_french_vat_number_holds_the_siren() -> None:
    assert read_legal_ids("FR 44 732829320") == {"siren": SIREN, "vat": "FR44732829320"}


def test_zeros_that_a_spreadsheet_ate_come_back() -> None:
    assert read_legal_ids("5880596", "siren") == {"siren": "005880596"}


@pytest.mark.parametrize(
    "text", ["732829321", "7328293200007", "hello", "", "  ", "12", "FR00732829320", "²²²²²²²²²"]
)
def test_what_fails_its_check_is_no_number(text: str) -> None:
    assert read_legal_ids(text) == {}


def test_an_lei_tells_itself() -> None:
    assert read_legal_ids("5493001KJTIIGC8Y1R12") == {"lei": "5493001KJTIIGC8Y1R12"}
    assert read_legal_ids("5493001KJTIIGC8Y1R13") == {}


def test_a_number_without_a_check_is_read_only_where_its_column_says_what_it_is() -> None:
    assert read_legal_ids("SC 714161", "company_number") == {"company_number": "SC714161"}
    assert read_legal_ids("SC 714161") == {}
    assert read_legal_ids("unknown", "company_number") == {}


@given(st.text(max_size=30), st.sampled_from([None, "siren", "siret", "lei", "vat", "cik", "duns"]))
def test_any_text_is_read_or_left(text: str, scheme: str | None) -> None:
    assert all(number and number == number.upper() for number in read_legal_ids(text, scheme).values())


def test_the_leading_zeros_that_a_spreadsheet_ate_are_back() -> None:
    assert read_legal_ids("320193", "cik") == {"cik": "0000320193"}
    assert read_legal_ids("1234567", "company_number") == {"company_number": "01234567"}
    assert read_legal_ids("SC123456", "company_number") == {"company_number": "SC123456"}
