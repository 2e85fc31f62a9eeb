"""Intent: fresh and deep counts more than old and shallow, and nothing from the future counts."""

from __future__ import annotations

from datetime import timedelta, timezone
from random import Random

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st
from making import NOON, RUBRIC, TODAY, acts, given, lead, scored, touchpoints

from agent.models.evidence import evidence_id
from agent.models.touchpoint import Kind, Touchpoint
from agent.rubric import Case
from agent.rubric.intent import decay, whole

GIVING = ("recency", "frequency", "depth")


def did(*what: tuple[Kind, int]) -> Case:
    return Case(lead(), {}, touchpoints(*what))


def points(case: Case) -> dict[str, int]:
    return {c.criterion: c.points for c in scored(case).contributions if c.family == "intent"}


@any_of(st.floats(0, 5000), st.floats(0, 5000), st.floats(0.5, 400))
def test_what_is_left_of_a_point_only_falls_with_age(age: float, more: float, half_life: float) -> None:
    assert decay(0, half_life) == 1
    assert decay(half_life, half_life) == 0.5
    assert decay(age + more, half_life) <= decay(age, half_life)


def test_halves_round_up() -> None:
    assert [whole(points) for points in (0.49, 0.5, 1.5, 2.5)] == [0, 1, 2, 3]


def test_a_demo_request_today_can_be_added_up_by_hand() -> None:
    assert points(did((Kind.DEMO_REQUEST, 0))) == {
        "recency": 15,
        "frequency": 2,
        "depth": 15,
        "withdrawal": 0,
    }


def test_after_a_half_life_half_is_left() -> None:
    assert points(did((Kind.DEMO_REQUEST, 30)))["recency"] == whole(15 / 2)
    assert points(did((Kind.DEMO_REQUEST, 60)))["depth"] == whole(15 / 2)


def test_ten_visits_in_a_month_pass_the_threshold_that_one_does_not_reach() -> None:
    needed = RUBRIC.profiles["direct"].mql.intent
    assert scored(did(*((Kind.PAGE_VIEW, 3 * visit) for visit in range(10)))).intent >= needed
    assert scored(did((Kind.PAGE_VIEW, 0))).intent < needed


def test_no_heap_of_page_views_is_as_deep_as_one_demo_request() -> None:
    heap = given(did(*((Kind.PAGE_VIEW, 0),) * 200), "depth").points
    assert heap < given(did((Kind.DEMO_REQUEST, 0)), "depth").points


def test_depth_names_the_kind_that_gives_most_and_when_it_last_happened() -> None:
    depth = given(did((Kind.WEBINAR, 2), (Kind.DEMO_REQUEST, 5), (Kind.DEMO_REQUEST, 9)), "depth")
    assert (depth.level, depth.because) == ("demo_request", "2026-11-15")


def test_each_point_of_intent_is_proved_by_its_touchpoints() -> None:
    case = did((Kind.WEBINAR, 2), (Kind.DEMO_REQUEST, 5), (Kind.UNSUBSCRIBE, 1))
    proof = [evidence_id("touchpoint", f"T{number}") for number in range(3)]
    assert given(case, "recency").evidence == (proof[0],)
    assert given(case, "depth").evidence == (proof[0], proof[1])
    assert given(case, "withdrawal").evidence == (proof[2],)


def test_somebody_who_unsubscribed_loses_points_but_never_more_than_there_are() -> None:
    assert points(did((Kind.DEMO_REQUEST, 0), (Kind.UNSUBSCRIBE, 0)))["withdrawal"] == -20
    assert points(did((Kind.PAGE_VIEW, 60), (Kind.UNSUBSCRIBE, 0)))["withdrawal"] == -5
    assert scored(did((Kind.UNSUBSCRIBE, 0))).intent == 0


def test_a_partners_referral_is_no_act_of_the_lead() -> None:
    assert scored(did((Kind.REFERRAL, 0))).intent == 0


def test_nobody_who_did_nothing_has_intent_and_nothing_of_it_is_unknown() -> None:
    contributions = [c for c in scored(did()).contributions if c.family == "intent"]
    assert {(c.level, c.low, c.points, c.high) for c in contributions} == {("none", 0, 0, 0)}


@pytest.mark.parametrize("kind", list(Kind))
def test_a_touchpoint_of_tomorrow_is_not_yet_seen(kind: Kind) -> None:
    assert points(did((kind, -1))) == points(did())
    assert scored(did((kind, -1)), TODAY + timedelta(days=1)) == scored(
        Case(lead(), {}, (Touchpoint(id="T0", at=NOON + timedelta(days=1), kind=kind),)),
        TODAY + timedelta(days=1),
    )


def test_the_day_is_counted_in_universal_time() -> None:
    late = NOON.replace(hour=23, minute=30).astimezone(timezone(timedelta(hours=9)))
    case = Case(lead(), {}, (Touchpoint(id="T", at=late, kind=Kind.DEMO_REQUEST),))
    assert points(case)["recency"] == 15
    assert given(case, "recency").because == "2026-11-20"


@any_of(acts, st.tuples(st.sampled_from(list(Kind)), st.integers(-5, 400)))
def test_one_touchpoint_more_never_lowers_recency_frequency_or_depth(
    before: list[tuple[Kind, int]], one_more: tuple[Kind, int]
) -> None:
    less, more = points(did(*before)), points(did(*before, one_more))
    assert all(more[criterion] >= less[criterion] for criterion in GIVING)
    if RUBRIC.touchpoints[one_more[0]].points >= 0:
        assert scored(did(*before, one_more)).intent >= scored(did(*before)).intent


@any_of(acts, st.integers(0, 300))
def test_the_same_acts_longer_ago_never_give_more(what: list[tuple[Kind, int]], days: int) -> None:
    past = [(kind, age) for kind, age in what if age >= 0]
    fresh, old = points(did(*past)), points(did(*((kind, age + days) for kind, age in past)))
    assert all(old[criterion] <= fresh[criterion] for criterion in GIVING)


@any_of(acts, st.randoms(use_true_random=False))
def test_the_order_of_touchpoints_does_not_matter(what: list[tuple[Kind, int]], random: Random) -> None:
    case = did(*what)
    shuffled = list(case.touchpoints)
    random.shuffle(shuffled)
    assert scored(Case(case.lead, {}, tuple(shuffled))) == scored(case)


@any_of(acts)
def test_intent_stays_between_nothing_and_its_maximum(what: list[tuple[Kind, int]]) -> None:
    assert 0 <= scored(did(*what)).intent <= RUBRIC.profiles["direct"].max.intent
