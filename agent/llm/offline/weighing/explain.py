"""Why a slot came out as it did: the words and the measures that weighed most."""

from __future__ import annotations

from typing import NamedTuple

from agent.llm.offline.scene import Scene
from agent.llm.offline.sentence import SLOTS
from agent.models.bant import Bant, Status

from .evidence import KINDS, evidence
from .traits import traits
from .verdict import slot_traits, verdicts
from .weights import SCALE, heaviest, unpacked, weights


class Reason(NamedTuple):
    """What a slot's status rests on."""

    status: Status
    measures: list[tuple[str, float]]
    """What was looked at of the note, with its weight for the status, the heaviest first."""
    sentence: str
    """The sentence most likely to be evidence of the slot."""
    words: list[tuple[str, float]]
    """What was looked at of that sentence, with its weight for its likeliest kind."""


def explain(scene: Scene, bant: Bant, most: int = 8) -> dict[str, Reason]:
    """For each slot of the rules' reading of a scene, what weighed most. Empty where nobody of the buyer's speaks."""
    if not scene.heard:
        return {}
    found, seen = evidence(scene), traits(scene)
    given = verdicts(bant, found)
    reasons = {}
    for i, slot in enumerate(SLOTS):
        status = given[slot].status
        measures = slot_traits(bant.slots()[slot].status, found[slot])
        best = min(range(len(seen)), key=lambda n: found[slot][n][0])
        kind = max(range(len(KINDS)), key=lambda k: found[slot][best][1 + k])
        table = {t: unpacked(row) for t in seen[best] if (row := weights().sentences.get(t)) is not None}
        said = heaviest(dict.fromkeys(table, 1 / SCALE), table, i * len(KINDS) + kind, most)
        place = scene.heard[best]
        reasons[slot] = Reason(
            status,
            heaviest(measures, weights().notes[slot], list(Status).index(status), most),
            scene.text[place.start : place.end],
            said,
        )
    return reasons
