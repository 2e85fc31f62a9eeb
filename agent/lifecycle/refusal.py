"""Why a move is not allowed, in words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from agent.models.decision import Action
from agent.models.score import Stage

from .table import Move, State

Language = Literal["fr", "en"]


@dataclass(frozen=True)
class Refusal:
    """A move that is not allowed. `str` is its reason in English."""

    code: str
    """The entry of `refusals.toml`."""
    action: Action
    state: State
    """Where the lead stands."""
    values: Mapping[str, object]
    """What goes into the braces."""

    def why(self, language: Language = "en") -> str:
        """The reason, without a full stop."""
        return self._say(language, language)

    def remedy(self, language: Language = "en") -> str:
        """What to do instead."""
        return self._say(f"remedy_{language}", language)

    def __str__(self) -> str:
        return self.why()

    def _say(self, key: str, language: Language) -> str:
        values = {name: _shown(value, language) for name, value in self.values.items()}
        known = {"action": action_name(self.action, language), "state": state_name(self.state, language)}
        return refusals()[self.code][key].format_map(known | values)


def refusals() -> Mapping[str, Mapping[str, str]]:
    """Every refusal there is: code → text in both languages, and its remedy."""
    return {code: entry for code, entry in _words().items() if code not in ("actions", "states")}


def action_name(action: Action, language: Language) -> str:
    """ "rejecting", « rejeter »."""
    return str(_words()["actions"][action][language])


def state_name(state: State, language: Language) -> str:
    """ "nurturing", "undecided"."""
    return str(_words()["states"][state or "undecided"][language])


def ways(moves: Iterable[Move]) -> str:
    """The actions of these moves, as they are typed."""
    return ", ".join(dict.fromkeys(move.action for move in moves))


def _shown(value: object, language: Language) -> str:
    return state_name(value, language) if isinstance(value, Stage) else str(value)


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("refusals.toml").read_text("utf-8"))
