"""Which currency a note counts in, from the places, offices and spellings it mentions."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise

from .fold import fold
from .lexicon import lexicon

_WORD = re.compile(r"[a-z][a-z'-]*|[$€£]")
_STATE = re.compile(
    r"(?<=[a-z.,] )(?:A[LKZR]|C[AOT]|FL|GA|I[LNA]|K[SY]|M[DINSOTA]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|"
    r"V[TA]|W[AVIY])"
    r"(?=[\s,.;:)]|$)"
)
"""A state's letters behind a place: "Salina KS", "Boston, MA"."""
_GROUPED = re.compile(r"\d['’]\d{3}(?!\d)")
"""Thousands as the Swiss set them apart."""
_STEM = 4
"""Letters by which a word that may go on ("canad*") is looked up."""


@lru_cache(maxsize=8)
def country_currency(text: str, language: str, among: frozenset[str] | None = None) -> str | None:
    """The ISO 4217 code that most such words point to, or None; `among` leaves only these codes to choose from.

    English words say little in a French note.
    """
    exact, stems = _places()
    words = _WORD.findall(fold(text))
    found = Counter(exact[word] for word in words if word in exact)
    found.update(exact[two] for pair in pairwise(words) if (two := " ".join(pair)) in exact)
    found.update(
        code for word in words for stem, code in stems.get(word[:_STEM], ()) if word.startswith(stem)
    )
    found["USD"] += len(_STATE.findall(text))
    found["CHF"] += len(_GROUPED.findall(text))
    if language == "fr":
        del found["GBP"], found["USD"]
    best = [code for code in found if found[code] and (among is None or code in among)]
    return max(best, key=lambda code: (found[code], code != "GBP"), default=None)  # half the world has VAT


@cache
def _places() -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    """Words and pairs of words → currency; the first letters of stems → stem and currency."""
    exact: dict[str, str] = {}
    stems: dict[str, list[tuple[str, str]]] = {}
    for code, words in lexicon("countries").items():
        for word in words:
            if word.endswith("*"):
                stems.setdefault(word[:_STEM], []).append((word[:-1], code))
            else:
                exact[word] = code
    return exact, stems
