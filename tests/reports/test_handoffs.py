"""What became of handoffs, on a few of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.models.handoff import Handoff, HandoffState, Owner
from agent.models.score import Stage
from agent.reports import Asked
from agent.reports.handoffs import fate, handoffs, hours
from agent.reports.report import Count, Phrase, Report, Share, Span, Text, Word
from agent.settings import Settings

ANA = Owner(id="ana", name="Ana Ruiz", timezone="UTC", country="FR")
BO = Owner(id="bo", name="Bo Lind", timezone="UTC", country="FR")
OWNERS = {one.id: one for one in (ANA, BO)}
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOW = MONDAY + timedelta(days=14)
DONE, MISSED, OPEN, WITHDRAWN = (
    HandoffState.DONE,
    HandoffState.MISSED,
    HandoffState.OPEN,
    HandoffState.WITHDRAWN,
)
_numbers = count(1)


def handed(
    state: HandoffState = DONE, after: timedelta = HOUR, at: datetime = MONDAY, **fields: Any
) -> Handoff:
    """Ana's, due after four hours, closed after so long."""
    known: dict[str, Any] = {
        "id": f"H{next(_numbers)}",
        "lead_id": "L00000001",
        "owner": "ana",
        "segment": "FR",
        "stage": Stage.MQL,
        "at": at,
        "alert_at": at + 2 * HOUR,
        "due_at": at + 4 * HOUR,
        "state": state,
        "closed_at": None if state is OPEN else at + after,
    }
    return Handoff(**known | fields)


def made(every: list[Handoff], span: Span | None = None) -> Report:
    return handoffs(every, OWNERS, Asked(Settings(), span or Span()), NOW)


@pytest.mark.parametrize(
    ("one", "became"),
    [
        (handed(after=4 * HOUR), "in_time"),
        (handed(after=5 * HOUR), "late"),
        (handed(MISSED), "missed"),
        (handed(WITHDRAWN), "withdrawn"),
        (handed(OPEN), "overdue"),
        (handed(OPEN, at=NOW - HOUR), "waiting"),
    ],
)
def test_a_handoff_is_in_time_late_missed_overdue_waiting_or_withdrawn(one: Handoff, became: str) -> None:
    assert fate(one, NOW) == became


def test_the_share_in_time_leaves_out_what_waits_or_was_withdrawn() -> None:
    every = [
        handed(), handed(after=5 * HOUR), handed(MISSED), handed(OPEN), handed(OPEN, at=NOW), handed(WITHDRAWN)
    ]  # fmt: skip
    (ana, total) = made(every).tables[0].rows
    assert ana[:8] == (Text("Ana Ruiz"), *map(Count, (6, 1, 1, 1, 1, 1, 1)))
    assert ana[8] == Share(1, 4)
    assert total[1:] == ana[1:]


def test_the_time_to_contact_is_business_time() -> None:
    friday = datetime(2026, 3, 6, 17, tzinfo=UTC)
    over_the_weekend = handed(at=friday, after=timedelta(days=2, hours=17))
    assert hours(over_the_weekend, ANA) == 2
    assert made([handed(), over_the_weekend, handed(after=3 * HOUR)]).tables[0].rows[0][-1] == Count(2)


def test_only_contact_takes_time_and_that_of_an_unknown_owner_is_said_to_be_unknown() -> None:
    assert hours(handed(MISSED), ANA) is None
    found = made([handed(owner="left@firm.example")])
    assert found.tables[0].rows[0][0] == Text("left@firm.example")
    assert found.tables[0].rows[0][-1] is None
    assert Phrase("handoffs.unknown_owner", {"n": Count(1)}) in found.remarks


def test_owners_stand_in_the_order_of_their_share_and_weeks_in_the_order_of_time() -> None:
    every = [handed(MISSED), handed(owner="bo"), handed(at=MONDAY + timedelta(days=14))]
    by_owner, by_week = made(every).tables
    assert [row[0] for row in by_owner.rows] == [Text("Bo Lind"), Text("Ana Ruiz"), Word("report.total")]
    assert [row[1] for row in by_week.rows] == [Count(2), Count(0), Count(1), Count(3)]


def test_handoffs_belong_to_the_span_they_were_made_in() -> None:
    late = handed(after=timedelta(days=30))
    assert made([late], Span(date(2026, 3, 2), date(2026, 3, 2))).tables[0].rows[-1][1] == Count(1)
    assert made([late], Span(date(2026, 3, 3), None)).tables[0].rows[-1][1] == Count(0)


@given(
    st.lists(
        st.tuples(st.sampled_from(list(HandoffState)), st.integers(0, 9), st.sampled_from(["ana", "bo", "x"]))
    )
)
def test_every_handoff_has_one_fate_and_one_owner(every: list[tuple[HandoffState, int, str]]) -> None:
    rows = made([handed(state, n * HOUR, owner=owner) for state, n, owner in every]).tables[0].rows
    numbers = [[cell.n for cell in row[1:8] if isinstance(cell, Count)] for row in rows]
    assert all(made == sum(fates) for made, *fates in numbers)
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == (numbers[-1] if every else [])
