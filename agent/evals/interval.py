"""95 % intervals: how far a figure from so few notes can be trusted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import sqrt
from random import Random
from typing import TypeVar

T = TypeVar("T")
Interval = tuple[float, float]

_Z = 1.959964
"""The normal quantile that leaves 2.5 % on each side."""
_ROUNDS = 1000


def wilson(hits: int, n: int) -> Interval:
    """Wilson's score interval of `hits` out of `n` > 0: true near 0 and 1 too, unlike the common one."""
    share, z2 = hits / n, _Z * _Z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = _Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, min(share, centre - reach)), min(1.0, max(share, centre + reach))


def bootstrap(
    sample: Sequence[T],
    statistic: Callable[[Sequence[T]], Mapping[str, float]],
    seed: int,
    rounds: int = _ROUNDS,
) -> dict[str, Interval]:
    """Percentile intervals of named figures, the sample drawn anew with replacement `rounds` times.

    A figure that a drawing lacks (a status nobody expects in it) is left out of that round.
    """
    drawing = Random(seed)
    drawn: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds if sample else 0):
        for name, value in statistic(drawing.choices(sample, k=len(sample))).items():
            drawn[name].append(value)
    return {name: _middle(sorted(values)) for name, values in drawn.items()}


def _middle(ordered: Sequence[float]) -> Interval:
    """What is left when 2.5 % are cut off at each end."""
    cut = len(ordered) * 25 // 1000
    return ordered[cut], ordered[-1 - cut]
