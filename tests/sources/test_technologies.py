"""Technologies that a text names, by a fixed list of words."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import agent.sources.technologies as technologies
from agent.sources.technologies import technologies_named

LISTS = tomllib.loads(Path(technologies.__file__).with_suffix(".toml").read_text("utf-8"))
NAMES = {name for words in LISTS.values() for name in words}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We use python, PostgreSQL and K8s.", ("Kubernetes", "PostgreSQL", "Python")),
        ("postgres/redis; C++ (or C#), .NET", (".NET", "C#", "C++", "PostgreSQL", "Redis")),
        ("Python, PYTHON and python", ("Python",)),
        ("TypeScript (React, Node.js)", ("Node.js", "React", "TypeScript")),
        ("Maîtrise de Salesforce et de SAP S/4HANA", ("Salesforce", "SAP")),
        ("une expérience de Kafka, d'Airflow ou d'Odoo", ("Kafka", "Odoo")),
        ("Google Cloud Platform", ("Google Cloud",)),
    ],
)
def test_names_are_found_however_they_are_spelt(text: str, names: tuple[str, ...]) -> None:
    assert technologies_named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We react quickly and excel at what we do. Go further with us: a go-to-market role.",
        "Tableau de bord, azure skies, a docker at the port, scala mobile, the right angular momentum",
        "JavaScripted, pythonic, my-sql-like, redistribute, planet.network",
        "Write to cassandra@brightloom.example or @github",
        "C, R, D and a sap of trees; sage advice; the airflow of a hall; ſql",
    ],
)
def test_words_of_the_language_name_nothing(text: str) -> None:
    assert technologies_named(text) == ()


@pytest.mark.parametrize(
    ("spelling", "name"),
    [(one, name) for words in LISTS.values() for name, of in words.items() for one in of],
)
def test_every_spelling_of_the_list_is_found(spelling: str, name: str) -> None:
    assert name in technologies_named(f"Skills: {spelling}, and more")


def test_spellings_in_any_case_are_listed_in_lower_case() -> None:
    assert all(one == one.lower() for spellings in LISTS["any_case"].values() for one in spellings)


@given(st.text(max_size=200))
def test_any_text_names_what_is_in_the_list_or_nothing(text: str) -> None:
    assert set(technologies_named(text)) <= NAMES
