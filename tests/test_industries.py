"""Codes of five nomenclatures, told in one set of labels."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import agent.industries as industries
from agent.industries import Nomenclature, in_language, industry, labels, nomenclature_of, unmapped
from agent.rubric.load import load_rubric

TABLES = tomllib.loads(Path(industries.__file__).with_suffix(".toml").read_text("utf-8"))
NOMENCLATURES: tuple[Nomenclature, ...] = ("naf", "nace", "sic-uk", "sic-us", "naics")


def label(code: str, nomenclature: Nomenclature) -> str | None:
    found = industry(code, nomenclature)
    return found.label if found else None


def level(text: str) -> str | None:
    return load_rubric(None).fit["industry"].phrases.level(text)


@pytest.mark.parametrize(
    ("code", "nomenclature"),
    [
        ("62.01Z", "naf"),
        ("J62.01", "nace"),
        ("62.0", "nace"),
        ("62012", "sic-uk"),
        ("62012", "sic-us"),
        ("7371", "sic-us"),
        ("541511", "naics"),
    ],
)
def test_one_trade_has_one_label_in_every_nomenclature(code: str, nomenclature: Nomenclature) -> None:
    assert label(code, nomenclature) == "Computer programming and consultancy"


@pytest.mark.parametrize(
    ("code", "nomenclature", "said"),
    [
        ("58.29C", "naf", "Software publishing"),
        ("58.11Z", "naf", "Publishing"),
        ("7372", "sic-us", "Software publishing"),
        ("2711", "sic-us", "Publishing"),
        ("511210", "naics", "Software publishing"),
        ("3674", "sic-us", "Manufacture of computer, electronic and optical products"),
        ("6022", "sic-us", "Financial services, banks and holdings"),
        ("31-33", "naics", "Manufacturing"),
    ],
)
def test_a_division_that_holds_two_worlds_is_told_finer(
    code: str, nomenclature: Nomenclature, said: str
) -> None:
    assert label(code, nomenclature) == said


def test_the_code_is_kept_without_the_words_behind_it() -> None:
    found = industry("62012 - Business and domestic software development", "sic-uk")
    assert found is not None
    assert found.code == "62012"
    assert industry("J", "nace") == ("J", "Information technology and communication")


@pytest.mark.parametrize("code", ["", "software", "0", "00.00Z", "04.10Z", "6", "[ND]", "٦٢"])
@pytest.mark.parametrize("nomenclature", NOMENCLATURES)
def test_what_no_table_knows_has_no_label(code: str, nomenclature: Nomenclature) -> None:
    assert industry(code, nomenclature) is None


def test_codes_without_a_label_are_counted_and_words_are_not() -> None:
    values = ["62.99X", "62.99X", "9999", "Software publishing", "3D printing", "B2B"]
    assert unmapped(values) == {"62.99X": 2, "9999": 1}


@pytest.mark.parametrize(
    ("header", "nomenclature"),
    [
        ("activitePrincipaleUniteLegale", "naf"),
        ("Code NAF", "naf"),
        ("APE", "naf"),
        ("NACE Rev. 2", "nace"),
        ("SICCode.SicText_1", "sic-uk"),
        ("SIC", "sic-us"),
        ("NAICS code", "naics"),
        ("activite_principale", "naf"),
        ("UK SIC 2007", "sic-uk"),
        ("sic_code", "sic-us"),
        ("industry", None),
        ("Basic landscape", None),
        ("libellé activité principale", "naf"),
    ],
)
def test_a_header_tells_the_nomenclature(header: str, nomenclature: str | None) -> None:
    assert nomenclature_of(header) == nomenclature


def test_both_languages_have_a_label_for_the_same_places() -> None:
    assert TABLES["labels"]["en"].keys() == TABLES["labels"]["fr"].keys()


@pytest.mark.parametrize("table", ["sic-us", "naics"])
def test_american_codes_lead_to_places_that_have_a_label(table: str) -> None:
    assert set(TABLES[table].values()) <= TABLES["labels"]["en"].keys()


def test_every_american_major_group_and_sector_is_mapped() -> None:
    groups = [
        n for n in range(1, 98) if n not in {3, 4, 5, 6, 11, 18, 19, 66, 68, 69, 71, 74, 77, 85, 90, 98}
    ]
    assert [n for n in groups if not industry(f"{n:02}", "sic-us")] == []
    sectors = (11, 21, 22, 23, 31, 32, 33, 42, 44, 45, 48, 49, 51, 52, 53, 54, 55, 56, 61, 62, 71, 72, 81, 92)
    assert [n for n in sectors if not industry(str(n), "naics")] == []


@pytest.mark.parametrize("text", labels())
def test_the_built_in_rubric_knows_every_label_and_thinks_the_same_of_it_in_french(text: str) -> None:
    assert level(text) is not None
    assert level(in_language(text, "fr")) == level(text)


@pytest.mark.parametrize(
    ("code", "nomenclature", "thought"),
    [
        ("7372", "sic-us", "core"),
        ("3559", "sic-us", "core"),
        ("49.41A", "naf", "core"),
        ("64191", "sic-uk", "adjacent"),
        ("5812", "sic-us", "remote"),
        ("111150", "naics", "remote"),
        ("84.11Z", "naf", "excluded"),
        ("2111", "sic-us", "excluded"),
    ],
)
def test_codes_reach_the_level_their_trade_deserves(
    code: str, nomenclature: Nomenclature, thought: str
) -> None:
    assert level(label(code, nomenclature) or "") == thought


@given(st.text(max_size=12), st.sampled_from(NOMENCLATURES))
def test_any_text_has_a_label_of_the_set_or_none(code: str, nomenclature: Nomenclature) -> None:
    assert label(code, nomenclature) in {None, *labels()}


@given(st.from_regex(r"\d{4}", fullmatch=True), st.sampled_from(NOMENCLATURES))
def test_a_longer_code_is_never_less_known_than_its_beginning(code: str, nomenclature: Nomenclature) -> None:
    if industry(code[:2], nomenclature):
        assert industry(code, nomenclature)
