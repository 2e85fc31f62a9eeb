"""A lead's log of decisions, replayed. An undo takes the decision that holds off the pile."""

from __future__ import annotations

from collections.abc import Sequence

from agent.models.decision import Action, Decision
from agent.models.score import Stage

from .table import State

ASIDE = frozenset({Stage.NURTURING, Stage.DISQUALIFIED, Stage.RECYCLED})
"""Where a lead waits beside the way from lead to customer."""


def held(history: Sequence[Decision]) -> list[Decision]:
    """The decisions an undo can still take back, the one that holds last."""
    pile: list[Decision] = []
    for decision in history:
        if decision.action is not Action.UNDO:
            pile.append(decision)
        elif pile:
            pile.pop()
    return pile


def state_of(history: Sequence[Decision]) -> State:
    """Where the lead stands after these decisions. What an undo or a reopening led to is worked out, not read."""
    path = _path(history)
    return path[-1] if path else None


def prior(history: Sequence[Decision]) -> State:
    """Where it stood before it was set aside; None where that was before any decision."""
    return _prior(_path(history))


def before(history: Sequence[Decision]) -> State:
    """Where it stood before the decision that holds."""
    path = _path(history)
    return path[-2] if len(path) > 1 else None


def _path(history: Sequence[Decision]) -> list[State]:
    """The states the lead went through, those taken back left out."""
    path: list[State] = []
    for decision in held(history):
        path.append(_prior(path) if decision.action is Action.REOPEN else decision.stage)
    return path


def _prior(path: Sequence[State]) -> State:
    return next((state for state in reversed(path) if state not in ASIDE), None)
