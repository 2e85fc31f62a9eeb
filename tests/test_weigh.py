"""What several sources say of one field, side by side."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.models.account import FIELDS, Band, Fact, FieldName, Money, Value
from agent.settle import GOOD_FOR, settle
from agent.weigh import agree, weigh

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def fact(source: str, value: Value = 58, field: FieldName = "employees", **said: Any) -> Fact:
    usual = {"retrieved_at": NOW, "evidence": f"E {source} {value}"}
    return Fact(field=field, value=value, source=source, **{**usual, **said})


def test_those_that_say_the_same_stand_beside_and_those_that_do_not_stand_apart() -> None:
    register, site, vendor = fact("sirene", Band(min=50, max=99)), fact("website", 60), fact("hunter", 400)
    weighed = weigh([vendor, site, register], NOW)["employees"]
    assert (weighed.standing, weighed.agreeing, weighed.conflicting) == (register, (site,), (vendor,))
    assert weighed.proposal is None


def test_a_persons_value_stands_and_what_the_sources_say_is_a_proposal_beside_it() -> None:
    typed, register = fact("person", 40), fact("sirene", Band(min=50, max=99))
    weighed = weigh([register, typed], NOW)["employees"]
    assert (weighed.standing, weighed.proposal) == (typed, register)
    assert weigh([fact("person", 60), register], NOW)["employees"].proposal is None


def test_what_a_source_said_before_is_no_conflict_with_what_it_says_now() -> None:
    before = fact("directory", 30, as_of=date(2023, 1, 1))
    now = fact("directory", 58, as_of=date(2025, 1, 1))
    weighed = weigh([before, now], NOW)["employees"]
    assert (weighed.standing, weighed.superseded, weighed.conflicting) == (now, (before,), ())


def test_two_lines_of_one_list_that_differ_are_a_conflict() -> None:
    one, other = fact("lead file", 30), fact("lead file", 90)
    weighed = weigh([one, other], NOW)["employees"]
    assert {weighed.standing.value, weighed.conflicting[0].value} == {30, 90}


def test_revenue_of_an_earlier_year_is_no_conflict_and_of_another_currency_is_one() -> None:
    def revenue(source: str, amount: float, year: int | None, currency: str = "EUR") -> Fact:
        return fact(source, Money(min=amount, max=amount, currency=currency, year=year), "revenue")

    standing = revenue("sirene", 5e6, 2024)
    earlier, same, dollars = (
        revenue("website", 3e6, 2022),
        revenue("hunter", 5.2e6, None),
        revenue("apollo", 5e6, 2024, "USD"),
    )
    weighed = weigh([earlier, same, dollars, standing], NOW)["revenue"]
    assert (weighed.superseded, weighed.agreeing, weighed.conflicting) == ((earlier,), (same,), (dollars,))


def test_what_was_retrieved_too_long_ago_is_stale_even_when_it_stands() -> None:
    old = fact("sirene", "active", "status", retrieved_at=NOW - timedelta(days=GOOD_FOR["status"] + 1))
    fresh = fact("website", "active", "status")
    weighed = weigh([old, fresh], NOW)["status"]
    assert (weighed.standing, weighed.stale) == (old, (old,))
    assert weigh([old], NOW, days=lambda _: 30)["status"].stale == ()


@pytest.mark.parametrize(
    ("field", "a", "b", "same"),
    [
        ("name", "BRIGHTLOOM SAS", "Brightloom", True),
        ("name", "Brightloom", "Kestrel", False),
        ("city", "Orléans", "ORLEANS", True),
        ("employees", 58, 62, True),
        ("employees", 58, 90, False),
        ("employees", 58, Band(min=50, max=99), True),
        ("employees", Band(min=None, max=9), Band(min=10000, max=None), False),
        ("employees", 0, 1, False),
        ("founded", 1999, 2001, False),
        ("legal_ids", {"siren": "1", "lei": "2"}, {"siren": "1", "vat": "3"}, True),
        ("legal_ids", {"siren": "1"}, {"siren": "2"}, False),
        ("technologies", ("Odoo",), ("Sage",), True),
        ("employees", 58, "many", False),
    ],
)
def test_values_agree_that_say_the_same_in_their_own_words(
    field: FieldName, a: Value, b: Value, same: bool
) -> None:
    assert agree(field, a, b) is agree(field, b, a) is same


values = (
    st.integers(0, 200)
    | st.text(max_size=3)
    | st.builds(Band, min=st.none() | st.integers(0, 99), max=st.none() | st.integers(99, 500))
    | st.builds(
        Money,
        min=st.none() | st.floats(0, 1e9),
        max=st.none() | st.floats(0, 1e9),
        currency=st.sampled_from(["EUR", "USD"]),
        year=st.none() | st.integers(2019, 2025),
    )
    | st.dictionaries(st.sampled_from(["siren", "lei"]), st.text(max_size=2))
)
facts = st.lists(
    st.builds(
        Fact,
        field=st.sampled_from(FIELDS),
        value=values,
        source=st.sampled_from(["person", "sirene", "directory", "website", "lead file"]),
        as_of=st.none() | st.dates(),
        retrieved_at=st.datetimes(timezones=st.just(UTC)),
        evidence=st.text(max_size=3),
    ),
    max_size=12,
)


@given(facts, st.randoms())
def test_nothing_is_lost_nothing_is_twice_and_the_order_does_not_matter(
    given: list[Fact], random: Random
) -> None:
    shuffled = list(given)
    random.shuffle(shuffled)
    weighed = weigh(given, NOW)
    assert weigh(shuffled, NOW) == weighed
    assert {field: one.standing for field, one in weighed.items()} == settle(given)
    for field, one in weighed.items():
        told = [one.standing, *one.agreeing, *one.conflicting, *one.superseded]
        said = {fact.model_dump_json() for fact in given if fact.field == field}
        assert sorted(fact.model_dump_json() for fact in told) == sorted(said)


@given(values, values)
def test_agreement_goes_both_ways(a: Value, b: Value) -> None:
    for field in FIELDS:
        assert agree(field, a, b) == agree(field, b, a)
        assert agree(field, a, a)
