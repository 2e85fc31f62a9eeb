"""Numbers as people write and say them, in French and English: "30 000", "1,200.50", "vingt-cinq mille".

Everything here reads folded text (see `fold`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple


class Numeral(NamedTuple):
    """One number; or two said in one breath, as in "trente quarante mille"."""

    end: int
    values: Sequence[float]
    words: int = 0
    """How many words say it; 0 for digits."""


def _numbered(step: int, *words: str) -> dict[str, int]:
    return {word: rank * step for rank, group in enumerate(words) for word in group.split()}


_SMALL = _numbered(
    1,
    *("zero", "un une one", "deux two", "trois three", "quatre four", "cinq five", "six", "sept seven"),
    *("huit eight", "neuf nine", "dix ten", "onze eleven", "douze twelve", "treize thirteen"),
    *("quatorze fourteen", "quinze fifteen", "seize sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = _numbered(
    10,
    *("", "", "vingt vingts twenty twenny", "trente thirty", "quarante forty fourty"),
    *("cinquante fifty", "soixante sixty", "septante seventy", "huitante octante eighty"),
    "nonante ninety ninty",
)
SPOKEN = _SMALL | _TENS
"""Number words below a hundred."""
_FACTORS = {
    **dict.fromkeys(("cent", "cents", "hundred"), 100),
    **dict.fromkeys(("mille", "thousand", "milliers"), 1000),
    **dict.fromkeys(("million", "millions"), 1_000_000),
    **dict.fromkeys(("lakh", "lakhs"), 100_000),
    **dict.fromkeys(("crore", "crores"), 10_000_000),
    **dict.fromkeys(("milliard", "milliards", "billion"), 1_000_000_000),
}
_DOZENS = {
    "dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50,
    "soixantaine": 60, "centaine": 100, "dizaines": 10, "centaines": 100,
}  # fmt: skip
_VALUES = SPOKEN | _DOZENS | {"a": 1, "an": 1, "couple": 2}
OPENING = SPOKEN.keys() | _FACTORS.keys() | {"half", "quarter", "a", "an", "des"}
"""Words a number may begin with."""

_DIGITS = re.compile(
    r"\d{1,3}(?:[ .']\d{3})+(?!\d)(?:,\d\d?(?!\d))?"  # 30 000 / 1.200,50
    r"|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d\d?(?!\d))?"  # 1,200.50
    r"|\d{1,12}(?:[.,]\d{1,4})?(?!\d)"
)
_GROUPED = re.compile(r"([1-9]\d{0,2}(?:[ .,']\d{3})+)(?:[.,](\d\d?))?")
_MORE = re.compile(r"(?:[\s-](?:et|and)(?: a)?[\s-]|\s(?:de|of)\s|\s|-)([a-z]+)\b")
_AND = re.compile(r"[\s-](?:et|and)\b")
_FRACTION = re.compile(
    r"(?:(?P<three>(?:three[ -]quarters|trois[ -]quarts) (?:of a|d'un|de) )"
    r"|(?P<half>half (?:a |of a )?|(?:un )?demi[ -])"
    r"|(?:a )?quarter (?:of a )?|un quart de )mil(?:lion)?\b"
)

_HALF = re.compile(r" (?:and a half|et demie?)(?=\s(?:k|grand|thou|thousand|mille|million)\b)")
_POINT = re.compile(
    rf"\s(?:point|virgule)\s(?P<tenth>{'|'.join(word for word, value in _SMALL.items() if 0 < value < 10)})\b"
    r"(?:\s(?P<factor>thousand|mille|millions?|billion|milliards?)\b)?"
)


def read_number(folded: str, start: int, word: str) -> Numeral | None:
    """The number that begins at `start`, whose first word (or digit) is `word`."""
    if word.isdigit():
        written = _DIGITS.match(folded, start)
        if written and (half := _HALF.match(folded, written.end())):
            return Numeral(half.end(), (_written(written[0]) + 0.5,))
        return Numeral(written.end(), (_written(written[0]),)) if written else None
    if word not in OPENING:
        return None
    if fraction := _FRACTION.match(folded, start):
        return Numeral(
            fraction.end(), (750e3 if fraction["three"] else 500e3 if fraction["half"] else 250e3,), 2
        )
    words, end = [word], start + len(word)
    while len(words) < 16 and (more := _MORE.match(folded, end)) and _goes_on(words, more[1]):
        if more[1] in ("cent", "hundred") and _AND.match(more[0]):
            break  # "between eighty and a hundred thousand"
        words.append(more[1])
        end = more.end()
    if word in ("a", "an", "half", "quarter", "des") and len(words) == 1:
        return Numeral(end, (1.0,), 1) if word == "a" and folded.startswith(" grand", end) else None
    if point := _POINT.match(folded, end):
        factor = _FACTORS.get(point["factor"] or "", 1)
        return Numeral(
            point.end(), ((_said(words)[-1] + SPOKEN[point["tenth"]] / 10) * factor,), len(words) + 2
        )
    return Numeral(end, _said(words), len(words) - (word in ("a", "an")))


def _goes_on(words: Sequence[str], word: str) -> bool:
    if word in _DOZENS:
        return words[-1] in ("une", "des")
    if word == "k":
        return words[-1] in _DOZENS
    if word == "couple":
        return words == ["a"]
    if word in ("demi", "half"):
        return words[-1] in _FACTORS or words[-1] in SPOKEN
    return word in _FACTORS or (word in SPOKEN and words[-1] not in ("a", "an", "half", "quarter", "des"))


def _written(number: str) -> float:
    if grouped := _GROUPED.fullmatch(number):
        return float(re.sub(r"\D", "", grouped[1]) + "." + (grouped[2] or "0"))
    return float(number.replace(" ", "").replace(",", "."))


def _said(words: Sequence[str]) -> list[float]:
    """What the words amount to. `total` is what factors closed, `group` what is still below a thousand, `tail` its
    part below a hundred."""
    numbers: list[float] = []
    total, group, tail, factor = 0.0, 0.0, 0.0, 0.0
    if len(words) > 1 and (words[1] in _DOZENS or words[1] == "couple"):
        words = words[1:]
    for word in words:
        size = _FACTORS.get(word, 1000 if word == "k" else 0)
        if size == 100:
            group, tail = max(group, 1) * 100, 0.0
        elif size:
            if total and size >= factor:  # "vingt mille trente mille"
                numbers.append(total)
                total = 0.0
            total, factor, group, tail = total + max(group, 1) * size, size, 0.0, 0.0
        elif word in ("demi", "half"):
            total, group = total + factor / 2, group + (0 if factor else 0.5)
        elif word in _VALUES:
            value = _VALUES[word]
            if not _follows(tail, value):  # "trente quarante mille"
                numbers.append(total + group)
                total, group, tail, factor = 0.0, 0.0, 0.0, 0.0
            if (tail, value) == (4, 20):  # quatre-vingts
                group, tail, value = group - 4, 0.0, 80
            group, tail = group + value, tail + value
    return [*numbers, total + group]


def _follows(tail: float, value: int) -> bool:
    """Whether a value below a hundred may follow the one before: "vingt-cinq", not "vingt trente"."""
    if not tail:
        return True
    if value < 10:
        return tail in (20, 30, 40, 50, 60, 70, 80, 90) or (tail in (10, 70, 90) and value >= 7)
    return (tail in (60, 80) and value < 20) or (tail, value) == (4, 20)
