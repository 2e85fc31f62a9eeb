"""Owners and handoffs in the store, and what hands leads over on it."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from goods import a_decision, a_lead, a_proposal, a_touchpoint, an_account

from agent.errors import BadInput, Conflict, NotFound
from agent.handoff import due, pursue
from agent.handoff.clock import Standing
from agent.models.decision import Action
from agent.models.handoff import Handoff, HandoffState, Owner
from agent.models.lead import Lead
from agent.models.score import Stage
from agent.models.touchpoint import Kind
from agent.settings import Allowance, Sla
from agent.store import Store, accounts, decisions, handoffs, leads, owners, proposals, touchpoints
from agent.store.schema import handoff as handoff_table
from agent.store.schema import lead as lead_table

MONDAY = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)
"""Nine in the morning in Paris."""
HOUR = timedelta(hours=1)
SLA = Sla()
ANNA, BEN = Owner(id="anna", name="Anna"), Owner(id="ben", name="Ben")


def furnish(store: Store, count: int = 4, *those: Owner, **fields: Any) -> list[Lead]:
    """Owners, and leads that a person accepted as MQL, the best first."""
    made = [a_lead(number, **fields) for number in range(1, count + 1)]
    with store.write() as tx:
        accounts.save(tx, [an_account()])
        leads.save(tx, made)
        owners.save(tx, those or (ANNA, BEN))
        for place, one in enumerate(made):
            proposals.add(tx, a_proposal(one.id, total=90 - place))
            decisions.record(tx, a_decision(one.id, at=MONDAY))
    return made


def decide(store: Store, lead: Lead, version: int, stage: Stage | None, at: datetime) -> None:
    with store.write() as tx:
        action = Action.OVERRIDE if stage else Action.UNDO
        decisions.record(
            tx, a_decision(lead.id, version, action=action, stage=stage, reason="said so", at=at)
        )


def hand_over(store: Store, at: datetime = MONDAY, sla: Sla = SLA) -> pursue.Plan:
    with store.write() as tx:
        handoffs.turn(tx)
        planned = pursue.plan(tx, sla, at, "en")
        pursue.carry_out(tx, planned)
    return planned


def reassign(store: Store, at: datetime) -> pursue.Plan:
    with store.write() as tx:
        handoffs.turn(tx)
        planned = pursue.plan_again(tx, SLA, at, "en")
        pursue.carry_out(tx, planned)
    return planned


def log(store: Store) -> list[Handoff]:
    with store.read() as tx:
        return list(handoffs.all(tx))


def test_owners_are_kept_by_id_and_the_later_replaces_the_earlier(store: Store) -> None:
    with store.write() as tx:
        owners.save(tx, [BEN, ANNA])
        owners.save(tx, [ANNA.model_copy(update={"capacity": 3})])
    with store.read() as tx:
        assert [(one.id, one.capacity) for one in owners.all(tx)] == [("anna", 3), ("ben", 20)]


def test_accepted_leads_are_handed_over_in_turn_the_best_first(store: Store) -> None:
    made = furnish(store)
    planned = hand_over(store)
    assert [(one.lead_id, one.owner) for one in planned.made] == [
        (lead.id, owner) for lead, owner in zip(made, ["anna", "ben", "anna", "ben"], strict=True)
    ]
    first = planned.made[0]
    assert (first.stage, first.segment, first.state) == (Stage.MQL, "all", HandoffState.OPEN)
    assert (first.alert_at, first.due_at) == (MONDAY + 2 * HOUR, MONDAY + 4 * HOUR)
    assert first.why == "next in turn for all leads"
    assert tuple(log(store)) == planned.made


def test_handing_over_twice_hands_nothing_over_twice(store: Store) -> None:
    furnish(store)
    hand_over(store)
    again = hand_over(store, MONDAY + HOUR)
    assert (again.made, again.closed) == ((), ())


def test_the_rotation_goes_on_where_the_store_left_it(store: Store) -> None:
    furnish(store, 3)
    hand_over(store)
    furnish_more = [a_lead(number) for number in (7, 8)]
    with store.write() as tx:
        leads.save(tx, furnish_more)
        for one in furnish_more:
            decisions.record(tx, a_decision(one.id, at=MONDAY))
    assert [one.owner for one in hand_over(store, MONDAY + HOUR).made] == ["ben", "anna"]


def test_leads_nobody_accepted_or_that_were_merged_away_are_not_handed_over(store: Store) -> None:
    made = furnish(store, 3)
    decide(store, made[0], 2, Stage.NURTURING, MONDAY)
    decide(store, made[1], 2, None, MONDAY)
    with store.write() as tx:
        tx.execute(lead_table.update().where(lead_table.c.id == made[2].id).values(merged_into=made[0].id))
    assert hand_over(store).made == ()


def test_whoever_is_full_is_passed_and_what_nobody_can_take_is_said(store: Store) -> None:
    made = furnish(store, 3, ANNA.model_copy(update={"capacity": 1}), BEN.model_copy(update={"capacity": 1}))
    planned = hand_over(store)
    assert Counter(one.owner for one in planned.made) == {"anna": 1, "ben": 1}
    assert [(one.lead_id, one.why) for one in planned.unplaced] == [
        (made[2].id, "nobody is free for all leads: Anna (1 of 1 open), Ben (1 of 1 open)")
    ]


def test_a_lead_is_routed_by_its_country_and_the_product_its_list_names(store: Store) -> None:
    belgian = Owner(id="bea", name="Bea", regions=("BE",), products=("Hub",))
    french = Owner(id="fred", name="Fred", regions=("FR",))
    furnish(store, 2, belgian, french, country="BE", extra={"Product Line": "hub"})
    planned = hand_over(store)
    assert {(one.owner, one.segment) for one in planned.made} == {("bea", "BE")}


def test_a_country_that_was_not_understood_rules_nobody_out(store: Store) -> None:
    furnish(store, 1, Owner(id="bea", name="Bea", regions=("BE",)), country="Outre-mer")
    assert [one.owner for one in hand_over(store).made] == ["bea"]


def test_where_nobody_serves_a_segment_it_says_so(store: Store) -> None:
    furnish(store, 1, Owner(id="bea", name="Bea", regions=("BE",)), country="DE")
    assert [one.why for one in hand_over(store).unplaced] == ["nobody serves other countries"]


def test_without_owners_it_says_how_to_import_them(store: Store) -> None:
    with store.read() as tx, pytest.raises(BadInput, match="leadsift owners FILE"):
        pursue.plan(tx, SLA, MONDAY, "en")


def test_the_hours_are_the_partners_else_the_stages_else_the_general_ones(store: Store) -> None:
    sla = Sla(stages={Stage.MQL: Allowance(due_hours=8)}, partners={"Openlink": Allowance(due_hours=1)})
    direct, sent = a_lead(1), a_lead(2, partner={"partner": "OPENLINK"})
    furnish(store, 0)
    with store.write() as tx:
        leads.save(tx, [direct, sent])
        for one in (direct, sent):
            decisions.record(tx, a_decision(one.id, at=MONDAY))
    given = {
        one.lead_id: (one.alert_at - MONDAY, one.due_at - MONDAY) for one in hand_over(store, sla=sla).made
    }
    assert given == {direct.id: (2 * HOUR, 8 * HOUR), sent.id: (HOUR, HOUR)}


# ---------------------------------------------------------------- how handoffs end
def test_contact_ends_a_handoff_and_names_who_made_it(store: Store) -> None:
    lead, *_ = furnish(store, 1)
    hand_over(store)
    with store.write() as tx:
        done = pursue.contacted(tx, lead, MONDAY + HOUR, "anna")
    assert (done.state, done.closed_at, done.closed_by) == (HandoffState.DONE, MONDAY + HOUR, "anna")
    assert log(store) == [done]
    with store.write() as tx, pytest.raises(NotFound, match="contacted already"):
        pursue.contacted(tx, lead, MONDAY + HOUR, "anna")
    assert hand_over(store, MONDAY + 2 * HOUR).made == ()


def test_contact_before_the_lead_was_handed_over_is_refused(store: Store) -> None:
    lead, *_ = furnish(store, 1)
    hand_over(store)
    with store.write() as tx, pytest.raises(BadInput, match="before the lead was handed over"):
        pursue.contacted(tx, lead, MONDAY - HOUR, "anna")


def test_a_call_with_the_lead_is_contact_and_one_with_its_company_is_not(store: Store) -> None:
    one, other = furnish(store, 2)
    hand_over(store)
    calls = (
        a_touchpoint("T0", at=MONDAY - HOUR, kind=Kind.CALL, email=one.email),
        a_touchpoint("T1", at=MONDAY + HOUR, kind=Kind.EMAIL_REPLY, email=one.email),
        a_touchpoint("T2", at=MONDAY + 2 * HOUR, kind=Kind.CALL, email=one.email),
        a_touchpoint("T3", at=MONDAY + HOUR, kind=Kind.CALL, domain="firm.example"),
    )
    with store.write() as tx:
        touchpoints.add(tx, calls)
    (done,) = hand_over(store, MONDAY + 3 * HOUR).closed
    assert (done.lead_id, done.state, done.closed_at) == (one.id, HandoffState.DONE, MONDAY + 2 * HOUR)
    assert done.closed_by == "leadsift"
    with store.read() as tx:
        assert [waiting.handoff.lead_id for waiting in pursue.pending(tx, SLA, MONDAY)] == [other.id]


def test_a_lead_that_went_on_to_sql_was_contacted_and_keeps_its_owner(store: Store) -> None:
    lead, *_ = furnish(store, 1)
    hand_over(store)
    decide(store, lead, 2, Stage.SQL, MONDAY + HOUR)
    after = hand_over(store, MONDAY + 2 * HOUR)
    assert [(one.state, one.closed_at) for one in after.closed] == [(HandoffState.DONE, MONDAY + HOUR)]
    assert after.made == ()
    assert hand_over(store, MONDAY + 3 * HOUR).made == ()


def test_a_lead_that_left_sales_is_withdrawn_and_handed_over_anew_when_it_comes_back(store: Store) -> None:
    lead, *_ = furnish(store, 1)
    hand_over(store)
    decide(store, lead, 2, Stage.NURTURING, MONDAY + HOUR)
    assert [one.state for one in hand_over(store, MONDAY + 2 * HOUR).closed] == [HandoffState.WITHDRAWN]
    decide(store, lead, 3, Stage.MQL, MONDAY + 24 * HOUR)
    assert [one.owner for one in hand_over(store, MONDAY + 25 * HOUR).made] == ["ben"]


def test_a_lead_contacted_once_is_handed_over_again_after_it_was_recycled(store: Store) -> None:
    lead, *_ = furnish(store, 1)
    hand_over(store)
    with store.write() as tx:
        pursue.contacted(tx, lead, MONDAY + HOUR, "anna")
    decide(store, lead, 2, Stage.RECYCLED, MONDAY + 30 * 24 * HOUR)
    decide(store, lead, 3, Stage.EQL, MONDAY + 40 * 24 * HOUR)
    (again,) = hand_over(store, MONDAY + 40 * 24 * HOUR).made
    assert (again.stage, again.after) == (Stage.EQL, None)


# ---------------------------------------------------------------- the clock
def test_what_is_due_stands_with_the_business_time_left(store: Store) -> None:
    furnish(store, 1)
    hand_over(store)
    told = {}
    for hours in (1, 2, 3, 4, 6):
        with store.read() as tx:
            (one,) = pursue.pending(tx, SLA, MONDAY + hours * HOUR)
        told[hours] = (one.standing, one.left)
    assert told == {
        1: (Standing.RUNNING, 3 * HOUR),
        2: (Standing.ALERT, 2 * HOUR),
        3: (Standing.ALERT, HOUR),
        4: (Standing.OVERDUE, 0 * HOUR),
        6: (Standing.OVERDUE, -2 * HOUR),
    }


def test_a_missed_lead_goes_to_another_owner_and_never_back(store: Store) -> None:
    lead, *_ = furnish(store, 1)
    (first,) = hand_over(store).made
    assert reassign(store, MONDAY + 3 * HOUR).made == ()
    planned = reassign(store, MONDAY + 4 * HOUR)
    (second,) = planned.made
    assert (second.owner, second.after, second.due_at) == ("ben", first.id, MONDAY + 8 * HOUR)
    assert second.why.startswith("Anna let the time run out; next in turn")
    assert [(one.id, one.state, one.closed_at) for one in planned.closed] == [
        (first.id, HandoffState.MISSED, MONDAY + 4 * HOUR)
    ]
    last = reassign(store, MONDAY + 9 * HOUR)
    assert (last.made, last.closed) == ((), ())
    assert [(one.lead_id, one.stays) for one in last.unplaced] == [(lead.id, second)]
    assert due.missed_by(second, {first.id: first}) == ("anna",)


def test_room_that_a_reassignment_makes_is_used_at_once(store: Store) -> None:
    anna = Owner(id="anna", name="Anna", regions=("FR",))
    ben = Owner(id="ben", name="Ben", regions=("FR", "DE"), capacity=1)
    carl = Owner(id="carl", name="Carl", regions=("DE",), capacity=0)
    furnish(store, 0, anna, ben, carl)
    french, german = a_lead(1, country="FR"), a_lead(2, country="DE")
    with store.write() as tx:
        leads.save(tx, [french, german])
        for one in (french, german):
            decisions.record(tx, a_decision(one.id, at=MONDAY))
    assert [one.owner for one in hand_over(store).made] == ["anna", "ben"]
    with store.write() as tx:
        owners.save(tx, [carl.model_copy(update={"capacity": 1})])
    moved = {one.lead_id: one.owner for one in reassign(store, MONDAY + 5 * HOUR).made}
    assert moved == {german.id: "carl", french.id: "ben"}


def test_a_lead_contacted_in_time_is_not_reassigned_however_late_that_is_noticed(store: Store) -> None:
    lead, *_ = furnish(store, 1)
    hand_over(store)
    with store.write() as tx:
        touchpoints.add(tx, [a_touchpoint(at=MONDAY + HOUR, kind=Kind.MEETING, email=lead.email)])
    planned = reassign(store, MONDAY + 100 * HOUR)
    assert planned.made == ()
    assert [one.state for one in planned.closed] == [HandoffState.DONE]


# ---------------------------------------------------------------- the table
def test_columns_say_what_the_handoff_says_and_an_old_plan_closes_nothing(store: Store) -> None:
    furnish(store, 1)
    (one,) = hand_over(store).made
    missed = due.closed(one, HandoffState.MISSED, MONDAY + 4 * HOUR)
    with store.write() as tx:
        handoffs.close(tx, missed)
        row = tx.execute(handoff_table.select()).one()
    assert (row.state, row.due_at, row.owner) == ("missed", "2026-03-16T12:00:00+00:00", one.owner)
    assert Handoff.model_validate_json(row.doc) == missed
    with store.write() as tx, pytest.raises(Conflict):
        handoffs.close(tx, due.closed(one, HandoffState.DONE, MONDAY))
    with store.read() as tx:
        assert handoffs.open(tx) == ()
        assert list(handoffs.all(tx, since=MONDAY)) == [missed]
        assert list(handoffs.all(tx, since=MONDAY + HOUR)) == []


def test_whoever_hands_over_second_waits_for_the_first_and_finds_nothing_left(store: Store) -> None:
    furnish(store, 2)
    with ThreadPoolExecutor(1) as pool:
        with store.write() as tx:
            handoffs.turn(tx)
            planned = pursue.plan(tx, SLA, MONDAY, "en")
            second = pool.submit(hand_over, store, MONDAY + HOUR)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
            pursue.carry_out(tx, planned)
        assert second.result().made == ()
    assert tuple(log(store)) == planned.made
