"""Whose turn it is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.handoff.clock import Promise
from agent.handoff.hours import local_day
from agent.handoff.routing import Drawn, Rota, Segment
from agent.models.handoff import Absence, Handoff, HandoffState, Owner
from agent.models.score import Stage

MONDAY = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
PROMISE = Promise(timedelta(hours=2), timedelta(hours=4))
PLENTY = 10_000


def an_owner(id: str, **fields: object) -> Owner:
    return Owner.model_validate({"id": id, "name": id.title(), "capacity": PLENTY} | fields)


def a_handoff(owner: str, segment: str, number: int, state: HandoffState = HandoffState.OPEN) -> Handoff:
    return Handoff(
        id=f"H{number}", lead_id=f"L{number}", owner=owner, segment=segment, stage=Stage.MQL,
        at=MONDAY, alert_at=MONDAY, due_at=MONDAY, state=state,
    )  # fmt: skip


def give(
    rota: Rota, segment: Segment, number: int = 0, at: datetime = MONDAY
) -> tuple[Drawn, Handoff | None]:
    """Draws an owner, and notes that they have the lead."""
    drawn = rota.draw(segment, at, PROMISE)
    if drawn.turn is None:
        return drawn, None
    made = a_handoff(drawn.turn.owner.id, segment.name, number)
    rota.note(made)
    return drawn, made


def owners_of(rota: Rota, leads: list[tuple[str | None, str | None]]) -> list[str]:
    return [taker(give(rota, rota.segment(*lead))[0]) for lead in leads]


def taker(drawn: Drawn) -> str:
    return drawn.turn.owner.id if drawn.turn else "-"


# ---------------------------------------------------------------- properties
countries = st.sampled_from(["FR", "BE", "DE", "US"])
products = st.sampled_from(["hub", "link"])
plain_owners = st.lists(
    st.builds(
        lambda regions, lines: {"regions": sorted(regions), "products": sorted(lines)},
        st.sets(countries, max_size=3),
        st.sets(products, max_size=2),
    ),
    min_size=1,
    max_size=6,
).map(lambda each: [an_owner(f"o{n}", **fields) for n, fields in enumerate(each)])
asked = st.tuples(st.none() | countries, st.none() | products)


@settings(deadline=None)
@given(plain_owners, st.lists(asked, max_size=60), st.data())
def test_over_any_run_of_a_segments_leads_the_numbers_of_its_owners_differ_by_one_at_most(
    owners: list[Owner], leads: list[tuple[str | None, str | None]], data: st.DataObject
) -> None:
    rota = Rota(owners)
    drawn = list(zip((rota.segment(*lead) for lead in leads), owners_of(rota, leads), strict=True))
    for segment in {name for name, _ in drawn}:
        run = [owner for name, owner in drawn if name == segment and owner != "-"]
        first = data.draw(st.integers(0, len(run)))
        last = data.draw(st.integers(first, len(run)))
        shares = Counter({one.id: 0 for one in segment.owners})
        shares.update(run[first:last])
        assert not run or max(shares.values()) - min(shares.values()) <= 1
        assert set(shares) == {one.id for one in segment.owners}


@settings(deadline=None)
@given(plain_owners, asked, asked)
def test_two_leads_are_of_one_segment_exactly_when_the_same_owners_serve_them_by_country_and_by_product(
    owners: list[Owner], one: tuple[str | None, str | None], other: tuple[str | None, str | None]
) -> None:
    rota = Rota(owners)

    def served(lead: tuple[str | None, str | None]) -> tuple[list[str], list[str]]:
        country, product = lead
        return (
            [o.id for o in owners if not country or not o.regions or country in o.regions],
            [o.id for o in owners if not product or not o.products or product in o.products],
        )

    assert (rota.segment(*one) == rota.segment(*other)) == (served(one) == served(other))
    there, those = served(one)
    assert [o.id for o in rota.segment(*one).owners] == sorted(set(there) & set(those))


days = st.dates(date(2026, 3, 10), date(2026, 4, 10))
absences = st.lists(
    st.builds(lambda day, more: Absence(first=day, last=day + timedelta(days=more)), days, st.integers(0, 9)),
    max_size=3,
)
busy_owners = st.lists(
    st.builds(
        lambda capacity, away, zone: {"capacity": capacity, "away": tuple(away), "timezone": zone},
        st.integers(0, 4),
        absences,
        st.sampled_from(["Europe/Paris", "Pacific/Auckland", "America/Los_Angeles"]),
    ),
    min_size=1,
    max_size=4,
).map(lambda each: [an_owner(f"o{n}", **fields) for n, fields in enumerate(each)])
steps = st.lists(st.tuples(st.integers(0, 30 * 24), st.booleans()), max_size=60)


@settings(deadline=None)
@given(busy_owners, steps)
def test_no_owner_is_ever_over_capacity_or_away_and_nobody_is_refused_while_one_is_free(
    owners: list[Owner], steps: list[tuple[int, bool]]
) -> None:
    rota, held, numbers = Rota(owners), list[Handoff](), count()
    segment = rota.segment(None, None)
    for hour, closes in sorted(steps):
        at = MONDAY + timedelta(hours=hour)
        if closes and held:
            rota.release(held.pop(0))
        drawn, made = give(rota, segment, next(numbers), at)
        if made:
            held.append(made)
        load = Counter(one.owner for one in held)
        assert all(load[one.id] <= one.capacity for one in owners)
        if drawn.turn:
            owner, _, due_at = drawn.turn
            first, last = local_day(at, owner), local_day(due_at, owner)
            assert not any(absence.first <= last and first <= absence.last for absence in owner.away)
        else:
            full = {one.owner.id for one in drawn.passed if one.obstacle == "full"}
            assert {one.owner.id for one in drawn.passed} == {one.id for one in owners}
            assert full == {one.id for one in owners if load[one.id] >= one.capacity}


@settings(deadline=None)
@given(plain_owners, st.lists(asked, max_size=40), st.integers(0, 40))
def test_a_rota_read_back_from_what_was_handed_over_goes_on_as_if_it_had_never_stopped(
    owners: list[Owner], leads: list[tuple[str | None, str | None]], pause: int
) -> None:
    straight, before = Rota(owners), Rota(owners)
    kept = [made for lead in leads[:pause] if (made := give(before, before.segment(*lead))[1])]
    resumed = Rota(reversed(owners), kept)
    told = owners_of(straight, leads)
    assert owners_of(resumed, leads[pause:]) == told[pause:]


# ---------------------------------------------------------------- by hand
def test_countries_that_no_owner_tells_apart_share_one_rotation() -> None:
    rota = Rota([an_owner("anna"), an_owner("ben")])
    assert owners_of(rota, [("FR", None), ("DE", "hub"), ("US", None), (None, None)]) == ["anna", "ben"] * 2


def test_a_lead_goes_to_those_who_serve_its_country_and_product_line() -> None:
    rota = Rota(
        [an_owner("anna", regions=["fr", "BE"], products=["Hub"]), an_owner("ben", regions=["DE"]), an_owner("zoe")]
    )  # fmt: skip
    assert rota.segment("BE", "HUB").name == "BE, FR"
    assert rota.segment("FR", "link").name == "BE, FR · other"
    assert [one.id for one in rota.segment("FR", "link").owners] == ["zoe"]
    assert [one.id for one in rota.segment("DE", None).owners] == ["ben", "zoe"]
    assert rota.segment("US", None).name == "elsewhere"
    assert rota.segment(None, None).name == "all"


def test_whoever_comes_back_gets_the_next_lead_and_not_all_that_they_missed() -> None:
    back = MONDAY + timedelta(days=7)
    away = Absence(first=MONDAY.date(), last=date(2026, 3, 20))
    rota = Rota([an_owner("anna"), an_owner("ben", away=[away])])
    segment = rota.segment(None, None)
    assert [taker(give(rota, segment)[0]) for _ in range(5)] == ["anna"] * 5
    assert [taker(give(rota, segment, at=back)[0]) for _ in range(4)] == ["ben", "anna", "ben", "anna"]


def test_an_owner_who_leaves_before_the_lead_is_due_does_not_get_it() -> None:
    away = Absence(first=date(2026, 3, 17), last=date(2026, 3, 17))
    rota = Rota([an_owner("anna", away=[away])])
    morning, evening = MONDAY, MONDAY.replace(hour=15)
    assert rota.draw(rota.segment(None, None), morning, PROMISE).turn
    assert not rota.draw(rota.segment(None, None), evening, PROMISE).turn


def test_without_anybody_it_says_who_was_passed_and_why() -> None:
    away = Absence(first=MONDAY.date(), last=MONDAY.date())
    rota = Rota([an_owner("anna", away=[away]), an_owner("ben", capacity=0), an_owner("carl")])
    drawn = rota.draw(rota.segment(None, None), MONDAY, PROMISE, missed={"carl"})
    assert [(one.owner.id, one.obstacle) for one in drawn.passed] == [
        ("anna", "away"), ("ben", "full"), ("carl", "missed"),
    ]  # fmt: skip
