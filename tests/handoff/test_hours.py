"""Business hours, against a clock that goes through a year minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import BadInput
from agent.handoff.hours import add_business_time, business_time_between, public_holidays
from agent.models.handoff import Owner

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTES = 365 * 24 * 60
PARIS = ZoneInfo("Europe/Paris")
CLAIRE = Owner(id="claire", name="Claire")

OWNERS = (
    CLAIRE,
    Owner(id="moselle", name="M", subdivision="57"),
    Owner(id="munich", name="B", timezone="Europe/Berlin", country="DE", subdivision="BY", opens=time(8, 30)),
    Owner(id="boston", name="U", timezone="America/New_York", country="US", closes=time(17, 15)),
    # at work while the clock changes: in the night of a Sunday, by half an hour, and at midnight
    Owner(id="night", name="N", opens=time(1, 20), closes=time(2, 40), weekdays=(5, 6)),
    Owner(id="lord howe", name="H", timezone="Australia/Lord_Howe", country="AU", opens=time(0), weekdays=(6,)),
    Owner(id="beirut", name="L", timezone="Asia/Beirut", country="LB", opens=time(0), weekdays=tuple(range(7))),
)  # fmt: skip


@cache
def reference(owner: Owner) -> list[int]:
    """Minutes at work from the start of the year up to each of its minutes, counted one by one on the wall clock."""
    zone = ZoneInfo(owner.timezone)
    off = holidays.country_holidays(owner.country, subdiv=owner.subdivision, years=range(2025, 2028))
    at_work = []
    for number in range(MINUTES):
        wall = (START + number * MINUTE).astimezone(zone)
        at_work.append(
            wall.weekday() in owner.weekdays
            and owner.opens <= wall.time() < owner.closes
            and wall.date() not in off
        )
    return list(accumulate(at_work, initial=0))


owners = st.sampled_from(OWNERS)
minutes = st.integers(0, MINUTES)
changes = st.builds(
    lambda day, minute: (day - START.date()).days * 1440 + minute,
    st.sampled_from([date(2026, m, d) for m, d in ((3, 8), (3, 28), (3, 29), (4, 5), (10, 4), (10, 25), (11, 1))]),
    st.integers(0, 1439),
)  # fmt: skip
moments = minutes | changes


@settings(max_examples=600, deadline=None)
@given(owner=owners, first=moments, second=moments)
def test_the_time_between_two_moments_is_what_counting_minutes_gives(
    owner: Owner, first: int, second: int
) -> None:
    counted = reference(owner)[second] - reference(owner)[first]
    assert business_time_between(START + first * MINUTE, START + second * MINUTE, owner) == counted * MINUTE


@settings(max_examples=600, deadline=None)
@given(owner=owners, at=moments, duration=st.integers(0, 3000))
def test_time_added_ends_at_the_first_minute_by_which_so_many_were_worked(
    owner: Owner, at: int, duration: int
) -> None:
    worked = reference(owner)
    if worked[-1] - worked[at] < duration:
        return  # it ends next year
    counted = next(number for number in range(at, MINUTES + 1) if worked[number] - worked[at] >= duration)
    assert add_business_time(START + at * MINUTE, duration * MINUTE, owner) == START + counted * MINUTE


@settings(deadline=None)
@given(owner=owners, at=moments, seconds=st.integers(0, 200_000))
def test_what_was_added_is_what_lies_between(owner: Owner, at: int, seconds: int) -> None:
    moment, duration = START + at * MINUTE, timedelta(seconds=seconds)
    assert business_time_between(moment, add_business_time(moment, duration, owner), owner) == duration


def test_four_hours_from_friday_afternoon_end_on_monday_morning() -> None:
    friday = datetime(2026, 3, 13, 16, 30, tzinfo=PARIS)
    assert add_business_time(friday, 4 * HOUR, CLAIRE) == datetime(2026, 3, 16, 11, 30, tzinfo=PARIS)


def test_the_national_day_is_no_working_day_in_france_but_is_in_boston() -> None:
    eve = datetime(2026, 7, 13, 17, 0, tzinfo=PARIS)
    assert add_business_time(eve, 2 * HOUR, CLAIRE) == datetime(2026, 7, 15, 10, 0, tzinfo=PARIS)
    boston = OWNERS[3]
    noon = datetime(2026, 7, 14, 12, 0, tzinfo=ZoneInfo("America/New_York"))
    assert add_business_time(noon, HOUR, boston) == noon + HOUR


def test_saint_stephen_is_a_holiday_in_moselle_alone() -> None:
    boxing_day = date(2025, 12, 26)
    assert boxing_day in public_holidays("FR", "57", 2025)
    assert boxing_day not in public_holidays("FR", None, 2025)


def test_whoever_works_through_the_night_of_the_change_loses_an_hour_in_march_and_gains_one_in_october() -> (
    None
):
    night = Owner(id="night", name="N", opens=time(0), closes=time(6), weekdays=(6,))
    for day, hours in ((date(2026, 3, 22), 6), (date(2026, 3, 29), 5), (date(2026, 10, 25), 7)):
        start = datetime.combine(day, time(0), PARIS)
        assert business_time_between(start, start + timedelta(days=1), night) == hours * HOUR


def test_an_owner_who_never_works_is_refused_rather_than_waited_for() -> None:
    for owner in (
        Owner(id="idle", name="I", weekdays=()),
        Owner(id="idle", name="I", opens=time(18), closes=time(9)),
    ):
        with pytest.raises(BadInput, match="no working hours"):
            add_business_time(START, HOUR, owner)


def test_a_zone_and_holidays_that_nobody_knows_are_refused() -> None:
    with pytest.raises(BadInput, match="no time zone"):
        add_business_time(START, HOUR, Owner(id="a", name="A", timezone="Europe/Nowhere"))
    with pytest.raises(BadInput, match="holidays of ZZ"):
        add_business_time(START, HOUR, Owner(id="a", name="A", country="ZZ"))


def test_a_moment_without_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        add_business_time(datetime(2026, 1, 1), HOUR, CLAIRE)
