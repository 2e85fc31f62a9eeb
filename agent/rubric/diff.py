"""What one rubric says that another does not, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .rubric import Rubric


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that differs."""

    place: str
    """The entry of the file: `fit.industry.levels.core.points`."""
    before: str
    """Empty for an entry that is new; of a list, what left it."""
    after: str
    """Empty for an entry that is gone; of a list, what joined it."""


def diff(before: Rubric, after: Rubric) -> tuple[Change, ...]:
    """The entries that differ, in the order of the file; empty when both say the same."""
    was, now = (dict(_entries(rubric.model_dump(mode="json"))) for rubric in (before, after))
    places = [*was, *(place for place in now if place not in was)]
    return tuple(
        _change(place, was.get(place), now.get(place)) for place in places if _differs(place, was, now)
    )


def _differs(place: str, was: dict[str, Any], now: dict[str, Any]) -> bool:
    one, other = was.get(place), now.get(place)
    return set(one) != set(other) if isinstance(one, list) and isinstance(other, list) else one != other


def _entries(said: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if not isinstance(said, dict):
        yield place, said
        return
    for key, value in said.items():
        yield from _entries(value, f"{place}.{key}" if place else key)


def _change(place: str, was: Any, now: Any) -> Change:
    if isinstance(was, list) or isinstance(now, list):
        left, joined = was or [], now or []
        return Change(
            place,
            ", ".join(str(word) for word in left if word not in joined),
            ", ".join(str(word) for word in joined if word not in left),
        )
    return Change(place, _shown(was), _shown(now))


def _shown(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
