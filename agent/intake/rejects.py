"""Rejected records in a file of their own, to be mended and fed back.

Each record stands there as its file had it, under the same header; the reason is a comment line above it,
which reading skips. So the file is read like the one it came from, before and after mending.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from agent.errors import BadInput

from .lines import REJECTED


@dataclass(frozen=True)
class Form:
    """How the file of a rejected record is written."""

    header: str | None
    """Its header line; None for JSON."""
    delimiter: str | None


@dataclass(frozen=True)
class Rejected:
    """One record that was not imported."""

    file: str
    """The file's name, without its folder."""
    line: int
    """First physical line."""
    reason: str
    raw: str
    form: Form


def write_rejects(rejected: Sequence[Rejected], to: Path) -> tuple[Path, ...]:
    """Write the rejected records; one file for each form they have.

    The first is `to`, with the suffix `.jsonl` where the records are JSON; the next `leads-2.csv`, and so on.
    Raises `BadInput` when a file cannot be written.
    """
    by_form = groupby(
        sorted(rejected, key=lambda r: (r.form.header or "", r.form.delimiter or "")), lambda r: r.form
    )
    written = []
    for number, (form, records) in enumerate(by_form, 1):
        suffix = to.suffix if form.header is not None else ".jsonl"
        place = to.with_name(f"{to.stem}{f'-{number}' if number > 1 else ''}{suffix}")
        try:
            place.write_text(_text(form, list(records)), encoding="utf-8", errors="replace", newline="")
        except OSError as error:
            raise BadInput(f"cannot be written: {error.strerror}", file=place) from error
        written.append(place)
    return tuple(written)


def _text(form: Form, records: Sequence[Rejected]) -> str:
    lines = [] if form.header is None else [form.header]
    for record in records:
        lines += [f"{REJECTED}{record.file}:{record.line}: {record.reason}", record.raw]
    return "\n".join(lines) + "\n"
