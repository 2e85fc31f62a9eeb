"""Cells of a directory as typed values, where a lead list has no such cell. What cannot be read is None."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from agent.models.account import Band

_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d{2}|20\d{2})(?!\d)")

# The French registers' codes for bands of head-count: numbers in looks, not in order. "00" and "NN" say that
# nobody was employed in a year gone by, which is no figure for today.
_FRENCH_BANDS: dict[str, tuple[int, int | None]] = {
    "01": (1, 2), "02": (3, 5), "03": (6, 9), "11": (10, 19), "12": (20, 49), "21": (50, 99),
    "22": (100, 199), "31": (200, 249), "32": (250, 499), "41": (500, 999), "42": (1000, 1999),
    "51": (2000, 4999), "52": (5000, 9999), "53": (10000, None),
}  # fmt: skip


def french_band(cell: Any) -> Band | None:
    """Employees by a code of the French registers, with its leading zero or without."""
    ends = _FRENCH_BANDS.get(text(cell).zfill(2))
    return Band(min=ends[0], max=ends[1]) if ends else None


def year(cell: Any) -> int | None:
    """The year of a cell that is one or holds a date."""
    found = _YEAR.search(text(cell))
    return int(found[0]) if found else None


def day(cell: Any) -> date | None:
    """The day of a cell that begins with an ISO date; no other spelling is sure."""
    found = _ISO_DAY.match(text(cell))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def text(cell: Any) -> str:
    """The cell as text; a whole number without the ".0" that spreadsheets add."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
