"""What a slot's value may be: each candidate with where it stands and what is looked at of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from agent.llm.offline.fold import words
from agent.llm.offline.scene import Scene
from agent.llm.offline.sentence import Sentence

from .evidence import KINDS, Shares
from .verdict import odds
from .weights import chance, weights

V = TypeVar("V")
_NEAR = 3
"""Words looked at on either side."""


@dataclass(slots=True)
class Candidate(Generic[V]):
    """One value, and the place it is read from."""

    kind: str
    """Which weights it is weighed by."""
    value: V
    sentence: Sentence
    traits: dict[str, float]
    by_rules: bool = False
    """Whether the rules chose it."""


def likelihood(candidate: Candidate[V]) -> float:
    """How likely a candidate is the one meant."""
    table = weights().values.get(candidate.kind, {})
    return chance(sum([value * table[trait] for trait, value in candidate.traits.items() if trait in table]))


def evidence_traits(shares: Shares) -> Iterator[tuple[str, float]]:
    """What its sentence is worth to the slot."""
    yield "odds any", odds(1 - shares[0])
    yield from ((f"odds {name}", odds(shares[kind])) for kind, name in enumerate(KINDS, 1))


def place_traits(scene: Scene, s: Sentence, start: int, end: int) -> Iterator[str]:
    """What stands around a place: the words beside it, the cues of its clause and of its sentence."""
    said = words(scene.text)
    low, high = bisect_left(said, (start, "")), bisect_left(said, (end, ""))
    for at, word in said[max(0, low - _NEAR) : low]:
        if at >= s.start:
            yield f"< {'0' if word[0] <= '9' else word}"
    for at, word in said[high : high + _NEAR]:
        if at < s.end:
            yield f"> {'0' if word[0] <= '9' else word}"
    low, high = scene.clause(s, start)
    yield from {f"clause {cue.name}" for cue in s.cues if low <= cue.start < high}
    yield from s.names
    yield f"topic {s.topic}"
    yield from (f"asked {slot}" for slot in s.asked)


def order_traits(rank: int, count: int) -> Iterator[str]:
    """Where a candidate stands among the others."""
    yield "only" if count == 1 else f"of {min(count, 5)}"
    if rank == 0:
        yield "first"
    if rank == count - 1:
        yield "last"


def traits_of(
    evidence: Mapping[str, float] | Iterator[tuple[str, float]], found: Iterable[str]
) -> dict[str, float]:
    """Measures and what is there or not, in one."""
    return {"1": 1.0, **dict(evidence), **dict.fromkeys(found, 1.0)}
