"""Qualified leads over time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from travelled import a_journey

from agent.models.journey import Journey
from agent.models.score import Stage
from agent.reports.report import By, Change, Count, Period, Phrase, Span, Text, Word, period, periods
from agent.reports.timeline import timeline

TODAY = date(2026, 3, 25)
"""A Wednesday."""


def qualified(day: str, source: str | None = "webinar") -> Journey:
    return a_journey(source, day, {Stage.MQL: day})


def test_each_week_has_a_row_even_when_nothing_happened_in_it() -> None:
    made = timeline([qualified("2026-03-02"), qualified("2026-03-22", "fair")], Span(), "week", TODAY)
    assert made.tables[0].head == (
        "report.period",
        "report.leads",
        "report.qualified",
        Text("webinar"),
        Text("fair"),
    )
    assert made.tables[0].rows == (
        (Period(date(2026, 3, 2), "week"), Count(1), Count(1), Count(1), Count(0)),
        (Period(date(2026, 3, 9), "week"), Count(0), Count(0), Count(0), Count(0)),
        (Period(date(2026, 3, 16), "week"), Count(1), Count(1), Count(0), Count(1)),
    )


def test_a_lead_counts_once_on_the_day_it_was_first_qualified() -> None:
    again = a_journey(
        "fair", "2026-01-05", {Stage.EQL: "2026-02-10", Stage.MQL: "2026-01-20", Stage.SQL: "2026-03-01"}
    )
    made = timeline([again], Span(), "month", TODAY)
    assert made.tables[0].rows == ((Period(date(2026, 1, 1), "month"), Count(1), Count(1), Count(1)),)


def test_a_fall_is_traced_to_its_source_between_the_last_two_whole_periods() -> None:
    everyone = [
        *(qualified("2026-03-10", "fair") for _ in range(5)),
        *(qualified("2026-03-10") for _ in range(2)),
        qualified("2026-03-17", "fair"),
        *(qualified("2026-03-17") for _ in range(3)),
        qualified("2026-03-24"),  # this week, which is not over
    ]
    change = timeline(everyone, Span(), "week", TODAY).tables[1]
    assert change.head[1:3] == (Period(date(2026, 3, 9), "week"), Period(date(2026, 3, 16), "week"))
    assert change.rows == (
        (Text("fair"), Count(5), Count(1), Change(-4)),
        (Text("webinar"), Count(2), Count(3), Change(1)),
        (Word("report.total"), Count(7), Count(4), Change(-3)),
    )


def test_sources_beyond_the_eight_greatest_share_a_column() -> None:
    everyone = [qualified("2026-03-02", f"s{n}") for n in range(10)]
    made = timeline(everyone, Span(), "week", TODAY)
    assert made.tables[0].head[-1] == "report.others"
    assert made.tables[0].rows[0][-1] == Count(2)


def test_days_outside_the_span_do_not_count() -> None:
    everyone = [qualified("2026-03-02"), qualified("2026-03-10")]
    made = timeline(everyone, Span(date(2026, 3, 3), date(2026, 3, 10)), "week", TODAY)
    assert [row[2] for row in made.tables[0].rows] == [Count(1)]


def test_a_mistyped_year_makes_no_endless_table_and_is_told() -> None:
    everyone = [qualified("2026-03-02"), qualified("1926-03-02"), a_journey(came="2062-03-02")]
    made = timeline(everyone, Span(), "week", TODAY)
    assert [row[:3] for row in made.tables[0].rows] == [
        (Period(date(2026, 3, 2), "week"), Count(1), Count(1))
    ]
    assert Phrase("report.outside", {"leads": Count(2), "qualified": Count(1)}) in made.remarks


def test_nothing_is_a_report_too() -> None:
    made = timeline([], Span(), "week", TODAY)
    assert (made.tables[0].rows, made.charts) == ((), ())


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(days, days, st.sampled_from(["week", "month"]))
def test_periods_follow_each_other_without_a_gap_and_hold_both_ends(one: date, other: date, by: By) -> None:
    first, last = sorted((one, other))
    line = periods(first, last, by)
    assert line[0] == period(first, by)
    assert line[-1] == period(last, by)
    for before, after in pairwise(line):
        assert period(after.first, by) == after
        days = (after.first - before.first).days
        assert days == 7 if by == "week" else 28 <= days <= 31
