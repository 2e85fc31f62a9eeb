"""Which of several facts stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from agent.models.account import FIELDS, Fact
from agent.settle import RANKS, settle

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SOURCES = [source for rank in RANKS for source in sorted(rank)] + ["a source of tomorrow"]


def employees(value: int, source: str, as_of: date | None = None, retrieved_at: datetime = NOW) -> Fact:
    return Fact(
        field="employees",
        value=value,
        source=source,
        as_of=as_of,
        retrieved_at=retrieved_at,
        evidence=f"E{value}",
    )


facts = st.lists(
    st.builds(
        Fact,
        field=st.sampled_from(FIELDS),
        value=st.integers(1, 5) | st.text(max_size=3),
        source=st.sampled_from(SOURCES),
        as_of=st.none() | st.dates(),
        retrieved_at=st.datetimes(timezones=st.just(UTC)),
        evidence=st.text(max_size=3),
    ),
    max_size=12,
)


def test_what_a_person_typed_stands_over_every_source() -> None:
    typed = employees(40, "person", date(2020, 1, 1))
    found = [employees(n, source, date(2026, 1, 1)) for n, source in enumerate(SOURCES[1:], start=100)]
    assert settle([*found, typed]) == {"employees": typed}


def test_a_registry_stands_over_a_directory_and_a_directory_over_the_lead_file() -> None:
    registry, directory, lead = (
        employees(n, source) for n, source in [(1, "sirene"), (2, "directory"), (3, "lead file")]
    )
    assert settle([lead, directory, registry])["employees"] is registry
    assert settle([lead, directory])["employees"] is directory


def test_of_two_directories_the_newer_figure_stands_however_late_the_other_was_read() -> None:
    newer = employees(80, "directory", date(2025, 6, 1))
    older = employees(60, "directory", date(2023, 6, 1), retrieved_at=NOW.replace(year=2027))
    undated = employees(70, "directory")
    assert settle([newer, older, undated])["employees"] is newer


def test_a_field_nobody_knows_is_absent() -> None:
    assert settle([]) == {}
    assert "revenue" not in settle([employees(3, "directory")])


@given(facts, st.randoms())
def test_the_order_facts_come_in_does_not_matter(given: list[Fact], random: Random) -> None:
    shuffled = list(given)
    random.shuffle(shuffled)
    assert settle(given) == settle(shuffled)


@given(facts)
def test_every_field_that_has_a_fact_has_one_standing_and_it_is_one_of_them(given: list[Fact]) -> None:
    standing = settle(given)
    assert standing.keys() == {fact.field for fact in given}
    assert all(fact in given and fact.field == field for field, fact in standing.items())
    assert list(standing) == [field for field in FIELDS if field in standing]
