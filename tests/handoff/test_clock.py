"""The clock of a handoff, how one ends, and how it is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.handoff import due
from agent.handoff.clock import Promise, Standing, promise, standing, time_left, times
from agent.handoff.routing import Drawn, Passed, Turn
from agent.handoff.wording import segment_name, why
from agent.models.handoff import Handoff, HandoffState, Owner
from agent.models.lead import Lead
from agent.models.score import Stage
from agent.settings import Allowance, Sla

MONDAY = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNA = Owner(id="anna", name="Anna")
BEN = Owner(id="ben", name="Ben", capacity=3)


def a_handoff(stage: Stage = Stage.MQL, after: str | None = None, owner: str = "anna") -> Handoff:
    alert_at, due_at = times(MONDAY, ANNA, promise(Sla(), stage))
    return Handoff(
        id=f"H{owner}", lead_id="L1", owner=owner, segment="all", stage=stage,
        at=MONDAY, alert_at=alert_at, due_at=due_at, after=after,
    )  # fmt: skip


def test_an_alert_comes_after_two_hours_and_the_end_after_four_unless_the_settings_say_otherwise() -> None:
    assert promise(Sla(), Stage.EQL) == Promise(2 * HOUR, 4 * HOUR)
    assert promise(Sla(alert_hours=0.5, due_hours=1.5), Stage.SQL) == Promise(0.5 * HOUR, 1.5 * HOUR)


def test_a_partners_hours_win_over_its_stages_and_each_figure_stands_alone() -> None:
    sla = Sla(
        stages={Stage.EQL: Allowance(alert_hours=1, due_hours=3)},
        partners={"Société Openlink": Allowance(due_hours=2)},
    )
    assert promise(sla, Stage.EQL, "SOCIETE OPENLINK") == Promise(HOUR, 2 * HOUR)
    assert promise(sla, Stage.EQL, "Hooli") == Promise(HOUR, 3 * HOUR)
    assert promise(sla, Stage.MQL, "Société Openlink") == Promise(2 * HOUR, 2 * HOUR)


@given(st.floats(0, 100), st.floats(0.1, 100))
def test_the_alert_is_never_later_than_the_end(alert: float, end: float) -> None:
    promised = promise(Sla(alert_hours=alert, due_hours=end), Stage.MQL)
    assert promised.alert <= promised.due == end * HOUR


@given(st.integers(0, 6 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes)))
def test_a_handoff_is_overdue_exactly_when_no_business_time_is_left_on_a_working_day(now: datetime) -> None:
    one = a_handoff()
    left = time_left(one, now, ANNA)
    assert (left <= timedelta(0)) == (standing(one, now) is Standing.OVERDUE)
    assert (left > 2 * HOUR) == (standing(one, now) is Standing.RUNNING)


@pytest.mark.parametrize(
    ("handed_at", "put", "end"),
    [
        (Stage.MQL, Stage.MQL, None),
        (Stage.MQL, Stage.EQL, None),
        (Stage.MQL, Stage.SQL, HandoffState.DONE),
        (Stage.EQL, Stage.CUSTOMER, HandoffState.DONE),
        (Stage.SQL, Stage.SQL, None),
        (Stage.SQL, Stage.MQL, None),
        (Stage.SQL, Stage.OPPORTUNITY, HandoffState.DONE),
        (Stage.MQL, Stage.NURTURING, HandoffState.WITHDRAWN),
        (Stage.SQL, Stage.DISQUALIFIED, HandoffState.WITHDRAWN),
        (Stage.EQL, Stage.RECYCLED, HandoffState.WITHDRAWN),
        (Stage.MQL, Stage.LEAD, HandoffState.WITHDRAWN),
        (Stage.MQL, None, HandoffState.WITHDRAWN),
    ],
)
def test_a_handoff_ends_when_its_lead_goes_on_or_leaves_sales(
    handed_at: Stage, put: Stage | None, end: HandoffState | None
) -> None:
    found = due.ended(a_handoff(handed_at), put, MONDAY + HOUR, None)
    assert (found.state if found else None) is end
    assert found is None or found.closed_at == MONDAY + HOUR


def test_whoever_missed_a_lead_is_known_all_the_way_back() -> None:
    first = a_handoff()
    second = a_handoff(after=first.id, owner="ben")
    third = a_handoff(after=second.id, owner="carl")
    missed = {one.id: one for one in (first, second)}
    assert due.missed_by(third, missed) == ("ben", "anna")
    assert due.missed_by(first, missed) == ()
    assert due.missed_by(None, missed) == ()


def test_a_product_line_is_read_from_the_first_column_that_says_one() -> None:
    lead = Lead(
        id="L1", account_id="A1", company="Firm", extra={"GAMME": " Hub ", "Product": "", "Note": "x"}
    )
    assert due.product(lead, Sla().product_columns) == "Hub"
    assert due.product(lead, ["colour"]) is None


def test_why_is_told_in_either_language() -> None:
    turn = Turn(ANNA, MONDAY, MONDAY)
    passed = (Passed(BEN, "full", 3),)
    assert why(Drawn(turn, ()), "FR · hub", "en") == "next in turn for FR · hub"
    assert why(Drawn(turn, passed), "elsewhere · other", "fr") == (
        "c'est son tour (autres pays · autres produits) ; sauté : Ben (3 sur 3 en cours)"
    )
    assert why(Drawn(turn, ()), "all", "fr", after=BEN) == (
        "Ben a laissé passer le délai ; c'est son tour (tous les leads)"
    )
    assert why(Drawn(None, ()), "DE", "en") == "nobody serves DE"
    assert segment_name("all", "en") == "all leads"
