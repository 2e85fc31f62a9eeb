"""Stretches of time by the conventions of sales: quarters, halves, seasons, feasts, weeks, all from the call's day.

Everything here is arithmetic; what a note says is read in `moments`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

Unit = Literal["day", "week", "month", "quarter", "half", "season", "year", "feast"]


class Window(NamedTuple):
    """First and last day."""

    first: date
    last: date


def day(year: int, month: int, number: int) -> Window | None:
    """One day, or nothing where the calendar has no such day."""
    try:
        only = date(year, month, number)
    except ValueError:
        return None
    return Window(only, only)


def months(year: int, month: int, count: int) -> Window:
    """`count` whole months, the first being `month`, which may lie outside 1 to 12."""
    first = _month_start(year, month)
    return Window(first, _month_start(first.year, first.month + count) - timedelta(days=1))


def after_months(start: date, count: int) -> date:
    """The same day of the month so many months later, or the month's last day."""
    first = _month_start(start.year, start.month + count)
    return first.replace(day=min(start.day, monthrange(first.year, first.month)[1]))


def after_working_days(start: date, count: int) -> date:
    """So many days later, Saturdays and Sundays not counted."""
    weeks, rest = divmod(count, 5)
    end = start + timedelta(weeks=weeks)
    while rest > 0:
        end += timedelta(days=1)
        rest -= end.weekday() < 5
    return end


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, number = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, number + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month (Monday is 0); -1 for the last."""
    window = months(year, month, 1)
    if nth < 0:
        return window.last - timedelta(days=(window.last.weekday() - weekday) % 7)
    return window.first + timedelta(days=(weekday - window.first.weekday()) % 7 + 7 * (nth - 1))


def _month_start(year: int, month: int) -> date:
    years, index = divmod(month - 1, 12)
    return date(min(max(year + years, 1), 9998), index + 1, 1)


SEASONS = {"spring": (3, 20), "summer": (6, 20), "fall": (9, 20), "winter": (12, 20)}
"""First days. A season lasts to the day on which the next begins."""


def season(year: int, name: str) -> Window:
    """A season by the year in which it begins."""
    month, number = SEASONS[name]
    return Window(date(year, month, number), months(year, month + 3, 1).first.replace(day=20))


def feast(year: int, name: str) -> Window:
    """A feast, or what sales treat like one."""
    if name in _FIXED:
        start, end = _FIXED[name]
        first = date(year, *start)
        return Window(first, date(year + (end < start), *end))
    if name in _FROM_EASTER:
        only = easter(year) + timedelta(days=_FROM_EASTER[name])
    else:
        month, weekday, nth, shift = _FLOATING[name]
        only = nth_weekday(year, month, weekday, nth) + timedelta(days=shift)
    return Window(only, only)


_FIXED = {
    "christmas": ((12, 25), (12, 25)),
    "new year": ((1, 1), (1, 1)),
    "all saints": ((11, 1), (11, 1)),
    "halloween": ((10, 31), (10, 31)),
    "independence day": ((7, 4), (7, 4)),
    "canada day": ((7, 1), (7, 1)),
    "saint-jean": ((6, 24), (6, 24)),
    "st patrick": ((3, 17), (3, 17)),
    "bastille day": ((7, 14), (7, 14)),
    "assumption": ((8, 15), (8, 15)),
    "armistice": ((11, 11), (11, 11)),
    "boxing day": ((12, 26), (12, 26)),
    "new year's eve": ((12, 31), (12, 31)),
    "anzac day": ((4, 25), (4, 25)),
    "australia day": ((1, 26), (1, 26)),
    "juneteenth": ((6, 19), (6, 19)),
    "bonfire night": ((11, 5), (11, 5)),
    "valentine": ((2, 14), (2, 14)),
    "the holidays": ((12, 24), (1, 1)),
    "summer holidays": ((7, 5), (8, 31)),
    "august break": ((8, 1), (8, 31)),
    "school year": ((9, 1), (9, 30)),
    "january term": ((1, 1), (1, 31)),
    "tax season": ((1, 1), (4, 15)),
    "tax day": ((4, 15), (4, 15)),
}
_FROM_EASTER = {"good friday": -2, "easter": 0, "easter monday": 1, "ascension": 39, "pentecost": 49}
_FLOATING = {
    "thanksgiving": (11, 3, 4, 0),
    "black friday": (11, 3, 4, 1),
    "cyber monday": (11, 3, 4, 4),
    "labor day": (9, 0, 1, 0),
    "memorial day": (5, 0, -1, 0),
    "mother's day": (5, 6, 2, 0),
    "father's day": (6, 6, 3, 0),
    "presidents day": (2, 0, 3, 0),
    "fete des meres": (5, 6, -1, 0),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """Names of time made into windows, forward from `today`. Without it only what names its year is known."""

    today: date | None
    fiscal_start: int = 1
    """The month in which the fiscal year begins; quarters, halves and fiscal years follow it."""

    def month(self, number: int, year: int | None = None) -> Window | None:
        return self._coming(lambda y: months(y, number, 1), year)

    def quarter(self, number: int, year: int | None = None) -> Window | None:
        """`year` is the fiscal year: the one in which it ends."""
        return self._coming(lambda y: months(y, self._fiscal(3 * number - 2), 3), year)

    def half(self, number: int, year: int | None = None) -> Window | None:
        return self._coming(lambda y: months(y, self._fiscal(6 * number - 5), 6), year)

    def fiscal_year(self, year: int | None = None, ahead: int = 0) -> Window | None:
        if year is None and self.today is None:
            return None
        current = self._coming(lambda y: months(y, self._fiscal(1), 12), year)
        return current and months(current.first.year, current.first.month + 12 * ahead, 12)

    def year(self, ahead: int = 0) -> Window | None:
        return months(self.today.year + ahead, 1, 12) if self.today else None

    def season(self, name: str, year: int | None = None) -> Window | None:
        """`year` is the one in which the season begins."""
        return self._coming(lambda y: season(y, name), year)

    def feast(self, name: str, year: int | None = None) -> Window | None:
        return self._coming(lambda y: feast(y, name), year)

    def day(self, month: int, number: int, year: int | None = None) -> Window | None:
        if year is not None:
            return day(year, month, number)
        if self.today is None:
            return None
        this = day(self.today.year, month, number)
        return this if this and this.last >= self.today else day(self.today.year + 1, month, number)

    def day_of_month(self, number: int) -> Window | None:
        """The next such day: "the 11th"."""
        if self.today is None:
            return None
        for ahead in range(3):
            start = months(self.today.year, self.today.month + ahead, 1).first
            found = day(start.year, start.month, number)
            if found and found.first >= self.today:
                return found
        return None

    def weekday(self, number: int) -> Window | None:
        """The next such weekday, never today itself."""
        if self.today is None:
            return None
        only = self.today + timedelta(days=(number - self.today.weekday() - 1) % 7 + 1)
        return Window(only, only)

    def week(self, ahead: int = 0) -> Window | None:
        """Monday to Sunday."""
        if self.today is None:
            return None
        return week_of(self.today + timedelta(weeks=ahead))

    def numbered_week(self, number: int, year: int | None = None) -> Window | None:
        """An ISO week, the next with that number."""
        if not 1 <= number <= 52:
            return None
        return self._coming(lambda y: week_of(date.fromisocalendar(y, number, 1)), year)

    def span(self, unit: Unit, ahead: int) -> Window | None:
        """This (0) or the next (1) week, month, quarter, half or year."""
        if self.today is None:
            return None
        if unit == "week":
            return self.week(ahead)
        if unit == "month":
            return months(self.today.year, self.today.month + ahead, 1)
        if unit == "year":
            return self.year(ahead)
        length = 3 if unit == "quarter" else 6
        into = (self.today.month - self.fiscal_start) % length
        return months(self.today.year, self.today.month - into + length * ahead, length)

    def ahead(self, count: int, unit: Unit, working: bool = False) -> Window | None:
        """The day so many days, weeks, months … from today."""
        if self.today is None:
            return None
        if unit == "day":
            end = after_working_days(self.today, count) if working else self.today + timedelta(days=count)
        elif unit == "week":
            end = self.today + timedelta(weeks=count)
        else:
            end = after_months(self.today, count * {"quarter": 3, "half": 6, "year": 12}.get(unit, 1))
        return Window(end, end)

    def _fiscal(self, month: int) -> int:
        """The calendar month, possibly of the year before, of a month of the fiscal year that ends in this year."""
        return month if self.fiscal_start == 1 else month + self.fiscal_start - 13

    def _coming(self, window: Callable[[int], Window], year: int | None) -> Window | None:
        """The window of that year; without one, the first that is not over yet."""
        if year is not None:
            return window(year)
        if self.today is None:
            return None
        years = range(self.today.year - 1, self.today.year + 3)
        return next(found for y in years if (found := window(y)).last >= self.today)


def week_of(some_day: date) -> Window:
    """The Monday and the Sunday around a day."""
    monday = some_day - timedelta(days=some_day.weekday())
    return Window(monday, monday + timedelta(days=6))
