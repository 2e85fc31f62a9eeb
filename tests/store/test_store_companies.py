"""The index of company directories, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text

from agent.store import Store, companies
from agent.store.companies import Census, Stored

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

ACME, BREL = 11, 12
"""Exact keys."""


@dataclass(frozen=True)
class Row:
    """One company, with its keys."""

    record: int
    exact: Sequence[int]
    rough: Sequence[tuple[int, str]] = ()


def fill(
    store: Store, rows: Sequence[Row], place: str = "/lists/a.csv", digest: str = "d1", done: bool = True
) -> None:
    with companies.Build(store, place.rpartition("/")[2], place, digest) as build:
        build.add(
            [(row.record, f'{{"name":"n° {row.record}"}}') for row in rows],
            [(key, row.record) for row in rows for key in row.exact],
            [(key, row.record, form) for row in rows for key, form in row.rough],
        )
        if done:
            build.finish(Census(len(rows), {"domain": 1}, {"FR": len(rows)}), NOW)


def row(record: int, *exact: int, rough: Sequence[tuple[int, str]] = ()) -> Row:
    return Row(record, exact, rough)


def find(store: Store, *keys: int) -> list[Stored]:
    with store.read() as tx:
        return companies.find(tx, keys)


def test_a_company_is_found_by_any_of_its_keys_with_its_place_in_the_file(store: Store) -> None:
    fill(store, [row(1, ACME), row(2, BREL, 13)])
    (found,) = find(store, 13)
    assert (found.file, found.digest, found.record, found.doc) == ("a.csv", "d1", 2, {"name": "n° 2"})
    assert [one.record for one in find(store, ACME, BREL, 99)] == [1, 2]
    assert find(store) == []


def test_a_rough_key_gives_every_company_under_it_with_the_spelling(store: Store) -> None:
    fill(store, [row(1, rough=[(70, "acme"), (71, "acmesoft")]), row(2, rough=[(70, "acne")])])
    with store.read() as tx:
        found = companies.find_roughly(tx, [70, 71])
        stored = companies.get_many(tx, [company for company, form in found if form == "acne"])
    assert sorted(form for _, form in found) == ["acme", "acmesoft", "acne"]
    assert [one.record for one in stored] == [2]


def test_a_file_is_not_found_before_all_of_it_is_in(store: Store) -> None:
    fill(store, [row(1, ACME)], done=False)
    assert find(store, ACME) == []
    with store.read() as tx:
        assert companies.files(tx) == ()
    fill(store, [row(1, ACME)])
    assert len(find(store, ACME)) == 1


def test_a_file_tells_what_is_in_it_and_since_when(store: Store) -> None:
    fill(store, [row(1, ACME), row(2, BREL)])
    with store.read() as tx:
        (file,) = companies.files(tx)
    assert (file.name, file.indexed_at) == ("a.csv", NOW)
    assert file.census == Census(2, {"domain": 1}, {"FR": 2})


def test_keys_are_found_whatever_order_they_came_in(store: Store) -> None:
    fill(store, [row(n, 1000 - n, n + 5000) for n in (3, 1, 2)])
    assert [one.record for one in find(store, 998, 997, 5001)] == [1, 2, 3]


def test_an_index_of_another_shape_counts_as_none_and_gives_way(store: Store) -> None:
    with store.write() as tx:
        tx.execute(text("CREATE TABLE company_file (id INTEGER PRIMARY KEY, records INTEGER)"))
    with store.read() as tx:
        assert companies.files(tx) == ()
    fill(store, [row(1, ACME)])
    assert len(find(store, ACME)) == 1


def test_a_new_edition_takes_the_place_of_the_old_one_and_of_nothing_else(store: Store) -> None:
    fill(store, [row(1, ACME), row(2, BREL)])
    fill(store, [row(1, ACME)], place="/elsewhere/a.csv", digest="d2")
    fill(store, [row(1, BREL)], digest="d3")
    assert [(one.digest, one.record) for one in find(store, ACME, BREL)] == [("d2", 1), ("d3", 1)]
    with store.read() as tx:
        assert [file.digest for file in companies.files(tx)] == ["d2", "d3"]


def test_what_an_interrupted_build_left_is_gone_after_the_next(store: Store) -> None:
    fill(store, [row(1, ACME, rough=[(70, "acme")])], digest="d1", done=False)
    fill(store, [row(1, ACME, rough=[(70, "acme")])], digest="d1")
    with store.read() as tx:
        assert len(companies.find_roughly(tx, [70])) == 1


def test_a_rough_key_that_a_crowd_shares_tells_nothing_and_is_dropped(store: Store) -> None:
    crowd = [row(n, n + 100, rough=[(70, "services"), (n + 1000, f"name{n}")]) for n in range(1, 1003)]
    fill(store, crowd)
    with store.read() as tx:
        assert companies.find_roughly(tx, [70]) == []
        assert len(companies.find_roughly(tx, [1001, 1002])) == 2
    assert len(find(store, 101)) == 1


def test_a_look_up_gives_twenty_companies_at_most(store: Store) -> None:
    fill(store, [row(n, ACME) for n in range(1, 31)])
    assert [one.record for one in find(store, ACME)] == list(range(1, 21))


def test_a_store_without_directories_has_no_files(store: Store) -> None:
    with store.read() as tx:
        assert companies.files(tx) == ()
