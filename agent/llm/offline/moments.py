"""Expressions that name a stretch of time: "le 14 avril", "Q1 2027", "à la rentrée", "in six weeks", "EOQ".

What stands around an expression ("by the end of", "not before") is read in `dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from . import dated, relative
from .fold import fold, words
from .lexicon import either
from .numerals import SPOKEN
from .rule import MONTHS, ON_WEEKDAY, RULES, WEEKDAYS, Context, Sense
from .windows import Clock, Unit, Window, day


class Moment(NamedTuple):
    """One expression of time. `window` is None where only the call's day could tell it."""

    start: int
    end: int
    unit: Unit
    window: Window | None
    sense: Sense | None = None


_WITHIN_WORD = re.compile(r"[a-z0-9€$£#]\Z")
_INSIDE = re.compile(r"[a-z0-9€$£#]\Z|\d[.,:/-]\Z")
_WEEKDAY = re.compile(rf"{ON_WEEKDAY}(?=(?P<next>[a-z]+|\d)?)")


def find_moments(text: str, language: str, clock: Clock) -> Iterator[Moment]:
    """Every expression that names a stretch of time, in order, unless the words around it say it is none."""
    moments = list(_moments(text, language, clock))
    dates = [m for m in moments if m.unit == "day" and m.window and m.sense is None]
    named = {m.window.first.day: m.window for m in reversed(dates) if m.window}
    for moment in moments:
        if moment.sense == "bare" and (number := _NUMBER.search(text, moment.start, moment.end)):
            moment = _in_its_month(moment, int(number[0]), named, dates)
        elif moment.sense == "bare" and moment.window:
            moment = _in_its_month(moment, moment.window.first.day, named, dates)
        yield moment


_NUMBER = re.compile(r"\d+")


def _in_its_month(moment: Moment, number: int, named: dict[int, Window], dates: list[Moment]) -> Moment:
    """A bare "the 24th" where the note has a 24th of June, or "le 22 septembre, donc le 24"."""
    if number in named:
        return moment._replace(window=named[number])
    for earlier in dates:
        if 0 < moment.start - earlier.end < 150 and earlier.window and earlier.window.first.day < number:
            found = day(earlier.window.first.year, earlier.window.first.month, number)
            moment = moment._replace(window=found or moment.window)
    return moment


def _moments(text: str, language: str, clock: Clock) -> Iterator[Moment]:
    folded, position = fold(text), 0
    partial: Moment | None = None
    context = Context(clock, language == "fr", language == "en" and _month_first(folded))
    for start, word in words(text):
        if (word not in RULES and word not in WEEKDAYS and word[0] > "9") or start < position:
            continue
        if (_INSIDE if word[0] <= "9" else _WITHIN_WORD).search(folded[max(0, start - 2) : start]):
            continue
        moment = _at(folded, start, word, context)
        if not moment or _is_something_else(text, folded, moment):
            continue
        if partial and partial.end <= start:
            yield partial
        elif partial and moment.sense == "partial":  # the year of "fiscal year"
            continue
        partial = moment if moment.sense == "partial" else None
        if not partial:  # "la semaine" may turn out to be "la semaine 23"
            position = moment.end
            yield moment
    if partial:
        yield partial


def _at(folded: str, start: int, word: str, context: Context) -> Moment | None:
    if word in WEEKDAYS and (on := _WEEKDAY.match(folded, start)):
        return _on_weekday(folded, start, word, on, context)
    for rule in RULES.get("#" if word.isdigit() else word, ()):
        match = rule.pattern.match(folded, start)
        if match and (reading := rule.read(match, context)):
            stop = match.end() - (
                folded[match.end() - 1] == "." and folded[start : match.end() - 1] not in _SHORT
            )
            return Moment(start, stop, *reading)
    return None


_SHORT = {month for month in MONTHS if len(month) < 5} - {
    "mars",
    "mai",
    "may",
    "juin",
    "june",
    "july",
    "aout",
}


def _on_weekday(folded: str, start: int, word: str, on: re.Match[str], context: Context) -> Moment | None:
    """A weekday with its date ("Tuesday, the 5th of May"), or alone."""
    if on["next"] and on["next"] not in WEEKDAYS:
        dated_day = _at(folded, on.end(), on["next"], context)
        if dated_day and dated_day.unit == "day" and not dated_day.sense:
            return dated_day._replace(start=start)
        if bare := re.compile(r"([0-3]?\d)(?:st|nd|rd|th)?(?![\d:,.]\d|\d|\s?h)").match(folded, on.end()):
            return Moment(start, bare.end(), "day", context.clock.day_of_month(int(bare[1])))
    if len(word) < 5:
        return None
    return Moment(start, start + len(word), "day", context.clock.weekday(WEEKDAYS[word]))


_BEFORE = re.compile(
    r"(?:\b(?:in|by|before|of|mid|early|late|end|until|till|since|this|next|last|for|around|from|to|and|or|after|through"
    r"|than|between|it's|is|be|coming|on|the|decent|good|like|say|maybe"
    r"|en|fin|debut|mi|avant|d'ici|courant|pour|des|depuis|apres|vers|de|et|ou|entre|c'est|annee|l'an|exercice|horizon"
    r"|budget|jusqu'en|jusqu'a|partir de|les|vacances)[ -]|[ld]'|[-/(,:=>] ?)$"
)
"""What stands before a word of time that could be another word, where it is one of time."""
_HOMOGRAPHS = frozenset(
    (
        "may",
        "march",
        "mar",
        "sept",
        "sep",
        "jan",
        "jun",
        "dec",
        "spring",
        "fall",
        "noel",
        "les vacances",
        "les conges",
        "holidays",
        "fetes",
        "easter",
    )
)
_CLOSED = re.compile(r"\s*(?:$|[.;?!)\n](?!\d))")
_NUMBER_BEFORE = re.compile(rf"(?:{either(SPOKEN)}|mille)[ -]$")
_VERB = re.compile(
    r" (?:be|have|not|need|want|take|also|well|or may|i\b|we\b|you\b|on\b|over\b|into\b|through\b|back\b)"
)


def _is_something_else(text: str, folded: str, moment: Moment) -> bool:
    """Whether the words are no time here: "it may be", "a été", "spring medley", "sept" for seven."""
    said = folded[moment.start : moment.end]
    before = folded[max(0, moment.start - 12) : moment.start]
    if said == "ete":
        return not re.search(r"(?:l'|d'|\bcet |\ben )$", before) and not folded.startswith(
            " prochain", moment.end
        )
    if said.isdigit():
        return not (_BEFORE.search(before) or _CLOSED.match(folded, moment.end))
    if said == "sept" and _NUMBER_BEFORE.search(before):
        return True
    if said.endswith("may") and not said[0].isdigit() and _VERB.match(folded, moment.end):
        return True
    if said.rstrip(".") not in _HOMOGRAPHS:
        return False
    if said == "noel" and before.endswith("a "):
        return False
    capital = text[moment.start].isupper() and re.search(r"[a-z0-9,] $", before) is not None
    return not (capital or _BEFORE.search(before))


_NUMERIC = re.compile(r"(?<![\d/])(\d\d?)/(\d\d?)(?:/\d{2,4})?(?![\d/])")
_DAY_FIRST = re.compile(r"[£€]|\b(?:vat|ltd|plc|gmbh|fortnight|whilst|cheers|quid)\b")


def _month_first(folded: str) -> bool:
    """Whether an English note writes 3/4 for March 4: as its other dates show, else as its money does."""
    for first, second in _NUMERIC.findall(folded):
        if int(first) > 12 >= int(second):
            return False
        if int(second) > 12 >= int(first):
            return True
    return not _DAY_FIRST.search(folded)


__all__ = ["Moment", "dated", "find_moments", "relative"]
