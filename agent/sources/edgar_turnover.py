"""A turnover as EDGAR has it: rows of one concept, of quarters and years, each repeated by the filings after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from agent.models.account import Money

from . import figures
from .entry import Entry
from .record import Claim
from .register import Answer

CONCEPTS = (
    "us-gaap/Revenues",
    "us-gaap/RevenueFromContractWithCustomerExcludingAssessedTax",
    "us-gaap/SalesRevenueNet",
    "ifrs-full/Revenue",
)
"""The whole before its largest part, today's before those of former standards, then what foreign companies report."""
_ANNUAL = re.compile(r"(?:10-K|10-KT|20-F|40-F)(?:/A)?")
_CURRENCY = re.compile("[A-Z]{3}")
_YEAR = range(350, 381)
"""Days: 52 or 53 weeks, or the year of the calendar."""


@dataclass(frozen=True)
class Turnover:
    """Of one fiscal year."""

    end: date
    claim: Claim
    place: str
    """Address and edition."""
    retrieved_at: datetime


@dataclass(frozen=True)
class _Row:
    """One figure, in one filing."""

    start: date
    end: date
    filed: date
    figure: float
    fiscal_year: int | None
    form: str


def last_year(answer: Answer, url: str) -> Turnover | None:
    """The last fiscal year of a concept, as its newest filing states it; None where no year is whole.

    Of several currencies the one reported in most often is the company's own.
    """
    said = Entry(answer.content)
    units = said.at("units")
    years = {
        unit: rows
        for unit in (units if isinstance(units, dict) else ())
        if _CURRENCY.fullmatch(unit) and (rows := list(_rows(said, unit)))
    }
    if not years:
        return None
    currency = max(years, key=lambda unit: (max(row.end for row in years[unit]), len(years[unit]), unit))
    end = max(row.end for row in years[currency])
    told = sorted((row for row in years[currency] if row.end == end), key=lambda row: row.filed)
    newest, year = told[-1], _fiscal_year(told[0])
    claim = Claim(
        "revenue",
        Money(min=newest.figure, max=newest.figure, currency=currency, year=year),
        f"units.{currency}",
        f"{newest.figure:.0f}, {newest.start} to {newest.end}, fiscal year {year}, in a {newest.form}",
        end,
    )
    return Turnover(end, claim, f"{url} @{said.edition}", answer.retrieved_at)


def _rows(said: Entry, unit: str) -> Iterator[_Row]:
    """Those of a whole year, out of annual reports. What is no figure of a year is passed over."""
    for one in said.entries(f"units.{unit}"):
        days = [figures.day(one.text(name) or "") for name in ("start", "end", "filed")]
        figure, form = one.number("val"), one.text("form") or ""
        start, end, filed = days
        if start is None or end is None or filed is None or figure is None or figure < 0:
            continue
        if _ANNUAL.fullmatch(form) and (end - start).days in _YEAR:
            year = one.number("fy")
            yield _Row(start, end, filed, figure, int(year) if year else None, form)


def _fiscal_year(first: _Row) -> int:
    """As the first filing of the period calls it: a year that ends in January may bear either year's name."""
    said = first.fiscal_year
    return said if said in (first.end.year - 1, first.end.year) else first.end.year
