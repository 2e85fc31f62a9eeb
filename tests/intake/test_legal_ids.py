"""Numbers that name a company in law."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.intake.legal_ids import read_legal_id


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("552 100 554", {"siren": "552100554"}),
        ("SIREN : 552100554", {"siren": "552100554"}),
        ("RCS Paris 552 100 554", {"siren": "552100554"}),
        ("732 829 320 00074", {"siret": "73282932000074", "siren": "732829320"}),
        ("FR 40 303 265 045", {"vat": "FR40303265045", "siren": "303265045"}),
        ("DE136695976", {"vat": "DE136695976"}),
        ("5493001KJTIIGC8Y1R12", {"lei": "5493001KJTIIGC8Y1R12"}),
        ("552 100 555", {}),
        ("123", {}),
        ("", {}),
    ],
)
def test_a_number_counts_when_its_check_digits_agree(text: str, found: dict[str, str]) -> None:
    assert read_legal_id(text) == found


def test_zeros_that_a_spreadsheet_ate_come_back_in_a_column_of_siren() -> None:
    assert read_legal_id("5520135", "SIREN") == read_legal_id("005520135")
    assert read_legal_id("5520135", "number") == {}


@given(st.text())
def test_any_text_has_a_number_or_none(text: str) -> None:
    assert all(number for number in read_legal_id(text, text).values())
