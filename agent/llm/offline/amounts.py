"""Sums of money in a note, in French and English.

`find_amounts` finds every figure that may be money, with its range, currency, period and tax basis. Whose money
it is, and whether it is a budget, is the reader's business; the flags say what the words around the figure make of
it. Percentages, counts, dates, times and phone numbers are left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .country import country_currency
from .currencies import CODE
from .figures import Figure, find_figures
from .fold import fold
from .terms import Flag, Period, Tax, terms

Language = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum or a range. `start` and `end` are offsets into the text: the figures and the words tied to them."""

    start: int
    end: int
    min: float | None
    """None for "up to 50k"."""
    max: float | None
    """None for "at least 50k". One figure fills both."""
    currency: str | None = None
    """ISO 4217, where the figure itself has one."""
    period: Period | None = None
    tax: Tax | None = None
    approximate: bool = False
    flags: frozenset[Flag] = frozenset()


def find_amounts(text: str, language: Language) -> tuple[Amount, ...]:
    """Every amount of the text, in order. Never raises; time is linear in the text."""
    figures = tuple(find_figures(text))
    limits = [*(figure.start for figure in figures[1:]), len(text)]
    amounts = [_amount(text, language, figure, limit) for figure, limit in zip(figures, limits, strict=False)]
    amounts = [*amounts, *_derived(text, amounts)]
    amounts = [
        replace(a, currency=home) if (home := _at_home(text, language, a.currency)) != a.currency else a
        for a in amounts
    ]
    return tuple(sorted(amounts, key=lambda amount: amount.start))


def context_currency(amounts: Iterable[Amount], language: Language) -> str | None:
    """What a figure without a currency is in: the note's most frequent one; in French, else the euro."""
    named = Counter(amount.currency for amount in amounts if amount.currency)
    if named:
        return named.most_common(1)[0][0]
    return "EUR" if language == "fr" else None


_BEHIND = re.compile(r"\s(us dollars|dollars|euros|pounds|bucks|quid|francs|canadian dollars)\b")
"""A currency behind the terms: "eleven hundred a month us dollars"."""


def _amount(text: str, language: Language, figure: Figure, limit: int) -> Amount:
    found = terms(text, language, figure.start, figure.end, limit)
    low: float | None = figure.low
    high: float | None = figure.high
    if figure.low == figure.high and "cap" in found.flags:
        low = None
    elif figure.low == figure.high and "floor" in found.flags:
        high = None
    currency = figure.currency
    if currency is None and (behind := _BEHIND.match(fold(text), found.end, limit)):
        currency, found.end = CODE[behind[1]], behind.end()
    if figure.plain:
        found.flags.add("plain")
    return Amount(
        figure.start,
        found.end,
        low,
        high,
        currency,
        found.period,
        found.tax,
        found.approximate,
        frozenset(found.flags),
    )


_MULTIPLE = re.compile(
    r"\b(?:(?P<twice>double (?:of )?(?:that|it)|twice (?:that|as much)|le double|deux fois (?:ca|cela|plus))"
    r"|(?P<half>half (?:of )?that|la moitie))\b"
)


def _derived(text: str, amounts: Sequence[Amount]) -> Iterator[Amount]:
    """Amounts said as a multiple of the one before: "five hundred a month … I'd go to double that"."""
    for match in _MULTIPLE.finditer(fold(text)):
        before = [amount for amount in amounts if match.start() - 250 < amount.end <= match.start()]
        if before:
            base, factor = before[-1], 2 if match["twice"] else 0.5
            yield replace(
                base,
                start=match.start(),
                end=match.end(),
                min=base.min and base.min * factor,
                max=base.max and base.max * factor,
                flags=base.flags | {"derived"},
            )


_DOLLARS = frozenset(("CAD", "AUD", "NZD"))
_FRANCS = frozenset(("XOF", "XAF"))


def _at_home(text: str, language: Language, currency: str | None) -> str | None:
    """Which dollar a bare sign is, and which franc. A note in French that counts in dollars comes from Québec."""
    if currency not in ("USD", "CHF"):
        return currency
    home = country_currency(text, language, _FRANCS if currency == "CHF" else _DOLLARS)
    return home or ("CAD" if language == "fr" and currency == "USD" else currency)
