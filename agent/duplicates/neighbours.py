"""Which records are worth comparing: those that stand side by side when the list is sorted by one key or another.

Comparing a million records with each other would take a trillion comparisons. Each pass sorts them by a key and
compares each with the few before it, so that the work grows with the list and no block of a thousand namesakes
makes a million pairs. A slip of the finger that spoils one key leaves another. Hernández and Stolfo, "The
merge/purge problem for large databases" (1995): the multi-pass sorted-neighbourhood method.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rapidfuzz.fuzz import ratio

from .record import Record

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MEMORY = "256MB"
"""What sorting may take; the rest is done on disk."""
_BATCH = 10_000
_ALIKE = 75
"""Per cent of the letters that two close keys have in common, in order."""
_NUMBERS = ("number", "bearers", "staff", "lines", "locals")
_TOLD = Record._fields[: Record._fields.index("bearers")]
_TYPES = {name: "INTEGER" if name in _NUMBERS else "VARCHAR" for name in _TOLD}

_FIRST, _LAST = "split_part(person, ' ', 1)", "split_part(person, ' ', -1)"
_LOCAL = "split_part(email, '@', 1)"
_ONE_OF_A_KEY = "row_number() OVER (PARTITION BY key ORDER BY number) = 1"
"""Of many with one key the first stands for all, or they would be each other's only neighbours."""
SAME = (
    "email",
    "phone",
    "legal_id",
    "domain || '|' || partner",
    "person",
    f"CASE WHEN length({_LOCAL}) > 5 THEN {_LOCAL} END",
    *(f"{where} || '|' || {word}" for where in ("domain", "company", "place") for word in (_FIRST, _LAST)),
    "CASE WHEN person IS NULL THEN company END",
    "CASE WHEN person IS NULL THEN list_sort(string_split(company, ' '))::VARCHAR END",
    "CASE WHEN person IS NULL THEN place END",
)
"""Keys that two records have in common, in the words of SQL."""
CLOSE = (
    "email",
    "reverse(email)",
    "person",
    "reverse(person)",
    "CASE WHEN person IS NULL THEN company END",
    "CASE WHEN person IS NULL THEN reverse(company) END",
)
"""Keys that stand close to each other in the alphabet."""


class Neighbours:
    """A list of records, sorted in a folder of its own."""

    def __init__(self, files: DuckDBPyConnection) -> None:
        self._files = files
        (self.count,) = files.execute("SELECT count(*) FROM record").fetchone() or (0,)

    def pairs(self, block: int, window: int) -> Iterator[tuple[Record, Record]]:
        """Records worth comparing, some of them more than once.

        Each is paired with all others of its key, where they are at most `block`; where they are more, as where a
        key is close but not the same, with those among the `window` next to it that read alike.
        """
        for key in SAME:
            yield from _of_one_key(self._sorted(key, "size > 1"), block, window)
        for key in CLOSE:
            yield from _of_close_keys(self._sorted(key, _ONE_OF_A_KEY), window)

    def _sorted(self, key: str, only: str) -> Iterator[tuple[Any, ...]]:
        """The records by that key, which follows them with the number of those that have it."""
        found = self._files.execute(
            f"SELECT {', '.join(Record._fields)}, {key} AS key, count(*) OVER (PARTITION BY key) AS size "
            f"FROM record WHERE key IS NOT NULL QUALIFY {only} ORDER BY key, person, email, number"
        )
        while batch := found.fetchmany(_BATCH):
            yield from batch


@contextmanager
def neighbours(records: Iterable[Record]) -> Iterator[Neighbours]:
    """The records, ready to be sorted; forgotten when the block ends."""
    import duckdb

    with TemporaryDirectory() as folder:
        loose = Path(folder) / "records.csv"
        with loose.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(one[: len(_TOLD)] for one in records)
        with duckdb.connect(str(Path(folder) / "records.duckdb")) as files:
            files.execute(f"SET memory_limit = '{_MEMORY}'")
            files.execute("SET preserve_insertion_order = false")
            _load(files, loose)
            loose.unlink()
            yield Neighbours(files)


def _load(files: DuckDBPyConnection, loose: Path) -> None:
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in _TYPES.items())
    files.execute(
        "CREATE TABLE told AS SELECT * FROM read_csv(?, header = false, auto_detect = false, "
        f"quote = '\"', escape = '\"', delim = ',', nullstr = '', columns = {{{columns}}})",
        [str(loose)],
    )
    for name in ("person", "company", "phone", "place"):
        files.execute(
            f"CREATE TABLE of_{name} AS SELECT {name}, count(*) AS n FROM told "
            f"WHERE {name} IS NOT NULL GROUP BY {name} HAVING n > 1"
        )
    files.execute(
        "CREATE TABLE record AS SELECT told.*, coalesce(of_person.n, 1)::INTEGER AS bearers, "
        "coalesce(of_company.n, 1)::INTEGER AS staff, coalesce(of_phone.n, 1)::INTEGER AS lines, "
        "coalesce(of_place.n, 1)::INTEGER AS locals FROM told "
        "LEFT JOIN of_person USING (person) LEFT JOIN of_company USING (company) "
        "LEFT JOIN of_phone USING (phone) LEFT JOIN of_place USING (place)"
    )
    files.execute("DROP TABLE told")


def _of_one_key(rows: Iterable[tuple[Any, ...]], block: int, window: int) -> Iterator[tuple[Record, Record]]:
    before: deque[Record] = deque(maxlen=block)
    last = None
    for *told, key, size in rows:
        if key != last:
            before = deque(maxlen=block if size <= block else window)
            last = key
        one = Record._make(told)
        for other in before:
            yield other, one
        before.append(one)


def _of_close_keys(rows: Iterable[tuple[Any, ...]], window: int) -> Iterator[tuple[Record, Record]]:
    before: deque[tuple[str, Record]] = deque(maxlen=window)
    for *told, key, _ in rows:
        one = Record._make(told)
        for near, other in before:
            if ratio(near, key, score_cutoff=_ALIKE):
                yield other, one
        before.append((key, one))
