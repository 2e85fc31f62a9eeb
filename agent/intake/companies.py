"""Company directories in: what was given with `--companies`, indexed so that a record is found by key.

The index keeps a file's cells as they are. They are read as facts only when a record is looked up
(`agent.sources.directory`): a million rows are indexed for the few hundred anybody asks for.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path

from agent.errors import BadInput
from agent.sources.columns import Cells, recognise
from agent.store import Store, companies

from .company_files import read_company_file
from .company_rows import Rows, leave_interrupts, read_rows, read_rows_apart

_CHUNK = 2_000
"""Records read at once, and companies written at once: memory stays flat."""
_FEW = 10
"""Chunks that are read sooner than another process has started."""

Progress = Callable[[str, int], None]
"""Told a file's name and the records of it that are indexed so far."""
Chunk = tuple[int, list[Cells | None]]
"""The number of the first record, from 1, and the records; None for one that cannot be read."""


@dataclass(frozen=True)
class Indexed:
    """What became of one file."""

    file: str
    records: int
    """In the index now."""
    skipped: int = 0
    """Records that could not be read, or have no name, domain or number to be found by."""
    unchanged: bool = False
    """The file was in the index already."""


def index_companies(
    store: Store, paths: Iterable[Path], progress: Progress | None = None, now: datetime | None = None
) -> tuple[Indexed, ...]:
    """Index the files; one that is there already, byte for byte, is left alone.

    A file takes the place of what stood at its path before. It is looked up once all of it is in; one that
    was interrupted is begun anew. Raises `BadInput` for a file that cannot be read, or has no column that
    is known.
    """
    now = now or datetime.now(UTC)
    return tuple(_index(store, Path(path), progress, now) for path in paths)


def _index(store: Store, path: Path, progress: Progress | None, now: datetime) -> Indexed:
    if not path.is_file():
        raise BadInput("there is no such file", file=path, remedy="Give --companies a list of companies")
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    with store.read() as tx:
        same = next((one for one in companies.files(tx) if one.digest == digest), None)
    if same:
        return Indexed(path.name, same.census.companies, unchanged=True)

    read = 0

    def chunks() -> Iterator[Chunk]:
        nonlocal read
        records = iter(read_company_file(path, recognise))
        while chunk := list(islice(records, _CHUNK)):
            yield read + 1, chunk
            read += len(chunk)

    waiting = (rows for rows in _read_all(chunks()) if rows.companies)
    first = next(waiting, None)
    if first is None:
        remedy = "Name its columns as in the README: name, website, siren, country, employees …"
        raise BadInput("no company with a name, a domain or a number is in it", file=path, remedy=remedy)
    count, known, countries = 0, Counter[str](), Counter[str]()
    with companies.Build(store, path.name, str(path.resolve()), digest) as build:
        for rows in chain([first], waiting):
            build.add(rows.companies, rows.exact, rows.rough)
            count += len(rows.companies)
            known.update(rows.known)
            countries.update(rows.countries)
            if progress:
                progress(path.name, count)
        build.finish(companies.Census(count, dict(known), dict(countries)), now)
    return Indexed(path.name, count, read - count)


def _read_all(chunks: Iterator[Chunk]) -> Iterator[Rows]:
    """The rows of every chunk, in order; those of a large file are read by a process for each processor."""
    few = list(islice(chunks, _FEW))
    yield from (read_rows(*chunk) for chunk in few)
    if len(few) < _FEW:
        return
    processes = os.cpu_count() or 1
    # A fresh process, for a copy of this one would have its threads' locks without the threads.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=leave_interrupts)
    under_way: deque[tuple[Chunk, Future[Rows]]] = deque()
    try:
        for chunk in chunks:
            under_way.append((chunk, pool.submit(read_rows_apart, *chunk)))
            if len(under_way) > 2 * processes:
                yield _taken(*under_way.popleft())
        while under_way:
            yield _taken(*under_way.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _taken(chunk: Chunk, rows: Future[Rows]) -> Rows:
    try:
        return rows.result()
    except BrokenProcessPool:  # a machine may refuse a second process
        return read_rows(*chunk)
