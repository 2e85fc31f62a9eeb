"""What finding leads cost: exports of advertising platforms, invoices, a list of one's own."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from agent.models.noun import fingerprint
from agent.models.opportunity import Spend

from .amounts import Amount, Point, read_amount, read_currency
from .days import Order, read_day
from .lines import Record, Reject, text_of
from .listing import Batch, Listing, open_listing

_DAYS = ("first", "last", "week", "month")
_YEAR_FIRST = re.compile(r"\d{4}[-/.]\d{1,2}")
_MONTH_FIRST = re.compile(r"\d{1,2}[-/.]\d{4}")
Stretch = tuple[date, date]
"""First and last day, both included."""


def read_spend(
    path: Path, *, currency: str | None = None, encoding: str | None = None, delimiter: str | None = None
) -> Batch[Spend]:
    """Everything spent in a CSV, JSONL, XLSX or Parquet file. Raises `BadInput` if it cannot be read at all.

    Spending needs a day, week, month or stretch of days, an amount and its currency; `currency` is that of amounts
    that do not say theirs.
    """
    listing = open_listing(path, "spend", encoding=encoding, delimiter=delimiter)
    listing.require(_DAYS, "the day or month", "Name one 'date' or 'month'")
    listing.require(("amount",), "the amount", "Name one 'amount' or 'cost'")
    reader = _Reader(listing, currency, listing.orders(_DAYS), listing.points(("amount",)))
    return listing.batch(reader.read, once=lambda spend: spend.id)


@dataclass
class _Reader:
    listing: Listing
    currency: str | None
    orders: dict[str, Order]
    points: dict[str, Point | None]
    seen: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def read(self, record: Record) -> Spend | Reject:
        """The record as spending, or why it is none."""
        when = self._when(record)
        if when is None:
            return Reject(record.line, "the date is not understood", record.raw)
        amount = self._amount(record)
        if amount is None or amount.value < 0:
            return Reject(record.line, "no amount" if amount is None else "a negative amount", record.raw)
        if amount.currency is None:
            return Reject(record.line, "no currency", record.raw)
        words = {name: self.listing.text(record, name) or None for name in ("channel", "campaign", "partner")}
        said = (
            *map(str, when),
            f"{amount.value:f}",
            amount.currency,
            *(word or "" for word in words.values()),
        )
        self.seen[said] += 1  # two equal rows of one file are two expenses; the same file again is none
        return Spend(
            id="S" + fingerprint(*said, str(self.seen[said])),
            first=when[0],
            last=when[1],
            amount=amount.value,
            currency=amount.currency,
            origin=f"{self.listing.file}:{record.line}",
            **words,
        )

    def _when(self, record: Record) -> Stretch | None:
        if first := self._stretch(record, "first"):
            last = self._stretch(record, "last") or first
            return (first[0], last[1]) if first[0] <= last[1] else None
        if week := self._stretch(record, "week"):
            return week[0], week[0] + timedelta(6)
        month = self._stretch(record, "month")
        return _month(month[0]) if month else None

    def _stretch(self, record: Record, target: str) -> Stretch | None:
        return next(
            (
                read_stretch(text_of(cell), self.orders[name])
                for name, cell in self.listing.filled(record, target)
            ),
            None,
        )

    def _amount(self, record: Record) -> Amount | None:
        for name, cell in self.listing.filled(record, "amount"):
            if found := read_amount(cell, self.points.get(name)):
                said = read_currency(self.listing.text(record, "currency"))
                return Amount(found.value, found.currency or said or read_currency(name) or self.currency)
        return None


def read_stretch(text: str, order: Order) -> Stretch | None:
    """The days a text names: a day, or a month ("2026-03", "03/2026", "mars 2026"). None where it is neither."""
    text = text.strip()
    if _YEAR_FIRST.fullmatch(text):
        day = read_day(f"{text}-01".replace("/", "-").replace(".", "-"), order)
    elif _MONTH_FIRST.fullmatch(text):
        day = read_day(f"01/{text}", "day first")
    elif day := read_day(text, order):
        return day, day
    else:
        day = read_day(f"1 {text}", order)
    return _month(day) if day else None


def _month(day: date) -> Stretch:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
