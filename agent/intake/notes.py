"""Call notes in: whatever a rep's tools leave behind, and pasted text, become `Note`s.

Each format has a reader of its own, from bytes to a draft: typed text and subtitles here, `conversations` (JSON),
`documents` (Word), `mail`, `note_rows` (a table's column). Bad input is one problem a file, in plain words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from agent.clean import clean_document
from agent.errors import BadInput
from agent.models.note import Note
from agent.turns import turns

from .conversations import conversations
from .documents import document
from .draft import Draft, as_text, tidy
from .front import front_matter
from .join import Joined, join_notes
from .mail import mail
from .note_rows import note_rows
from .parties import Ours
from .transcripts import cue_text

__all__ = [
    "SUFFIXES",
    "Joined",
    "front_matter",
    "join_notes",
    "note_from_bytes",
    "note_from_text",
    "read_notes",
    "suffix_of",
]

_READERS: dict[str, Callable[[bytes, Ours], Sequence[Draft]]] = {
    ".txt": lambda raw, _: [Draft(tidy(as_text(raw)))],
    ".md": lambda raw, _: [Draft(tidy(as_text(raw)))],
    ".vtt": lambda raw, _: [Draft(cue_text(tidy(as_text(raw))))],
    ".srt": lambda raw, _: [Draft(cue_text(tidy(as_text(raw))))],
    ".docx": lambda raw, _: [document(raw)],
    ".eml": lambda raw, ours: [mail(raw, ours)],
    ".json": lambda raw, ours: conversations(as_text(raw), ours),
}
_TABLES = (".csv", ".tsv")
SUFFIXES = (*_READERS, *_TABLES)
_JSON = re.compile(rb"""[\[{]\s*["\[{\]}]""")
"""How JSON begins; "[Call of 12 March]" is a person's bracket."""
LARGEST = 20_000_000
"""Bytes of a file; a Word document may carry pictures."""


def read_notes(
    paths: Sequence[Path],
    call_date: date | None = None,
    *,
    seller: Iterable[str] = (),
    fiscal_year_start: int | None = None,
) -> tuple[tuple[Note, ...], tuple[BadInput, ...]]:
    """Every note of these files and folders, and what could not be read. A folder gives its files of `SUFFIXES`.

    `call_date` counts for every note and before what the files say. `seller` holds names and domains of ours,
    `fiscal_year_start` the month for notes that do not tell when their fiscal year begins.
    """
    ours = Ours.of(seller)
    notes: dict[str, Note] = {}
    problems: list[BadInput] = []
    for path in _files(paths, problems):
        for draft in _drafts(path, ours, problems):
            try:
                note = _note(draft, path.stem, call_date, ours)
            except BadInput as problem:
                problems.append(_about(path, problem))
                continue
            names = (note.id, path.name if note.id == path.stem else f"{path.stem}-{note.id}")
            name = next((name for name in names if name not in notes), None)
            if name is None:
                remedy = "Rename one of them."
                problems.append(BadInput("another note has the same name", file=path, remedy=remedy))
            else:
                given = {"id": name, "fiscal_year_start": fiscal_year_start}
                notes[name] = note.model_copy(update=given)
    return tuple(notes.values()), tuple(problems)


def note_from_bytes(
    raw: bytes,
    id: str,
    suffix: str = ".txt",
    call_date: date | None = None,
    *,
    seller: Iterable[str] = (),
    fiscal_year_start: int | None = None,
) -> Note:
    """A note from what is in its file, or was pasted; of several calls in one file the first.

    Raises `BadInput` for what is empty, too large, or not of its format.
    """
    ours = Ours.of(seller)
    try:
        note = _note(_read(raw, suffix, ours)[0], id, call_date, ours)
    except BadInput as problem:
        raise _about(id, problem) from problem
    return note.model_copy(update={"fiscal_year_start": fiscal_year_start})


def note_from_text(
    text: str, id: str, suffix: str = ".txt", call_date: date | None = None, *, seller: Iterable[str] = ()
) -> Note:
    """A note from its text: cleaned, cues joined for `.vtt` and `.srt`, turns found. Raises BadInput when empty."""
    text = tidy(text)
    draft = Draft(cue_text(text) if suffix.lower() in (".vtt", ".srt") else text)
    return _note(draft, id, call_date, Ours.of(seller))


def suffix_of(raw: bytes) -> str:
    """The format of what was pasted, by how it begins: nobody names what comes through a pipe."""
    if raw.startswith(b"PK\x03\x04"):
        return ".docx"
    start = raw[:400].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"WEBVTT"):
        return ".vtt"
    return ".json" if _JSON.match(start) and raw.rstrip().endswith((b"}", b"]")) else ".txt"


def _drafts(path: Path, ours: Ours, problems: list[BadInput]) -> Sequence[Draft]:
    """What a file holds; what cannot be read of it, or all of it, goes to the problems."""
    try:
        if path.suffix.lower() not in _TABLES:
            return _read(_bytes(path), path.suffix, ours)
        _bytes(path)
        if not (rows := list(note_rows(path))):
            raise BadInput("no row has a note")
    except BadInput as problem:
        problems.append(_about(path, problem))
        return ()
    problems += [row for row in rows if isinstance(row, BadInput)]
    return [row for row in rows if isinstance(row, Draft)]


def _read(raw: bytes, suffix: str, ours: Ours) -> Sequence[Draft]:
    if len(raw) > LARGEST:
        raise BadInput(f"{len(raw):,} bytes are more than a note can have")
    if not raw.strip():
        raise BadInput("the note is empty")
    return _READERS[suffix.lower()](raw, ours)


def _about(file: Path | str, problem: BadInput) -> BadInput:
    """The same problem, with the file it is of."""
    return BadInput(
        problem.reason,
        file=problem.file or file,
        line=problem.line,
        column=problem.column,
        remedy=problem.remedy,
    )


def _note(draft: Draft, stem: str, call_date: date | None, ours: Ours) -> Note:
    """The draft as a note. Raises `BadInput` when it is empty."""
    text = draft.text
    if not text.strip():
        raise BadInput("the note is empty")
    front = front_matter(text)
    known = [*_names(front.get("seller", "")), *draft.seller, *ours.named_in(text), *ours.people_in(text)]
    seller = tuple(dict.fromkeys(known))
    return Note(
        id=draft.name or clean_document(f"{stem}-{draft.part}" if draft.part else stem),
        text=text,
        turns=turns(text, seller) if draft.turns is None else draft.turns,
        call_date=call_date or _iso(front.get("date")) or draft.day,
        seller=seller,
        company=draft.company,
        contact=draft.contact,
        title=draft.title,
        addresses=draft.addresses,
        remarks=draft.remarks,
    )


def _names(line: str) -> list[str]:
    """The names of a line `rep: Tori Blake, Sam`; none where it is what the rep says: "Rep: Hello, is this …"."""
    names = [part.strip() for part in line.split(",")]
    return names if all(0 < len(name.split()) < 4 for name in names) else []


def _iso(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _files(paths: Sequence[Path], problems: list[BadInput]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if _is_note(p))
        elif path.suffix.lower() in SUFFIXES:
            yield path
        elif not path.exists():
            problems.append(BadInput("there is no such file", file=path))
        else:
            remedy = f"Notes are {', '.join(SUFFIXES)}."
            problems.append(BadInput("this is not a note", file=path, remedy=remedy))


def _is_note(path: Path) -> bool:
    """One of a folder's files that is meant to be read: "._call.txt" and "~$call.docx" are a system's own."""
    return path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$")) and path.is_file()


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise BadInput(f"{size:,} bytes are more than a note can have", file=path)
        if path.exists() and not path.is_file():
            raise BadInput("this is not a file", file=path)
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path) from error
