"""What the rules for expressions of time are made of: the words of the calendar, and how a rule is written down.

A rule is a pattern over folded text (see `fold`), tried only where one of its first words stands, and the reading of
its match. The rules are in `dated` and `relative`; `moments` applies them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Literal, NamedTuple

from .lexicon import either, lexicon
from .numerals import SPOKEN
from .windows import Clock, Unit, Window

Sense = Literal["deadline", "end", "not_before", "past", "partial", "bare"]
"""deadline  the expression itself sets one: "within two weeks", "sous quinzaine"
not_before  "pas avant six mois"
end       the end of its unit: "EOQ", "year-end"
past      it lies behind the call: "last month"
partial   a stretch only behind a word such as "end of": "the quarter", "mois"
bare      a day of the month alone: "the 11th"
"""


class Context(NamedTuple):
    """What a reading depends on beside the match."""

    clock: Clock
    french: bool
    month_first: bool
    """Whether 3/4 is March 4."""


Reading = tuple[Unit, Window | None] | tuple[Unit, Window | None, Sense] | None
"""None: the words are no expression of time after all. A window of None: only the call's day could tell it."""
Reader = Callable[[re.Match[str], Context], Reading]


class Rule(NamedTuple):
    """One kind of expression."""

    pattern: re.Pattern[str]
    read: Reader


RULES: dict[str, list[Rule]] = {}
"""First word → the rules to try there, in order. "#" stands for a digit."""


def rule(pattern: str, *first: Collection[str]) -> Callable[[Reader], Reader]:
    """Registers the reading of a pattern under the words it may begin with."""

    def add(read: Reader) -> Reader:
        added = Rule(re.compile(pattern), read)
        openings = {re.split(r"[' -]", phrase)[0] for words in first for phrase in words}
        for word in sorted({"#" if opening[0].isdigit() else opening for opening in openings}):
            RULES.setdefault(word, []).append(added)
        return read

    return add


WORDS = lexicon("times")
"""`cues/times.toml`."""


def _ranks(groups: Iterable[str]) -> dict[str, int]:
    return {word: rank for rank, group in enumerate(groups, 1) for word in group.split()}


MONTHS = _ranks(WORDS["months"])
WEEKDAYS = {word: rank - 1 for word, rank in _ranks(WORDS["weekdays"]).items()}
ORDINALS = _ranks(WORDS["ordinals"]) | dict.fromkeys(WORDS["last"].split(), -1)
UNITS: dict[str, str] = {word: unit for unit, words in WORDS["units"].items() for word in words.split()}
SEASONS: dict[str, str] = {word: name for name, words in WORDS["seasons"].items() for word in words.split()}
FEASTS: dict[str, str] = {phrase: name for name, phrases in WORDS["feasts"].items() for phrase in phrases}
DAYS = {word: n for word, n in SPOKEN.items() if 1 < n < 31} | _ranks(WORDS["days"])

_SPOKEN_YEARS = {
    f"{century} {word}": 2000 + value
    for century in ("deux mille", "twenty")
    for word, value in {
        **{f"vingt {unit}": 20 + SPOKEN[unit] for unit in ("cinq", "six", "sept", "huit", "neuf")},
        **{f"twenty {unit}": 20 + SPOKEN[unit] for unit in ("five", "six", "seven", "eight", "nine")},
        **{"trente": 30, "thirty": 30},
    }.items()
}
YEAR = r"(?:20[1-4]\d|(?:deux mille|twenty) (?:(?:vingt|twenty)[- ][a-z]+|trente|thirty))\b"
OF_YEAR = (
    rf"(?:,? (?:de |of |in |en )?(?:l'exercice |fy ?)?(?P<year>{YEAR})"
    r"|,? (?:of |de )?(?P<next>next (?:year|yr)\b|l'annee prochaine|l'an prochain))?"
)
MONTH = rf"(?P<month>{either(MONTHS)})\b\.?"
NUMBER = r"\d{1,2}(?:\s?(?:st|nd|rd|th|er|eme|e)\b)?"
DAY = rf"(?:{NUMBER}|[a-z]+(?:[ -](?:et[ -])?[a-z]+)??)"
UNIT = rf"(?P<unit>{either(UNITS)})\b"
ON_WEEKDAY = rf"(?:{either(WEEKDAYS)})\b\.?(?: prochain|,)? ?(?:the |le )?"
DIGIT = ("1",)
COUNTS = (*DIGIT, *DAYS, "vingt", "trente", "twenty", "thirty")


def number(word: str | None) -> int | None:
    """A day of the month, or a count: digits, or number words below a hundred."""
    if not word:
        return None
    if digits := re.match(r"\d+", word):
        return int(digits[0])
    if word in DAYS:
        return DAYS[word]
    parts = [
        DAYS.get(part, ORDINALS.get(part, SPOKEN.get(part)))
        for part in re.split("[ -]", word)
        if part != "et"
    ]
    if len(parts) != 2 or not parts[0] or not parts[1] or parts[0] % 10 or not parts[1] < 10:
        return None
    return parts[0] + parts[1]


def named_year(words: str) -> int | None:
    """ "2027", "deux mille vingt-sept", "twenty twenty-seven"."""
    return int(words) if words.isdigit() else _SPOKEN_YEARS.get(words.replace("-", " "))


_CIVIL = re.compile(r"\bcalendar $")
_CIVILE = re.compile(r" (?:calendaires?|civile?s?)\b")


def clock_of(match: re.Match[str], context: Context) -> Clock:
    """The clock a quarter is read by: "calendar Q3" is no fiscal one."""
    before = match.string[max(0, match.start() - 9) : match.start()]
    calendar = "calendar " in match[0] or _CIVIL.search(before) or _CIVILE.match(match.string, match.end())
    return replace(context.clock, fiscal_start=1) if calendar else context.clock


def year_of(match: re.Match[str], context: Context) -> int | None:
    """The year a match names, if it names one."""
    if match["year"]:
        return named_year(match["year"])
    if match["next"] and context.clock.today:
        return context.clock.today.year + 1
    return None
