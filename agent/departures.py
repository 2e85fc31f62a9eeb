"""Champions lost between calls: who decided, signed or influenced, and is said to be gone or is counted on no more."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from agent.llm.offline.fold import fold
from agent.llm.offline.speakers import with_sides
from agent.models.bant import Person, Reading, Status
from agent.models.evidence import Span
from agent.models.note import Note
from agent.models.timeline import LostChampion

_CHAMPIONS = frozenset(("decides", "signs", "influences"))
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…](?!\s|$)[^.!?…\n]*)*[.!?…]*")
_TOKEN = re.compile(r"[a-z0-9]+")
_ASIDE = re.compile(r"\([^)]*\)|,[^,]*,")
_PROPER = re.compile(r"(?<![\w'’])[A-ZÀ-Þ][\w'’-]*[a-zà-ÿ][\w'’-]*")
_LONGEST, _FURTHEST = 300, 60
"""Characters of a quote, and between a name and what is said of it."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """One sentence that counts as the buyer's words."""

    text: str
    span: Span | None


@dataclass(slots=True)
class _Seen:
    """A champion, and the last call that counted on them."""

    person: Person
    call: int


def lost_champions(calls: Sequence[Reading], notes: Mapping[str, Note]) -> Iterator[LostChampion]:
    """Who was lost, in the order they were last counted on. `calls` in order; `notes` by id, those at hand."""
    for seen in _champions(calls):
        since = [
            call for call in calls[seen.call :] if call is calls[seen.call] or _after(call, calls[seen.call])
        ]
        loss = _left(seen, since, calls, notes) or _dropped(seen, since[1:], calls)
        if loss is not None:
            yield loss


def same_person(one: Person, other: Person) -> bool:
    """Whether two mentions may be one: "Mme Dumont" and "Claire Dumont"; by role only where a name is missing."""
    names = _name_of(one), _name_of(other)
    if all(names):
        return names[0] <= names[1] or names[1] <= names[0]
    return one.role is not None and other.role is not None and fold(one.role) == fold(other.role)


def _champions(calls: Sequence[Reading]) -> list[_Seen]:
    known: list[_Seen] = []
    for number, call in enumerate(calls):
        for person in call.bant.authority.people:
            if person.part not in _CHAMPIONS:
                continue
            seen = next((seen for seen in known if same_person(seen.person, person)), None)
            if seen is None:
                known.append(_Seen(person, number))
            else:
                role, name = person.role or seen.person.role, person.name or seen.person.name
                seen.person, seen.call = person.model_copy(update={"role": role, "name": name}), number
    return known


def _after(one: Reading, other: Reading) -> bool:
    a, b = one.bant.call_date, other.bant.call_date
    return a is not None and b is not None and a > b


def _left(
    seen: _Seen, since: Iterable[Reading], calls: Sequence[Reading], notes: Mapping[str, Note]
) -> LostChampion | None:
    """The first sentence since that says so."""
    for call in since:
        for passage in _passages(call, notes.get(call.note_id)):
            if says_gone(passage.text, seen.person):
                quote = passage.text.strip()[:_LONGEST]
                return _loss(seen, calls, call, "left").model_copy(
                    update={"quote": quote, "span": passage.span}
                )
    return None


def _dropped(seen: _Seen, since: Iterable[Reading], calls: Sequence[Reading]) -> LostChampion | None:
    """The first later call that names them otherwise, or that says plainly who decides without them."""
    for call in since:
        authority = call.bant.authority
        if any(same_person(person, seen.person) for person in authority.people):
            return _loss(seen, calls, call, "turned")
        if authority.status is Status.CONFIRMED and authority.people:
            return _loss(seen, calls, call, "absent")
    return None


def _loss(
    seen: _Seen, calls: Sequence[Reading], call: Reading, how: Literal["left", "turned", "absent"]
) -> LostChampion:
    last = calls[seen.call].note_id
    day: date | None = call.bant.call_date
    return LostChampion(person=seen.person, seen=last, gone=call.note_id, call_date=day, how=how)


def _passages(call: Reading, note: Note | None) -> Iterator[_Passage]:
    """The sentences of the note that are evidence; without the note, the reading's quotes."""
    if note is None:
        for slot in call.bant.slots().values():
            yield from (_Passage(quote, None) for quote in slot.quotes)
        return
    turns = with_sides(note.turns, note.text)
    ours = [(turn.start, turn.end) for turn in turns if turn.side == "seller"]
    ours += [(span.start, span.end) for span in call.flagged]
    for found in _SENTENCE.finditer(note.text):
        start, end = found.start() + len(found[0]) - len(found[0].lstrip()), found.end()
        if start < end and not any(low < end and start < high for low, high in ours):
            end = min(end, start + _LONGEST)
            turn = next((turn for turn in turns if turn.start <= start < turn.end), None)
            span = Span(start=start, end=end, speaker=turn and turn.speaker, side=turn and turn.side)
            yield _Passage(note.text[start:end], span)


def says_gone(text: str, person: Person) -> bool:
    """Whether a sentence says that this person is gone or replaced; a question, an if or a maybe does not."""
    if text.rstrip().endswith("?"):
        return False
    folded = fold(text)
    for start, end in _mentions(text, folded, person):
        for cue in _gone().finditer(folded, end, end + _FURTHEST):
            if _said_of(text, end, cue.start()) and not _unsure(folded[:start], folded[end : cue.start()]):
                return True
        before = _taken_over().search(folded[:start])
        if before and not _unsure(folded[: before.start()], ""):
            return True
    return False


def _mentions(text: str, folded: str, person: Person) -> Iterator[tuple[int, int]]:
    """Where a sentence names the person: in full, or by one name that no other name stands beside; else by role."""
    name = _name_of(person)
    written = fold(
        " ".join(_PROPER.findall(person.name or ""))
    )  # without the particles of "Jean des Moulins"
    words = sorted(
        (word for word in name & set(_TOKEN.findall(written)) if len(word) > 2), key=len, reverse=True
    )
    if words:
        one = "|".join(map(re.escape, words))
        for found in re.finditer(rf"(?<![\w'])(?:{one})(?:[\s'-]+(?:{one}))*(?!\w)", folded):
            start, end = found.span()
            beside = (
                re.match(r"[ \t]+([A-ZÀ-Þ][\w-]+)", text[end:]),
                re.search(r"\w[ \t]+([A-ZÀ-Þ][\w-]+)[ \t]+$", text[:start]),
            )
            if not any(word and fold(word[1]) not in name | _titles() for word in beside):
                yield start, end
    elif person.role and len(person.role) > 2:
        yield from (
            found.span() for found in re.finditer(rf"(?<!\w){re.escape(fold(person.role))}(?!\w)", folded)
        )


def _said_of(text: str, start: int, end: int) -> bool:
    """Whether nobody else stands between the person and what is said: "Claire says Marc has left"."""
    between = _ASIDE.sub(" ", text[start:end])
    return not re.search(r"[;:]", between) and _PROPER.search(between) is None


def _unsure(before: str, between: str) -> bool:
    """Whether a negation, a condition or a maybe stands right before the person or before what is said of them."""
    return any(_doubts().search(part) for part in (before[-25:], between))


def _name_of(person: Person) -> frozenset[str]:
    return frozenset(_TOKEN.findall(fold(person.name or ""))) - _titles()


@cache
def _words() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = tomllib.loads(
        files(__package__).joinpath("departures.toml").read_text("utf-8")
    )
    return loaded


@cache
def _titles() -> frozenset[str]:
    return frozenset(str(_words()["titles"]).split())


@cache
def _gone() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w)|(?='))(?:{'|'.join(_words()['gone'])})")


@cache
def _taken_over() -> re.Pattern[str]:
    between = "|".join([*_titles(), "le", "la", "the", "our", "their", "notre", "leur"])
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(_words()['taken_over'])})(?:\s+|(?<='))(?:(?:{between})\.?\s+)?$"
    )


@cache
def _doubts() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(_words()['unsure'])})(?!\w)")
