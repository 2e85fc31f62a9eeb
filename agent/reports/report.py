"""What every report is: tables, charts and remarks of plain values. Whoever shows one finds the words.

Texts are keys of the screens' catalogue (`group.word`), so that one report reads in every language; what a list or a
CRM said stays as it was said. Nothing here is rounded or formatted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

By = Literal["week", "month"]
Unit = Literal["count", "share", "money", "days"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many; a fraction where credit is shared, or where it is an average."""

    n: int | float | Fraction


@dataclass(frozen=True, slots=True)
class Change:
    """How many more, or fewer: always with its sign."""

    n: int | float


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the interval it lies in where one was reckoned."""

    part: int | float | Fraction | Decimal
    whole: int | float | Fraction | Decimal
    low: float | None = None
    """Between 0 and 1."""
    high: float | None = None

    @property
    def value(self) -> float | None:
        """1 is all of it; None of nothing."""
        return float(Fraction(self.part) / Fraction(self.whole)) if self.whole else None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency."""

    amount: Decimal
    currency: str
    """ISO 4217."""


@dataclass(frozen=True, slots=True)
class Days:
    """A length of time; 1/24 is an hour."""

    days: float


@dataclass(frozen=True, slots=True)
class Text:
    """Foreign words, as they were said: a source, a campaign, a reason."""

    said: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the catalogue: "stage.mql"."""

    key: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a rubric or the settings name in both languages: a criterion, a reason."""

    id: str
    """For programs."""
    en: str
    fr: str


@dataclass(frozen=True, slots=True)
class Period:
    """A day, or the week (from Monday) or month that begins on it."""

    first: date
    by: Literal["day", "week", "month"] = "day"


Cell = Count | Change | Share | Money | Days | Text | Word | Named | Period | None
"""None is what nobody knows, which is not 0."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the catalogue, and what goes between its braces."""

    key: str
    values: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head of catalogue keys, as many cells each as the head has."""

    title: str
    """Catalogue key. Its word names the table in JSON: "report.by_source" is `by_source`."""
    head: tuple[str | Text | Period, ...]
    """Catalogue keys; a source or a period where each has a column of its own."""
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        """ValueError for a row of another width than the head."""
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError(f"{self.title}: a row is not as wide as its head")


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or the bars of one colour: a number for each label of the chart."""

    name: Cell
    numbers: tuple[float | None, ...]
    """None leaves a gap."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers that a table of the same report holds too."""

    title: str
    """Catalogue key."""
    kind: Literal["bar", "line", "funnel"]
    labels: tuple[Cell, ...]
    series: tuple[Series, ...]
    unit: Unit = "count"
    currency: str | None = None
    """Of `money`."""

    def __post_init__(self) -> None:
        """ValueError for a series with another number of points than there are labels."""
        if any(len(one.numbers) != len(self.labels) for one in self.series):
            raise ValueError(f"{self.title}: a series does not have one number a label")


@dataclass(frozen=True, slots=True)
class Report:
    """One report. Its first table is the one it is about."""

    name: str
    """As on the command line; its title is the catalogue's `report.title_NAME`."""
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...] = ()
    remarks: tuple[Phrase, ...] = ()
    """What one must know to read the numbers: what was left out, what counts as what."""
    since: date | None = None
    until: date | None = None
    """Both days included; None is open."""

    @property
    def title(self) -> str:
        """Catalogue key."""
        return f"report.title_{self.name}"


@dataclass(frozen=True, slots=True)
class Span:
    """The days a report is asked about, both included; None is open."""

    since: date | None = None
    until: date | None = None

    def __contains__(self, day: date | None) -> bool:
        """Whether the day lies in it. A day nobody knows lies only in a span that is open on both sides."""
        if day is None:
            return self.since is None and self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def period(day: date, by: By) -> Period:
    """The week or month a day is in."""
    return Period(day - timedelta(day.weekday()) if by == "week" else day.replace(day=1), by)


def periods(first: date, last: date, by: By) -> tuple[Period, ...]:
    """Every week or month from the one `first` is in to the one `last` is in, none left out."""
    found = [period(first, by)]
    while (following := period(found[-1].first + timedelta(7 if by == "week" else 31), by)).first <= last:
        found.append(following)
    return tuple(found)
