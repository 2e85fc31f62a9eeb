"""What several sources say of one field, side by side: what stands, what agrees, what conflicts, what is old.

Nothing is averaged and nothing is lost. What a person typed stands over every source, and what the sources
would put in its place stands beside it as a proposal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from agent.identity import company_key, fold
from agent.models.account import Band, Fact, FieldName, Money, Value
from agent.settle import GOOD_FOR, settle

_A_TENTH = 0.1
"""Two figures that differ by less than this share of the larger one are one figure, counted twice."""


class Weighed(NamedTuple):
    """One field."""

    standing: Fact
    agreeing: tuple[Fact, ...] = ()
    """Of other sources, or other records: they say the same."""
    conflicting: tuple[Fact, ...] = ()
    """They say something else."""
    superseded: tuple[Fact, ...] = ()
    """What the same source said before, or what is of an earlier year: no conflict."""
    stale: tuple[Fact, ...] = ()
    """Of all of these, those retrieved so long ago that they are worth asking for anew."""
    proposal: Fact | None = None
    """Beside a person's value, what would stand without it, where that is something else."""


def weigh(
    facts: Iterable[Fact], now: datetime, *, days: Callable[[Fact], int] = lambda fact: GOOD_FOR[fact.field]
) -> dict[FieldName, Weighed]:
    """Each field somebody knows, in the order fields are shown. `days` is for how long a fact is good.

    A source's card may know better than `GOOD_FOR`. The order facts come in does not matter.
    """
    by_field: dict[FieldName, dict[str, Fact]] = {}
    for fact in facts:
        by_field.setdefault(fact.field, {})[fact.model_dump_json()] = fact
    fields = {field: tuple(of.values()) for field, of in by_field.items()}
    standing = settle(fact for of in fields.values() for fact in of)
    return {field: _weigh(one, fields[field], now, days) for field, one in standing.items()}


def _weigh(standing: Fact, facts: Sequence[Fact], now: datetime, days: Callable[[Fact], int]) -> Weighed:
    newest: dict[str, Moment] = {}
    for one in facts:
        newest[one.source] = max(_moment(one), newest.get(one.source, _moment(one)))
    sides: dict[str, list[Fact]] = {"agreeing": [], "conflicting": [], "superseded": []}
    for one in sorted(facts, key=_shown):
        if one == standing:
            continue
        is_past = _moment(one) < newest[one.source] or _is_of_an_earlier_year(one, standing)
        agrees = agree(standing.field, one.value, standing.value)
        sides["superseded" if is_past else "agreeing" if agrees else "conflicting"].append(one)
    old = (one for one in facts if now - one.retrieved_at > timedelta(days=days(one)))
    return Weighed(
        standing,
        **{side: tuple(of) for side, of in sides.items()},
        stale=tuple(sorted(old, key=_shown)),
        proposal=_proposal(standing, facts),
    )


def _proposal(standing: Fact, facts: Iterable[Fact]) -> Fact | None:
    if standing.source != "person":
        return None
    other = settle(one for one in facts if one.source != "person").get(standing.field)
    return other if other and not agree(standing.field, other.value, standing.value) else None


def agree(field: FieldName, a: Value, b: Value) -> bool:
    """Whether two values of one field say the same, each in its own words."""
    match a, b:
        case Money(), Money():
            return a.currency == b.currency and _overlap((a.min, a.max), (b.min, b.max))
        case (int() | Band(), int() | Band()) if field == "employees":
            return _overlap(_ends(a), _ends(b))
        case dict(), dict():
            return all(a[scheme] == b[scheme] for scheme in a.keys() & b.keys())
        case tuple(), tuple():
            return True  # lists of names add up
        case str(), str():
            alike = company_key if field in ("name", "parent") else fold
            return alike(a) == alike(b)
    return a == b


def _is_of_an_earlier_year(one: Fact, standing: Fact) -> bool:
    years = [fact.value.year if isinstance(fact.value, Money) else None for fact in (one, standing)]
    return None not in years and years[0] != max(year or 0 for year in years)


Moment = tuple[date, date]
"""The day a fact is said of, then the day it was read: an undated fact is older than any dated one. Pages read on
one day are one telling."""


def _moment(fact: Fact) -> Moment:
    return fact.as_of or date.min, fact.retrieved_at.date()


def _shown(fact: Fact) -> tuple[str, Moment, str]:
    return fact.source, _moment(fact), fact.model_dump_json()


Ends = tuple[float | None, float | None]
"""Of a range; None is an open one."""


def _ends(count: int | Band) -> Ends:
    return (count, count) if isinstance(count, int) else (count.min, count.max)


def _overlap(a: Ends, b: Ends) -> bool:
    """Whether two ranges meet, or miss each other by a tenth at most."""
    (low, high), (first, last) = (_closed(ends) for ends in (a, b))
    apart = low - last if low > last else first - high
    return apart <= _A_TENTH * max(low, first)


def _closed(ends: Ends) -> tuple[float, float]:
    low, high = ends
    first, last = sorted((0.0 if low is None else low, float("inf") if high is None else high))
    return first, last
