"""Rows for reports, the same from both databases."""

from __future__ import annotations

from datetime import date, timedelta

from goods import NOON, a_decision, a_lead, a_proposal, a_touchpoint, an_account
from sqlalchemy import update

from agent.models.decision import Action
from agent.models.journey import Touched
from agent.models.lead import PartnerSource
from agent.models.opportunity import DealState, Opportunity
from agent.models.score import Stage
from agent.models.touchpoint import Kind
from agent.store import Store, Tx, accounts, decisions, journeys, leads, proposals, schema, touchpoints

DAY = timedelta(1)
SENT = PartnerSource(partner="Nuvia")


def fill(tx: Tx, *numbers: int) -> None:
    """Leads of these numbers."""
    accounts.save(tx, [an_account()])
    known = {"source": "webinar", "country": "FR", "created_on": date(2026, 3, 2), "partner": SENT}
    leads.save(tx, [a_lead(number, **known) for number in numbers])


def merge(tx: Tx, away: str, into: str) -> None:
    tx.execute(update(schema.lead).where(schema.lead.c.id == away).values(merged_into=into))


def test_a_journey_says_where_a_lead_came_from_and_when_it_first_reached_each_stage(store: Store) -> None:
    with store.write() as tx:
        fill(tx, 1)
        for days, stage in enumerate((Stage.LEAD, Stage.MQL, Stage.LEAD, Stage.MQL)):
            proposals.add(tx, a_proposal(total=30 + days, stage=stage, created_at=NOON + days * DAY))
        decisions.record(tx, a_decision(stage=Stage.SQL, at=NOON + 9 * DAY))
    with store.read() as tx:
        (found,) = journeys.all(tx)
    assert found[:6] == ("L00000001", "webinar", "Nuvia", "FR", date(2026, 3, 2), 33)
    assert (found.proposed_stage, found.decided_stage) == (Stage.MQL, Stage.SQL)
    assert found.proposed == {Stage.LEAD: NOON, Stage.MQL: NOON + DAY}
    assert found.decided == {Stage.SQL: NOON + 9 * DAY}


def test_what_was_taken_back_was_never_decided(store: Store) -> None:
    steps = (
        (Action.ACCEPT, Stage.MQL), (Action.OVERRIDE, Stage.SQL),
        (Action.UNDO, Stage.MQL), (Action.OVERRIDE, Stage.NURTURING),
    )  # fmt: skip
    with store.write() as tx:
        fill(tx, 1)
        proposals.add(tx, a_proposal())
        for version, (action, stage) in enumerate(steps, 1):
            at = NOON + version * DAY
            decisions.record(tx, a_decision(version=version, action=action, stage=stage, reason="so", at=at))
    with store.read() as tx:
        (found,) = journeys.all(tx)
        log = [(one.action, one.stage) for one in journeys.decided(tx)]
    assert found.decided == {Stage.MQL: NOON + DAY, Stage.NURTURING: NOON + 4 * DAY}
    assert log == [(action.value, stage) for action, stage in steps]


def test_a_merged_lead_is_none_of_its_own_and_what_happened_to_it_counts_for_the_other(store: Store) -> None:
    with store.write() as tx:
        fill(tx, 1, 2, 3)
        proposals.add(tx, a_proposal("L00000001", created_at=NOON + DAY))
        proposals.add(tx, a_proposal("L00000003", created_at=NOON))
        decisions.record(tx, a_decision("L00000002", stage=Stage.SQL))
        deal = Opportunity(id="D1", state=DealState.WON, lead_id="L00000003")
        tx.execute(
            schema.opportunity.insert(),
            {"id": "D1", "lead_id": "L00000003", "state": "won", "doc": deal.model_dump_json()},
        )
        merge(tx, "L00000003", "L00000002")
        merge(tx, "L00000002", "L00000001")
    with store.read() as tx:
        (found,) = journeys.all(tx)
        assert journeys.merged(tx) == {"L00000002": "L00000001", "L00000003": "L00000001"}
        assert [one.lead_id for one in journeys.deals(tx)] == ["L00000001"]
    assert found.lead_id == "L00000001"
    assert (found.proposed, found.decided) == ({Stage.MQL: NOON}, {Stage.SQL: NOON})


def test_touchpoints_are_counted_by_what_they_share_and_day(store: Store) -> None:
    with store.write() as tx:
        touchpoints.add(
            tx,
            [
                a_touchpoint(
                    "T1", at=NOON, kind=Kind.WEBINAR, channel="email", utm={"utm_campaign": "spring"}
                ),
                a_touchpoint(
                    "T2", at=NOON, kind=Kind.WEBINAR, channel="email", utm={"utm_campaign": "spring"}
                ),
                a_touchpoint("T3", at=NOON + DAY, kind=Kind.WEBINAR, channel="email", partner="Nuvia"),
            ],
        )
    today = NOON.date()
    with store.read() as tx:
        assert journeys.touched(tx, until=today) == [Touched("webinar", "email", "spring", None, 2)]
        assert journeys.touched(tx, since=today + DAY) == [Touched("webinar", "email", None, "Nuvia", 1)]
        assert sum(one.n for one in journeys.touched(tx)) == 3


def test_users_are_people_and_companies_of_whom_nobody_says_who(store: Store) -> None:
    with store.write() as tx:
        touchpoints.add(
            tx,
            [
                a_touchpoint("T1", at=NOON, email="a@firm.example"),
                a_touchpoint("T2", at=NOON, email="a@firm.example"),
                a_touchpoint("T3", at=NOON, email=None, domain="firm.example"),
                a_touchpoint("T4", at=NOON + DAY, email="b@firm.example"),
            ],
        )
    with store.read() as tx:
        assert journeys.users(tx) == 3
        assert journeys.users(tx, NOON.date(), NOON.date()) == 2
        assert journeys.users(tx, NOON.date() + 2 * DAY) == 0


def test_the_latest_score_is_that_of_leads_that_came_in_the_days_asked_for(store: Store) -> None:
    with store.write() as tx:
        fill(tx, 1)
        leads.save(tx, [a_lead(2), a_lead(3, created_on=date(2025, 1, 1))])
        for lead_id in ("L00000001", "L00000002", "L00000003"):
            proposals.add(tx, a_proposal(lead_id, total=20))
            proposals.add(tx, a_proposal(lead_id, total=40))
    with store.read() as tx:
        found = list(journeys.scored(tx, date(2026, 3, 1), date(2026, 3, 12)))
    assert [(one.lead_id, one.fit) for one in found] == [("L00000001", 40), ("L00000002", 40)]
    assert (found[0].stage, found[0].profile, found[0].passed) == (Stage.MQL, "direct", frozenset())


def test_an_empty_store_has_nothing_to_report(store: Store) -> None:
    with store.read() as tx:
        assert journeys.all(tx) == []
        assert journeys.touched(tx) == []
        assert journeys.users(tx) == 0
