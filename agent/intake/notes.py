"""Call notes in: files, folders and pasted text become `Note`s, and notes find their leads.

A note is joined by what it says itself (a line such as `lead: marie@acme.com` near its top), by an e-mail address
in it, by its file's name, or by the company in its first lines, in that order. Where two leads would do, it is
left unjoined with the reason, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from agent.clean import clean_document
from agent.errors import BadInput
from agent.identity import company_key
from agent.models.lead import Lead
from agent.models.note import Note
from agent.turns import turns

from .transcripts import cue_text

SUFFIXES = (".txt", ".md", ".vtt", ".srt")
LARGEST = 20_000_000
"""Bytes; a whole day of speech is under two million."""

_FRONT_LINES = 15
_FRONT = re.compile(
    r"\s*[-*#>]*\s*(?:\*\*)?([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ '_-]{1,24}?)(?:\*\*)?\s*[:=]\s*(?:\*\*)?\s*(\S.*)"
)
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_FIELDS = {
    "lead": "lead", "lead id": "lead", "id": "lead", "fiche": "lead",
    "email": "email", "e-mail": "email", "mail": "email", "courriel": "email",
    "company": "company", "account": "company", "compte": "company", "societe": "company", "entreprise": "company",
    "client": "company", "prospect": "company", "organisation": "company", "organization": "company",
    "contact": "contact", "name": "contact", "nom": "contact",
    "call date": "date", "date": "date", "date de l'appel": "date",
    "seller": "seller", "rep": "seller", "vendeur": "seller", "commercial": "seller",
}  # fmt: skip


@dataclass(frozen=True)
class Joined:
    """Which note belongs to which lead."""

    by_lead: dict[str, tuple[Note, ...]]
    """Lead id → its notes, by call date (undated last), then id."""
    unjoined: tuple[tuple[Note, str], ...]
    """Notes without a lead, each with the reason in plain words."""


def read_notes(
    paths: Sequence[Path], call_date: date | None = None
) -> tuple[tuple[Note, ...], tuple[BadInput, ...]]:
    """Every note of these files and folders, and what could not be read. A folder gives its files of `SUFFIXES`."""
    notes: dict[str, Note] = {}
    problems: list[BadInput] = []
    for path in _files(paths, problems):
        try:
            note = note_from_bytes(_bytes(path), path.stem, path.suffix, call_date)
        except BadInput as problem:
            problems.append(problem)
            continue
        name = note.id if note.id not in notes else path.name
        if name in notes:
            remedy = "Rename one of them."
            problems.append(BadInput("another note has the same file name", file=path, remedy=remedy))
            continue
        notes[name] = note.model_copy(update={"id": name})
    return tuple(notes.values()), tuple(problems)


def note_from_bytes(raw: bytes, id: str, suffix: str = ".txt", call_date: date | None = None) -> Note:
    """A note from what is in its file, or was pasted: its encoding told by its marks. Raises as `note_from_text`."""
    return note_from_text(_decode(raw), id, suffix, call_date)


def note_from_text(text: str, id: str, suffix: str = ".txt", call_date: date | None = None) -> Note:
    """A note from its text: cleaned, cues joined for `.vtt` and `.srt`, turns found. Raises BadInput when empty."""
    text = clean_document(unicodedata.normalize("NFC", text))
    if suffix.lower() in (".vtt", ".srt"):
        text = cue_text(text)
    if not text.strip():
        raise BadInput("the note is empty", file=id)
    front = front_matter(text)
    seller = tuple(part.strip() for part in front.get("seller", "").split(",") if 0 < len(part.split()) < 4)
    return Note(
        id=clean_document(id),
        text=text,
        turns=turns(text, seller),
        call_date=call_date or _iso(front.get("date")),
        seller=seller,
    )


def front_matter(text: str) -> dict[str, str]:
    """The `key: value` lines near the top that say what the note is about: lead, email, company, contact, date,
    seller; the first of each kind."""
    found: dict[str, str] = {}
    for line in text.split("\n")[:_FRONT_LINES]:
        if match := _FRONT.match(line):
            name = _FIELDS.get(_plain(match[1]).replace("_", " ").strip())
            if name is not None:
                found.setdefault(name, match[2].strip(" *\"'"))
    return found


def join_notes(notes: Iterable[Note], leads: Iterable[Lead]) -> Joined:
    """Each note with its lead. A joined note carries the lead's name and company."""
    index = _Index(leads)
    by_lead: dict[str, list[Note]] = defaultdict(list)
    unjoined: list[tuple[Note, str]] = []
    for note in notes:
        found = index.lead_of(note)
        if isinstance(found, str):
            unjoined.append((note, found))
        else:
            known = {"contact": found.name or None, "company": found.company or None}
            by_lead[found.id].append(note.model_copy(update=known))
    order = {id: tuple(sorted(mine, key=_when)) for id, mine in by_lead.items()}
    return Joined(order, tuple(unjoined))


class _Index:
    """Leads by each name a note may call them."""

    def __init__(self, leads: Iterable[Lead]) -> None:
        self.by_id: dict[str, Lead] = {}
        self.by_email: dict[str, Lead] = {}
        self.by_company: dict[str, list[Lead]] = defaultdict(list)
        self.by_name: dict[str, list[Lead]] = defaultdict(list)
        for lead in leads:
            self.by_id[lead.id] = lead
            if lead.email:
                self.by_email[lead.email] = lead
            if key := company_key(lead.company):
                self.by_company[key].append(lead)
            if lead.first_name and lead.last_name:
                self.by_name[_words(lead.name)].append(lead)
        self.longest = max((key.count(" ") + 1 for key in self.by_company), default=0)

    def lead_of(self, note: Note) -> Lead | str:
        """The lead, or why there is none."""
        front = front_matter(note.text)
        if named := front.get("lead"):
            return self._named(named)
        addresses = dict.fromkeys(
            [*_EMAIL.findall(front.get("email", "")), *_EMAIL.findall(note.text), note.id]
        )
        known = {a.lower().rstrip(".") for a in addresses} & self.by_email.keys()
        if len(known) == 1:
            return self.by_email[known.pop()]
        if known:
            return f"it holds the addresses of {len(known)} leads; {_HOW}"
        if lead := self.by_id.get(note.id):
            return lead
        head = "\n".join([front.get("company", ""), front.get("contact", ""), *note.text.split("\n")[:6]])
        for place in (re.sub(r"[\d_.-]+", " ", note.id), head):
            found = self._mentioned(place, note.text)
            if found is not None:
                return found
        return f"no lead of the list is named in it; {_HOW}"

    def _named(self, value: str) -> Lead | str:
        if lead := self.by_id.get(value) or self.by_email.get(value.lower()):
            return lead
        people = self.by_name.get(_words(value)) or self.by_company.get(company_key(value)) or []
        if len(people) == 1:
            return people[0]
        return f"its line 'lead:' names {'several leads' if people else 'no lead of the list'}"

    def _mentioned(self, place: str, text: str) -> Lead | str | None:
        keys = {company_key(words) for words in _runs(place, self.longest + 2)} & self.by_company.keys()
        # "Acme Dental Group" also holds "Acme": the longest name is the one meant.
        keys = {k for k in keys if not any(k != other and f" {k} " in f" {other} " for other in keys)}
        leads = [lead for key in keys for lead in self.by_company[key]]
        if not keys:
            names = {_words(words) for words in _runs(place, 4)} & self.by_name.keys()
            leads = [lead for name in names for lead in self.by_name[name]]
        if len(leads) > 1:
            words = f" {_words(text)} "
            for named in (
                [x for x in leads if x.name and f" {_words(x.name)} " in words],
                [x for x in leads if x.last_name and f" {_words(x.last_name)} " in words],
            ):
                if len(named) == 1:
                    return named[0]
            return f"{len(leads)} leads could be meant; {_HOW}"
        return leads[0] if leads else None


_HOW = "add a line 'lead: e-mail or id' at its top"


def _files(paths: Sequence[Path], problems: list[BadInput]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES and p.is_file())
        elif path.suffix.lower() in SUFFIXES:
            yield path
        else:
            remedy = f"Notes are {', '.join(SUFFIXES)}."
            problems.append(BadInput("this is not a note", file=path, remedy=remedy))


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise BadInput(f"{size:,} bytes are more than a note can have", file=path)
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path) from error


def _decode(raw: bytes) -> str:
    """UTF-8, or UTF-16/32 by its mark or its zeros, or else what Western Windows wrote."""
    for mark, encoding in ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
                           (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):  # fmt: skip
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    sample = raw[:4000]
    if sample.count(0) * 3 > len(sample):
        return raw.decode(
            "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be", "replace"
        )
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _iso(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _when(note: Note) -> tuple[date, str]:
    return note.call_date or date.max, note.id


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", _plain(text)))


def _runs(text: str, longest: int) -> Iterable[str]:
    """Every run of one to `longest` words of each line."""
    for line in text.split("\n"):
        words = re.findall(r"[\w&'’.+-]*\w", line)[:80]
        for i in range(len(words)):
            for j in range(i + 1, min(i + longest, len(words)) + 1):
                yield " ".join(words[i:j])
