"""The offline reader: a note's BANT by rules.

    note → scene (sentences, cues, sums, dates, people) → one reader a slot → the rest → summary

It abstains rather than invents: a sum, a date or a title counts only where words of the buyer's make it a finding.
"""

from __future__ import annotations

from agent.models.bant import Bant, Need, Status, Timing
from agent.models.note import Note

from .authority import read_authority
from .budget import read_budget
from .mentions import disqualifiers, next_steps, nobody_buys
from .need import read_need
from .rivals import rivals
from .scene import Scene, lay_out
from .summary import summarise
from .timing import read_timing
from .weighing import weighed

_PRIVATE = frozenset(("student", "job seeker"))
"""Where the wishes and the dates are coursework, not a company's."""


def read(note: Note) -> Bant:
    """What the note establishes. Never fails; a note that is no discovery call establishes nothing."""
    scene = lay_out(note)
    bant = by_rules(scene)
    if nobody_buys(scene) or _PRIVATE.intersection(bant.disqualifiers):
        return bant
    bant = weighed(scene, bant)
    return bant.model_copy(update={"summary": summarise(bant)})


def by_rules(scene: Scene) -> Bant:
    """What the rules find in a scene, not yet summed up."""
    beside = {
        "competitors": rivals(scene),
        "next_steps": next_steps(scene),
        "disqualifiers": disqualifiers(scene),
    }
    if nobody_buys(scene):
        return Bant(language=scene.language, call_date=scene.call_date, **beside)
    need, timing = read_need(scene), read_timing(scene)
    if _PRIVATE.intersection(beside["disqualifiers"]):
        need = need if need.status is Status.DENIED else Need()
        timing = timing if timing.status is Status.DENIED else Timing()
    return Bant(
        language=scene.language,
        call_date=scene.call_date,
        budget=read_budget(scene),
        authority=read_authority(scene),
        need=need,
        timing=timing,
        **beside,
    )
