"""The table of transitions, read from `transitions.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from agent.models.decision import Action
from agent.models.noun import Noun
from agent.models.score import Stage

By = Literal["person", "automation"]
State = Stage | None
"""Where a lead stands by what was decided; None before that, and after everything was taken back."""
Guard = Literal["proposal", "differs", "news", "verified", "listed", "quiet", "held"]
Somewhere = Literal["proposed", "prior", "before"]


def _state(name: Any) -> Any:
    return None if name == "undecided" else name


class Move(Noun):
    """One entry: an action, from where to where, under which conditions, and who may."""

    action: Action
    by: tuple[By, ...]
    origins: tuple[Annotated[State, BeforeValidator(_state)], ...] = Field(alias="from")
    to: Stage | Somewhere | tuple[Stage, ...]
    """Of several the person names one."""
    reason: bool = False
    """Whether one must be given."""
    guards: tuple[Guard, ...] = ()
    """What must hold, in the order it is looked at."""


@cache
def table() -> tuple[Move, ...]:
    """Every entry, in the file's order."""
    text = files(__package__).joinpath("transitions.toml").read_text("utf-8")
    return tuple(Move.model_validate(entry) for entry in tomllib.loads(text)["move"])


def settable() -> tuple[Stage, ...]:
    """The stages an override can set, in the order of the way through."""
    named = {stage for move in table() if isinstance(move.to, tuple) for stage in move.to}
    return tuple(stage for stage in Stage if stage in named)


def moves(state: State, by: By = "person") -> tuple[Move, ...]:
    """What they may do with a lead that stands there, as far as the table alone can tell."""
    return tuple(move for move in table() if state in move.origins and by in move.by)
