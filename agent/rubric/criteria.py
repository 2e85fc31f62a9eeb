"""Criteria: ordered levels and their points, and the four fading criteria of intent.

What levels cannot mean (out of order, overlapping, never reached) is refused here, where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from agent.models.bant import Status
from agent.models.noun import Noun

from .words import Phrases

Language = Literal["fr", "en"]

UNKNOWN = "unknown"
"""The level of what nobody knows. Every criterion but those of intent has it."""


class Named(Noun):
    """Something with a name in both languages."""

    en: str
    fr: str

    def name(self, language: Language) -> str:
        """Its name in that language."""
        return self.fr if language == "fr" else self.en


class Level(Named):
    """One step of a criterion. How a value finds it depends on the criterion: by words or by a range."""

    points: int
    words: tuple[str, ...] = ()
    min: int | None = None
    """First number of the range; None is open."""
    max: int | None = None
    """Last number of the range; None is open."""
    otherwise: bool = False
    """The level of a known value that no level's words name."""


class Criterion(Named):
    """Levels, best first, one of them "unknown"."""

    levels: dict[str, Level]

    @field_validator("levels")
    @classmethod
    def _ordered(cls, levels: dict[str, Level]) -> dict[str, Level]:
        if UNKNOWN not in levels or len(levels) < 2:
            raise ValueError(f'needs a level "{UNKNOWN}" and at least one other')
        for (better, more), (worse, less) in pairwise(item for item in levels.items() if item[0] != UNKNOWN):
            if less.points > more.points:
                raise ValueError(
                    f'"{worse}" gives more points than "{better}" above it; levels go best first'
                )
        if sum(level.otherwise for level in levels.values()) > 1:
            raise ValueError("only one level can be the one otherwise")
        return levels

    @model_validator(mode="after")
    def _matches(self) -> Self:
        self.phrases  # noqa: B018  raises for a phrase of two levels
        return self

    @cached_property
    def low(self) -> int:
        """The least any level gives."""
        return min(level.points for level in self.levels.values())

    @cached_property
    def high(self) -> int:
        """The most any level gives."""
        return max(level.points for level in self.levels.values())

    @cached_property
    def phrases(self) -> Phrases:
        """The levels' words, ready to be matched."""
        return Phrases({id: level.words for id, level in self.levels.items()})

    @cached_property
    def otherwise(self) -> str:
        """The level of a text that no level's words name."""
        return next((id for id, level in self.levels.items() if level.otherwise), UNKNOWN)


class FitCriterion(Criterion):
    """A criterion on a fact of the company or on the lead's title."""

    of: Literal["title", "industry", "employees", "country", "region", "city", "founded", "technologies"]
    ignore: tuple[str, ...] = ()
    """Phrases to read over because a word in them would mislead."""

    @property
    def counts(self) -> bool:
        """Whether its levels are ranges of numbers."""
        return self.of in ("employees", "founded")

    @cached_property
    def phrases(self) -> Phrases:
        """The levels' words, ready to be matched."""
        return Phrases({id: level.words for id, level in self.levels.items()}, self.ignore)

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        known = {id: level for id, level in self.levels.items() if id != UNKNOWN}
        if self.counts:
            _refuse_overlaps(known)
        else:
            for id, level in known.items():
                if not (level.words or level.otherwise):
                    raise ValueError(f'level "{id}" can never be reached: it has neither words nor otherwise')
        return self


def _refuse_overlaps(levels: Mapping[str, Level]) -> None:
    spans = sorted((level.min or 0, level.max, id) for id, level in levels.items())
    for (_, end, lower), (start, _, upper) in pairwise(spans):
        if end is None or end >= start:
            raise ValueError(f'levels "{lower}" and "{upper}" overlap')
        if end + 1 < start:
            raise ValueError(f'nothing between levels "{lower}" and "{upper}" ({end + 1} to {start - 1})')


class Within(Named):
    """A level of recency: the last interaction is at most so many days old; None is any age."""

    days: int | None = None


class AtLeast(Named):
    """A level of frequency: so many interactions or more."""

    count: int


class Fading(Named):
    """A criterion of intent whose points fall by half in every half-life."""

    half_life: float = Field(gt=0)
    """Days."""


class Recency(Fading):
    """The age of the last interaction."""

    levels: dict[str, Within]

    @field_validator("levels")
    @classmethod
    def _widening(cls, levels: dict[str, Within]) -> dict[str, Within]:
        days = [float("inf") if level.days is None else level.days for level in levels.values()]
        if not days or days != sorted(set(days)) or days[-1] != float("inf"):
            raise ValueError("days go up from level to level, and the last level has none")
        return levels


class Frequency(Fading):
    """The number of interactions."""

    each: float = Field(gt=0)
    """Points of one fresh interaction."""
    levels: dict[str, AtLeast]

    @field_validator("levels")
    @classmethod
    def _falling(cls, levels: dict[str, AtLeast]) -> dict[str, AtLeast]:
        counts = [level.count for level in levels.values()]
        if counts[-1:] != [1] or counts != sorted(set(counts), reverse=True):
            raise ValueError("counts go down from level to level, to 1")
        return levels


class Intent(Noun):
    """The four criteria of intent. The levels of depth and withdrawal are the kinds of touchpoints."""

    recency: Recency
    frequency: Frequency
    depth: Fading
    withdrawal: Fading

    def by_id(self) -> dict[str, Fading]:
        """The criteria by id, in order."""
        return {
            "recency": self.recency,
            "frequency": self.frequency,
            "depth": self.depth,
            "withdrawal": self.withdrawal,
        }


class Ecosystem(Noun):
    """The criteria of the partner profile. The signal's levels have fixed ids."""

    partner_signal: Criterion
    partner_tier: Criterion

    @field_validator("partner_signal")
    @classmethod
    def _signals(cls, signal: Criterion) -> Criterion:
        fixed = {"both", "certified_referral", "active_integration", "referral", "overlap", UNKNOWN}
        if signal.levels.keys() != fixed:
            raise ValueError(f"its levels are {', '.join(sorted(fixed))}")
        return signal


class Bant(Noun):
    """The four slots."""

    budget: Criterion
    authority: Criterion
    need: Criterion
    timing: Criterion

    @field_validator("*")
    @classmethod
    def _statuses(cls, slot: Criterion) -> Criterion:
        fixed = {status.value for status in Status if status is not Status.NOT_RAISED} | {UNKNOWN}
        if slot.levels.keys() != fixed:
            raise ValueError(f"its levels are {', '.join(sorted(fixed))}")
        return slot
