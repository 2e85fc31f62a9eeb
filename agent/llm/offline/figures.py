"""Figures that may be money, and their ranges: "30-40k€", "£15k", "between 20 and 25k", "vingt mille euros"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .currencies import CODE, LED, SYMBOLS, WORDS_TOO
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


_SCALES = {
    **dict.fromkeys(("k", "grand", "mille", "thousand", "thou", "milliers"), 1e3),
    **dict.fromkeys(("m", "mn", "mio", "mil", "mill", "million", "millions"), 1e6),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), 1e5),
    **dict.fromkeys(("crore", "crores"), 1e7),
    **dict.fromkeys(("md", "mds", "bn", "billion", "milliard", "milliards"), 1e9),
}

_BEFORE = re.compile(
    rf"(?<![a-z0-9])(?:{either(s for s in CODE if not s.isascii() or '$' in s or len(s) == 3 or s in LED)})\s?$"
)
_RAND = re.compile(r"R\s?(?:\d{3}|\d{1,3}[\s.,]\d{3}|\d+\s?[kKmM]\b)")
"""A capital R before a sum of some size, and no room or version."""
_AFTER = re.compile(
    r"-?(?:\s?(?:d'|de |of )?(?P<sign>"
    rf"(?:{either(CODE.keys() - {'e', *LED} - SYMBOLS)})(?![a-z])|(?:{either(SYMBOLS)})(?!\d))"
    r"|(?<=[km])(?P<e>e)(?![a-z])|\s?e(?=\s?/|\s(?:ht|ttc|par)\b))"
)
_SCALE = re.compile(
    rf"(?:-?\s?ish)?(?:[\s-]?|\sof\s)(?P<scale>{either(_SCALES)})(?=-?(?:{either(CODE)})?(?![a-z0-9]))"
)
_TOKEN = re.compile(r"\d+|[a-z]+")
_INSIDE = re.compile(r"[a-z0-9#_]\Z|\d[.,:/]\Z")
_JOINT = re.compile(
    r"-(?:to|a)-|\s?(?P<sign>-|/|\.\.)\s?"
    r"|(?P<breath>,? (?:maybe|perhaps|peut-etre|voire|even) |, (?:or |ou )?)|\s(?P<word>a|to|ou|or|et|and)\s"
)
_SIGN = re.compile(rf"(?:{either(s for s in CODE if not s.isalnum() or len(s) == 3 or s == 'r')})\s?(?=\d)")
_INFIX = re.compile(r"[km](\d)(?![a-z0-9])")
"""The 5 of \"2k5\" and of \"1M5\"."""
_HUNDREDS = re.compile(r"(?:hundred|cents?)$")
_STRETCHED = re.compile(
    r"\s?(?:at (?:a stretch|(?:the )?most)|tops|max|maxi|maximum|grand max|a la limite"
    r"|au (?:plus|max\w*))\b"
)
"""Behind the upper of two figures, of which the lower is what they would rather give."""
_PRICE = re.compile(r"\s(?:a|an|per|each|quid|bucks|dollars|pounds|tops|max|k|grand)\b|/")
"""Behind \"two fifty\" where it is 250."""
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
    r"\s(?!(?:dans|sous|sans|plus|moins|hors|mais|tous|toutes|nous|vous|ils|elles|depuis|apres|tops|this|thus|less|alors|puis|vers|was|yes|its"
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
    r"|car|as|right|over|maybe|peut|ready|prevus?|say|alors|aux?|qui|que|quand|comme|they|you|he|she|it|who|which|when|while|because|then|though|since|after|by|out|off|left|now|again|too|also|still|really|probably|please|hein|quoi|lol|um|uh|er|euh|up|down|chez|puis|donc|aussi|maintenant|ferme|net|brut|htva|tvac|tva|toutes|t\.t\.c|h\.t|allotted|we'd|we've|i'd|j'ai|aside|alloues?|available|disponibles?|budget"
    r"|spent|there|avant|ring-?fenced|ring fenced|earmarked|allocated|cleared|granted|secured|agreed|signed|voted"
    r"|(?:bloque|accorde|mi|reserve|debloque|fleche|inscrit|acte|provisionne|budgete|octroye|attribue|vote)e?s?"
    r"|de plus|with|avec|of (?:it|that)|only|seulement|not)\b|de (?:budget|cote)\b|l'an)"
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
    infix = _INFIX.match(folded, end)
    if infix and text[end] in "kKM":
        scale, marked = (1e6 if text[end] == "M" else 1e3), True
        number = Numeral(end, (number.values[0] + int(infix[1]) / 10,))
        end = infix.end()
    elif scaled := _SCALE.match(folded, end):
        metres = scaled["scale"] == "m" and text[scaled.end() - 1] != "M"
        if not metres or money or before or _AFTER.match(folded, scaled.end()):
            end, scale, marked = scaled.end(), _SCALES[scaled["scale"]], scaled["scale"] in ("k", "grand")
    after = _currency_after(text, folded, end)
    sign = (after["sign"] or "e") if after else before[0].strip() if before else None
    start -= len(before[0]) if before else 0
    return _Sum(
        start,
        after.end() if after else end,
        number,
        scale,
        marked,
        CODE[sign] if sign else None,
        after is not None,
    )


def _currency_after(text: str, folded: str, end: int) -> re.Match[str] | None:
    """The currency right behind a number, where it is no other word."""
    after = _AFTER.match(folded, end)
    if after and after["sign"] in WORDS_TOO and text[after.start("sign") : after.end()].islower():
        return None
    return after


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
    between = joint["word"] in ("et", "and")
    if between and not _BETWEEN.search(folded[max(0, one.start - 9) : one.start]):
        return None
    if joint["breath"] and not (_in_one_breath(one, other) or _stretched(folded, one, other)):
        return None
    if joint["sign"] == "/" and not (other.scale or one.currency or other.currency):
        return None
    if one.currency and other.currency and one.currency != other.currency:
        return None
    if one.scale and not other.scale and joint["sign"] != "-" and not between:
        return None if not other.currency and other.number.values[0] < 1000 else other
    return other


def _in_one_breath(one: _Sum, other: _Sum) -> bool:
    """Whether a comma joins a guess: "trente, quarante mille", and not "3 sites, 40 k€"."""
    low, high = one.number.values[0], other.number.values[0]
    if not other.scale and high > 10 * low:
        high /= 1000  # "trente, 40 000"
    close = low % 5 == 0 or high - low <= low / 5
    return not one.scale and not one.currency and close and low < high <= 2 * low


def _stretched(folded: str, one: _Sum, other: _Sum) -> bool:
    """Whether the second is how far the first may stretch: "£18,000, £20,000 at a stretch"."""
    low, high = one.number.values[0] * (one.scale or 1), other.number.values[0] * (other.scale or 1)
    return low < high <= 2 * low and _STRETCHED.match(folded, other.end) is not None


def _range(folded: str, one: _Sum, other: _Sum) -> Figure | None:
    low_scale, high_scale = one.scale, other.scale
    if low_scale and not high_scale and other.number.values[0] < 1000:
        high_scale = low_scale  # "20k-25"
    low, high = one.number.values[0] * (low_scale or 1), other.number.values[0] * (high_scale or 1)
    if not low_scale and not one.closed:
        hundreds = _HUNDREDS.search(folded, other.start, other.number.end)
        low, high = _level(low, high, 100 if hundreds and low < 100 and not high_scale else high_scale)
    if not low < high <= 100 * low:
        return None
    currency, marked = other.currency or one.currency, one.marked or other.marked
    figure = Figure(one.start, other.end, low, high, currency, plain=not (currency or marked))
    return figure if currency or _may_be_money(folded, other, figure) else None


def _single(folded: str, one: _Sum) -> Figure | None:
    scale, (low, *_), high = one.scale or 1, one.number.values, one.number.values[-1]
    if len(one.number.values) > 2:
        return None
    if low < 10 and 20 <= high < 100 and (one.currency or _PRICE.match(folded, one.number.end)):
        low = high = (low * 100 + high) * scale  # "two fifty a month"
    elif low < high:  # "trente quarante mille"
        low, high = _level(low, high * scale, scale)
    elif low > high:
        if not low >= 10 > high:
            return None
        low = high = low * 1000 + high * 100  # "twenty-seven five"
    else:
        low = high = low * scale
        if not one.currency and one.number.words > 2:
            low = high = _in_short(folded[one.start : one.end], low)
    figure = Figure(one.start, one.end, low, high, one.currency, plain=not (one.currency or one.marked))
    return figure if high > 0 and (one.currency or _may_be_money(folded, one, figure)) else None


def _in_short(said: str, value: float) -> float:
    """A number with its last digit counting the next smaller unit: "trois mille cinq", "un million deux"."""
    if value >= 1e6 and 1 < value % 1e6 < 10 and "million" in said:
        return value + value % 1e6 * 99_999
    if value > 1000 and 1 < value % 1000 < 10 and "mille" in said:
        return value + value % 1000 * 99
    return value


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
