"""When something last happened with a lead, and where it stands, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from goods import NOON, a_decision, a_lead, a_proposal, a_touchpoint, an_account

from agent.models.score import Stage
from agent.store import Store, accounts, activity, decisions, leads, proposals, touchpoints

CALLED, VISITED, LISTED, IMPORTED = (
    a_lead(1),
    a_lead(2),
    a_lead(3, domain="other.example", created_on=date(2026, 1, 5)),
    a_lead(4, domain="else.example"),
)


@pytest.fixture
def store(store: Store) -> Store:
    """Four leads: one called, one of whose company somebody visited, two nothing happened with."""
    later, last = NOON + timedelta(days=1), NOON + timedelta(days=2)
    with store.write() as tx:
        accounts.save(tx, [an_account()])
        leads.save(tx, [CALLED, VISITED, LISTED, IMPORTED])
        mail = {"email": CALLED.email, "domain": CALLED.domain}
        acts = [a_touchpoint("T1", **mail), a_touchpoint("T2", at=last, **mail)]
        touchpoints.add(tx, [*acts, a_touchpoint("T3", at=later, domain="firm.example")])
    return store


def test_it_is_the_latest_touchpoint_of_the_address_or_without_one_of_the_domain(store: Store) -> None:
    with store.read() as tx:
        assert activity.last(tx, [CALLED, VISITED, LISTED, IMPORTED]) == {
            CALLED.id: NOON + timedelta(days=2),
            VISITED.id: NOON + timedelta(days=1),
            LISTED.id: datetime(2026, 1, 5, tzinfo=UTC),
            IMPORTED.id: NOON,
        }
        assert activity.last(tx, []) == {}


def test_a_decision_counts_and_standings_say_where_each_lead_stands(store: Store) -> None:
    decided = NOON + timedelta(days=9)
    with store.write() as tx:
        proposals.add(tx, a_proposal(CALLED.id))
        proposals.add(tx, a_proposal(VISITED.id))
        for one in (CALLED, VISITED):
            decisions.record(
                tx, a_decision(one.id, stage=Stage.NURTURING, at=decided, proposal_id=f"P{one.id}-40-mql")
            )
        proposals.add(tx, a_proposal(VISITED.id, total=50, stage=Stage.EQL))
    with store.read() as tx:
        found = [one[1:] for one in activity.standings(tx)]
    assert found == [
        (1, Stage.MQL, Stage.NURTURING, False, decided),
        (1, Stage.EQL, Stage.NURTURING, True, decided),
        (0, None, None, False, datetime(2026, 1, 5, tzinfo=UTC)),
        (0, None, None, False, NOON),
    ]
