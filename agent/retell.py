"""A timeline in sentences: what moved, who is gone, what a person must settle, in French or English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from agent.models.bant import Timing
from agent.models.timeline import Contradiction, LostChampion, Slip, Timeline
from agent.window import Language, window_words

_DAYS_A_MONTH = 365.25 / 12


def retell(timeline: Timeline, language: Language) -> tuple[str, ...]:
    """One sentence for every slip, lost champion and contradiction, in that order; none for a quiet timeline."""
    return (
        *(_slip(slip, language) for slip in timeline.slips),
        *(_lost(lost, language) for lost in timeline.lost),
        *(_contradiction(one, language) for one in timeline.contradictions),
    )


def _slip(slip: Slip, language: Language) -> str:
    way = "later" if slip.days > 0 else "sooner"
    return _say(
        f"slip.{way}" if slip.plain else f"slip.maybe_{way}",
        language,
        distance=_distance(abs(slip.days), language),
        before=_window(slip.before.slot, language),
        after=_window(slip.after.slot, language),
    )


def _distance(days: int, language: Language) -> str:
    """In days below four weeks, else in the nearest month."""
    unit, n = ("day", days) if days < 28 else ("month", round(days / _DAYS_A_MONTH))
    return _say(f"distance.{unit}" if n == 1 else f"distance.{unit}s", language, n=str(n))


def _window(timing: Timing, language: Language) -> str:
    kind = "closed" if timing.from_ and timing.to else "until" if timing.to else "since"
    return _say(f"window.{kind}", language, window=window_words(timing.from_, timing.to, language))


def _lost(lost: LostChampion, language: Language) -> str:
    name, role = lost.person.name, lost.person.role
    who = f"{name} ({role})" if name and role else name or role
    return _say(
        f"lost.{lost.how}",
        language,
        who=who or _say("lost.nobody", language),
        part=_say(f"part.{lost.person.part}", language),
        quote=" ".join((lost.quote or "").split()),
    )


def _contradiction(one: Contradiction, language: Language) -> str:
    return _say(f"contradiction.{one.why}", language, slot=_say(f"slot.{one.slot}", language))


def _say(key: str, language: Language, **values: str) -> str:
    """The text of `group.word`. What is filled in is never read as a pattern."""
    group, _, word = key.partition(".")
    return _catalogue()[group][word][language].format_map(values)


@cache
def _catalogue() -> dict[str, dict[str, dict[str, str]]]:
    """Group → word → language → text."""
    return tomllib.loads(files(__package__).joinpath("retell.toml").read_text("utf-8"))
