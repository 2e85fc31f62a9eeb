"""What each sentence is worth to each slot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp
from typing import TypeAlias

from agent.llm.offline.scene import Scene
from agent.llm.offline.sentence import SLOTS

from .traits import traits
from .weights import SCALE, unpacked, weights

KINDS = ("confirmed", "indicated", "denied", "contradictory")
"""What a sentence may be evidence of. The columns of the weights are these four, slot after slot; beside them stands
what is no evidence, whose weight is always 0."""
Shares: TypeAlias = Sequence[float]
"""How likely a sentence is no evidence, and evidence of each of `KINDS`: five numbers that make one."""
Evidence: TypeAlias = Mapping[str, Sequence[Shares]]
"""Slot → the shares of each sentence of `scene.heard`."""


def evidence(scene: Scene) -> Evidence:
    """The shares of every sentence that counts as the buyer's words."""
    rows = [shares(one) for one in traits(scene)]
    return {slot: [row[i] for row in rows] for i, slot in enumerate(SLOTS)}


def shares(found: Iterable[str]) -> list[Shares]:
    """For each slot, the shares of a sentence with these traits."""
    table = weights().sentences
    powers = [exp(weight / SCALE) for weight in unpacked(sum([table[t] for t in found if t in table]))]
    return [_of_one(powers[i : i + len(KINDS)]) for i in range(0, len(powers), len(KINDS))]


def _of_one(powers: Sequence[float]) -> Shares:
    whole = 1 + sum(powers)
    return [1 / whole, *(power / whole for power in powers)]
