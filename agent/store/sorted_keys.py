"""Keys by the million put in order, outside memory.

A table kept in the order of its keys that is filled in that order has each page written once; filled in any other,
pages are read and written over and over. SQLite sorts in a temporary file of its own, whatever the store is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any


class SortedKeys:
    """Rows of a few columns, the first of them the key; given in any order, taken by key and then by what follows."""

    def __init__(self, columns: int) -> None:
        # No name: a file that only this connection sees, and that is gone with it.
        self._file = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -8000"):
            self._file.execute(f"PRAGMA {pragma}")
        names = ", ".join(f"c{number}" for number in range(columns))
        self._file.execute(f"CREATE TABLE row ({names})")
        self._insert = f"INSERT INTO row VALUES ({', '.join('?' * columns)})"
        self._select = f"SELECT {names} FROM row ORDER BY {names}"

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Sets rows aside."""
        self._file.execute("BEGIN")
        self._file.executemany(self._insert, rows)
        self._file.execute("COMMIT")

    def batches(self, size: int) -> Iterator[list[tuple[Any, ...]]]:
        """All rows in order, `size` at a time."""
        rows = self._file.execute(self._select)
        while batch := rows.fetchmany(size):
            yield batch

    def close(self) -> None:
        """Gives the temporary file back."""
        self._file.close()
