"""The what-if: what a threshold put elsewhere would do."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from travelled import at

from agent.models.handoff import Handoff, HandoffState, Owner
from agent.models.journey import Scored
from agent.models.score import Stage
from agent.reports.capacity import Room, capacity, limits, qualifies, room
from agent.reports.report import Change, Count, Phrase, Report, Share, Word
from agent.rubric import load_rubric

RUBRIC = load_rubric()
FOUR_WEEKS = (date(2026, 3, 2), date(2026, 3, 29))
KNOWN = frozenset({"company_known", "source_examined"})
EQL = KNOWN | {"partner_source", "ecosystem_signal", "triggers", "buying_signal"}
NOW = limits(RUBRIC)


def partner(points: int, **fields: Any) -> Scored:
    """A partner lead of so many points, whose intent alone is not enough for an MQL."""
    known: dict[str, Any] = {
        "lead_id": "L1", "stage": Stage.EQL if points >= 70 else Stage.NURTURING, "profile": "partner",
        "rubric": RUBRIC.reference, "fit": 40, "intent": 16, "ecosystem": points - 56, "passed": EQL,
    }  # fmt: skip
    return Scored(**known | fields)


def direct(intent: int, **fields: Any) -> Scored:
    known: dict[str, Any] = {
        "lead_id": "L1", "stage": Stage.MQL if intent >= 26 else Stage.NURTURING, "profile": "direct",
        "rubric": RUBRIC.reference, "fit": 30, "intent": intent, "ecosystem": 0, "passed": KNOWN,
    }  # fmt: skip
    return Scored(**known | fields)


def sentences(of: Report) -> list[Phrase]:
    return [remark for remark in of.remarks if remark.key.startswith("report.what_if")]


def test_threshold_70_to_66_means_9_leads_a_week_more_and_a_load_of_112_per_cent() -> None:
    everyone = [partner(70) for _ in range(4 * 19)] + [partner(66) for _ in range(4 * 9)] + [partner(65)]
    made = capacity(everyone, RUBRIC, Room(25, 7), FOUR_WEEKS, (-4,))
    assert sentences(made)[1] == Phrase(
        "report.what_if_load",
        {
            "threshold": Word("report.partner_eql"), "now": Count(70), "to": Count(66),
            "more": Change(9), "load": Share(28, 25),
        },
    )  # fmt: skip
    load = sentences(made)[1].values["load"]
    assert isinstance(load, Share)
    assert load.value == 1.12


def test_the_threshold_of_intent_moves_both_ways() -> None:
    made = capacity([direct(26), direct(25), direct(30)], RUBRIC, Room(0, 7), FOUR_WEEKS, (-1, 1))
    rows = {row[0:3]: row[3:5] for row in made.tables[0].rows}
    intent = Word("report.direct_intent")
    assert rows[intent, Count(26), Count(25)] == (Count(0.75), Change(0.25))
    assert rows[intent, Count(26), Count(27)] == (Count(0.25), Change(-0.25))


def test_a_lower_threshold_brings_nobody_back_whom_something_else_holds() -> None:
    held = [
        direct(40, stage=Stage.DISQUALIFIED),
        direct(40, stage=Stage.NURTURING),  # past every threshold: a call said no
        direct(40, passed=frozenset({"company_known"}), stage=Stage.LEAD),
        partner(80, passed=EQL - {"triggers"}, stage=Stage.NURTURING, intent=0, ecosystem=40),
    ]
    made = capacity(held, RUBRIC, Room(0, 7), FOUR_WEEKS, (-8,))
    partner_intent = Word("report.partner_intent")
    assert {row[3] for row in made.tables[0].rows if row[0] != partner_intent} == {Count(0)}


def test_who_spoke_of_a_need_passes_the_gate_of_intent_at_any_threshold() -> None:
    spoke = direct(3, passed=KNOWN | {"intent_threshold"}, stage=Stage.MQL)
    assert qualifies(spoke, NOW, {**NOW, "direct_intent": 34})
    assert not qualifies(spoke, NOW, {**NOW, "direct_fit": 31})


def test_without_owners_the_load_is_not_known() -> None:
    made = capacity([direct(30)], RUBRIC, room([], [], 7), FOUR_WEEKS, (-4,))
    assert {row[5] for row in made.tables[0].rows} == {None}
    assert "report.no_owners" in {remark.key for remark in made.remarks}


def test_how_long_a_handoff_stays_open_is_measured_once_some_are_closed() -> None:
    taken = Handoff(
        id="H1", lead_id="L1", owner="ann", segment="FR", stage=Stage.MQL, at=at("2026-03-02"),
        alert_at=at("2026-03-02"), due_at=at("2026-03-03"), state=HandoffState.DONE, closed_at=at("2026-03-05"),
    )  # fmt: skip
    waiting = taken.model_copy(update={"id": "H2", "state": HandoffState.OPEN, "closed_at": None})
    owners = [Owner(id="ann", name="Ann", capacity=6), Owner(id="bo", name="Bo", capacity=4)]
    assert room(owners, [taken, waiting], 7) == Room(10, 3)
    assert room(owners, [waiting], 7) == Room(10, 7)


def test_scores_of_another_rubric_are_counted() -> None:
    made = capacity([direct(30, rubric="old@1#0"), direct(30)], RUBRIC, Room(0, 7), FOUR_WEEKS, (-4,))
    assert Phrase("report.other_rubric", {"n": Count(1)}) in made.remarks


points = st.integers(0, 60)
gates = st.frozensets(st.sampled_from(sorted(EQL | {"intent_threshold"})))
leads = st.builds(
    Scored, st.just("L1"), st.sampled_from(list(Stage)), st.sampled_from(["direct", "partner"]),
    st.just(RUBRIC.reference), points, points, st.integers(0, 20), gates,
)  # fmt: skip


@given(st.lists(leads, max_size=20))
def test_a_lower_threshold_never_means_fewer_leads(everyone: list[Scored]) -> None:
    made = capacity(everyone, RUBRIC, Room(10, 7), FOUR_WEEKS, (-8, -4, 4, 8))
    by_key: dict[Any, list[float]] = {}
    for row in made.tables[0].rows:
        assert isinstance(row[3], Count)
        by_key.setdefault(row[0], []).append(float(row[3].n))
    assert all(rates == sorted(rates, reverse=True) for rates in by_key.values())
