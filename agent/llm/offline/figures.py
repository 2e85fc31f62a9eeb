"""Figures that may be money, and their ranges: "30-40k€", "£15k", "between 20 and 25k", "vingt mille euros".

Everything here reads folded text (see `fold`), but for the capital M of millions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .fold import fold
from .numerals import NUMBER, either, values


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure or a range, and whether it is sure to be money."""

    start: int
    end: int
    low: float
    high: float
    currency: str | None
    plain: bool
    """Neither a currency nor a k."""


_SIGNS = {
    "EUR": ("€", "eur", "euro", "euros", "balles"),
    "GBP": ("£", "gbp", "pound", "pounds", "quid", "sterling", "pounds sterling"),
    "USD": ("$", "us$", "$us", "$ us", "usd", "dollar", "dollars", "buck", "bucks", "us dollars"),
    "CAD": ("c$", "ca$", "$ca", "$ ca", "cad", "$ cad", "dollars canadiens", "canadian dollars"),
    "CHF": ("chf", "francs suisses"),
    "XOF": ("fcfa", "f cfa", "xof", "cfa", "francs cfa"),
    "MAD": ("mad", "dirham", "dirhams"),
    "INR": ("inr", "₹"),
    "AUD": ("a$", "aud"),
    "NZD": ("nz$", "nzd"),
    **{code: (code.lower(),) for code in "XAF AED TND SEK NOK DKK PLN JPY SGD HKD ZAR".split()},
}
_CODE = {sign: code for code, signs in _SIGNS.items() for sign in signs} | {"e": "EUR"}  # "15 ke"
_SCALES = {
    **dict.fromkeys(("k", "grand", "mille", "thousand", "milliers"), 1e3),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions"), 1e6),
    **dict.fromkeys(("md", "mds", "bn", "billion", "milliard", "milliards"), 1e9),
}
_MARKED = ("k", "grand")
"""Scales nobody uses but for money, or for heads that are then named."""

_BEFORE = rf"(?:{either(sign for sign in _CODE if not sign.isascii() or '$' in sign or len(sign) == 3)})\s?"
_AFTER = rf"-?(?:\s?(?:d'|de |of )?(?:{either(_CODE.keys() - {'e'})})(?![a-z])|(?<=[km])e(?![a-z]))"
_SCALE = rf"[\s-]?(?:{either(_SCALES)})(?=-?(?:{either(_CODE)})?(?![a-z0-9]))"


def _figure(n: int) -> str:
    return rf"(?P<before{n}>{_BEFORE})?(?P<number{n}>{NUMBER})(?P<scale{n}>{_SCALE})?(?P<after{n}>{_AFTER})?"


_MONEY = re.compile(
    rf"(?<![a-z0-9#])(?<!\d[.,:/]){_figure(1)}"
    rf"(?:(?P<joint>\s?(?:[-/]|\.\.)\s?|\s(?:a|to|ou|or|et|and)\s){_figure(2)})?"
)
_BETWEEN = re.compile(r"\b(?:between|entre)\s$")
_SHARE = re.compile(r"\s?(?:%|percent|per cent|pour ?cent|pct\b|points?\b|bps\b)")
_GOES_ON = re.compile(r"[/:.,-]\d|['a-z0-9]|\s\d|-[a-z]")
_NUMBERED = re.compile(
    r"(?:\d[\s.,/-]|\bn[o°]\s?|\b(?:no\.|ticket|ref\.?|version|page|room|salle|sire[nt]|rcs|tel\.?|tva|code)\s?:?\s?)$"
)
"""What makes the figure that follows a part of something longer, or a name."""
_COUNTED = re.compile(
    r"\s(?!(?:dans|sous|sans|plus|moins|hors|mais|tous|toutes|nous|vous|ils|elles|depuis|apres|tops|this|thus|less"
    r"|unless|across|always|perhaps|does|has|its|les|des|ces|ses|mes|nos|vos|est|suis|pas|tres)\b)[a-z]{2,}s\b"
)
"""A plural: "12k employees"."""
_ENDED = re.compile(
    r"\s?(?:$|[.,;:!?)\]\"\n/+(…-]|(?:for|from|pour|per|par|in|on|to|and|et|ou|or|that|this|but|mais|if|si|we|i"
    r"|nous|je|all|tout|tops|max|maxi|maximum|min|mini|minimum|approved|valides?|votes?|actes?|ht|ttc|plus|pm|pa"
    r"|once|one|a|an|each|every|annually|monthly|annuels?|mensuels?|environ|roughly|ish|set|put|is|est|c'est|ca|was"
    r"|were|got|it|before|excluding|excl|including|incl|ex|hors|dans|sur|du|le|la|at|so|give|bon|ben|voila|because"
    r"|car|as|right|maybe|peut|ready|prevus?|alloues?|available|disponibles?|budget|spent|there)\b)"
)
"""What may stand after a plain figure that counts nothing."""


def find_figures(text: str) -> Iterator[Figure]:
    """Every figure that may be money, in order."""
    folded = fold(text)
    position = 0
    while (match := _MONEY.search(folded, position)) is not None:
        figure = _range(text, folded, match) or _single(text, folded, match)
        if figure:
            position = figure.end
            yield figure
        else:
            position = _end(match, 1)


def _end(match: re.Match[str], n: int) -> int:
    return max(match.end(f"number{n}"), match.end(f"scale{n}"), match.end(f"after{n}"))


def _currency(match: re.Match[str], n: int) -> str | None:
    sign = match[f"before{n}"] or match[f"after{n}"]
    if not sign:
        return None
    sign = sign.strip(" -\n").removeprefix("d'").removeprefix("de ").removeprefix("of ")
    return _CODE.get(sign)


def _scale(text: str, match: re.Match[str], n: int) -> float:
    """The factor of a k or an M; 0 where there is none. A lower-case m alone is metres, or minutes."""
    word = (match[f"scale{n}"] or "").strip(" -\n")
    if word == "m" and text[match.end(f"scale{n}") - 1] != "M" and not _currency(match, n):
        return 0
    return _SCALES.get(word, 0)


def _single(text: str, folded: str, match: re.Match[str]) -> Figure | None:
    numbers, scale = values(match["number1"]), _scale(text, match, 1) or 1
    low, high = numbers[0], numbers[-1]
    if len(numbers) > 2 or low > high:
        if len(numbers) > 2 or not low >= 10 > high:
            return None
        low = high = low * 1000 + high * 100  # "twenty-seven five"
    elif low < high:  # "trente quarante mille"
        low, high = _level(low, high * scale, scale)
    else:
        low = high = low * scale
    return _figure_of(folded, match, 1, low, high)


def _range(text: str, folded: str, match: re.Match[str]) -> Figure | None:
    """Both figures as one range, where they are: "30-40k", but not "20k and 25k", "14/04" or "2026-03"."""
    if match["joint"] is None:
        return None
    if match["joint"].strip() in ("et", "and") and not _BETWEEN.search(
        folded[max(0, match.start() - 9) : match.start()]
    ):
        return None
    lows, highs = values(match["number1"]), values(match["number2"])
    one, other = _currency(match, 1), _currency(match, 2)
    if len(lows) + len(highs) != 2 or (one and other and one != other):
        return None
    low, high = lows[0], highs[0]
    low_scale, high_scale = _scale(text, match, 1), _scale(text, match, 2)
    if match["joint"].strip() == "/" and not (high_scale or one or other):
        return None
    if low_scale and not high_scale and match["joint"].strip() == "-":
        high_scale = low_scale  # "20k-25"
    low, high = low * (low_scale or 1), high * (high_scale or 1)
    if not low_scale and not match["after1"]:
        low, high = _level(low, high, high_scale)
    if not low < high <= 100 * low:
        return None
    return _figure_of(folded, match, 2, low, high)


def _level(low: float, high: float, scale: float) -> tuple[float, float]:
    """The lower end brought to the scale of the upper one: "30-40k", "ten to fifteen thousand", "15-25,000"."""
    for factor in (scale, 1e6, 1e3):
        if factor > 1 and low < 1000 and low * factor < high:
            return low * factor, high
    return low, high


def _figure_of(folded: str, match: re.Match[str], last: int, low: float, high: float) -> Figure | None:
    start, end = match.start(), _end(match, last)
    currency = _currency(match, last) or _currency(match, 1)
    marked = any((match[f"scale{n}"] or "").strip(" -\n") in _MARKED for n in range(1, last + 1))
    figure = Figure(start, end, low, high, currency, plain=not (currency or marked))
    if high <= 0 or not (currency or _may_be_money(folded, match, figure, last)):
        return None
    return figure


def _may_be_money(folded: str, match: re.Match[str], figure: Figure, last: int) -> bool:
    """Whether a figure without a currency may be money all the same."""
    if _SHARE.match(folded, figure.end) or _COUNTED.match(folded, figure.end):
        return False
    if not figure.plain:
        return True
    number = match[f"number{last}"]
    if number[0].isdigit():
        is_year = len(number) == 4 and number.isdigit() and 1900 <= figure.high <= 2100
        if is_year or (number[0] == "0"):
            return False
    elif not re.search(r"[\s-]", number) and not match[f"scale{last}"]:
        return False
    if _GOES_ON.match(folded, figure.end) or not 100 <= figure.high <= 1e8:
        return False
    if _NUMBERED.search(folded[max(0, figure.start - 12) : figure.start]):
        return False
    return _ENDED.match(folded, figure.end) is not None
