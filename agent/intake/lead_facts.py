"""What a row of a lead file says about the company: facts, and the words they rest on."""

from __future__ import annotations

import re

from agent.models.account import FieldName, Value

from .figures import read_employees, read_revenue
from .lead_cells import Cells

Facts = tuple[tuple[FieldName, Value], ...]
_SHOWN = ("company", "website", "country", "city", "industry", "employees", "revenue", "region", "founded")


def read_facts(cells: Cells, company: str, domain: str | None, country: str | None) -> Facts:
    """The facts of a row; what is no head-count, revenue or valid number gives none."""
    found: list[tuple[FieldName, Value]] = [("name", company)]
    if domain:
        found.append(("domain", domain))
    if country and len(country) == 2:
        found.append(("country", country))
    if city := cells.take("city"):
        found.append(("city", city))
    if industry := cells.take("industry"):
        found.append(("industry", industry))
    if text := cells.take("employees"):
        employees = read_employees(text)
        if employees is None:
            cells.remark("head-count not understood, kept as text")
        else:
            found.append(("employees", employees))
    if revenue := cells.named("revenue"):
        amount = read_revenue(revenue[1], revenue[0])
        if amount is not None:
            found.append(("revenue", amount))
        elif revenue[1].strip("0., "):
            cells.remark("revenue not understood as an amount with its currency, kept as text")
    if numbers := cells.legal_numbers:
        found.append(("legal_ids", numbers))
    return (*found, *_without_field(cells))


def _without_field(cells: Cells) -> Facts:
    """Facts of columns that a lead has no field for; the columns themselves are kept."""
    found: list[tuple[FieldName, Value]] = []
    if region := cells.keep("region"):
        found.append(("region", region))
    if (year := cells.keep("founded")) and re.fullmatch(r"1[6-9]\d\d|20\d\d", year):
        found.append(("founded", int(year)))
    if listed := cells.keep("technologies"):
        found.append(
            ("technologies", tuple(part.strip() for part in re.split("[,;|]", listed) if part.strip()))
        )
    return tuple(found)


def snippet(cells: Cells) -> str:
    """The company's cells in one line; nothing about the person."""
    shown = [cells.named(target) for target in _SHOWN]
    parts = [f"{cell[0]}: {cell[1]}" for cell in (*shown, *cells.legal) if cell]
    return "; ".join(parts)[:300]
