"""Figures that may be money, and their ranges: "30-40k€", "£15k", "between 20 and 25k", "vingt mille euros"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .fold import fold, words
from .lexicon import either
from .numerals import OPENING, Numeral, read_number


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


@dataclass(frozen=True, slots=True)
class _Sum:
    """One number with what is tied to it."""

    start: int
    end: int
    number: Numeral
    scale: float
    """1000 for k; 0 where there is none."""
    marked: bool
    """Whether the scale is one that nobody uses but for money, or for heads that are then named."""
    currency: str | None
    closed: bool
    """Whether a currency stands behind the number."""


_NAMELESS = "XAF AED NOK SGD HKD CZK HUF RON TRY MXN CNY DZD MUR SAR QAR"
"""Currencies that notes call by their code."""
_SIGNS = {
    "EUR": ("€", "eur", "euro", "euros", "balles"),
    "GBP": (
        "£",
        "gbp",
        "pound",
        "pounds",
        "quid",
        "sterling",
        "pounds sterling",
        "livres",
        "livres sterling",
    ),
    "USD": ("$", "us$", "$us", "$ us", "usd", "dollar", "dollars", "buck", "bucks", "us dollars"),
    "CAD": ("c$", "cad$", "ca$", "$ca", "$ ca", "cad", "$ cad", "dollars canadiens", "canadian dollars"),
    "CHF": ("chf", "fr.", "sfr", "francs", "francs suisses"),
    "XOF": ("fcfa", "f cfa", "xof", "cfa", "francs cfa"),
    "MAD": ("mad", "dirham", "dirhams", "dh", "dhs"),
    "INR": ("inr", "₹", "rs", "rs.", "rupees", "roupies"),
    "TND": ("tnd", "dt", "dinar", "dinars"),
    "AUD": ("a$", "aud", "au$"),
    "NZD": ("nz$", "nzd"),
    "ZAR": ("zar", "rand", "rands", "r"),
    "NGN": ("ngn", "₦", "naira", "nairas"),
    "KES": ("kes", "ksh", "kshs"),
    "GHS": ("ghs", "cedi", "cedis"),
    "JPY": ("jpy", "yen", "yens", "¥"),
    "PLN": ("pln", "zloty", "zlotys"),
    "SEK": ("sek", "kronor"),
    "DKK": ("dkk", "kroner"),
    "BRL": ("brl", "r$", "reais"),
    "ILS": ("ils", "₪", "shekels"),
    **{code: (code.lower(),) for code in _NAMELESS.split()},
}
_CODE = {sign: code for code, signs in _SIGNS.items() for sign in signs} | {"e": "EUR"}  # "15 ke"
_SYMBOLS = {sign for sign in _CODE if not sign[-1].isalpha()}
_SCALES = {
    **dict.fromkeys(("k", "grand", "mille", "thousand", "milliers"), 1e3),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions"), 1e6),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), 1e5),
    **dict.fromkeys(("crore", "crores"), 1e7),
    **dict.fromkeys(("md", "mds", "bn", "billion", "milliard", "milliards"), 1e9),
}

_LED = ("r", "rs", "rs.")
"""Short signs that stand before a number."""
_BEFORE = re.compile(
    rf"(?<![a-z0-9])(?:{either(s for s in _CODE if not s.isascii() or '$' in s or len(s) == 3 or s in _LED)})\s?$"
)
_RAND = re.compile(r"R\s?(?:\d{3}|\d{1,3}[\s.,]\d{3}|\d+\s?[kKmM]\b)")
"""A capital R before a sum of some size, and no room or version."""
_AFTER = re.compile(
    r"-?(?:\s?(?:d'|de |of )?(?P<sign>"
    rf"(?:{either(_CODE.keys() - {'e', *_LED} - _SYMBOLS)})(?![a-z])|(?:{either(_SYMBOLS)})(?!\d))"
    r"|(?<=[km])(?P<e>e)(?![a-z])|\s?e(?=\s?/|\s(?:ht|ttc|par)\b))"
)
_SCALE = re.compile(rf"[\s-]?(?P<scale>{either(_SCALES)})(?=-?(?:{either(_CODE)})?(?![a-z0-9]))")
_TOKEN = re.compile(r"\d+|[a-z]+")
_INSIDE = re.compile(r"[a-z0-9#_]\Z|\d[.,:/]\Z")
_JOINT = re.compile(
    r"-(?:to|a)-|\s?(?P<sign>-|/|\.\.)\s?"
    r"|(?P<breath>,? (?:maybe|perhaps|peut-etre|voire|even) |, (?:or |ou )?)|\s(?P<word>a|to|ou|or|et|and)\s"
)
_SIGN = re.compile(rf"(?:{either(s for s in _CODE if not s.isalnum() or len(s) == 3 or s == 'r')})\s?(?=\d)")
_INFIX = re.compile(r"k(\d)(?![a-z0-9])")
"""The 5 of \"2k5\"."""
_BETWEEN = re.compile(r"\b(?:between|entre)\s$")
_SHARE = re.compile(r"\s?(?:%|percent|per cent|pour ?cent|pct\b|points?\b|bps\b)")
_GOES_ON = re.compile(r"[/:.,-]\d|['a-z0-9]|\s\d|-[a-z]")
_NUMBERED = re.compile(
    r"(?:\d[\s.,/-]|\bn[o°]\s?"
    r"|\b(?:no\.|ticket|ref\.?|line|ligne|account|compte|chapter|chapitre|article|lot|version|page|room|salle|sire[nt]|"
    r"rcs|tel\.?|tva|code)\s?:?\s?)$"
)
"""What makes the figure that follows a part of something longer, or a name."""
_COUNTED = re.compile(
    r"\s(?!(?:dans|sous|sans|plus|moins|hors|mais|tous|toutes|nous|vous|ils|elles|depuis|apres|tops|this|thus|less"
    r"|unless|across|always|perhaps|does|has|its|les|des|ces|ses|mes|nos|vos|est|suis|pas|tres"
    r"|(?:accord|valid|vot|act|allou|bloqu|debloqu|reserv|flech|provisionn|budget|octroy|attribu|confirm|notifi|annonc|approuv"
    r"|donn|engag|pos)es|prevus|inscrits|obtenus|mis|garantis|dispos|disponibles|annuels|mensuels|ponctuels)\b)[a-z]{2,}s\b"
)
"""A plural: "12k employees"."""
_ENDED = re.compile(
    r"\s?(?:$|[.,;:!?)\]\"\n/+(…-]|(?:for|from|pour|per|par|in|on|to|and|et|ou|or|that|this|but|mais|if|si|we|i"
    r"|nous|je|all|tout|tops|max|maxi|maximum|min|mini|minimum|approved|valides?|votes?|actes?|ht|ttc|plus|pm|pa"
    r"|once|one|a|an|each|every|annually|monthly|annuels?|mensuels?|environ|roughly|ish|set|put|is|est|c'est|ca|was"
    r"|were|got|it|before|excluding|excl|including|incl|ex|hors|dans|sur|du|le|la|at|so|give|bon|ben|voila|because"
    r"|car|as|right|over|maybe|peut|ready|prevus?|alloues?|available|disponibles?|budget"
    r"|spent|there|avant|ring-?fenced|ring fenced|earmarked|allocated|cleared|granted|secured|agreed|signed|voted"
    r"|(?:bloque|accorde|mi|reserve|debloque|fleche|inscrit|acte|provisionne|budgete|octroye|attribue|vote)e?s?"
    r"|de plus|with|avec|of (?:it|that)|only|seulement|not)\b|de (?:budget|cote)\b)"
)
"""What may stand behind a plain figure that counts nothing."""


def find_figures(text: str) -> Iterator[Figure]:
    """Every figure that may be money, in order."""
    folded, position = fold(text), 0
    for start, word in words(text):
        if (
            (word not in OPENING and word[0] > "9")
            or start < position
            or (_INSIDE.search(folded[max(0, start - 2) : start]) and not _signed(text, folded, start))
        ):
            continue
        one = _sum(text, folded, start, word)
        if not one:
            continue
        other = _joined(text, folded, one)
        figure = (other and _range(folded, one, other)) or _single(folded, one)
        position = figure.end if figure else one.end
        if figure:
            yield figure


def _signed(text: str, folded: str, start: int) -> re.Match[str] | None:
    """The currency right before a number: "£15", "EUR80", and the rand's capital letter."""
    before = _BEFORE.search(folded[max(0, start - 5) : start])
    rand = before is not None and before[0].strip() == "r"
    return None if before and rand and not _RAND.match(text, start - len(before[0])) else before


def _sum(text: str, folded: str, start: int, word: str, *, money: bool = False) -> _Sum | None:
    """The number that begins with `word`; `money` where a currency stands at the other end of its range."""
    number = read_number(folded, start, word)
    if number is None:
        return None
    end, scale, marked = number.end, 0.0, False
    before = _signed(text, folded, start)
    if infix := _INFIX.match(folded, end):
        number, scale, marked = Numeral(end, (number.values[0] + int(infix[1]) / 10,)), 1000.0, True
        end = infix.end()
    elif scaled := _SCALE.match(folded, end):
        metres = scaled["scale"] == "m" and text[scaled.end() - 1] != "M"
        if not metres or money or before or _AFTER.match(folded, scaled.end()):
            end, scale, marked = scaled.end(), _SCALES[scaled["scale"]], scaled["scale"] in ("k", "grand")
    after = _AFTER.match(folded, end)
    sign = (after["sign"] or "e") if after else before[0].strip() if before else None
    start -= len(before[0]) if before else 0
    return _Sum(
        start,
        after.end() if after else end,
        number,
        scale,
        marked,
        _CODE[sign] if sign else None,
        after is not None,
    )


def _joined(text: str, folded: str, one: _Sum) -> _Sum | None:
    """The second sum where both are one range: "30-40k", but not "20k and 25k", "14/04" or "2026-03"."""
    joint = _JOINT.match(folded, one.end)
    if not joint:
        return None
    at = sign.end() if (sign := _SIGN.match(folded, joint.end())) else joint.end()
    token = _TOKEN.match(folded, at)
    other = _sum(text, folded, token.start(), token[0], money=one.currency is not None) if token else None
    if not other or len(one.number.values) + len(other.number.values) != 2:
        return None
    if joint["word"] in ("et", "and") and not _BETWEEN.search(folded[max(0, one.start - 9) : one.start]):
        return None
    if joint["breath"] and not _in_one_breath(one, other):
        return None
    if joint["sign"] == "/" and not (other.scale or one.currency or other.currency):
        return None
    if one.currency and other.currency and one.currency != other.currency:
        return None
    if one.scale and not other.scale and joint["sign"] != "-":
        return None if not other.currency and other.number.values[0] < 1000 else other
    return other


def _in_one_breath(one: _Sum, other: _Sum) -> bool:
    """Whether a comma joins a guess: "trente, quarante mille", and not "3 sites, 40 k€"."""
    low, high = one.number.values[0], other.number.values[0]
    if not other.scale and high > 10 * low:
        high /= 1000  # "trente, 40 000"
    close = low % 5 == 0 or high - low <= low / 5
    return not one.scale and not one.currency and close and low < high <= 2 * low


def _range(folded: str, one: _Sum, other: _Sum) -> Figure | None:
    low_scale, high_scale = one.scale, other.scale
    if low_scale and not high_scale and other.number.values[0] < 1000:
        high_scale = low_scale  # "20k-25"
    low, high = one.number.values[0] * (low_scale or 1), other.number.values[0] * (high_scale or 1)
    if not low_scale and not one.closed:
        low, high = _level(low, high, high_scale)
    if not low < high <= 100 * low:
        return None
    currency, marked = other.currency or one.currency, one.marked or other.marked
    figure = Figure(one.start, other.end, low, high, currency, plain=not (currency or marked))
    return figure if currency or _may_be_money(folded, other, figure) else None


def _single(folded: str, one: _Sum) -> Figure | None:
    scale, (low, *_), high = one.scale or 1, one.number.values, one.number.values[-1]
    said = folded[one.start : one.end]
    if len(one.number.values) > 2:
        return None
    if low < high:  # "trente quarante mille"
        low, high = _level(low, high * scale, scale)
    elif low > high:
        if not low >= 10 > high:
            return None
        low = high = low * 1000 + high * 100  # "twenty-seven five"
    else:
        low = high = low * scale
        if (
            not one.currency
            and one.number.words > 2
            and low > 1000
            and 1 < low % 1000 < 10
            and "mille" in said
        ):
            low = high = low + low % 1000 * 99  # "trois mille cinq"
    figure = Figure(one.start, one.end, low, high, one.currency, plain=not (one.currency or one.marked))
    return figure if high > 0 and (one.currency or _may_be_money(folded, one, figure)) else None


def _level(low: float, high: float, scale: float) -> tuple[float, float]:
    """The lower end brought to the scale of the upper one: "30-40k", "ten to fifteen thousand", "15-25,000"."""
    for factor in (scale, 1e6, 1e3):
        if factor > 1 and low < 1000 and low * factor < high:
            return low * factor, high
    return low, high


def _may_be_money(folded: str, last: _Sum, figure: Figure) -> bool:
    """Whether a figure without a currency may be money all the same."""
    if _SHARE.match(folded, figure.end) or _COUNTED.match(folded, figure.end):
        return False
    if not figure.plain:
        return True
    if last.number.words:
        if last.number.words < 2 and not last.scale:
            return False
    else:
        number = folded[last.start : last.end]
        if number[0] == "0" or (len(number) == 4 and number.isdigit() and 1900 <= figure.high <= 2100):
            return False
    if _GOES_ON.match(folded, figure.end) or not 100 <= figure.high <= 1e8:
        return False
    if _NUMBERED.search(folded[max(0, figure.start - 12) : figure.start]):
        return False
    return _ENDED.match(folded, figure.end) is not None
