"""Records of a company directory as the index takes them: cleaned cells, the keys they are found by, a count.

Where a build spends its time: `companies` does it in several processes, and this file is all they load.
"""

from __future__ import annotations

import json
import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.clean import clean_field
from agent.identity import company_key, registrable_domain
from agent.sources.columns import Cells, is_used, read_columns, says
from agent.sources.keys import exact_keys, rough_keys
from agent.sources.record import COUNTED, KNOWN_BY, country_of, known_by

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_READ = KNOWN_BY | COUNTED


@dataclass(frozen=True, slots=True)
class Rows:
    """Companies of a file, each by the number of its record there."""

    companies: list[tuple[int, str]] = field(default_factory=list)
    """Number, and what the file says of it as JSON: header to cell."""
    exact: list[tuple[int, int]] = field(default_factory=list)
    """Key, number."""
    rough: list[tuple[int, int, str]] = field(default_factory=list)
    """Key, number, spelling."""
    known: Counter[str] = field(default_factory=Counter)
    """How many companies have a "domain", a "number" and "employees"."""
    countries: Counter[str] = field(default_factory=Counter)
    """How many are in each country, by its ISO alpha-2 code; "" where the record does not tell."""


def read_rows(first: int, records: Sequence[Cells | None]) -> Rows:
    """The records numbered from `first`; those that cannot be read, or found by anything, are left out."""
    rows = Rows()
    for number, cells in enumerate(records, first):
        if cells is not None:
            _read(number, cells, rows)
    return rows


def read_rows_apart(first: int, records: Sequence[Cells | None]) -> Rows:
    """The same in a process of its own, where what is remembered of one chunk would hardly help with the next."""
    rows = read_rows(first, records)
    registrable_domain.cache_clear()
    company_key.cache_clear()
    return rows


def leave_interrupts() -> None:
    """Ctrl-C is for the process that the person started, which ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read(number: int, cells: Cells, rows: Rows) -> None:
    doc = {header: kept for header, cell in cells.items() if is_used(header) and says(kept := _clean(cell))}
    said = read_columns(doc, _READ)
    known = known_by(said)
    if not any(known):
        return
    rows.companies.append((number, _encode(doc)))
    rows.exact.extend([(key, number) for key in exact_keys(*known)])
    rows.rough.extend([(key, number, form) for key, form in rough_keys(known.names)])
    rows.known["domain"] += bool(known.domains)
    rows.known["number"] += bool(known.legal_ids)
    rows.known["employees"] += "employees" in said or "employees_band" in said
    rows.countries[country_of(said) or ""] += 1


def _clean(cell: Any) -> Any:
    if isinstance(cell, list):
        return [_clean(entry) for entry in cell]
    if not isinstance(cell, str):
        return cell
    folded = " ".join(cell.split())
    return folded if folded.isprintable() else clean_field(cell)
