"""A company directory, record after record, however large: no form of file is ever held in memory whole.

Lead lists are read by `records`, with all its patience for broken files. A directory may have millions of
rows and comes from a machine: its dialect is read from its beginning, and a row that does not fit is
counted and left out.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

from agent.errors import BadInput
from agent.sources.columns import Cells

from .delimited import read_delimited
from .encoding import decode
from .lines import Remarks
from .records import Recognise, Record, read_records

_HEAD = 1 << 18
_DEEPEST = 4
_LINES = (".jsonl", ".ndjson")
_TEXT = (".csv", ".tsv", ".txt", ".tab")


def read_company_file(path: Path, recognise: Recognise) -> Iterator[Cells | None]:
    """The records of a CSV, TSV, JSONL, JSON, XLSX or Parquet file, None for one that cannot be read.

    Raises `BadInput` when the file cannot be read at all.
    """
    if not path.is_file():
        raise BadInput("there is no such file", file=path, remedy="Give --companies the path of a directory")
    form = path.suffix.lower()
    if form in _LINES:
        return _objects(path)
    if form in _TEXT:
        return _rows(path, recognise)
    lines = read_records(path, recognise=recognise).lines
    return (line.values if isinstance(line, Record) else None for line in lines)


def _objects(path: Path) -> Iterator[Cells | None]:
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                yield _object(line)


def _object(line: bytes) -> Cells | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return _flat(value, "", {}, 1) if isinstance(value, dict) else None


def _flat(value: dict[str, Any], prefix: str, into: dict[str, Any], depth: int) -> dict[str, Any]:
    """An object inside becomes "geo.city"; of a list the plain values are kept."""
    for key, part in value.items():
        if isinstance(part, dict):
            if depth < _DEEPEST:
                _flat(part, f"{prefix}{key}.", into, depth + 1)
        elif isinstance(part, list):
            into[prefix + key] = [entry for entry in part if isinstance(entry, str | int | float)]
        else:
            into[prefix + key] = part
    return into


def _rows(path: Path, recognise: Recognise) -> Iterator[Cells | None]:
    """The csv module over the open file, in the encoding and the dialect that its beginning shows."""
    with path.open("rb") as file:
        remarks = Remarks()
        decoded = decode(_beginning(file), path, remarks)
        opened = read_delimited(decoded.text, None, recognise, remarks)
        if opened is None:
            raise BadInput(
                "the file is empty", file=path, remedy="It needs a header, and a row for each company"
            )
        file.seek(0)
        text = TextIOWrapper(file, encoding=decoded.encoding, errors="replace", newline="")
        if text.read(1) != "\ufeff":
            text.seek(0)
        names, widths = opened.header.names, opened.header.widths
        rows = _parsed(text, opened.delimiter)
        header = next(_parsed([opened.header_text], opened.delimiter))
        for cells in rows:
            if cells == header:
                break
        for cells in rows:
            if cells and len(cells) in widths:
                yield dict(zip(names, cells, strict=False))
            elif cells is None or any(cells):
                yield None


def _beginning(file: BinaryIO) -> bytes:
    """As much as shows how the file is written, up to the end of a line where a line ends in one byte."""
    head = file.read(_HEAD)
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    return head if wide or len(head) < _HEAD else head[: head.rfind(b"\n") + 1] or head


def _parsed(lines: Iterable[str], delimiter: str) -> Iterator[list[str] | None]:
    """Row after row; None for one that cannot be parsed."""
    rows = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield None
