"""The audit of scores, on cases counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from travelled import a_deal, a_journey

from agent.evals.interval import wilson
from agent.models.opportunity import DealState, Opportunity
from agent.models.score import Stage
from agent.models.verdict import Given, Judged, Verdict
from agent.reports import Asked
from agent.reports.audit import audit
from agent.reports.judgement import Case, choose, fit_alone_tells, tenths
from agent.reports.report import Cell, Count, Named, Phrase, Report, Share, Span, Table, Text, Word
from agent.settings import Settings

MQL, SQL, NURTURING = Stage.MQL, Stage.SQL, Stage.NURTURING
MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))


def a_verdict(lead_id: str, stage: Stage | None = MQL, **fields: Any) -> Verdict:
    known: dict[str, Any] = {
        "proposal_id": f"P{lead_id}",
        "action": "accept",
        "reason": None,
        "reason_code": None,
        "at": datetime(2026, 3, 9, 12, tzinfo=UTC),
    }
    return Verdict(lead_id=lead_id, stage=stage, **known | fields)


def a_judged(lead_id: str, stage: Stage = MQL, total: int = 50, **fields: Any) -> Judged:
    known: dict[str, Any] = {"proposal_id": f"P{lead_id}", "fit": 30, "intent": 20, "given": ()}
    return Judged(lead_id=lead_id, stage=stage, total=total, **known | fields)


def closed(lead_id: str, state: DealState = DealState.WON, on: str = "2026-03-20") -> Opportunity:
    lead = a_journey(lead_id=lead_id)
    return a_deal(lead, state, opened_on=None, closed_on=date.fromisoformat(on))


def made(
    judged: list[Judged], verdicts: list[Verdict], deals: list[Opportunity] | None = None, least: int = 1
) -> Report:
    settings = Settings.model_validate({"reports": {"audit_sample": least}})
    chosen = choose(verdicts, deals or [], MARCH)
    return audit(judged, chosen, verdicts, MARCH, Asked(settings))


def table(of: Report, name: str) -> Table:
    return next(one for one in of.tables if one.title == f"audit.{name}")


def share(part: int, whole: int) -> Share:
    return Share(part, whole, *wilson(part, whole))


def test_a_stage_is_as_precise_as_people_agree_with_it_and_deals_are_won() -> None:
    stages = {"a": MQL, "b": MQL, "c": SQL, "d": NURTURING}
    verdicts = [a_verdict(id, stage) for id, stage in stages.items()]
    deals = [closed("a"), closed("b", DealState.LOST), closed("c", DealState.OPEN)]
    mql, total = table(made([a_judged(id) for id in stages], verdicts, deals), "by_stage").rows
    assert mql == (
        Word("stage.mql"), Count(4), share(2, 4), Count(1), Count(1), Count(2), share(1, 2)
    )  # fmt: skip
    assert total[1:] == mql[1:]


def test_of_too_few_leads_no_share_is_given() -> None:
    found = made([a_judged("a")], [a_verdict("a")], least=2)
    assert table(found, "by_stage").rows[0][1:3] == (Count(1), Word("audit.too_few"))
    assert Phrase("audit.in_all_too_few", {"n": Count(1), "least": Count(2)}) in found.remarks
    assert found.charts == ()


def test_a_level_says_how_oft_its_leads_are_kept_beside_all() -> None:
    head, intern = (
        Given(criterion="role", level="core", points=8),
        Given(criterion="role", level="far", points=2),
    )
    judged = [a_judged(id, given=(head if id in "ab" else intern,)) for id in "abcd"]
    verdicts = [a_verdict("a"), a_verdict("b"), a_verdict("c"), a_verdict("d", NURTURING)]
    core, far = table(made(judged, verdicts), "by_level").rows
    assert isinstance(core[0], Named)
    assert (core[0].id, core[0].en) == ("role", "Role")
    assert core[2:5] == (Count(8), Count(2), share(2, 2))
    assert far[2:5] == (Count(2), Count(2), share(1, 2))
    lifts = [cell.value for cell in (core[5], far[5]) if isinstance(cell, Share)]
    assert lifts == pytest.approx([4 / 3, 2 / 3])


def test_reasons_are_counted_by_code_or_by_words_whatever_their_spelling() -> None:
    verdicts = [
        a_verdict("a", action="override", reason="Too small"),
        a_verdict("b", action="override", reason="too  small"),
        a_verdict("c", NURTURING, action="reject", reason="No need: said so", reason_code="no_need"),
        a_verdict("d", NURTURING, action="reject", reason="No need", reason_code="no_need"),
        a_verdict("e", NURTURING, action="reject", reason="x", reason_code="no_need"),
        a_verdict("f", reason="over a gap"),
    ]
    rows = table(made([], verdicts), "reasons").rows
    assert rows == (
        (Word("action.reject"), Named("no_need", "No need", "Pas de besoin"), Count(3)),
        (Word("action.override"), Text("Too small"), Count(2)),
    )


def test_a_lead_counts_once_with_the_proposal_last_judged() -> None:
    verdicts = [a_verdict("a"), a_verdict("a", NURTURING, action="reject", proposal_id="later")]
    chosen = choose(verdicts, [], MARCH)
    assert (chosen.proposals, chosen.decided) == ({"a": "later"}, {"a": NURTURING})


def test_going_on_says_nothing_of_a_proposal() -> None:
    on = [a_verdict("a", Stage.OPPORTUNITY, action=action) for action in ("advance", "recycle", "reopen")]
    assert choose(on, [], MARCH).proposals == {}


def test_a_deal_is_held_against_what_people_judged_before_and_not_against_what_came_after() -> None:
    early = a_verdict("a", at=datetime(2026, 1, 5, tzinfo=UTC), proposal_id="january")
    chosen = choose([early], [closed("a"), closed("b")], MARCH)
    assert chosen.proposals == {"a": "january", "b": None}
    assert (chosen.decided, chosen.won) == ({}, {"a": True, "b": True})


def test_deals_closed_outside_the_span_are_no_outcome_and_one_won_deal_is_enough() -> None:
    deals = [closed("a", on="2026-04-01"), closed("b"), closed("b", DealState.LOST)]
    assert choose([], deals, MARCH).won == {"b": True}


def a_case(total: int = 50, kept: bool = True, **fields: Any) -> Case:
    known: dict[str, Any] = {
        "proposed": MQL,
        "fit": 30,
        "intent": 20,
        "decided": MQL if kept else NURTURING,
        "won": None,
    }
    return Case(total=total, kept=kept, **known | fields)


def test_the_curve_rises_with_the_score_where_people_keep_the_better_ones() -> None:
    judged = [a_judged(str(n), total=n) for n in range(20)]
    verdicts = [a_verdict(str(n), MQL if n >= 10 else NURTURING) for n in range(20)]
    (chart,) = made(judged, verdicts).charts
    assert chart.labels[0] == Text("0 … 1")
    assert chart.series[0].numbers == (0.0,) * 5 + (1.0,) * 5


@given(st.lists(st.integers(-5, 20), max_size=40))
def test_tenths_hold_every_case_once_in_order_and_equal_points_together(totals: list[int]) -> None:
    groups = list(tenths([a_case(total) for total in totals]))
    assert [case.total for *_, members in groups for case in members] == sorted(totals)
    assert len(groups) <= 10
    assert all(before[1] < after[0] for before, after in pairwise(groups))


def spread(fit: int, intent: int, kept: bool) -> list[Case]:
    return [a_case(fit=fit + n % 3, intent=intent + n % 5, kept=kept) for n in range(30)]


@pytest.mark.parametrize(
    ("kept", "back", "told"),
    [
        ((35, 20), (25, 20), True),
        ((35, 20), (25, 26), True),
        ((35, 26), (25, 20), False),
        ((30, 20), (30, 20), False),
        ((25, 20), (35, 20), False),
    ],
)
def test_the_usual_correction_is_spoken_of_only_where_fit_tells_leads_apart_and_engagement_does_not(
    kept: tuple[int, int], back: tuple[int, int], told: bool
) -> None:
    cases = spread(*kept, kept=True) + spread(*back, kept=False)
    assert (fit_alone_tells(cases, 20) is not None) is told
    assert fit_alone_tells(cases, 31) is None


def test_the_correction_names_the_settings_points() -> None:
    judged = [a_judged(f"k{n}", fit=35 + n % 3) for n in range(9)]
    judged += [a_judged(f"b{n}", fit=25 + n % 3) for n in range(9)]
    verdicts = [a_verdict(one.lead_id, MQL if one.lead_id[0] == "k" else NURTURING) for one in judged]
    said: list[Cell] = [
        remark.values["points"]
        for remark in made(judged, verdicts).remarks
        if remark.key == "audit.correction"
    ]
    assert said == [Count(5)]


def test_an_empty_store_is_audited_without_figures() -> None:
    found = made([], [])
    assert [len(one.rows) for one in found.tables] == [1, 0, 0, 0]
