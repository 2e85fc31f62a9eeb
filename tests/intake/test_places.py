"""Countries."""

from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from agent.intake.places import country_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FR", "FR"), ("fr.", "FR"), ("FRA", "FR"), ("France", "FR"), ("Frankreich", "FR"),
        ("Allemagne", "DE"), ("Germany", "DE"), ("DEUTSCHLAND", "DE"),
        ("États-Unis", "US"), ("Etats-Unis d'Amérique", "US"), ("U.S.A.", "US"), ("United States", "US"),
        ("UK", "GB"), ("Great Britain", "GB"), ("Royaume-Uni", "GB"), ("England", "GB"),
        ("The Netherlands", "NL"), ("Pays-Bas", "NL"), ("Côte d’Ivoire", "CI"), ("Corée du Sud", "KR"),
        ("NA", "NA"), ("Namibia", "NA"), ("Türkiye", "TR"), ("Turquie", "TR"),
        ("Mars", None), ("XX", None), ("Europe", None), ("EU", None), ("", None),
    ],
)  # fmt: skip
def test_a_country_is_known_by_name_or_code_in_three_languages(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_every_country_of_the_tables_is_known(language: str) -> None:
    for code, name in Locale(language).territories.items():
        if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}:
            assert country_code(name) == code, name


@given(st.text())
def test_any_text_is_a_country_or_none(text: str) -> None:
    code = country_code(text)
    assert code is None or (len(code) == 2 and country_code(code) == code)
