"""Business time of an owner: their opening hours, in their zone, without their days off the calendar.

Opening hours are read off the wall: a minute counts when the clock on the owner's wall shows a time from `opens` up to
`closes` on a working day. Where the wall clock changes, a skipped hour does not exist and a repeated one counts
twice, as it does for the person who sits through it. Absences play no part: a promise to a lead does not wait for
its owner, another owner takes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from agent.errors import BadInput
from agent.models.handoff import Owner

_NOON = time(12)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_PATIENCE = 400
"""Days without an open minute after which there will be none."""


class Span(NamedTuple):
    """An open stretch, in UTC; `end` is not part of it."""

    start: datetime
    end: datetime


class _Week(NamedTuple):
    """What decides when an owner is at work."""

    timezone: str
    country: str
    subdivision: str | None
    opens: time
    closes: time
    weekdays: tuple[int, ...]


def add_business_time(at: datetime, duration: timedelta, owner: Owner) -> datetime:
    """The first moment, in UTC, by which that much business time has passed since `at`; `at` itself for none.

    Raises `BadInput` when the owner never works, or keeps a zone or holidays nobody knows.
    """
    moment = _aware(at)
    if duration <= timedelta(0):
        return moment
    for span in _spans(moment, owner):
        start = max(span.start, moment)
        if span.end - start >= duration:
            return start + duration
        duration -= max(span.end - start, timedelta(0))
    raise AssertionError("spans do not end")


def business_time_between(start: datetime, end: datetime, owner: Owner) -> timedelta:
    """The business time from one moment to another; negative when `end` comes first. Raises as `add_business_time`."""
    first, last = _aware(start), _aware(end)
    if last < first:
        return -business_time_between(last, first, owner)
    zone, week = _zone(owner.timezone), _week(owner)
    day, final = first.astimezone(zone).date(), last.astimezone(zone).date()
    passed = timedelta(0)
    while day <= final:
        for span in _opening(week, day):
            passed += max(min(span.end, last) - max(span.start, first), timedelta(0))
        day += _DAY
    return passed


def local_day(at: datetime, owner: Owner) -> date:
    """The day on the owner's calendar."""
    return _aware(at).astimezone(_zone(owner.timezone)).date()


@cache
def public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """The public holidays of a country or a part of it, in one year. Raises `BadInput` where nobody knows them."""
    from holidays import country_holidays

    try:
        return frozenset(country_holidays(country, subdiv=subdivision, years=year, expand=False))
    except NotImplementedError:
        where = f"{country} {subdivision}" if subdivision else country
        raise BadInput(
            f"the public holidays of {where} are not known",
            remedy="Give a country as two letters, and a part of it by its ISO 3166-2 code",
        ) from None


def _spans(at: datetime, owner: Owner) -> Iterator[Span]:
    """Every open stretch from the day of `at` on, in order."""
    week, day = _week(owner), local_day(at, owner)
    idle = 0
    while idle < _PATIENCE:
        found = _opening(week, day)
        yield from found
        idle = 0 if found else idle + 1
        day += _DAY
    raise BadInput(
        f"{owner.id} has no working hours", remedy="An owner opens before they close, on some weekday"
    )


@lru_cache(1 << 14)
def _opening(week: _Week, day: date) -> tuple[Span, ...]:
    """The open stretches of one day on the owner's calendar: one, two where the clock changes, none on days off."""
    if day.weekday() not in week.weekdays or week.opens >= week.closes:
        return ()
    if day in public_holidays(week.country, week.subdivision, day.year):
        return ()
    zone = _zone(week.timezone)
    opens, closes = (datetime.combine(day, at, UTC) for at in (week.opens, week.closes))
    before, after = (datetime.combine(day + shift, _NOON, zone) for shift in (-_DAY, _DAY))
    early, late = _offset(before), _offset(after)
    if early == late:
        return (Span(opens - early, closes - early),)
    change = _change(before.astimezone(UTC), after.astimezone(UTC), zone)
    halves = (
        Span(opens - early, min(closes - early, change)),
        Span(max(opens - late, change), closes - late),
    )
    return tuple(half for half in halves if half.start < half.end)


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The second in which the zone's clock changes, between two moments with one change between them."""
    old = _offset(before.astimezone(zone))
    while after - before > _SECOND:
        middle = before + (after - before) // (2 * _SECOND) * _SECOND
        if _offset(middle.astimezone(zone)) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta(0)


def _week(owner: Owner) -> _Week:
    return _Week(owner.timezone, owner.country, owner.subdivision, owner.opens, owner.closes, owner.weekdays)


@cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadInput(
            f"there is no time zone {name}", remedy='Give its IANA name, like "Europe/Paris"'
        ) from None


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(UTC)
