"""Company directories in: what was given with `--companies`, indexed so that a record is found by key.

The index keeps a file's cells as they are. They are read as facts only when a record is looked up
(`agent.sources.directory`): a million rows are indexed for the few hundred anybody asks for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import Any

from agent.clean import clean_field
from agent.errors import BadInput
from agent.sources.columns import Cells, is_used, read_columns, recognise, says
from agent.sources.keys import exact_keys, rough_keys
from agent.sources.record import KNOWN_BY, known_by
from agent.store import Store, companies

from .company_files import read_company_file

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_BATCH = 30_000
"""Companies written at once: enough to fill pages in order, few enough for memory to stay flat."""

Progress = Callable[[str, int], None]
"""Told a file's name and the records of it that are indexed so far."""


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
    store: Store, paths: Iterable[Path], progress: Progress | None = None
) -> tuple[Indexed, ...]:
    """Index the files; one that is there already, byte for byte, is left alone.

    A file takes the place of what stood at its path before. It is looked up once all of it is in; one that
    was interrupted is begun anew. Raises `BadInput` for a file that cannot be read, or has no column that
    is known.
    """
    return tuple(_index(store, Path(path), progress) for path in paths)


def _index(store: Store, path: Path, progress: Progress | None) -> Indexed:
    if not path.is_file():
        raise BadInput("there is no such file", file=path, remedy="Give --companies a list of companies")
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    with store.read() as tx:
        known = next((one for one in companies.files(tx) if one.digest == digest), None)
    if known:
        return Indexed(path.name, known.records, unchanged=True)

    skipped = 0

    def rows() -> Iterator[companies.Row]:
        nonlocal skipped
        for number, cells in enumerate(read_company_file(path, recognise), 1):
            if row := _row(number, cells):
                yield row
            else:
                skipped += 1

    waiting, count = rows(), 0
    batch = list(islice(waiting, _BATCH))
    if not batch:
        remedy = "Name its columns as in the README: name, website, siren, country, employees …"
        raise BadInput("no company with a name, a domain or a number is in it", file=path, remedy=remedy)
    with store.write() as tx:
        file_id = companies.begin(tx, path.name, str(path.resolve()), digest)
    while batch:
        with store.write() as tx:
            companies.add(tx, file_id, batch)
        count += len(batch)
        if progress:
            progress(path.name, count)
        batch = list(islice(waiting, _BATCH))
    with store.write() as tx:
        companies.finish(tx, file_id, count)
    return Indexed(path.name, count, skipped)


def _row(number: int, cells: Cells | None) -> companies.Row | None:
    """The record as the index takes it; None when it cannot be found by anything."""
    if cells is None:
        return None
    doc = {header: kept for header, cell in cells.items() if is_used(header) and says(kept := _clean(cell))}
    known = known_by(read_columns(doc, KNOWN_BY))
    if not any(known):
        return None
    return companies.Row(number, _encode(doc), exact_keys(*known), rough_keys(known.names))


def _clean(cell: Any) -> Any:
    if isinstance(cell, list):
        return [_clean(entry) for entry in cell]
    if not isinstance(cell, str):
        return cell
    folded = " ".join(cell.split())
    return folded if folded.isprintable() else clean_field(cell)
