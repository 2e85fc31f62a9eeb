"""The way from lead to customer: who may go where, why not, and that a log replays to where it led."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.lifecycle import Asked, Policy, Refusal, Situation, check, moves, outcome, settable, state_of
from agent.lifecycle.history import before, held, prior
from agent.lifecycle.refusal import refusals
from agent.lifecycle.table import table
from agent.models.decision import AUTOMATION, Action, Decision
from agent.models.score import Stage

SALES = (Stage.SQL, Stage.OPPORTUNITY, Stage.CUSTOMER)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STATES = (None, *Stage)
CODES = tuple(Policy().reject_reasons)

askings = st.builds(
    Asked,
    st.sampled_from(Action),
    st.sampled_from(["person", "person", "automation"]),
    st.sampled_from([*settable(), Stage.CUSTOMER, None]),
    st.sampled_from([None, "they said so"]),
    st.sampled_from([None, *CODES[:2], "invented"]),
)
surroundings = st.fixed_dictionaries(
    {
        "proposed": st.sampled_from([None, Stage.LEAD, Stage.MQL, Stage.EQL, Stage.SQL, Stage.NURTURING]),
        "gaps": st.sampled_from([(), ("timing not raised",)]),
        "changed": st.booleans(),
        "quiet_days": st.sampled_from([None, 0, 29, 30, 400]),
    }
)


def standing(log: Sequence[Decision], **around: object) -> Situation:
    """The situation of a lead with this log."""
    return Situation(  # type: ignore[arg-type]
        state=state_of(log), prior=prior(log), before=before(log), undoable=bool(held(log)), **around
    )


def done(log: Sequence[Decision], asked: Asked, now: Situation) -> Decision:
    """The decision that does it."""
    return Decision(
        lead_id="L1",
        version=len(log) + 1,
        action=asked.action,
        stage=outcome(asked, now),
        reason=asked.reason,
        actor=AUTOMATION if asked.by == "automation" else "Ana",
        at=NOW,
        proposal_id=f"P{len(log)}",
        rubric="r@1#0",
    )


def told(refusal: Refusal | None) -> str:
    """The reason in English; empty when there is none to refuse."""
    return str(refusal) if refusal else ""


def after(*asked: Asked, **around: object) -> list[Decision]:
    """The log of these moves, each of them allowed."""
    log: list[Decision] = []
    for one in asked:
        now = standing(log, **around)
        assert told(check(one, now)) == ""
        log.append(done(log, one, now))
    return log


@given(st.lists(st.tuples(askings, surroundings), max_size=25))
def test_any_sequence_of_allowed_moves_replays_to_the_state_it_led_to(
    tried: list[tuple[Asked, dict[str, object]]],
) -> None:
    log: list[Decision] = []
    pile: list[Stage | None] = [None]
    for asked, around in tried:
        now = standing(log, **around)
        assert now.state == pile[-1]
        if check(asked, now):
            continue
        log.append(done(log, asked, now))
        if asked.action is Action.UNDO:
            pile.pop()
        else:
            pile.append(log[-1].stage)
        assert state_of(log) == pile[-1] == log[-1].stage


@given(st.lists(st.tuples(askings, surroundings), max_size=25))
def test_undoing_everything_leaves_a_lead_undecided(tried: list[tuple[Asked, dict[str, object]]]) -> None:
    log: list[Decision] = []
    for asked, around in tried:
        now = standing(log, **around)
        if check(asked, now) is None:
            log.append(done(log, asked, now))
    while held(log):
        log.append(done(log, Asked(Action.UNDO), standing(log)))
    assert state_of(log) is None
    assert "nothing was decided" in told(check(Asked(Action.UNDO), standing(log)))


@given(st.sampled_from(STATES), askings, surroundings, st.sampled_from(STATES))
def test_automation_never_takes_a_lead_to_sales_nor_away_from_it(
    state: Stage | None, asked: Asked, around: dict[str, object], earlier: Stage | None
) -> None:
    now = Situation(state=state, prior=earlier, before=earlier, undoable=True, **around)  # type: ignore[arg-type]
    if asked.by == "automation" and check(asked, now) is None:
        assert outcome(asked, now) not in SALES
        assert state not in SALES


@given(st.sampled_from(STATES), askings, surroundings, st.booleans())
def test_every_refusal_has_words_in_both_languages(
    state: Stage | None, asked: Asked, around: dict[str, object], undoable: bool
) -> None:
    refusal = check(asked, Situation(state=state, undoable=undoable, **around))  # type: ignore[arg-type]
    if refusal is None:
        return
    english, french = ((refusal.why(lang), refusal.remedy(lang)) for lang in ("en", "fr"))
    assert all([*english, *french])
    assert english != french
    assert not set("{}") & set("".join([*english, *french]))


def test_every_refusal_written_down_is_met_somewhere() -> None:
    situations = [
        Situation(state=state, proposed=proposed, gaps=gaps, quiet_days=days, undoable=undoable)
        for state, proposed, gaps, days, undoable in product(
            STATES, (None, Stage.MQL), ((), ("need not raised",)), (None, 5), (False, True)
        )
    ]
    asked = [
        Asked(action, by, stage, reason)  # type: ignore[arg-type]
        for action, by, stage, reason in product(
            Action, ("person", "automation"), (None, Stage.MQL, Stage.LEAD, Stage.CUSTOMER), (None, "why")
        )
    ]
    met = {refusal.code for one, now in product(asked, situations) if (refusal := check(one, now))}
    assert met == set(refusals())


def test_each_state_can_be_left_and_each_is_reached() -> None:
    assert all(moves(state) for state in STATES)
    reached = set(settable()) | {move.to for move in table() if isinstance(move.to, Stage)}
    assert reached == set(Stage)


def test_one_action_from_one_state_by_one_party_has_one_entry() -> None:
    keys = [(move.action, state, by) for move in table() for state in move.origins for by in move.by]
    assert len(keys) == len(set(keys))


def test_a_deal_goes_from_sql_over_opportunity_to_customer_and_no_other_way() -> None:
    accepted = Asked(Action.ACCEPT)
    log = after(accepted, Asked(Action.ADVANCE), Asked(Action.ADVANCE), proposed=Stage.SQL)
    assert [one.stage for one in log] == list(SALES)
    refused = check(Asked(Action.ADVANCE), Situation(state=Stage.MQL, proposed=Stage.SQL))
    assert told(refused) == "advancing is not possible while it is MQL"
    for stage in (Stage.OPPORTUNITY, Stage.CUSTOMER):
        jump = Asked(Action.OVERRIDE, stage=stage, reason="we hope")
        assert "cannot be set by an override" in told(check(jump, Situation(proposed=Stage.SQL)))


@pytest.mark.parametrize("state", [None, Stage.MQL, Stage.EQL, Stage.SQL, Stage.OPPORTUNITY])
def test_what_sales_rejects_goes_back_to_nurturing_for_a_reason_of_the_list(state: Stage | None) -> None:
    now = Situation(state=state, proposed=Stage.MQL)
    for code in (None, "because", "no_budget "):
        refusal = check(Asked(Action.REJECT, reason="words alone", reason_code=code), now)
        assert refusal is not None
        assert refusal.remedy("en").startswith("One of no_need, no_budget")
    rejected = Asked(Action.REJECT, reason_code="no_budget")
    assert check(rejected, now) is None
    assert outcome(rejected, now) is Stage.NURTURING


def test_the_list_of_reasons_is_a_setting() -> None:
    ours = Policy.model_validate({"reject_reasons": {"too_far": {"en": "Too far away", "fr": "Trop loin"}}})
    now = Situation(state=Stage.SQL)
    assert check(Asked(Action.REJECT, reason_code="too_far"), now, ours) is None
    assert check(Asked(Action.REJECT, reason_code="no_budget"), now, ours) is not None
    assert [ours.code_of(text) for text in ("TOO_FAR", "trop loin", "no_budget", "", None)] == [
        "too_far",
        "too_far",
        None,
        None,
        None,
    ]


def test_a_lead_is_recycled_after_thirty_quiet_days_or_when_its_proposal_changed() -> None:
    recycled = Asked(Action.RECYCLE, by="automation")
    assert check(recycled, Situation(state=Stage.NURTURING, quiet_days=30)) is None
    assert "quiet for 29 of the 30 days" in told(
        check(recycled, Situation(state=Stage.NURTURING, quiet_days=29))
    )
    assert check(recycled, Situation(state=Stage.NURTURING, quiet_days=0, changed=True)) is None
    assert check(recycled, Situation(state=Stage.MQL, quiet_days=9), Policy(recycle_after=9)) is None
    refused = check(recycled, Situation(state=Stage.SQL, quiet_days=400))
    assert told(refused) == "recycling is for a person to decide"
    assert refused is not None
    assert refused.why("fr") == "recycler : c'est à une personne de décider"


def test_reopening_returns_to_where_it_stood_before_it_was_set_aside() -> None:
    reject = Asked(Action.REJECT, reason_code="not_now")
    recycle = Asked(Action.RECYCLE)
    reopen = Asked(Action.REOPEN, reason="they called back")
    sql = Asked(Action.ACCEPT)
    log = after(sql, Asked(Action.ADVANCE), reject, recycle, reopen, proposed=Stage.SQL, quiet_days=60)
    assert [one.stage for one in log][2:] == [Stage.NURTURING, Stage.RECYCLED, Stage.OPPORTUNITY]
    assert [one.stage for one in after(reject, reopen)] == [Stage.NURTURING, None]
    assert "needs a reason" in told(check(Asked(Action.REOPEN), standing(after(reject))))
    assert "not possible while it is SQL" in told(check(reopen, Situation(state=Stage.SQL)))


def test_what_was_disqualified_is_reopened_before_it_is_decided_anew() -> None:
    out = Situation(
        state=Stage.DISQUALIFIED, proposed=Stage.MQL, prior=Stage.MQL, undoable=True, quiet_days=0
    )
    refusal = check(Asked(Action.ACCEPT), out)
    assert refusal is not None
    assert refusal.remedy("en") == "Possible now: recycle, reopen, undo"
    assert outcome(Asked(Action.REOPEN, reason="not a competitor after all"), out) is Stage.MQL


def test_a_log_written_before_the_table_says_otherwise_still_replays() -> None:
    jumped = Asked(Action.OVERRIDE, stage=Stage.CUSTOMER, reason="won last year")
    old = done([], jumped, Situation(proposed=Stage.MQL))
    assert state_of([old]) is Stage.CUSTOMER
