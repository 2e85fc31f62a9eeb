"""Fit: the level of each criterion that the company's facts and the lead's title show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from agent.models.account import Band, FieldName
from agent.models.score import Contribution

from .bounds import Found, contribution
from .case import Case
from .criteria import UNKNOWN, FitCriterion, Level
from .rubric import Rubric
from .words import heading

_FROM_LEAD = ("industry", "country", "city")
"""The fields that the lead itself may carry while its account has no fact."""


def fit(case: Case, rubric: Rubric) -> Iterator[Contribution]:
    """The contributions of the company and the person."""
    for id, criterion in rubric.fit.items():
        yield contribution("fit", id, criterion, _find(case, criterion))


def _find(case: Case, criterion: FitCriterion) -> Found:
    value, evidence = _value(case, criterion.of)
    if criterion.counts:
        return _range(criterion, value, evidence) if isinstance(value, int | Band) else Found(UNKNOWN)
    texts = value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()
    texts = tuple(text for text in texts if text.strip())
    if criterion.of == "country":
        texts = tuple(text for text in texts if len(text) == 2 and text.isalpha())
    if not texts:
        return Found(UNKNOWN)
    levels = {criterion.phrases.level(text) or criterion.otherwise for text in texts}
    best = max(levels, key=lambda level: (level != UNKNOWN, criterion.levels[level].points))
    return Found(best, evidence, ", ".join(texts))


def _value(case: Case, of: str) -> tuple[object, tuple[str, ...]]:
    """What is known of a field, and the proof."""
    if of == "title":
        return case.lead.title and heading(case.lead.title), case.record
    if fact := case.facts.get(cast(FieldName, of)):
        return fact.value, (fact.evidence,)
    return (getattr(case.lead, of), case.record) if of in _FROM_LEAD else (None, ())


def _range(criterion: FitCriterion, value: int | Band, evidence: tuple[str, ...]) -> Found:
    """The level that a number is in, or that a band overlaps most; an open band counts by its closed end."""
    band = value if isinstance(value, Band) else Band(min=value, max=value)
    if band.min is None and band.max is None:
        return Found(UNKNOWN)
    known = {id: level for id, level in criterion.levels.items() if id != UNKNOWN}
    touched = {id: share for id, level in known.items() if (share := _overlap(level, band)) > 0}
    if not touched:
        return Found(UNKNOWN, evidence, _shown(band))
    closed = band.max if band.min is None else band.min
    point = band if None not in (band.min, band.max) else Band(min=closed, max=closed)
    level = max(touched, key=lambda id: _overlap(known[id], point))
    others = tuple(id for id in touched if id != level)
    across = " / ".join(_shown(known[id]) for id in (level, *others))
    return Found(level, evidence, _shown(band) + (f" ({across})" if others else ""), others)


def _overlap(level: Level, band: Band) -> float:
    """How many whole numbers are in both."""
    top = min(_top(level.max), _top(band.max))
    return max(0, top - max(level.min or 0, band.min or 0) + 1)


def _top(end: int | None) -> float:
    return float("inf") if end is None else end


def _shown(band: Band | Level) -> str:
    """ "62", "50–99", "10000+", "≤ 9"."""
    if band.min == band.max:
        return str(band.min)
    if band.max is None:
        return f"{band.min}+"
    return f"≤ {band.max}" if band.min is None else f"{band.min}–{band.max}"
