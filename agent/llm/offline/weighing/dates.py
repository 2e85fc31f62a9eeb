"""Which of a note's dates is the timing, and which end of it is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.llm.offline.dates import When
from agent.llm.offline.due import due
from agent.llm.offline.scene import Scene
from agent.llm.offline.sentence import Sentence
from agent.models.bant import Timing

from .candidates import Candidate, evidence_traits, order_traits, place_traits, traits_of
from .evidence import Shares


def dates(scene: Scene, timing: Timing, evidence: Sequence[Shares]) -> list[Candidate[When]]:
    """Every date of the buyer's as it is said, and as a deadline or a first day where it is neither."""
    placed = [
        (i, s, when)
        for i, s in enumerate(scene.heard)
        for when in scene.within(scene.dates, s.start, s.end)
        if when.from_ or when.to
    ]
    found = []
    for rank, (i, s, when) in enumerate(placed):
        looks = [*_looks(scene, s, when, timing), *order_traits(rank, len(placed))]
        common = traits_of(evidence_traits(evidence[i]), looks)
        for kind, one in _readings(when):
            chosen = (timing.from_, timing.to) == (one.from_, one.to)
            choice = (
                {"chosen": 1.0} if chosen else {"another chosen": 1.0} if timing.from_ or timing.to else {}
            )
            found.append(Candidate(kind, one, s, common | choice, chosen))
    return found


def _readings(when: When) -> Iterator[tuple[str, When]]:
    yield "window", when
    if when.from_ and when.to:
        yield "deadline", replace(when, from_=None)
        yield "first day", replace(when, to=None)


def _looks(scene: Scene, s: Sentence, when: When, timing: Timing) -> Iterator[str]:
    yield from place_traits(scene, s, when.start, when.end)
    yield f"is {when.kind}"
    if when.from_ and when.to:
        days = (when.to - when.from_).days
        yield f"lasts {'a day' if days == 0 else 'weeks' if days < 28 else 'a month' if days < 32 else 'long'}"
    until = (when.to or when.from_, scene.call_date)
    if until[0] and until[1]:
        ahead = (until[0] - until[1]).days
        yield "ahead " + (
            "no" if ahead < 0 else "days" if ahead < 15 else "weeks" if ahead < 61 else "months"
        )
    weighed = due(scene, s, when)
    yield f"by rule {weighed.status.value} {weighed.rank}" if weighed else "by rule none"
    if any(q.start <= when.start < q.end for q in timing.spans):
        yield "cited"
    yield f"rules {timing.status.value}"
