"""What the rules found, weighed: learned weights say which finding stands, and which words were overlooked.

    scene → traits of each sentence → evidence: what share of doubt, hint, statement or denial it is for each slot
          → verdict: one status a slot, from the rules' and the evidence beside it
          → outcome: quotes from the sentences that weigh most; the sum, the window and the people they hold

The rules read; this only chooses among what they can read. A flagged stretch or a seller's sentence has no place in a
scene's `heard` sentences, so neither is ever weighed. The weights are data (`weights.json`), made by `train` from
labelled notes; inference is plain arithmetic, the same on every machine.
"""

from __future__ import annotations

from agent.llm.offline.scene import Scene
from agent.models.bant import Bant

from .evidence import evidence
from .outcome import settled
from .verdict import verdicts

__all__ = ["weighed"]

FEW = 4
"""Sentences of the buyer's below which the rules stand alone: hardly a labelled note is so short."""


def weighed(scene: Scene, bant: Bant) -> Bant:
    """The rules' reading of a scene as the learned weights see it; a line or two are left to the rules."""
    if len(scene.heard) < FEW:
        return bant
    found = evidence(scene)
    return settled(scene, bant, found, verdicts(bant, found))
