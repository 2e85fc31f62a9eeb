"""One thing a page states of its company, under the name a directory's column would have."""

from __future__ import annotations

from typing import Any, NamedTuple


class Stated(NamedTuple):
    """A value and the words it stands in."""

    header: str
    """As `columns.toml` knows it."""
    cell: Any
    snippet: str
    """Word for word as the page has it."""
