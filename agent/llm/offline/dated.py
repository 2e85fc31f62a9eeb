"""Expressions that name a place in the calendar: days, weeks, months, quarters, halves, seasons, feasts, years."""

from __future__ import annotations

import re
from datetime import timedelta

from .lexicon import either
from .rule import (
    COUNTS,
    DAY,
    DIGIT,
    FEASTS,
    MONTH,
    MONTHS,
    NUMBER,
    OF_YEAR,
    ON_WEEKDAY,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    YEAR,
    Context,
    Reading,
    clock_of,
    named_year,
    number,
    rule,
    year_of,
)
from .windows import Window, months, nth_weekday, week_of


@rule(r"(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", DIGIT)
def _iso(match: re.Match[str], context: Context) -> Reading:
    window = context.clock.day(int(match["m"]), int(match["d"]), int(match["y"]))
    return ("day", window) if window else None


_ANNOUNCED = re.compile(
    r"\b(?:by|on|before|until|from|due|le|au|du|avant|d'ici|des|bascule|live)(?: the| le)?:? $"
)


_ON_A_DAY = re.compile(rf"\b(?:{either(WEEKDAYS)})\.?,? (?:le |the )?$")


@rule(r"(?P<a>\d\d?)(?P<sep>[/.-])(?P<b>\d\d?)(?:(?P=sep)(?P<y>(?:20)?\d\d))?(?![\d%]|[/.,-]\d)", DIGIT)
def _numeric(match: re.Match[str], context: Context) -> Reading:
    first, second, year = int(match["a"]), int(match["b"]), match["y"]
    announced = len(match["b"]) == 2 or _ANNOUNCED.search(
        match.string[max(0, match.start() - 12) : match.start()]
    )
    if not year and not (
        announced and (match["sep"] == "/" or _ON_A_DAY.search(match.string[: match.start()][-14:]))
    ):
        return None  # a version, a score, a half
    day, month = (second, first) if (context.month_first and first <= 12) or second > 12 else (first, second)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    window = context.clock.day(month, day, 2000 + int(year[-2:]) if year else None)
    return ("day", window) if window or not context.clock.today else None


@rule(
    rf"(?P<from>{DAY})\s?(?:-|/|\b(?:to|au?|and|et|or|ou)\b)\s?(?:le |the )?"
    rf"(?P<to>{DAY})\s(?:of )?{MONTH}{OF_YEAR}",
    COUNTS,
)
def _days(match: re.Match[str], context: Context) -> Reading:
    month, year = MONTHS[match["month"]], year_of(match, context)
    return _day_range(context, month, number(match["from"]), number(match["to"]), year)


@rule(
    rf"{MONTH} (?P<from>{NUMBER})\s?(?:-|\bto\b|\band\b|\bor\b)\s?(?P<to>{NUMBER})(?![\d/:.%k]){OF_YEAR}",
    MONTHS,
)
def _month_days(match: re.Match[str], context: Context) -> Reading:
    month, year = MONTHS[match["month"]], year_of(match, context)
    return _day_range(context, month, number(match["from"]), number(match["to"]), year)


def _day_range(
    context: Context, month: int, first: int | None, last: int | None, year: int | None
) -> Reading:
    if not first or not last or not first < last <= 31:
        return None
    opens, closes = context.clock.day(month, first, year), context.clock.day(month, last, year)
    if opens and closes and opens.first <= closes.last:
        return "week", Window(opens.first, closes.last)
    return None if context.clock.today else ("week", None)


@rule(rf"(?P<day>{DAY})\s?(?:of |de )?{MONTH}(?:{OF_YEAR})(?P<short> '?[2-3]\d(?!\s?[\dh:%€$£k]))?", COUNTS)
def _day(match: re.Match[str], context: Context) -> Reading:
    day = number(match["day"])
    if not day or day > 31 or (match["month"] == "sept" and match["day"].isalpha()):  # "vingt sept"
        return None
    year = 2000 + int(match["short"][-2:]) if match["short"] else year_of(match, context)
    window = context.clock.day(MONTHS[match["month"]], day, year)
    return ("day", window) if window or not context.clock.today else None


@rule(
    rf"{MONTH} (?:the )?(?P<day>{NUMBER}|[a-z]+(?:-[a-z]+)?)(?!\d|\s\d{{1,3}}\b|\s?[:%€$£kh]|[a-z/]){OF_YEAR}"
    r"(?P<short>,? '\d\d\b)?",
    MONTHS,
)
def _month_day(match: re.Match[str], context: Context) -> Reading:
    day = number(match["day"])
    if not day or day > 31 or (context.french and day > 23):  # "juin 26" is a year
        return None
    year = 2000 + int(match["short"][-2:]) if match["short"] else year_of(match, context)
    window = context.clock.day(MONTHS[match["month"]], day, year)
    return ("day", window) if window or not context.clock.today else None


@rule(
    rf"(?P<rank>{either(ORDINALS)}) (?P<part>half|quinzaine|moitie|fortnight|week|semaine)"
    rf" (?:of |in |de |d'|du mois de |du mois d')?{MONTH}{OF_YEAR}",
    ORDINALS,
)
def _part_of_month(match: re.Match[str], context: Context) -> Reading:
    month = context.clock.month(MONTHS[match["month"]], year_of(match, context))
    if not month:
        return "week", None
    days, rank = 15 if match["part"] not in ("week", "semaine") else 7, ORDINALS[match["rank"]]
    if rank == -1 or (days == 15 and rank == 2):
        first = month.first.replace(day=16) if days == 15 else month.last - timedelta(days=6)
        return "week", Window(first, month.last)
    first = month.first + timedelta(days=days * (rank - 1))
    return "week", Window(first, first + timedelta(days=days - 1))


@rule(
    r"(?:(?P<before>20\d\d)[ -]?)?(?P<half>f?[qtsh])(?P<rank>[1-4])"
    r"(?:[ /-]?(?:fy ?)?'?(?P<short>(?:20)?[2-3]\d)(?![\d%€$£k]))?"
    rf"(?:-?ish)?(?![a-z0-9]){OF_YEAR}",
    (*DIGIT, "q", "t", "s", "h", "fq"),
)
def _quarter(match: re.Match[str], context: Context) -> Reading:
    rank, short = int(match["rank"]), match["short"] or match["before"]
    year = 2000 + int(short[-2:]) if short else year_of(match, context)
    clock = clock_of(match, context)
    if match["half"][-1] in "qt":
        return "quarter", clock.quarter(rank, year)
    return ("half", clock.half(rank, year)) if rank <= 2 else None


@rule(
    rf"(?P<rank>{either(ORDINALS)}|back) (?:fiscal )?(?P<unit>trimestre|trim\b\.?|quarter|semestre|half)"
    r"(?! (?:of|a|an|de|d') ?(?!the year|next year|l'annee|20)[a-z])"
    rf"(?: (?:of|de) (?:the|l')(?: next)? ?(?:year|annee))?{OF_YEAR}",
    ORDINALS,
    ("back",),
)
def _ranked(match: re.Match[str], context: Context) -> Reading:
    halves = match["unit"] in ("semestre", "half")
    rank, year = ORDINALS.get(match["rank"], 2), year_of(match, context)
    if rank == -1 and match["rank"] == "last" and " of " not in match[0]:
        return "quarter", None, "past"
    rank = rank if rank > 0 else 2 if halves else 4
    clock = clock_of(match, context)
    if halves:
        return ("half", clock.half(rank, year)) if rank <= 2 else None
    return "quarter", clock.quarter(rank, year)


@rule(
    r"(?:the |la )?(?:week (?:of|commencing|beginning|starting)|w/c|wc|semaine du|sem\.? du) (?:the )?"
    rf"(?:{ON_WEEKDAY})?"
    rf"(?:(?P<day>{DAY}) (?:of )?{MONTH}|(?P<a>\d\d?)/(?P<b>\d\d?))",
    ("week", "w", "wc", "semaine", "sem", "the", "la"),
)
def _week_of(match: re.Match[str], context: Context) -> Reading:
    day = number(match["day"] or match["a"])
    month = MONTHS[match["month"]] if match["month"] else int(match["b"])
    if not day or not 1 <= month <= 12:
        return None
    found = context.clock.day(month, day)
    return "week", found and week_of(found.first)


@rule(
    rf"(?:(?:semaine|week|wk|sem\.?) ?(?:n°? ?)?|[sw])(?P<number>\d\d?)(?![a-z0-9%]|[/:.,]\d){OF_YEAR}",
    ("semaine", "week", "wk", "sem", "s", "w"),
)
def _week(match: re.Match[str], context: Context) -> Reading:
    if len(match[0]) == 2 and not context.french:  # S3 is a place for files
        return None
    return "week", context.clock.numbered_week(int(match["number"]), year_of(match, context))


@rule(rf"(?P<feast>{either(FEASTS)})\b{OF_YEAR}", FEASTS)
def _feast(match: re.Match[str], context: Context) -> Reading:
    return "feast", context.clock.feast(FEASTS[match["feast"]], year_of(match, context))


@rule(rf"{MONTH}(?:{OF_YEAR})(?P<short>[ -]'?(?:2[4-9]|3\d)(?!\s?[\dh:%€$£k/]|[a-z]))?", MONTHS)
def _month(match: re.Match[str], context: Context) -> Reading:
    year = 2000 + int(match["short"][-2:]) if match["short"] else year_of(match, context)
    return "month", context.clock.month(MONTHS[match["month"]], year)


@rule(rf"(?P<season>{either(SEASONS)})\b{OF_YEAR}", SEASONS)
def _season(match: re.Match[str], context: Context) -> Reading:
    return "season", context.clock.season(SEASONS[match["season"]], year_of(match, context))


@rule(
    r"(?:fy|exercice|fiscal(?: year)?) ?'?(?P<year>(?:20)?[2-3]\d)(?!\d)(?:[/-](?P<to>(?:20)?\d\d))?",
    ("fy", "exercice", "fiscal"),
)
def _fiscal(match: re.Match[str], context: Context) -> Reading:
    return "year", context.clock.fiscal_year(2000 + int((match["to"] or match["year"])[-2:]))


@rule(YEAR, (*DIGIT, "deux", "twenty"))
def _year(match: re.Match[str], _: Context) -> Reading:
    year = named_year(match[0])
    return ("year", months(year, 1, 12)) if year else None


@rule(
    rf"(?P<rank>{either(ORDINALS)}) (?P<weekday>{either(WEEKDAYS)}) (?:of |in |de |d'|du mois de )?{MONTH}{OF_YEAR}",
    ORDINALS,
)
def _nth_weekday(match: re.Match[str], context: Context) -> Reading:
    month = context.clock.month(MONTHS[match["month"]], year_of(match, context))
    if not month:
        return "day", None
    day = nth_weekday(
        month.first.year, month.first.month, WEEKDAYS[match["weekday"]], ORDINALS[match["rank"]]
    )
    return "day", Window(day, day)
