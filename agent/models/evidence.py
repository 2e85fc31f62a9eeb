"""Proof: where a claim stands, word for word."""

from __future__ import annotations

from datetime import date, datetime

from .noun import Noun, fingerprint


class Span(Noun):
    """A stretch of a note: characters `start` (included) to `end` (excluded) of its cleaned text."""

    start: int
    end: int
    speaker: str | None = None
    """Who says it, as the note names them."""
    side: str | None = None
    """"buyer" or "seller", where that is known."""


class Evidence(Noun):
    """One located proof. Facts and contributions name it by its id."""

    id: str
    """"E" and a fingerprint of source and locator; the same proof always has the same id."""
    source: str
    """The kind of place: "directory", "lead file", "note", "touchpoint", "person", later the registries."""
    locator: str
    """Where in it: `companies.csv#record 214`, `leads.csv:12`, `note 3f2a…:120-164`."""
    snippet: str = ""
    """The words or the record path that carry the claim."""
    retrieved_at: datetime
    as_of: date | None = None
    """The day the source says the claim holds for, where it says so."""


def evidence_id(source: str, locator: str) -> str:
    """The id of the proof at that place. Whoever knows the place knows the id."""
    return "E" + fingerprint(source, locator, size=6)


def note_locator(note_id: str, span: Span) -> str:
    """Where a quote stands: `note acme-call:120-164`."""
    return f"note {note_id}:{span.start}-{span.end}"
