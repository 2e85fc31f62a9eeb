"""The columns of a company directory, whatever its file calls them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from agent.identity import fold

_NOT_WORD = re.compile(r"[\W_]+")
_NOTHING = frozenset({"", "[nd]", "n/a", "na", "null", "none", "-", "nan", "#n/a"})
"""Cells that say nothing; "[ND]" is what the French registers write for what is not theirs to tell."""

Cells = Mapping[str, Any]
"""Header to cell: text, a number, or a list of either."""


def recognise(headers: Sequence[str]) -> int:
    """How many of these headers are known."""
    return sum(_folded(header) in _known() for header in headers)


@lru_cache(256)
def columns_of(headers: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Column to the headers that fill it, the preferred one first."""
    by_name: dict[str, list[str]] = {}
    for header in headers:
        by_name.setdefault(_folded(header), []).append(header)
    found = {
        column: tuple(header for name in names for header in by_name.get(name, ()))
        for column, names in _columns().items()
    }
    return {column: headers for column, headers in found.items() if headers}


@lru_cache(256)
def used(headers: tuple[str, ...]) -> tuple[str, ...]:
    """The headers that fill some column."""
    return tuple(dict.fromkeys(header for names in columns_of(headers).values() for header in names))


def values(cells: Cells, column: str) -> list[tuple[str, Any]]:
    """Header and cell of everything a record says in a column, a list spread out; what says nothing left out."""
    found: list[tuple[str, Any]] = []
    for header in columns_of(tuple(cells)).get(column, ()):
        cell = cells[header]
        found += [(header, entry) for entry in (cell if isinstance(cell, list) else [cell]) if says(entry)]
    return found


def says(cell: Any) -> bool:
    """Whether a cell says anything."""
    return cell is not None and not (isinstance(cell, str) and (not cell or cell.casefold() in _NOTHING))


def _folded(header: str) -> str:
    return _NOT_WORD.sub("", fold(header))


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    """Column to its folded names, the preferred one first."""
    lists = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
    return {column: tuple(dict.fromkeys(map(_folded, names))) for column, names in lists.items()}


@cache
def _known() -> frozenset[str]:
    return frozenset(name for names in _columns().values() for name in names)
