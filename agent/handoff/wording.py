"""Why an owner has a lead, or why nobody has: one sentence, French or English."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from agent.models.handoff import Owner
from agent.settings import Language

from .routing import Drawn, Passed

_UNNAMED = frozenset({"all", "elsewhere", "other"})
_BETWEEN = " · "


def why(drawn: Drawn, segment: str, language: Language, after: Owner | None = None) -> str:
    """Why the turn fell on this owner, or on nobody; `after` is the owner who missed the lead."""
    say, name = _words(language), segment_name(segment, language)
    passed = ", ".join(_passed(one, say) for one in drawn.passed)
    if drawn.turn is None:
        return say["nobody" if passed else "unserved"].format(segment=name, passed=passed)
    text = say["turn"].format(segment=name)
    if passed:
        text = say["past"].format(turn=text, passed=passed)
    return say["after"].format(name=after.name, turn=text) if after else text


def segment_name(segment: str, language: Language) -> str:
    """A segment as people read it."""
    say = _words(language)
    return _BETWEEN.join(say[part] if part in _UNNAMED else part for part in segment.split(_BETWEEN))


def _passed(one: Passed, say: dict[str, str]) -> str:
    return say[one.obstacle].format(name=one.owner.name, open=one.open, capacity=one.owner.capacity)


@cache
def _words(language: Language) -> dict[str, str]:
    words = tomllib.loads(Path(__file__).with_name("wording.toml").read_text("utf-8"))
    return {name: text[language] for name, text in words.items()}
