"""A table with a column of notes: one note a row, which says itself whose it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from agent.errors import BadInput
from agent.identity import fold

from .days import Order, decide_order, read_day
from .draft import Draft, tidy, tidy_line
from .front import field_of
from .lines import Record, Reject, text_of
from .parties import address_of
from .records import Records, read_records

_COLUMNS = (
    "notes", "note", "call notes", "call note", "meeting notes", "discovery notes", "notes d'appel", "note d'appel",
    "compte rendu", "compte rendu d'appel", "cr", "comments", "comment", "commentaires", "commentaire", "remarques",
    "observations", "transcript", "transcription", "verbatim", "text", "texte", "body", "message", "description",
)  # fmt: skip
_LONGEST_NAME = 100
_KINDS = ("lead", "email", "company", "contact", "date", "seller")


def note_rows(path: Path) -> Iterator[Draft | BadInput]:
    """A draft a row that has a note, and a problem a row that cannot be read.

    Raises `BadInput` when the file cannot be read or has no column of notes.
    """
    records = read_records(path, recognise=lambda cells: sum(_known(str(cell)) for cell in cells))
    notes = column_of_notes(records.header)
    if notes is None:
        remedy = f"Name one of them {', '.join(_COLUMNS[:2])} or comment"
        raise BadInput("no column of notes", file=path, remedy=remedy)
    kinds = {kind: name for name in reversed(records.header) if name != notes and (kind := field_of(name))}
    lines = list(records.lines)
    found = [line for line in lines if isinstance(line, Record)]
    dates = kinds.get("date")
    order = decide_order(text_of(line.values.get(dates)) for line in found) if dates else "either"
    names: set[str] = set()
    for line in lines:
        if isinstance(line, Reject):
            yield BadInput(line.reason, file=path, line=line.line)
        elif isinstance(line, Record) and text_of(line.values.get(notes)).strip():
            draft = _draft(line, notes, kinds, order, records)
            name = (draft.name or path.stem)[:_LONGEST_NAME]
            unique = name if draft.name and name not in names else f"{name}-{line.line}"
            names.add(unique)
            yield replace(draft, name=unique)


def column_of_notes(header: tuple[str, ...]) -> str | None:
    """The column that holds the notes, by its name; the most telling name where several would do."""
    names = {_plain(name): name for name in reversed(header)}
    return next((names[column] for column in _COLUMNS if column in names), None)


def _draft(line: Record, notes: str, kinds: dict[str, str], order: Order, records: Records) -> Draft:
    told = {kind: tidy_line(text_of(line.values.get(kinds[kind]))) for kind in _KINDS if kind in kinds}
    address = address_of(told.get("email")) or address_of(told.get("lead"))
    return Draft(
        text=tidy(_as_written(line, notes, records)),
        name=told.get("lead") or address or told.get("company") or None,
        day=read_day(told.get("date", ""), order),
        company=told.get("company") or None,
        contact=told.get("contact") or None,
        addresses=(address,) if address else (),
        seller=(told["seller"],) if told.get("seller") else (),
    )


def _as_written(line: Record, notes: str, records: Records) -> str:
    """The note with its line breaks, which a record's value no longer has."""
    folded = text_of(line.values[notes])
    try:
        rows = list(csv.reader(io.StringIO(line.raw, newline=""), delimiter=records.delimiter or ","))
    except (csv.Error, TypeError):
        return folded
    cells = [cell for row in rows for cell in row]
    return next((cell for cell in cells if tidy_line(cell) == folded), folded)


def _known(name: str) -> bool:
    return _plain(name) in _COLUMNS or field_of(name) is not None


def _plain(name: str) -> str:
    return " ".join(fold(name).replace("’", "'").replace("-", " ").replace("_", " ").split())
