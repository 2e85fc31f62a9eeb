"""The period, the currency and the tax basis that stand apart from the figure: "Per year." "Excluding VAT."."""

from __future__ import annotations

import re
from typing import Literal

Period = Literal["one_off", "month", "year"]

_PERIODS: tuple[tuple[re.Pattern[str], Period], ...] = (
    (
        re.compile(
            r"\b(?:one[- ]?(?:shot|off|time)|(?:single|one) (?:payment|sum|grant|cheque|check|purchase|transfer)|"
            r"lump sum|in one go|just the once|spent once|once (?:it's|its) gone|non[- ]recurr\w+|en une fois|"
            r"une (?:seule )?fois|ponctuel\w*|non reconductible|(?:un|une) seule? (?:versement|paiement|somme)|"
            r"(?:paiement|versement|achat|montant|dotation|subvention) unique)\b"
        ),
        "one_off",
    ),
    (
        re.compile(
            r"\b(?:a month|per month|monthly|pm|pcm|par mois|mensuel(?:le)?s?|chaque mois)\b|"
            r"/ ?(?:mois|month|mo)\b"
        ),
        "month",
    ),
    (
        re.compile(
            r"\b(?:a year|per year|per annum|p\.?a\.?|annual(?:ly)?|yearly|for the year|each year|"
            r"first year|year one|"
            r"par an|annuel(?:le)?s?|a l'annee|l'an|chaque annee|tous les ans|every year|sur 20\d\d|"
            r"for the (?:fiscal|financial) year|"
            r"par exercice|sur l'exercice|la premiere annee|sur l'annee|"
            r"pour l'annee|(?:for|this|the) fy|fy ?\d\d|"
            r"(?:par|a|per|each|every|chaque) (?:saison|season))\b|/ ?(?:an|yr|year)\b"
        ),
        "year",
    ),
)
_BEFORE_TAX = re.compile(
    r"\b(?:ht|htva|hors (?:taxes?|tva|tgc)|excl(?:uding|\.)?(?: of)? (?:vat|tax)|ex[- ]?vat|"
    r"before (?:vat|tax)|plus vat|"
    r"net of vat)\b|\+ ?vat\b"
)
_WITH_TAX = re.compile(r"\b(?:ttc|tvac|toutes taxes|incl(?:uding|\.)? (?:vat|tax)|inc\.? vat|with vat)\b")
_CURRENCY = re.compile(r"\b(?:dollars?|bucks|pounds|quid|euros?)\b")
_CODES = {"d": "USD", "b": "USD", "p": "GBP", "q": "GBP", "e": "EUR"}
_LIMIT = re.compile(
    r"\b(?:tops|max|maxi|maximum|grand max|not a (?:penny|cent) more|pas un (?:centime|euro|sou|"
    r"rond) de plus|"
    r"that's the limit|pas plus|no more than that|and no more)\b"
)

_LIMIT_ALONE = re.compile(
    r"(?:^|[,;.] )(?:and |et )?(?:not? more|nothing more|not (?:a|one) \w+ more|rien de plus|"
    r"pas (?:plus|davantage|au-dela))\W*$|"
    r"\b(?:(?:that|it)(?:'s| is| should be|'d be| would be)|c'est|"
    r"ca doit etre|ce serait) (?:the|my|our|le|mon|notre) (?:max\w*|limit|ceiling|cap|plafond|maximum)\b"
)
"""A sentence that only says that the sum before it is the most."""


def period_said(words: str) -> Period | None:
    """The period some folded words name."""
    return next((period for pattern, period in _PERIODS if pattern.search(words)), None)


def currency_said(words: str) -> str | None:
    """The currency they name."""
    named = _CURRENCY.search(words)
    return _CODES[named[0][0]] if named else None


def tax_said(words: str) -> Literal["excluded", "included"] | None:
    """The tax basis they name."""
    if _BEFORE_TAX.search(words):
        return "excluded"
    return "included" if _WITH_TAX.search(words) else None


def capped(words: str) -> bool:
    """Whether they say that the figure is the most: "tops", "pas un centime de plus"."""
    return _LIMIT.search(words) is not None or limits(words)


def limits(words: str) -> bool:
    """Whether a sentence by itself makes the sum before it the most: "not more.", "that's our ceiling"."""
    return _LIMIT_ALONE.search(words) is not None
