"""Industries: the codes of five nomenclatures, told in one set of labels. Pure.

A code is told by its division, or finer where a division holds two worlds; the code itself is kept beside the
label. A code that no table knows has no label: whoever reads it keeps the code, and `unmapped` counts it.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from agent.identity import fold

Nomenclature = Literal["naf", "nace", "sic-uk", "sic-us", "naics"]
"""NAF (France), NACE (Europe) and SIC 2007 (Britain) share their divisions; SIC 1987 and NAICS are American."""

_EUROPEAN = frozenset({"naf", "nace", "sic-uk"})
_BRITISH = 5
"""Digits of a British SIC code, in a column that only says "SIC"; the American ones have four at most."""
_CODE = re.compile(r"\s*([A-Z]?)(\d{2}(?:[.\s]?\d){0,4})([A-Z]?)(?![\dA-Z])", re.IGNORECASE)
_SECTION = re.compile(r"\s*([A-U])\s*", re.IGNORECASE)
_BARE = re.compile(r"[A-U]?\d{2}[\d.]*[A-Z]?", re.IGNORECASE)
_HEADERS: Mapping[Nomenclature, re.Pattern[str]] = {
    "naf": re.compile(r"\b(?:naf|ape)\b|\bactivite ?principale"),
    "nace": re.compile(r"\bnace\b"),
    "naics": re.compile(r"\bnaics\b"),
    "sic-uk": re.compile(r"\bsictext|\buk sic\b|\bsic (?:uk|2007)\b"),
    "sic-us": re.compile(r"\bsic\b|\bsiccodes?\b"),
}
"""What the header of a column says that holds such codes, words apart."""


class Industry(NamedTuple):
    """What a code says."""

    code: str
    """As it was written, without the words that may follow it."""
    label: str
    """In English, one of the set."""


def industry(code: str, nomenclature: Nomenclature) -> Industry | None:
    """What a code says; None for one that no table knows.

    It may stand with its dots, its section before it, and its own words behind: "62.01Z", "J62.01",
    "62012 - Business and domestic software development".
    """
    if nomenclature in _EUROPEAN and (letter := _SECTION.fullmatch(code)):
        return Industry(letter[1].upper(), _labels("en")[letter[1].upper()])
    if not (found := _CODE.match(code)):
        return None
    digits = re.sub(r"\D", "", found[2])
    british = nomenclature == "sic-us" and len(digits) == _BRITISH
    table = _european() if british or nomenclature in _EUROPEAN else _table(nomenclature)
    known = (table.get(digits[:length]) for length in range(len(digits), 1, -1))
    place = next((one for one in known if one), None)
    return Industry(found[0].strip(), _labels("en")[place]) if place else None


def nomenclature_of(header: str) -> Nomenclature | None:
    """Whose codes a column holds, as its header says; None where it does not."""
    words = re.sub(r"[\W_]+", " ", fold(header))
    return next((one for one, said in _HEADERS.items() if said.search(words)), None)


def in_language(label: str, language: Literal["fr", "en"]) -> str:
    """A label of the set in that language; any other text as it stands."""
    if language == "en":
        return label
    return next((_labels("fr")[place] for place, one in _labels("en").items() if one == label), label)


def unmapped(values: Iterable[str]) -> Counter[str]:
    """The codes among industries that have no label, and how often each occurs."""
    return Counter(value for value in values if _BARE.fullmatch(value))


def labels(language: Literal["fr", "en"] = "en") -> tuple[str, ...]:
    """The whole set."""
    return tuple(dict.fromkeys(_labels(language).values()))


@cache
def _european() -> dict[str, str]:
    return {place: place for place in _labels("en")}


@cache
def _labels(language: str) -> dict[str, str]:
    """By section, division or group."""
    return dict(_tables()["labels"][language])


@cache
def _table(nomenclature: str) -> dict[str, str]:
    """The beginning of a code to the place its label stands at."""
    return dict(_tables()[nomenclature])


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
