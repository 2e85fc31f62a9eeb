"""Cells in the reader's language: numbers, shares, money, days and words as that language writes them."""

from __future__ import annotations

from fractions import Fraction

from agent.reports.report import (
    Cell,
    Change,
    Chart,
    Count,
    Days,
    Money,
    Named,
    Period,
    Phrase,
    Report,
    Share,
    Text,
    Unit,
    Word,
)
from tui.words import Words

UNKNOWN = "–"


def written(cell: Cell, words: Words) -> str:
    """The cell as a person reads it."""
    match cell:
        case None:
            return UNKNOWN
        case Count(n):
            return decimal(n, words, places=2)  # shares of deals: a person can add them up
        case Change(n):
            return f"{'+' if n > 0 else '−' if n < 0 else '±'}{decimal(abs(n), words)}"
        case Share():
            return _share(cell, words)
        case Money(amount, currency):
            return words.money(round(float(amount), 2), currency)
        case Days(days):
            return _days(days, words)
        case Text(said):
            return said
        case Word(key):
            return words(key)
        case Named():
            return cell.fr if words.language == "fr" else cell.en
        case Period():
            return _period(cell, words)


def head(column: str | Text | Period, words: Words) -> str:
    """The name of a column."""
    return words(column) if isinstance(column, str) else written(column, words)


def said(phrase: Phrase, words: Words) -> str:
    """The sentence, its braces filled in."""
    values = {name: written(cell, words) for name, cell in phrase.values.items()}
    return words(phrase.key, **values)


def span(report: Report, words: Words) -> str:
    """Which days it is about, in words."""
    days = {name: words.day(day) for name in ("since", "until") if (day := getattr(report, name))}
    return words("report.span_" + ("_".join(days) or "open"), **days)


def tick(value: float, chart: Chart, words: Words) -> str:
    """A number of a chart, as its unit is written."""
    return measured(value, chart.unit, chart.currency, words)


def measured(value: float, unit: Unit, currency: str | None, words: Words) -> str:
    """A number in its unit."""
    match unit:
        case "share":
            return percent(value, words)
        case "money":
            return words.money(round(value, 2), currency)
        case "days":
            return _days(value, words)
        case "count":
            return decimal(value, words)


def decimal(n: int | float | Fraction, words: Words, places: int = 1) -> str:
    """With so many decimals at most."""
    return words.number(round(float(n), places))


def percent(value: float, words: Words) -> str:
    """12.5 %, with the language's separators; one decimal at most."""
    from babel.numbers import format_percent

    return format_percent(value, "#,##0.# %" if words.language == "fr" else "#,##0.#%", locale=words.language)


def _share(share: Share, words: Words) -> str:
    if share.value is None:
        return UNKNOWN
    text = percent(share.value, words)
    if share.low is None or share.high is None:
        return text
    return f"{text} ({percent(share.low, words)}–{percent(share.high, words)})"


def _days(days: float, words: Words) -> str:
    """In hours below two days, unless it is whole days."""
    if abs(days) < 2 and days != int(days):
        return words("report.hours", n=decimal(days * 24, words))
    return words("report.days_one") if days == 1 else words("report.days", n=decimal(days, words))


def _period(period: Period, words: Words) -> str:
    if period.by == "month":
        from babel.dates import format_date

        return format_date(period.first, "MMM y", locale=words.language)
    return words.day(period.first)
