"""Whom "elle" and "he" cannot mean: people of the other sex, and bodies of people."""

from __future__ import annotations

import re
from typing import Literal

from .people import Mention

_SHE = re.compile(r"(?<![\w'])(?:she|her|hers|elle|she's)(?!\w)")
_HE = re.compile(r"(?<![\w'])(?:he|him|his|il|lui|he's)(?!\w)")
_BODY = re.compile(
    r"\b(?:comite|commission|committee|codir|comex|board|council|conseil|panel|team|equipe|direction|service|siege|"
    r"groupe?|partners|associes|members)\b"
)
_WOMAN = re.compile(
    r"^(?:mme|mrs|ms|mlle|madame|miss)\b|\b\w+(?:trice|euse|iere)\b|"
    r"\b(?:presidente|gerante|adjointe|patronne)\b"
)
_MAN = re.compile(
    r"^(?:m|mm|mr|monsieur|mister|sir)\b|\b(?:directeur|president|gerant|patron|adjoint|tresorier)\b"
)


def may_mean(folded: str, pronoun_from: int, pronoun_to: int, m: Mention) -> bool:
    """Whether the pronoun between two places may mean somebody."""
    said = folded[pronoun_from:pronoun_to]
    sex: Literal["she", "he"] | None = "she" if _SHE.search(said) else "he" if _HE.search(said) else None
    if sex is None:
        return True
    called = folded[m.start : m.end] if m.end > m.start else (m.name or "").lower()
    if m.name is None and _BODY.search(called):
        return False
    return not (_MAN if sex == "she" else _WOMAN).search(called)
