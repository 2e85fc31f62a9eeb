"""Where in a JSON file somebody says something: every list that may be a conversation, and who is named beside.

Keys are folded ("speaker_name" and "speakerName" are "speakername"); no tool's form is asked for by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .draft import tidy_line
from .parties import HOST, IDS, NAMES, PEOPLE, Party, id_of, name_of, party_of, people_of

_DEEPEST, _DEEPEST_PARTS = 12, 4
_TEXTS = (
    "text", "sentence", "content", "transcript", "utterance", "message", "spokentext", "display", "caption", "body",
    "words", "punctuatedword", "word", "value", "rawtext",
)  # fmt: skip
_PARTS = (
    "sentences", "alternatives", "nbest", "words", "elements", "items", "utterances", "segments", "transcripts",
    "transcript", "paragraphs", "parts", "turns", "blocks",
)  # fmt: skip
_WRITTEN = frozenset(
    {"transcript", "transcripttext", "fulltranscript", "text", "content", "notes", "note", "body"}
)
_ONE_OF = frozenset({"alternatives", "nbest"})
"""Lists of readings of the same sound, the best first."""
_CONVERSATIONS = frozenset({
    "transcript", "transcripts", "segments", "turns", "utterances", "monologues", "sentences", "results", "entries",
    "speakerblocks", "conversation", "messages", "dialogue", "paragraphs", "recognizedphrases", "captions",
    "meetingtranscripts", "audiosegments", "simpletranscript",
})  # fmt: skip
_CALLS = frozenset({
    "", "calltranscripts", "calls", "meetings", "conversations", "transcripts", "recordings", "records", "data",
    "items", "speeches", "hits",
})  # fmt: skip
"""Lists that hold one call after another; what repeats elsewhere is a part of one call, as a channel is."""
_SPEAKER = ("speaker", "participant", "user", "author", "sender", "from", "role")
_NAMED_BY = (*NAMES[:6], *_SPEAKER, "name")
"""A turn's "label" or "type" may be about anything."""
_OF_THE_TURN = frozenset({"id", "index", "uuid"})
"""What stands in a turn to name the turn itself."""
_TIMES = (
    "start", "starttime", "startoffset", "begin", "beginoffsetmillis", "offset", "offsetinticks", "ts", "timestamp",
    "time", "startms", "starttimestamp", "startseconds", "from",
)  # fmt: skip
_BEFORE_POINT = re.compile(r" (?=[,.…;:!?])")
_CLOCK = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,9}(?:[.,]\d{1,9})?)s?")

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Said:
    """One utterance."""

    text: str
    who: str
    """What the turn calls its speaker by: a name or an id; "" for nobody."""
    at: float | None


@dataclass
class Talk:
    """A list of a file that may be a conversation."""

    path: Path
    said: list[Said]
    parties: list[Party]

    @property
    def place(self) -> tuple[str, ...]:
        """Where it stands, whichever of several it is."""
        return tuple(step for step in self.path if isinstance(step, str))

    @property
    def of_many_calls(self) -> bool:
        """Whether the list of which it is a part holds calls."""
        first = next((at for at, step in enumerate(self.path) if isinstance(step, int)), None)
        return first is not None and (str(self.path[first - 1]) if first else "") in _CALLS

    @property
    def in_words(self) -> bool:
        """One object a word, as recognisers also give it."""
        return sum(said.text.count(" ") + 1 for said in self.said) <= 1.5 * len(self.said)

    @property
    def weight(self) -> tuple[bool, bool, bool, int, int]:
        """What makes it the conversation rather than another list."""
        named = sum(bool(said.who) for said in self.said) * 2 >= len(self.said)
        size = sum(len(said.text) for said in self.said)
        known = bool(self.place) and self.place[-1] in _CONVERSATIONS
        return named, not self.in_words, known, size, -len(self.said)


@dataclass
class Heard:
    """What a walk through the file meets."""

    talks: list[Talk] = field(default_factory=list)
    parties: dict[Party, None] = field(default_factory=dict)
    """Everybody a table names, in order."""
    written: tuple[Path, str] = ((), "")
    """The longest text that stands outside any list, and where: the whole call in one piece."""


def together(talks: Sequence[Talk]) -> Talk:
    """The parts of one call as one."""
    first = talks[0]
    said = [said for talk in talks for said in talk.said]
    return Talk(first.path, said, [party for talk in talks for party in talk.parties])


def walk(value: Any, path: Path, file: Heard) -> None:
    """Meets every list that says something, and everybody who is named."""
    if len(path) > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, part in value.items():
            if PEOPLE.fullmatch(key):
                file.parties.update(dict.fromkeys(people_of(part, host=HOST.fullmatch(key) is not None)))
            if key in _WRITTEN and isinstance(part, str) and len(part) > len(file.written[1]):
                file.written = (path, part)
        is_turn = bool(path) and isinstance(path[-1], int) and isinstance(value.get("text"), str)
        for key, part in value.items():
            if not (is_turn and key == "words"):  # the words of an utterance are no conversation beside it
                walk(part, (*path, key), file)
    elif isinstance(value, list):
        if talk := talk_of(value, path):
            file.talks.append(talk)
        for place, part in enumerate(value[:1] if path and path[-1] in _ONE_OF else value):
            if isinstance(part, dict | list):
                walk(part, (*path, place), file)


def talk_of(items: Sequence[Any], path: Path) -> Talk | None:
    """What a list of objects says; None where it says nothing."""
    said: list[Said] = []
    parties: dict[Party, None] = {}
    for item in items:
        if isinstance(item, dict):
            who, party = _speaker(item)
            said += [Said(text, who, at) for text, at in _utterances(item, 0)]
            if party and who:
                parties[party] = None
    return Talk(path, said, list(parties)) if said else None


def _speaker(record: Mapping[str, Any]) -> tuple[str, Party | None]:
    """What a turn calls its speaker by, and what it tells of him or her."""
    inner = next((record[key] for key in _SPEAKER if isinstance(record.get(key), dict)), None)
    if inner is not None:
        party = party_of(inner)
        return party.name or next(iter(party.ids), ""), party
    party = party_of(record)
    names = [record.get(key) for key in _NAMED_BY]
    name = next((text for each in names if not _is_time(each) and (text := name_of(each))), party.address)
    own = {id_of(record.get(key)): str(record.get(key)) for key in IDS if key not in _OF_THE_TURN}
    own.pop("", None)
    channel = next((str(record[key]) for key in ("channel", "channeltag") if id_of(record.get(key))), "")
    who = name or name_of(next(iter(own.values()), channel))
    return who, Party(name, party.address, tuple(own), party.side, party.host)


def _utterances(record: Mapping[str, Any], depth: int) -> Iterator[tuple[str, float | None]]:
    """What one object says, and when: by itself, or in its sentences."""
    at = next((seconds for key in _TIMES if (seconds := _seconds(record.get(key))) is not None), None)
    direct = [record[key] for key in _TEXTS if isinstance(record.get(key), str)]
    text = next((text for each in direct if (text := tidy_line(each))), "")
    if text:
        yield text, at
        return
    key = next((key for key in _PARTS if record.get(key) and isinstance(record[key], list | dict)), None)
    if key is None or depth > _DEEPEST_PARTS:
        return
    parts = record[key] if isinstance(record[key], list) else [record[key]]
    said: list[tuple[str, float | None]] = []
    for part in parts[:1] if key in _ONE_OF else parts:
        if isinstance(part, dict):
            said += _utterances(part, depth + 1)
        elif isinstance(part, str) and (text := tidy_line(part)):
            said.append((text, None))
    if said and sum(text.count(" ") + 1 for text, _ in said) <= 1.5 * len(said):
        yield in_one(text for text, _ in said), said[0][1] if at is None else at
    else:
        yield from said


def _is_time(value: object) -> bool:
    """Whether "from" says when rather than who."""
    return isinstance(value, str) and ":" in value and _CLOCK.fullmatch(value.strip()[:40]) is not None


def _seconds(value: object) -> float | None:
    """A time on the clock of the call: a number, "00:01:02.5", or {"relative": 3.2}; None where it is none."""
    if isinstance(value, dict):
        value = value.get("relative")
    if isinstance(value, str) and (found := _CLOCK.fullmatch(value.strip()[:40])):
        hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e13:
        return None
    return float(value)


def in_one(words: Iterable[str]) -> str:
    """Words, one by one, as a sentence: no space before a point."""
    return _BEFORE_POINT.sub("", " ".join(words))
