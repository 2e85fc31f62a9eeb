"""Lines that say where a company is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sources.places import Place, places


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("San Francisco, CA, USA", Place("San Francisco", "CA", "US")),
        ("Paris, Île-de-France, France", Place("Paris", "Île-de-France", "FR")),
        ("Lyon, France", Place("Lyon", None, "FR")),
        ("Deutschland", Place(None, None, "DE")),
        ("London, England, United Kingdom", Place("London", "England", "GB")),
        ("Austin, TX", Place("Austin", "TX", "US")),
        ("Fresno, CA", Place("Fresno", "CA", None)),  # California or Canada
        ("Atlantis", Place("Atlantis")),
    ],
)
def test_a_line_is_read_as_city_region_and_country(line: str, place: Place) -> None:
    assert places(line) == (place,)


def test_several_places_keep_their_order_and_nowhere_is_left_out() -> None:
    assert places("Remote; Oslo, Norway; Bergen, Norway") == (
        Place("Oslo", None, "NO"),
        Place("Bergen", None, "NO"),
    )
    assert places("Remote") == places(";, ;") == ()


@given(st.text(max_size=60))
def test_any_line_is_read(line: str) -> None:
    assert all(any(place) for place in places(line))
