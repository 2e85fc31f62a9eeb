"""A discovery call, as its note or transcript tells it."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from .noun import Noun


class Turn(Noun):
    """One speaker's stretch of the text."""

    start: int
    end: int
    speaker: str | None = None
    side: str | None = None
    """"buyer", "seller", or None where nothing tells."""


class Note(Noun):
    """One note. `text` is what quotes are verbatim in: cleaned, and for VTT and SRT without numbers and times."""

    id: str
    """The file's stem, or "stdin"; of a row its id, address or company, else stem and line."""
    text: str
    turns: tuple[Turn, ...] = ()
    """In order; empty for a typed note."""
    call_date: date | None = None
    """Given with the note or found in its front matter; dates in the text are the reader's business."""
    seller: tuple[str, ...] = ()
    """Names or domains known to be ours."""
    contact: str | None = None
    """The lead's name, where the note is joined to one."""
    company: str | None = None
    title: str | None = None
    """The meeting's title or the mail's subject, where the file has one beside the text."""
    addresses: tuple[str, ...] = ()
    """E-mail addresses the file gives beside the text: of who took part, of the mail's writer, of the row."""
    fiscal_year_start: int | None = Field(None, ge=1, le=12, exclude_if=lambda month: month is None)
    """Month in which the buyer's fiscal year begins, unless the text says another; None for January."""
    remarks: tuple[str, ...] = ()
    """What of the file is not in the text, in plain words for the person."""
