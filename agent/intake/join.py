"""Notes find their leads.

A note is joined by what it says itself (a line such as `lead: marie@acme.com` near its top), by an e-mail address
its file gives or it holds, by its name, or by the company in its title or first lines, in that order. Where two leads
would do, it is left unjoined with the reason, never guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agent.identity import company_key
from agent.models.lead import Lead
from agent.models.note import Note
from agent.turns import complete

from .front import front_matter, plain

_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_LONGEST_LINE = 2000
_HOW = "add a line 'lead: e-mail or id' at its top"


@dataclass(frozen=True)
class Joined:
    """Which note belongs to which lead."""

    by_lead: dict[str, tuple[Note, ...]]
    """Lead id → its notes, by call date (undated last), then id."""
    unjoined: tuple[tuple[Note, str], ...]
    """Notes without a lead, each with the reason in plain words."""


def join_notes(notes: Iterable[Note], leads: Iterable[Lead]) -> Joined:
    """Each note with its lead. A joined note carries the lead's name and company; where the lead speaks, it is the
    buyer who does."""
    index = _Index(leads)
    by_lead: dict[str, list[Note]] = defaultdict(list)
    unjoined: list[tuple[Note, str]] = []
    for note in notes:
        found = index.lead_of(note)
        if isinstance(found, str):
            unjoined.append((note, found))
        else:
            by_lead[found.id].append(_of(found, note))
    order = {id: tuple(sorted(mine, key=_when)) for id, mine in by_lead.items()}
    return Joined(order, tuple(unjoined))


def _of(lead: Lead, note: Note) -> Note:
    sides = {turn.speaker: turn.side for turn in note.turns if turn.speaker and turn.side}
    speakers = list(dict.fromkeys(turn.speaker for turn in note.turns if turn.speaker))
    for speaker in speakers:
        if lead.name and _words(speaker) == _words(lead.name):
            sides.setdefault(speaker, "buyer")
    told = complete({speaker: side for speaker, side in sides.items() if side}, speakers)
    turns = tuple(
        turn.model_copy(update={"side": turn.side or told.get(turn.speaker or "")}) for turn in note.turns
    )
    return note.model_copy(
        update={"contact": lead.name or None, "company": lead.company or None, "turns": turns}
    )


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
        front = front_matter(note.text[: note.turns[0].start] if note.turns else note.text)
        if named := front.get("lead"):
            return self._named(named)
        for addresses in (note.addresses, [note.id, *_EMAIL.findall(note.text)]):
            known = {address.lower().rstrip(".") for address in addresses} & self.by_email.keys()
            if len(known) == 1:
                return self.by_email[known.pop()]
            if known:
                return f"it holds the addresses of {len(known)} leads; {_HOW}"
        if lead := self.by_id.get(note.id):
            return lead
        beside = (note.company, note.contact, note.title, front.get("company"), front.get("contact"))
        head = "\n".join([*filter(None, beside), *note.text.split("\n", 6)[:6]])
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


def _when(note: Note) -> tuple[date, str]:
    return note.call_date or date.max, note.id


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", plain(text)))


def _runs(text: str, longest: int) -> Iterable[str]:
    """Every run of one to `longest` words of each line."""
    for line in text.split("\n"):
        words = re.findall(r"[\w&'’.+-]*\w", line[:_LONGEST_LINE])[:80]
        for i in range(len(words)):
            for j in range(i + 1, min(i + longest, len(words)) + 1):
                yield " ".join(words[i:j])
