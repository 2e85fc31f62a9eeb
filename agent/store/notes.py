"""Notes and what was read in them. Those of a lead that was merged count for the lead it is part of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from agent.models.bant import Reading
from agent.models.note import Note

from .connection import Tx
from .mergings import parts
from .rows import chunks, put
from .schema import note, reading


def add(tx: Tx, one: Note, lead_id: str | None) -> None:
    """Adds a note, or replaces the one of the same id; without a lead it stays with the one it had."""
    row = {"id": one.id, "doc": one.model_dump_json()}
    put(tx, note, [row | {"lead_id": lead_id} if lead_id else row], "id")


def of_leads(tx: Tx, lead_ids: Iterable[str]) -> dict[str, tuple[Note, ...]]:
    """The notes of each lead by lead id, by call date and id, undated first; `()` for a lead without."""
    found: dict[str, tuple[Note, ...]] = {}
    for chunk in chunks(lead_ids):
        found |= dict.fromkeys(chunk, ())
        whose = parts(tx, chunk)
        for row in tx.execute(select(note.c.lead_id, note.c.doc).where(note.c.lead_id.in_(whose))):
            found[whose[row.lead_id]] += (Note.model_validate_json(row.doc),)
    return {lead_id: tuple(sorted(notes, key=_when)) for lead_id, notes in found.items()}


def add_reading(tx: Tx, one: Reading) -> None:
    """Adds a reading of a stored note, unless it is the note's latest already."""
    newest = (
        select(reading.c.id).where(reading.c.note_id == one.note_id).order_by(reading.c.seq.desc()).limit(1)
    )
    if tx.execute(newest).scalar_one_or_none() != one.id:
        tx.execute(reading.insert(), {"id": one.id, "note_id": one.note_id, "doc": one.model_dump_json()})


def readings(tx: Tx, lead_ids: Iterable[str]) -> dict[str, tuple[Reading, ...]]:
    """The latest reading of each of a lead's notes, by lead id, in the order of note ids; `()` for none."""
    found: dict[str, tuple[Reading, ...]] = {}
    for chunk in chunks(lead_ids):
        found |= dict.fromkeys(chunk, ())
        whose = parts(tx, chunk)
        for lead_id, doc in _latest(tx, list(whose)):
            found[whose[lead_id]] += (Reading.model_validate_json(doc),)
    return found


def _latest(tx: Tx, lead_ids: Sequence[str]) -> Iterable[tuple[str, str]]:
    newest = (
        select(func.max(reading.c.seq))
        .join(note, note.c.id == reading.c.note_id)
        .where(note.c.lead_id.in_(lead_ids))
        .group_by(reading.c.note_id)
    )
    rows = (
        select(note.c.lead_id, reading.c.doc)
        .join(note, note.c.id == reading.c.note_id)
        .where(reading.c.seq.in_(newest.scalar_subquery()))
        .order_by(reading.c.note_id)
    )
    return [(row.lead_id, row.doc) for row in tx.execute(rows)]


def _when(one: Note) -> tuple[str, str]:
    return (one.call_date.isoformat() if one.call_date else "", one.id)
