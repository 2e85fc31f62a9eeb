"""Numbers as people write and say them, in French and English: "30 000", "1,200.50", "vingt-cinq mille".

Everything here reads folded text (see `fold`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable


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
    *("", "", "vingt vingts twenty", "trente thirty", "quarante forty", "cinquante fifty", "soixante sixty"),
    *("septante seventy", "huitante octante eighty", "nonante ninety"),
)
SPOKEN = _SMALL | _TENS
"""Number words below a hundred."""
FACTORS = {
    **dict.fromkeys(("cent", "cents", "hundred"), 100),
    **dict.fromkeys(("mille", "thousand", "milliers"), 1000),
    **dict.fromkeys(("million", "millions"), 1_000_000),
    **dict.fromkeys(("milliard", "milliards", "billion"), 1_000_000_000),
}
"""Words that multiply what stands before them."""
_ABOUT = {
    "dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50,
    "soixantaine": 60, "centaine": 100,
}  # fmt: skip
_VALUES = SPOKEN | _ABOUT | {"a": 1, "an": 1}


def either(words: Iterable[str]) -> str:
    """A regular expression for any of these words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_WORD = rf"(?:{either(SPOKEN | FACTORS)})\b"
_DIGITS = (
    r"\d{1,3}(?:[ .']\d{3})+(?!\d)(?:,\d\d?(?!\d))?"  # 30 000 / 1.200,50
    r"|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d\d?(?!\d))?"  # 1,200.50
    r"|\d{1,12}(?:[.,]\d{1,4})?(?!\d)"
)
_SAID = (
    rf"une (?:{either(_ABOUT)}) de (?:mille|milliers|k)\b"
    r"|(?:half a|(?:a )?quarter of a|un demi[ -]|un quart de) ?million\b"
    rf"|(?:an?\s(?=(?:{either(FACTORS)})\b))?{_WORD}(?:(?:\s(?:et|and)\s|[\s-]){_WORD}){{0,12}}(?:\set\sdemi\b|\sand\sa\shalf\b)?"
    r"|an?(?=\sgrand\b)"
)
NUMBER = rf"(?:{_DIGITS}|{_SAID})"
"""A regular expression for one number, or for two said in one breath ("trente quarante mille")."""


def values(number: str) -> list[float]:
    """What a match of `NUMBER` amounts to: one value; several for "trente quarante mille" ([30, 40000])."""
    if number[0].isdigit():
        return [_written(number)]
    if number.endswith("million") and ("half" in number or "demi" in number):
        return [500_000.0]
    if number.endswith("million") and ("quart" in number):
        return [250_000.0]
    return _said(re.findall(r"[a-z]+", number.removeprefix("une ") if "aine de" in number else number))


def _written(number: str) -> float:
    grouped = re.fullmatch(r"([1-9]\d{0,2}(?:[ .,']\d{3})+)(?:[.,](\d\d?))?", number)
    if grouped:
        return float(re.sub(r"\D", "", grouped[1]) + "." + (grouped[2] or "0"))
    return float(number.replace(" ", "").replace(",", "."))


def _said(words: list[str]) -> list[float]:
    numbers: list[float] = []
    total, group, tail, factor = 0.0, 0.0, 0.0, 0.0
    """`total` is what factors closed, `group` the part below a thousand, `tail` its part below a hundred."""
    for word in words:
        if word in FACTORS or word == "k":
            size = FACTORS.get(word, 1000)
            if size == 100:
                group, tail = max(group, 1) * 100, 0.0
                continue
            if total and size >= factor:  # "vingt mille trente mille"
                numbers.append(total)
                total = 0.0
            total, factor, group, tail = total + max(group, 1) * size, size, 0.0, 0.0
        elif word in ("demi", "half"):
            total += factor / 2
        elif word in _VALUES and not (word in ("a", "an") and total):
            value = _VALUES[word]
            if not _follows(tail, value):  # "trente quarante mille"
                numbers.append(total + group)
                total, group, tail, factor = 0.0, 0.0, 0.0, 0.0
            if (tail, value) == (4, 20):  # quatre-vingts
                group, tail = group - 4, 0.0
                value = 80
            group, tail = group + value, tail + value
    return [*numbers, total + group]


def _follows(tail: float, value: int) -> bool:
    if not tail:
        return True
    if value < 10:
        return tail in (20, 30, 40, 50, 60, 70, 80, 90) or (tail in (10, 70, 90) and value >= 7)
    return (tail in (60, 80) and value < 20) or (tail, value) == (4, 20)
