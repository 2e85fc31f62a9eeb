"""What the unknown could still change: each criterion's least and most, and the one that matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agent.models.score import Contribution, Family

from .criteria import UNKNOWN, Criterion


@dataclass(frozen=True, slots=True)
class Found:
    """The level of a criterion that a case shows."""

    level: str
    evidence: tuple[str, ...] = ()
    because: str = ""
    maybe: tuple[str, ...] = ()
    """Other levels it may turn out to be, where the fact leaves it open."""


def contribution(family: Family, id: str, criterion: Criterion, found: Found) -> Contribution:
    """The points of the level found. What is unknown may turn out to be any level."""
    points = criterion.levels[found.level].points
    low, high = points, points
    if found.level == UNKNOWN:
        low, high = criterion.low, criterion.high
    elif found.maybe:
        open_points = [criterion.levels[level].points for level in found.maybe]
        low, high = min(points, *open_points), max(points, *open_points)
    return Contribution(
        family=family,
        criterion=id,
        level=found.level,
        points=points,
        low=low,
        high=high,
        evidence=found.evidence,
        because=found.because,
    )


def deciding(contributions: Iterable[Contribution]) -> Contribution | None:
    """The criterion whose answer could move the score most, the first of equals; None when none could."""
    widest = max(contributions, key=lambda c: c.high - c.low, default=None)
    return widest if widest is not None and widest.high > widest.low else None
