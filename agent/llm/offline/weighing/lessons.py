"""Labelled notes as what the weights are learned from: what is looked at, beside what is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from agent.evals.labels import read_call_dates, read_labels
from agent.evals.match import amount_matches, fold, people_found, window_matches, words
from agent.intake.notes import read_notes
from agent.llm.offline.mentions import nobody_buys
from agent.llm.offline.reader import by_rules
from agent.llm.offline.scene import Scene, lay_out
from agent.models.bant import Authority, Bant, Slot, Timing

from .dates import dates
from .evidence import Evidence
from .people import people
from .sums import priced, sums
from .traits import traits

_OVERLAP = 0.6
"""The share of a quote's words, or of a sentence's, that makes the sentence a part of the quote."""


@dataclass
class Lesson:
    """One labelled note."""

    id: str
    weight: float
    """How much the rules' part in it counts: less where the rules were made with the note in sight."""
    scene: Scene
    gold: Bant
    rules: Bant
    traits: list[list[str]]
    """Of each heard sentence."""
    quoted: dict[str, list[bool]]
    """Slot → for each heard sentence, whether the label quotes it."""


def lessons(folder: Path, weight: float) -> Iterator[Lesson]:
    """Those of a folder that holds `notes/` and `labels/`, and `call_dates.json` where the notes do not tell."""
    gold, given = read_labels(folder / "labels"), folder / "call_dates.json"
    days = read_call_dates(given) if given.exists() else {}
    notes, _ = read_notes([folder / "notes"])
    for note in sorted(notes, key=lambda note: note.id):
        if note.id not in gold:
            continue
        call_date: date | None = days.get(note.id) or note.call_date
        scene = lay_out(note.model_copy(update={"call_date": call_date}))
        if scene.heard and not nobody_buys(scene):
            label = gold[note.id]
            quoted = {
                name: [_part(slot, scene, s.start, s.end) for s in scene.heard]
                for name, slot in label.slots().items()
            }
            yield Lesson(note.id, weight, scene, label, by_rules(scene), traits(scene), quoted)


def _part(slot: Slot, scene: Scene, start: int, end: int) -> bool:
    """Whether a sentence is part of what a label quotes."""
    said = fold(scene.text[start:end])
    own = words(said)
    for quote in map(fold, slot.quotes):
        theirs = words(quote)
        both = len(own & theirs)
        if quote in said or (len(said) > 12 and said in quote):
            return True
        if (len(theirs) > 3 and both > _OVERLAP * len(theirs)) or (
            len(own) > 3 and both > _OVERLAP * len(own)
        ):
            return True
    return False


def candidates(lesson: Lesson, evidence: Evidence) -> Iterator[tuple[str, dict[str, float], bool]]:
    """Of each candidate its kind, what is looked at, and whether the label bears it out; none where that is silent."""
    scene, rules, gold = lesson.scene, lesson.rules, lesson.gold
    free = gold.budget.model_copy(update={"period": None})
    for amount in sums(scene, rules.budget, evidence["budget"]):
        right = amount_matches(free, priced(scene, amount.sentence, amount.value))
        if right is not None:
            yield amount.kind, amount.traits, right
    for when in dates(scene, rules.timing, evidence["timing"]):
        fits = window_matches(gold.timing, Timing(from_=when.value.from_, to=when.value.to))
        if fits is not None:
            yield when.kind, when.traits, fits
    for person in people(scene, rules.authority, evidence["authority"]):
        meant = people_found(gold.authority, Authority(people=(person.value,)))
        yield person.kind, person.traits, any(meant)
