"""Dates: one order for a whole column."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.intake.days import Order, decide_order, read_day, read_moment

days = st.dates(date(2000, 1, 1), date(2050, 12, 31))


@pytest.mark.parametrize(
    ("texts", "language", "order"),
    [
        (["1/2/2018", "4/30/2018"], None, "month first"),
        (["01-02-2018 10:00", "30-04-2018 09:15"], None, "day first"),
        (["01/02/2018", "03/04/2018"], "fr", "day first"),
        (["01/02/2018", "03/04/2018"], "en", "either"),
        (["01.02.2018"], "en", "day first"),
        (["13/02/2018", "02/13/2018"], "fr", "either"),
        (["2018-02-01"], "en", "either"),
        ([], None, "either"),
    ],
)
def test_the_whole_column_tells_which_number_is_the_day(
    texts: list[str], language: str | None, order: Order
) -> None:
    assert decide_order(texts, language) == order


@given(st.lists(days, min_size=1), st.booleans())
def test_a_column_written_one_way_is_read_that_way_or_left_open(column: list[date], american: bool) -> None:
    texts = [f"{day:%m/%d/%Y}" if american else f"{day:%d/%m/%Y}" for day in column]
    order = decide_order(texts)
    for day, text in zip(column, texts, strict=True):
        assert read_day(text, order) in (day, None)
        if day.day > 12:
            assert read_day(text, order) == day


@given(
    days, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%d %b %Y", "%B %d, %Y", "%Y%m%d"])
)
def test_every_day_is_read_in_every_form(day: date, form: str) -> None:
    assert read_day(day.strftime(form), "day first") == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-04T10:11:12Z", datetime(2026, 3, 4, 10, 11, 12, tzinfo=UTC)),
        ("2026-03-04 10:11:12.5+02:00", datetime(2026, 3, 4, 8, 11, 12, 500_000, tzinfo=UTC)),
        ("4/3/2026 9:15 PM", datetime(2026, 3, 4, 21, 15, tzinfo=UTC)),
        ("4/3/2026 12:05 am", datetime(2026, 3, 4, 0, 5, tzinfo=UTC)),
        ("04/03/2026 10h30", datetime(2026, 3, 4, 10, 30, tzinfo=UTC)),
        ("1er août 2026", datetime(2026, 8, 1, tzinfo=UTC)),
        ("lundi 3 mars 2025", datetime(2025, 3, 3, tzinfo=UTC)),
        ("12-Mar-26", datetime(2026, 3, 12, tzinfo=UTC)),
        ("Mon, 08 Sep 2025 07:43:41 GMT", datetime(2025, 9, 8, 7, 43, 41, tzinfo=UTC)),
        ("1757317421", datetime(2025, 9, 8, 7, 43, 41, tzinfo=UTC)),
        ("1757317421000", datetime(2025, 9, 8, 7, 43, 41, tzinfo=UTC)),
        ("45000.5", datetime(2023, 3, 15, 12, tzinfo=UTC)),
    ],
)
def test_a_moment_is_aware_and_read_as_tools_write_it(text: str, moment: datetime) -> None:
    assert read_moment(text, "day first") == moment


@pytest.mark.parametrize(
    "text", ["31/02/2026", "2026-13-01", "00/00/0000", "soon", "", "99999999999999", "25:00"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_moment(text, "day first") is None


def test_a_date_that_could_be_two_is_none() -> None:
    assert read_day("03/04/2026", "either") is None
    assert read_day("04/04/2026", "either") == date(2026, 4, 4)


@given(st.text())
def test_any_text_is_an_aware_moment_or_none(text: str) -> None:
    moment = read_moment(text, "either")
    assert moment is None or moment.tzinfo is not None
