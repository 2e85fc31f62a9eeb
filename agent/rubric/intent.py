"""Intent: recency, frequency and depth of what the lead did, fading with age, less any withdrawal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, fsum

from agent.models.evidence import evidence_id
from agent.models.score import Contribution
from agent.models.touchpoint import Kind

from .case import Case
from .rubric import IntentMost, Rubric, TouchpointKind


def decay(age: float, half_life: float) -> float:
    """What is left of 1 after so many days: a half after one half-life, a quarter after two."""
    return float(2.0 ** (-age / half_life))


def whole(points: float) -> int:
    """The nearest whole number, halves upwards."""
    return floor(points + 0.5)


@dataclass(frozen=True, slots=True)
class _Act:
    """One touchpoint up to the day of the score."""

    kind: Kind
    day: str
    age: int
    points: float
    evidence: str


def intent(case: Case, rubric: Rubric, most: IntentMost, as_of: date) -> tuple[Contribution, ...]:
    """The contributions of the touchpoints up to that day. A touchpoint more never lowers the first three, an
    older one never raises them; together the four never fall below 0."""
    acts = [
        _Act(
            touchpoint.kind,
            str(as_of - timedelta(days=age)),
            age,
            rubric.touchpoints[touchpoint.kind].points,
            evidence_id("touchpoint", touchpoint.id),
        )
        for touchpoint, age in sorted(case.seen(as_of), key=lambda seen: (seen[1], seen[0].id))
    ]
    engaged = [act for act in acts if act.points > 0]
    withdrawn = [act for act in acts if act.points < 0]
    given = (
        _recency(engaged, rubric, most.recency),
        _frequency(engaged, rubric, most.frequency),
        _depth(engaged, rubric, most.depth),
    )
    gained = sum(contribution.points for contribution in given)
    return *given, _withdrawal(withdrawn, rubric, min(most.withdrawal, gained))


def _recency(acts: list[_Act], rubric: Rubric, most: int) -> Contribution:
    if not acts:
        return _give("recency", "none", 0)
    last = acts[0]
    levels = rubric.intent.recency.levels.items()
    level = next((id for id, within in levels if within.days is None or last.age <= within.days), "none")
    points = whole(most * decay(last.age, rubric.intent.recency.half_life))
    return _give("recency", level, points, acts[:1], last.day)


def _frequency(acts: list[_Act], rubric: Rubric, most: int) -> Contribution:
    rule = rubric.intent.frequency
    level = next((id for id, at_least in rule.levels.items() if len(acts) >= at_least.count), "none")
    points = whole(min(most, rule.each * fsum(decay(act.age, rule.half_life) for act in acts)))
    return _give("frequency", level, points, acts, str(len(acts)) if acts else "")


def _depth(acts: list[_Act], rubric: Rubric, most: int) -> Contribution:
    if not acts:
        return _give("depth", "none", 0)
    worth = _by_kind(acts, rubric.intent.depth.half_life, rubric.touchpoints)
    deepest = max(worth, key=lambda kind: (worth[kind], kind))
    day = next(act.day for act in acts if act.kind == deepest)
    return _give("depth", deepest.value, whole(min(most, fsum(worth.values()))), acts, day)


def _withdrawal(acts: list[_Act], rubric: Rubric, most: int) -> Contribution:
    if not acts:
        return _give("withdrawal", "none", 0)
    worth = _by_kind(acts, rubric.intent.withdrawal.half_life, rubric.touchpoints)
    taken = whole(min(most, -fsum(worth.values())))
    gravest = min(worth, key=lambda kind: (worth[kind], kind))
    return _give("withdrawal", gravest.value, -taken, acts, acts[0].day)


def _by_kind(
    acts: Iterable[_Act], half_life: float, kinds: Mapping[Kind, TouchpointKind]
) -> dict[Kind, float]:
    """What is left of the acts of each kind, within the kind's cap."""
    left: dict[Kind, list[float]] = defaultdict(list)
    for act in acts:
        left[act.kind].append(act.points * decay(act.age, half_life))
    caps = {kind: kinds[kind].at_most for kind in left}
    return {
        kind: fsum(points) if (cap := caps[kind]) is None else min(cap, fsum(points))
        for kind, points in left.items()
    }


def _give(id: str, level: str, points: int, acts: Iterable[_Act] = (), because: str = "") -> Contribution:
    return Contribution(
        family="intent",
        criterion=id,
        level=level,
        points=points,
        low=points,
        high=points,
        evidence=tuple(act.evidence for act in acts),
        because=because,
    )
