"""The columns of a company directory, whatever its file calls them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from agent.identity import fold

_NOT_WORD = re.compile(r"[\W_]+")
_COPY = re.compile(r" \(\d+\)$")
"""What `grid.name_columns` adds to a name that stands over a second column."""
_NOTHING = frozenset({"", "[nd]", "n/a", "na", "null", "none", "-", "nan", "#n/a"})
"""Cells that say nothing; "[ND]" is what the French registers write for what is not theirs to tell."""

Cells = Mapping[str, Any]
"""Header to cell, as a file has them: text, a number, or a list of either."""
Columns = Mapping[str, Sequence[tuple[str, Any]]]
"""Column to what a record says in it: header and cell, the preferred header first."""


def recognise(headers: Sequence[str]) -> int:
    """How many of these headers are known."""
    return sum(bool(_places(header)) for header in headers)


def is_used(header: str) -> bool:
    """Whether a header fills some column."""
    return bool(_places(header))


def read_columns(cells: Cells, only: Collection[str] | None = None) -> Columns:
    """What a record says, column by column, lists spread out; cells that say nothing are left out.

    `only` names the columns that are wanted, where not all of them are.
    """
    said: dict[str, list[tuple[int, str, Any]]] = {}
    for header, cell in cells.items():
        for column, preference in _places(header):
            if only is None or column in only:
                entries = cell if isinstance(cell, list) else (cell,)
                found = [(preference, header, one) for one in entries if says(one)]
                if found:
                    said[column] = said[column] + found if column in said else found
    # A stable sort: entries of one list, and headers of one preference, keep the file's order.
    for found in said.values():
        if len(found) > 1:
            found.sort(key=_first)
    return {column: [entry[1:] for entry in found] for column, found in said.items()}


def says(cell: Any) -> bool:
    """Whether a cell says anything."""
    if isinstance(cell, str):
        return len(cell) > 4 or cell.casefold() not in _NOTHING
    return cell is not None and cell != []


def _first(entry: tuple[int, str, Any]) -> int:
    return entry[0]


@cache
def _places(header: str) -> tuple[tuple[str, int], ...]:
    """The columns a header fills, with its place among each one's names."""
    name = _NOT_WORD.sub("", _COPY.sub("", fold(header)))
    return tuple((column, names.index(name)) for column, names in _columns().items() if name in names)


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    """Column to its folded names, the preferred one first."""
    lists = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
    return {column: tuple(_NOT_WORD.sub("", fold(name)) for name in names) for column, names in lists.items()}
