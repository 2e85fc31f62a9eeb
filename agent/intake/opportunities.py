"""Deals as a CRM exports them: HubSpot, Salesforce, Pipedrive, or a list of one's own, in English or French."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from agent.identity import company_domain
from agent.models.noun import fingerprint
from agent.models.opportunity import DealState, Opportunity

from .amounts import Point, read_amount, read_currency
from .contacts import read_emails
from .days import Order, read_day
from .deal_states import TELLING, is_known, read_state
from .lines import Record, Reject
from .listing import Batch, Listing, open_listing

_ADDRESS = re.compile(r"[^\s<>()\[\];,|\"]+@[^\s<>()\[\];,|\"]+")
_DAYS = ("opened_on", "won_on", "lost_on", "closed_on")
_SUMS = ("amount", "recurring", "monthly")
_NAMING = ("id", "name", "email", "domain", "company")
_MONTHS = 12


def read_opportunities(
    path: Path, *, currency: str | None = None, encoding: str | None = None, delimiter: str | None = None
) -> Batch[Opportunity]:
    """Every deal of a CSV, JSONL, XLSX or Parquet file. Raises `BadInput` if it cannot be read at all.

    A deal needs something to be known by, and how it stands. `currency` is that of amounts that do not say theirs;
    without it such an amount has none, and counts in no sum.
    """
    listing = open_listing(path, "opportunity", encoding=encoding, delimiter=delimiter)
    listing.require(_NAMING, "the deal's name, id or company", "Name one 'deal name' or 'company'")
    listing.require(TELLING, "how a deal stands", "Name one 'status' or 'stage'")
    reader = _Reader(listing, currency, listing.orders(_DAYS), listing.points(_SUMS), _percent_is(listing))
    return listing.batch(reader.read, once=lambda deal: deal.id)


def _percent_is(listing: Listing) -> float:
    """What 1 % is in the column of probabilities: 1 where any is above 1, else 0.01."""
    texts = (listing.text(record, "probability") for record in listing.records)
    return 1 if any("%" in text or (_number(text) or 0) > 1 for text in texts) else 0.01


def _number(text: str) -> float | None:
    found = read_amount(text.replace("%", ""))
    return float(found.value) if found else None


@dataclass
class _Reader:
    listing: Listing
    currency: str | None
    orders: dict[str, Order]
    points: dict[str, Point | None]
    percent: float

    def read(self, record: Record) -> Opportunity | Reject:
        """The record as a deal, or why it is none."""
        cells = {field: self.listing.text(record, field) for field in self.listing.columns.by_field}
        if not any(cells.get(field) for field in _NAMING):
            return Reject(record.line, "no id, name or company", record.raw)
        state = self._state(record, cells)
        if state is None:
            return Reject(record.line, "it is not said whether the deal is open, won or lost", record.raw)
        email = self._email(record)
        domain = company_domain(cells.get("domain", "")) or (company_domain(email) if email else None)
        amount, currency = self._sum(record, "amount")
        opened, closed = self._day(record, "opened_on"), self._closed(record, state)
        if opened and closed and closed < opened:
            self.listing.remarks.add("closed before it was opened", record.line)
        identity = (cells.get("name", ""), cells.get("company", ""), email or domain or "", str(opened or ""))
        return Opportunity(
            id=cells.get("id") or "D" + fingerprint(*identity),
            name=cells.get("name", ""),
            state=state,
            amount=amount,
            currency=currency or self.currency,
            recurring=self._recurring(record),
            opened_on=opened,
            closed_on=closed,
            reason=cells.get("reason") or None,
            email=email,
            domain=domain,
            company=cells.get("company") or None,
            partner=cells.get("partner") or None,
            origin=f"{self.listing.file}:{record.line}",
        )

    def _state(self, record: Record, cells: dict[str, str]) -> DealState | None:
        probability = _number(cells.get("probability", ""))
        state = read_state(
            cells, None if probability is None else round(probability * self.percent * 100) / 100
        )
        stage = cells.get("status") or cells.get("stage", "")
        if state is DealState.OPEN and stage and not is_known(stage):
            self.listing.remarks.add("stage not known, taken as open", record.line)
        return state

    def _email(self, record: Record) -> str | None:
        """The first address in any of the contact's cells: "Ann Lee (ann@firm.example)" holds one."""
        for _, cell in self.listing.filled(record, "email"):
            for text in _ADDRESS.findall(str(cell)):
                if found := read_emails(text):
                    return found[0]
        return None

    def _sum(self, record: Record, field: str) -> tuple[Decimal | None, str | None]:
        """Amount and currency: the cell's own, else its column's, else its header's."""
        said = read_currency(self.listing.text(record, "currency"))
        for name, cell in self.listing.filled(record, field):
            found = read_amount(cell, self.points.get(name))
            if found is None or found.value < 0:
                self.listing.remarks.add(f"{name} is no amount, left out", record.line)
                continue
            currency = found.currency or said or read_currency(name)
            if field == "amount" and not currency and not self.currency:
                self.listing.remarks.add("amount without a currency, which counts in no sum", record.line)
            return found.value, currency
        return None, said

    def _recurring(self, record: Record) -> Decimal | None:
        yearly, monthly = self._sum(record, "recurring")[0], self._sum(record, "monthly")[0]
        return yearly if yearly is not None or monthly is None else monthly * _MONTHS

    def _closed(self, record: Record, state: DealState) -> date | None:
        """The day it was won or lost. Of an open deal it is when somebody hopes it will be, which is no fact."""
        if state is DealState.OPEN:
            return None
        return self._day(record, "won_on" if state is DealState.WON else "lost_on") or self._day(
            record, "closed_on"
        )

    def _day(self, record: Record, field: str) -> date | None:
        for name, cell in self.listing.filled(record, field):
            if day := read_day(str(cell), self.orders[name]):
                return day
            self.listing.remarks.add(f"{name} is no date, or could be two, left out", record.line)
        return None
