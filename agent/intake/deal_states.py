"""How a deal stands: told by flags, by a status, by the name of its stage, by a day, or by its probability."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from agent.identity import fold
from agent.models.opportunity import DealState

from .lead_cells import NO, YES

_NOT_WORD = re.compile(r"[\W_]+")
_CLOSED = "closed"
TELLING = ("won", "lost", "status", "stage", "won_on", "lost_on", "probability")
"""The fields that tell it."""


def read_state(cells: Mapping[str, str], probability: float | None = None) -> DealState | None:
    """How the deal of these cells stands; None where it is closed and nothing says how, or nothing says anything.

    `probability` from 0 to 1: 0 and 1 are how CRMs mark the closed stages that people named themselves.
    """
    if flagged := _flagged(cells):
        return flagged
    words = [word for field in ("status", "stage") if (word := _word(cells.get(field, "")))]
    for word in words:
        if word != _CLOSED:
            return DealState(word)
    for field, state in (("won_on", DealState.WON), ("lost_on", DealState.LOST)):
        if cells.get(field):
            return state
    if probability in (0, 1):
        return DealState.WON if probability else DealState.LOST
    closed = _CLOSED in words or cells.get("closed", "").lower() in YES
    return None if closed or not any(cells.get(field) for field in TELLING) else DealState.OPEN


def is_known(stage: str) -> bool:
    """Whether a stage has one of the names that say how a deal stands."""
    return _word(stage) is not None


def _flagged(cells: Mapping[str, str]) -> DealState | None:
    """A tick for won, or for lost; a tick for closed and none for won is a deal that was lost."""
    won, lost, closed = (cells.get(flag, "").lower() for flag in ("won", "lost", "closed"))
    if won in YES:
        return DealState.WON
    if lost in YES or (closed in YES and won in NO):
        return DealState.LOST
    return DealState.OPEN if closed in NO else None


@lru_cache(1 << 10)
def _word(text: str) -> str | None:
    words = f" {_NOT_WORD.sub(' ', fold(text)).strip()} "
    return next((state for state, pattern in _patterns() if pattern.search(words)), None)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    states = tomllib.loads(Path(__file__).with_name("deals.toml").read_text("utf-8"))["states"]
    return tuple(
        (state, re.compile("|".join(f" {_NOT_WORD.sub(' ', fold(phrase))} " for phrase in phrases)))
        for state, phrases in states.items()
    )
