"""A file in, records out, whatever its form: CSV, TSV, JSON, JSONL, XLSX or Parquet.

Nothing is skipped in silence: every row comes out as a record, a reject with its reason, or an ignored line,
each with its first physical line. Text is clean from here on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from agent.errors import BadInput

from .delimited import read_delimited
from .encoding import decode
from .grid import Recognise
from .lines import Cell, Ignored, Line, Record, Reject, Remarks, text_of
from .objects import read_objects
from .sheets import read_parquet, read_workbook

__all__ = [
    "Cell",
    "Ignored",
    "Line",
    "Recognise",
    "Record",
    "Records",
    "Reject",
    "Remarks",
    "read_records",
    "text_of",
]

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_JSON = frozenset({".json", ".jsonl", ".ndjson"})
_PARQUET = frozenset({".parquet", ".pq"})
_LOOKS_JSON = re.compile(r'(?:\[\s*)?\{\s*"')
_PAGE = ("<!doctype html", "<html", "<head", "<body")


@dataclass(frozen=True)
class Records:
    """An opened file. `lines` can be gone through once; `remarks` is complete when that is done."""

    file: str
    """The file's name, without its folder."""
    header: tuple[str, ...]
    """The column names, each once, in the file's order; of JSON every key met."""
    lines: Iterator[Line]
    repeated: tuple[str, ...] = ()
    """Names that stand over several columns."""
    encoding: str | None = None
    delimiter: str | None = None
    """Of a workbook or a Parquet file that of `raw`."""
    header_text: str | None = None
    """The header as the file has it, or as a line of CSV; None for JSON."""
    remarks: Remarks = field(default_factory=Remarks)


def read_records(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    recognise: Recognise | None = None,
) -> Records:
    """Open a file of records.

    `recognise` counts the column names the caller knows in a row: so the header is found below a preamble.
    Raises `BadInput` when the file cannot be read at all.
    """
    if path.is_dir():
        raise BadInput("this is a folder", file=path, remedy="Give the files in it that are to be read")
    if not path.is_file():
        raise BadInput("there is no such file", file=path)
    form = path.suffix.lower()
    if form in _WORKBOOKS or form in _PARQUET:
        return _table(path, form, recognise)
    remarks = Remarks()
    text, encoding = _text(path, encoding, remarks)
    if form in _JSON or (delimiter is None and _LOOKS_JSON.match(text[:2000].lstrip())):
        return _objects(text, path, encoding, remarks)
    opened = read_delimited(text, delimiter, recognise, remarks)
    if opened is None:
        raise _empty(path)
    return Records(
        path.name, opened.header.names, opened.lines, opened.header.repeated,
        encoding, opened.delimiter, opened.header_text, remarks,
    )  # fmt: skip


def _text(path: Path, encoding: str | None, remarks: Remarks) -> tuple[str, str]:
    """The text of a file and its encoding. Raises `BadInput` for what is empty or no list."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path) from error
    decoded = decode(raw, path, remarks, encoding)
    if not decoded.text.strip(" \t\r\n\f\v\0\xa0"):
        raise _empty(path)
    beginning = decoded.text[:2000].lstrip().lower()
    if beginning.startswith(_PAGE):
        remedy = "The download may have expired; sign in and export the list again"
        raise BadInput("this is a web page, not a list", file=path, line=1, remedy=remedy)
    if beginning.startswith(("<?xml", "<!doctype")):
        raise BadInput(
            "this is XML, not a list", file=path, line=1, remedy="Export the list as CSV, JSONL or XLSX"
        )
    # "\r\r\n" is what a program writes that ends its lines twice.
    return decoded.text.replace("\r\r\n", "\r\n"), decoded.encoding


def _table(path: Path, form: str, recognise: Recognise | None) -> Records:
    remarks = Remarks()
    sheet = read_parquet(path, remarks) if form in _PARQUET else read_workbook(path, recognise, remarks)
    if sheet is None:
        raise _empty(path)
    return Records(
        path.name, sheet.header.names, sheet.lines, sheet.header.repeated,
        delimiter=",", header_text=sheet.header_text, remarks=remarks,
    )  # fmt: skip


def _objects(text: str, path: Path, encoding: str, remarks: Remarks) -> Records:
    lines = read_objects(text, remarks)
    names: dict[str, None] = {}
    for line in lines:
        if isinstance(line, Record):
            names.update(dict.fromkeys(line.values))
    if lines and not names and "{" not in text:
        raise BadInput(
            "no line is a JSON object", file=path, remedy="If it is another form, name the file for it"
        )
    return Records(path.name, tuple(names), iter(lines), encoding=encoding, remarks=remarks)


def _empty(path: Path) -> BadInput:
    return BadInput(
        "the file is empty", file=path, remedy="A list needs a header line and a line for each lead"
    )
