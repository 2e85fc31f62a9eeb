"""Recorded calls as JSON, whoever recorded them: Zoom, Teams, Gong, Fireflies, Otter, a speech recogniser.

A conversation is a list of objects that say something; of several such lists (turns, words, comments) the one that
names its speakers, in more than single words, and says the most is meant. The text is built as "Speaker: what was
said", one line for what the file has as one utterance, so that quotes stay verbatim.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from agent.errors import BadInput
from agent.models.note import Turn

from .draft import LONGEST, Draft, tidy
from .parties import Ours, Party, folded, key_of, sides_of, with_addresses
from .started import started
from .talk import Heard, Said, Talk, in_one, talk_of, together, walk

_NOT_CALLED = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-.*|\d{4,}|(?=.*\d)[\w=+/-]{24,}", re.IGNORECASE)
_AGAIN = "Export the transcript again"


def conversations(text: str, ours: Ours) -> tuple[Draft, ...]:
    """The calls a JSON text holds, nearly always one. Raises `BadInput` for what is none."""
    if not text.strip():
        raise BadInput("the note is empty")
    whole = _parse(text)
    file = Heard()
    walk(whole, (), file)
    by_place: dict[tuple[str, ...], list[Talk]] = {}
    for talk in file.talks:
        by_place.setdefault(talk.place, []).append(talk)
    found = [together(talks) for talks in by_place.values()]
    best = max(found, key=lambda talk: talk.weight, default=None)
    if best is None:
        return (_typed(whole, file, ours),)
    calls = by_place[best.place] if best.of_many_calls else [best]
    return tuple(_draft(whole, talk, file, ours, alone=len(calls) == 1) for talk in calls)


def _typed(whole: Any, file: Heard, ours: Ours) -> Draft:
    """A call in one piece of text, or in one turn."""
    path, text = file.written
    alone = talk_of([whole], ()) if isinstance(whole, dict) else None
    if alone and (alone.said[0].who or not text):
        return _draft(whole, alone, file, ours, alone=True)
    if not text.strip():
        remedy = "A transcript is a list of turns with speaker and text"
        raise BadInput("nobody says anything in this JSON", remedy=remedy)
    day, title, _ = started(whole, path)
    addresses = tuple(dict.fromkeys(party.address for party in file.parties if party.address))
    return Draft(tidy(text), day=day, title=title, addresses=addresses)


def _parse(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=folded)
    except RecursionError as error:
        raise BadInput("this JSON is nested too deeply to be a call") from error
    except json.JSONDecodeError as error:
        if lines := _lines(text):
            return lines
        raise BadInput(f"not valid JSON: {error.msg}", line=error.lineno, remedy=_AGAIN) from error
    except ValueError as error:  # a number of more digits than Python reads
        raise BadInput("this JSON holds a number that is none", remedy=_AGAIN) from error


def _lines(text: str) -> list[Any]:
    """One object a line; nothing where any line is none."""
    try:
        found = [json.loads(line, object_pairs_hook=folded) for line in text.split("\n") if line.strip()]
    except (ValueError, RecursionError):
        return []
    return found if len(found) > 1 and all(isinstance(each, dict) for each in found) else []


def _draft(whole: Any, talk: Talk, file: Heard, ours: Ours, *, alone: bool) -> Draft:
    said = _in_order(talk.said)
    called, speakers = _called(said, [*file.parties, *talk.parties])
    others = [party for party in file.parties if party.name not in speakers] if alone else []
    speakers = with_addresses(speakers, (party.address for party in others if party.address))
    sides = sides_of(speakers, others, ours)
    if sum(len(each.text) for each in said) > LONGEST:
        raise BadInput(f"more than {LONGEST:,} characters: not a note")
    text, turns = _write(said, called, sides, talk.in_words)
    taken = [*speakers.values(), *others]
    day, title, name = started(whole, talk.path)
    return Draft(
        text=text,
        turns=turns,
        part=None if alone else name,
        day=day,
        title=title,
        addresses=tuple(dict.fromkeys(party.address for party in taken if party.address)),
        seller=tuple(speaker for speaker, side in sides.items() if side == "seller"),
    )


def _in_order(said: list[Said]) -> list[Said]:
    """By time where every utterance has one: some tools list each speaker's apart."""
    return sorted(said, key=lambda each: each.at or 0) if all(each.at is not None for each in said) else said


def _called(said: Sequence[Said], everyone: Sequence[Party]) -> tuple[dict[str, str], dict[str, Party]]:
    """What each speaker is called in the text, by what the turns call him or her; and who that is."""
    by_id: dict[str, Party] = {}
    by_name: dict[str, Party] = {}
    for party in everyone:
        for id in party.ids if party.name else ():
            by_id.setdefault(id, party)
        known = by_name.get(party.name, party)
        by_name[party.name] = Party(
            party.name, known.address or party.address, (), known.side or party.side, known.host or party.host
        )
    called = {"": ""}
    speakers: dict[str, Party] = {}
    for who in dict.fromkeys(each.who for each in said if each.who):
        known = by_id.get(key_of(who)) or by_name.get(who) or Party()
        called[who] = _name(known.name or who, len(called))
        speakers.setdefault(called[who], by_name.get(known.name, known))
    return called, speakers


def _name(name: str, number: int) -> str:
    """A name that can stand before a colon: "A" and "0" are "Speaker A" and "Speaker 0", a long key a number."""
    if _NOT_CALLED.fullmatch(name):
        return f"Speaker {number}"
    return f"Speaker {name}" if len(name) == 1 or name.isdigit() else name


def _write(
    said: Sequence[Said], called: Mapping[str, str], sides: Mapping[str, str], in_words: bool
) -> tuple[str, tuple[Turn, ...]]:
    """The text, and the turns in it; one turn for all that a speaker says without being interrupted."""
    parts: list[str] = []
    turns: list[Turn] = []
    length = 0
    for speaker, run in groupby(said, key=lambda each: called[each.who]):
        texts = [each.text for each in run]
        words = in_one(texts) if in_words else "\n".join(texts)
        spoken = (f"{speaker}: " if speaker else "") + words + "\n"
        turns.append(
            Turn(start=length, end=length + len(spoken), speaker=speaker or None, side=sides.get(speaker))
        )
        parts.append(spoken)
        length += len(spoken)
    return "".join(parts), tuple(turns) if any(turn.speaker for turn in turns) else ()
