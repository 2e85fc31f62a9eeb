"""One record read as a lead: each value understood where it can be, kept where it cannot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from agent.cells import unguard
from agent.identity import account_of, fold, lead_id, lead_key
from agent.models.account import Account
from agent.models.lead import Lead, Origin

from .days import Order, decide_order
from .lead_cells import Cells
from .lead_facts import Facts, read_facts, snippet
from .lines import Line, Record, Reject, Remarks, text_of
from .mapping import Columns

_TOTALS = frozenset({"total", "totals", "totaux", "grand total", "total general", "sum", "somme", "summe"})
_TELLING = ("email", "website", "first_name", "last_name", "full_name", "phone", "country", "city")
"""Columns that a company called Total would have filled, and a sum has not."""
_AS_GIVEN = ("title", "city", "industry", "employees", "revenue", "source", "comment")


@dataclass(frozen=True)
class LeadRow:
    """A lead, its account, and what its row says about the company."""

    lead: Lead
    account: Account
    facts: Facts
    snippet: str
    """The values behind the facts, as the file has them."""


@dataclass
class LeadReader:
    """Reads the records of one file. The dates of a column are read as the whole column tells."""

    file: str
    columns: Columns
    remarks: Remarks
    now: datetime
    orders: dict[str, Order] = field(default_factory=dict)

    def __post_init__(self) -> None:
        mapped = [(name, target) for target, names in self.columns.by_field.items() for name in names]
        self._plan: list[tuple[str, str | None]] = [*mapped, *((name, None) for name in self.columns.others)]

    def look_over(self, lines: Iterable[Line]) -> None:
        """Decide for each column of dates whether day or month comes first."""
        for target in ("created_on", "referred_on"):
            for name in self.columns.by_field.get(target, ()):
                texts = (text_of(line.values.get(name)) for line in lines if isinstance(line, Record))
                self.orders[name] = decide_order(texts, self.columns.language)

    def read(self, record: Record) -> LeadRow | Reject:
        """The record as a lead, or why it is none."""
        cells = Cells(record.line, self.remarks)
        for name, target in self._plan:
            value = record.values.get(name)
            if value is None or value == "":
                continue
            if isinstance(value, bool) and target in ("employees", "revenue", "founded"):
                return Reject(record.line, f"{name} is not a number", record.raw)
            cells.put(name, target, unguard(text_of(value)))
        return self._lead(record, cells)

    def _lead(self, record: Record, cells: Cells) -> LeadRow | Reject:
        email = cells.email()
        website, domain = cells.website(email)
        company = cells.take("company") or domain
        if company is None:
            return Reject(record.line, "no company", record.raw)
        if fold(company) in _TOTALS and not any(map(cells.take, _TELLING)):
            return Reject(record.line, "a line of totals", record.raw)
        if not cells.take("company"):
            cells.remark("no company: the domain stands for it")
        country = cells.country()
        account = account_of(company, domain, country if country and len(country) == 2 else None)
        first, last = cells.person()
        phone = cells.phone(country, domain)
        key = lead_key(email, " ".join(filter(None, (first, last))), company, phone, account.key)
        found = {
            "email": email, "first_name": first, "last_name": last, "phone": phone, "website": website,
            "domain": domain, "country": country, **self._others(cells),
        }  # fmt: skip
        facts = read_facts(cells, company, domain, country)
        lead = Lead(
            id=lead_id(key),
            account_id=account.id,
            company=company,
            extra=cells.extra,
            origins=(Origin(file=self.file, line=record.line, imported_at=self.now),),
            **{target: value for target, value in found.items() if value is not None},
        )
        return LeadRow(lead, account, facts, snippet(cells))

    def _others(self, cells: Cells) -> dict[str, object]:
        """The fields that depend on their own cells alone."""
        return {
            "legal_id": cells.legal_id(),
            "language": cells.language(),
            "created_on": cells.day("created_on", self.orders),
            "consent": cells.consent(),
            "partner": cells.partner(self.orders),
            **{target: cells.take(target) for target in _AS_GIVEN},
        }
