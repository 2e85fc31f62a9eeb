"""MEDDICC on request: one question a note for BANT, MEDDICC and summary together, grounded by the same code.

One answer noun holds both frames. The note is by far the most of what a request costs, and a second question would send
it again; and slots that must agree (pain and need, competition and competitors) are answered in one breath.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from agent.discovery import grounds_of, proofs_of
from agent.discovery import question as bant_question
from agent.grounding import (
    LONGEST_TEXT,
    MOST_NAMES,
    MOST_PAINS,
    authority,
    complaints,
    ground,
    located,
)
from agent.grounds import Grounds
from agent.llm import Model, Question
from agent.llm.offline.fold import fold
from agent.models.bant import Authority, Need, Person, Reading, Slot, Status
from agent.models.evidence import Evidence
from agent.models.meddicc import BantMeddicc, Meddicc
from agent.models.note import Note
from agent.models.noun import fingerprint
from prompts import Prompt, load

_FIGURE = re.compile(r"\d+")
_VALUED = frozenset((Status.CONFIRMED, Status.INDICATED, Status.CONTRADICTORY))


async def read_note(
    note: Note, model: Model, lead_id: str | None = None
) -> tuple[Reading, tuple[Evidence, ...]]:
    """One note in both frames, as `discovery.read_note` reads it in one: the reading's `bant` is a `BantMeddicc`."""
    grounds = grounds_of(note)
    answer = (await model.extract(question(note, grounds))).value
    bant, dropped = ground(answer, grounds)
    meddicc, more = ground_meddicc(answer.meddicc, bant.need, grounds)
    reading = Reading(
        id="R" + fingerprint(note.id, note.text, model.identity, "meddicc"),
        note_id=note.id,
        lead_id=lead_id,
        bant=bant.model_copy(update={"meddicc": meddicc}),
        mode=model.name,
        dropped=(*dropped, *more),
        flagged=grounds.flagged,
    )
    return reading, proofs_of(reading)


def question(note: Note, grounds: Grounds) -> Question[BantMeddicc]:
    """The one request: as for BANT, with the second frame's rules behind the first's."""

    def faults(answer: BantMeddicc) -> Sequence[str]:
        return [*complaints(answer, grounds), *complaints(answer.meddicc, grounds)]

    return Question(_prompt(), bant_question(note, grounds).subject, BantMeddicc, check=faults)


@cache
def _prompt() -> Prompt:
    """Both prompts as one text; its digest is of both."""
    added = load("read_meddicc")
    return replace(added, text=f"{load('read_note').text}\n\n{added.text}")


def ground_meddicc(answer: Meddicc, need: Need, grounds: Grounds) -> tuple[Meddicc, tuple[str, ...]]:
    """The seven slots with only what the note bears out, and what was dropped. `need` is the grounded one."""
    dropped: list[str] = []
    kept: dict[str, Slot] = {"identify_pain": need}
    for name, slot in answer.slots().items():
        if name != "identify_pain":
            found = located(name, slot, grounds, dropped)
            kept[name] = found.model_copy(update=_values(name, found, grounds, dropped))
    return Meddicc.model_validate(kept), tuple(dict.fromkeys(dropped))


def _values(name: str, slot: Slot, grounds: Grounds, dropped: list[str]) -> dict[str, Any]:
    """What the slot holds beside status and quotes, checked; nothing where it is denied or was not raised."""
    kept: dict[str, Any] = {}
    for field in type(slot).model_fields.keys() - Slot.model_fields.keys():
        values: Sequence[Any] = getattr(slot, field) if slot.status in _VALUED else ()
        kept[field] = _CHECKS.get(field, _texts)(name, slot, values, grounds, dropped)
    return kept


def _texts(name: str, _: Slot, texts: Sequence[str], grounds: Grounds, dropped: list[str]) -> tuple[str, ...]:
    """Free texts whose figures and names the note has."""
    kept = [text for text in texts[:MOST_PAINS] if 0 < len(text) <= LONGEST_TEXT and not grounds.unsaid(text)]
    if len(kept) < len(texts):
        dropped.append(f"{name}: a text with a figure or a name that is not in the note")
    return tuple(dict.fromkeys(kept))


def _figures(
    name: str, slot: Slot, texts: Sequence[str], grounds: Grounds, dropped: list[str]
) -> tuple[str, ...]:
    """Texts whose every figure stands in one of the slot's own quotes."""
    said = {digits for quote in slot.quotes for digits in _FIGURE.findall(fold(quote))}
    proven = [text for text in texts if said.issuperset(_FIGURE.findall(text))]
    if len(proven) < len(texts):
        dropped.append(f"{name}: a figure is not in its quotes")
    return _texts(name, slot, proven, grounds, dropped)


def _people(
    _: str, __: Slot, people: Sequence[Person], grounds: Grounds, dropped: list[str]
) -> tuple[Person, ...]:
    return authority(Authority(people=tuple(people)), grounds, dropped).people


def _vendors(
    name: str, _: Slot, names: Sequence[str], grounds: Grounds, dropped: list[str]
) -> tuple[str, ...]:
    kept = dict.fromkeys(vendor for vendor in names[:MOST_NAMES] if grounds.named(vendor))
    if len(kept) < len(set(names)):
        dropped.append(f"{name}: a vendor is not named in the note")
    return tuple(kept)


_Check = Callable[[str, Slot, Sequence[Any], Grounds, list[str]], tuple[Any, ...]]
_CHECKS: dict[str, _Check] = {"figures": _figures, "people": _people, "vendors": _vendors}
