"""Dates and times of a column. Whether 3/4 is in March or in April is decided once, over the whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import Literal

from agent.identity import fold

Order = Literal["day first", "month first", "either"]
"""How the numeric dates of a column are to be read; "either" where nothing tells."""

_TIME = r"(\d{1,2})[:h.](\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)? ?([AaPp]\.?[Mm]\.?)?"
_CLOCK = rf"(?:[T ,]+{_TIME})? ?(Z|UTC|GMT|[+-]\d{{2}}:?\d{{2}})?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK}")
_NUMERIC = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_CLOCK}")
# Of folded text: "lundi 3 mars 2025", "12-Mar-2026", "1er août 2026"; "March 12, 2026".
_NAMED_DAY = re.compile(
    rf"(?:[a-z]+\.?,? )?(\d{{1,2}})(?:er|st|nd|rd|th|\.)?[ -]([a-z]+)\.?[ ,-]+(\d{{4}}|\d{{2}}){_CLOCK}",
    re.IGNORECASE,
)
_NAMED_MONTH = re.compile(rf"([a-z]+)\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_CLOCK}", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv januar", "february feb fevrier fevr fev februar", "march mar mars marz",
            "april apr avril avr", "may mai", "june jun juin juni", "july jul juillet juil juli",
            "august aug aout", "september sep sept septembre", "october oct octobre oktober okt",
            "november nov novembre", "december dec decembre dezember dez",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip


def decide_order(texts: Iterable[str], language: str | None = None) -> Order:
    """How a column's numeric dates are to be read.

    One date that can be read one way only decides for all; where none does, the language of the headers:
    French and German lists put the day first, English ones either.
    """
    firsts: set[Order] = set()
    for text in texts:
        found = _NUMERIC.fullmatch(text)
        if found:
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second or "." in text[:6]:
                firsts.add("day first")
            elif second > 12 >= first:
                firsts.add("month first")
    if len(firsts) == 1:
        return firsts.pop()
    return "day first" if not firsts and language in ("fr", "de") else "either"


def read_day(text: str, order: Order) -> date | None:
    """The day a text names; None where it is none or cannot be told."""
    moment = read_moment(text, order)
    return moment.date() if moment else None


def read_moment(text: str, order: Order, zone: tzinfo = UTC) -> datetime | None:
    """The moment a text names, in UTC. A time that names no zone is one of `zone`; a day alone is midnight in UTC."""
    try:
        return _moment(text.strip(), order, zone) if len(text) < 100 else None
    except (ValueError, OverflowError):
        return None


def _moment(text: str, order: Order, zone: tzinfo) -> datetime | None:
    if found := _ISO.fullmatch(text):
        return _at(int(found[1]), int(found[2]), int(found[3]), found.groups()[3:], zone)
    if found := _NUMERIC.fullmatch(text):
        day, month = _day_and_month(int(found[1]), int(found[2]), order)
        return _at(_year(found[3]), month, day, found.groups()[3:], zone) if month else None
    folded = fold(text)
    if found := _NAMED_DAY.fullmatch(folded):
        month = _MONTHS.get(found[2], 0)
        return (
            _at(_year(found[3]), month, int(found[1]), found.groups()[3:], zone)
            if month
            else _rfc(text, zone)
        )
    if found := _NAMED_MONTH.fullmatch(folded):
        month = _MONTHS.get(found[1], 0)
        return _at(int(found[3]), month, int(found[2]), found.groups()[3:], zone) if month else None
    if found := _COMPACT.fullmatch(text):
        return _at(int(found[1]), int(found[2]), int(found[3]))
    if _EPOCH.fullmatch(text):
        seconds = float(text)
        return datetime.fromtimestamp(seconds / 1000 if seconds >= 1e11 else seconds, UTC)
    if (found := _SERIAL.fullmatch(text)) and 30_000 <= int(found[1]) <= 60_000:
        # A spreadsheet's day number, counted from 30 December 1899.
        moment = datetime(1899, 12, 30) + timedelta(days=float(text.replace(",", ".")))
        return moment.replace(tzinfo=zone if found[2] else UTC).astimezone(UTC)
    return None


def _rfc(text: str, zone: tzinfo) -> datetime:
    moment = parsedate_to_datetime(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _day_and_month(first: int, second: int, order: Order) -> tuple[int, int]:
    """Month 0 where it cannot be told."""
    if first > 12 or order == "day first" or first == second:
        return first, second
    if second > 12 or order == "month first":
        return second, first
    return 0, 0


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _at(
    year: int, month: int, day: int, clock: Sequence[str | None] = (None,) * 6, zone: tzinfo = UTC
) -> datetime:
    hour, minute, second, fraction, half, told = clock
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
    micro = int((fraction or "0").ljust(6, "0"))
    moment = datetime(year, month, day, hours, int(minute or 0), int(second or 0), micro, tzinfo=UTC)
    if hour and not told:
        return moment.replace(tzinfo=zone).astimezone(UTC)
    if told and told[0] in "+-":
        shift = timedelta(hours=int(told[1:3]), minutes=int(told[-2:]))
        moment -= shift if told[0] == "+" else -shift
    return moment
