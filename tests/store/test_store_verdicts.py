"""The rows of the audit and of the partner programme, the same from both databases."""

from __future__ import annotations

from datetime import date, timedelta

from goods import NOON, a_decision, a_lead, a_proposal, a_touchpoint, an_account
from sqlalchemy import update

from agent.models.decision import AUTOMATION, Action
from agent.models.score import Gate, Stage
from agent.store import (
    Store,
    Tx,
    accounts,
    decisions,
    ecosystem,
    leads,
    proposals,
    schema,
    touchpoints,
    verdicts,
)

DAY = timedelta(1)


def fill(tx: Tx, *numbers: int) -> None:
    accounts.save(tx, [an_account()])
    leads.save(tx, [a_lead(number) for number in numbers])


def triggers(passed: bool | None) -> tuple[Gate, ...]:
    return (Gate(name="triggers", stage=Stage.EQL, passed=passed, why=""),)


def test_verdicts_are_what_people_decided_and_nobody_took_back(store: Store) -> None:
    steps = (
        ("claire", Action.ACCEPT, Stage.MQL), ("claire", Action.REJECT, Stage.NURTURING),
        ("claire", Action.UNDO, Stage.MQL), (AUTOMATION, Action.RECYCLE, Stage.RECYCLED),
    )  # fmt: skip
    with store.write() as tx:
        fill(tx, 1)
        proposals.add(tx, a_proposal())
        for version, (actor, action, stage) in enumerate(steps, 1):
            code = "no_need" if action is Action.REJECT else None
            decisions.record(
                tx,
                a_decision(
                    version=version, actor=actor, action=action, stage=stage, reason="so", reason_code=code
                ),
            )
    with store.read() as tx:
        (found,) = verdicts.all(tx)
    assert found == ("L00000001", "PL00000001-40-mql", "accept", Stage.MQL, "so", None, NOON)


def test_a_lead_is_judged_by_the_proposal_chosen_else_by_the_latest(store: Store) -> None:
    with store.write() as tx:
        fill(tx, 1, 2, 3)
        for number in (1, 2):
            proposals.add(tx, a_proposal(f"L{number:08x}", total=40))
            proposals.add(tx, a_proposal(f"L{number:08x}", total=50, stage=Stage.EQL))
    chosen = {"L00000001": "PL00000001-40-mql", "L00000002": None, "L00000003": None}
    with store.read() as tx:
        found = {one.lead_id: one for one in verdicts.judged(tx, chosen)}
    assert {id: (one.stage, one.total, one.fit) for id, one in found.items()} == {
        "L00000001": (Stage.MQL, 40, 40),
        "L00000002": (Stage.EQL, 50, 50),
    }
    (given,) = found["L00000001"].given
    assert (given.criterion, given.level, given.points) == ("role", "head", 40)


def test_a_lead_has_its_triggers_when_one_of_its_proposals_or_of_a_merged_leads_says_so(store: Store) -> None:
    with store.write() as tx:
        fill(tx, 1, 2, 3, 4)
        proposals.add(tx, a_proposal("L00000001", total=40, gates=triggers(True)))
        proposals.add(tx, a_proposal("L00000001", total=30, gates=triggers(False)))
        proposals.add(tx, a_proposal("L00000002", gates=triggers(None)))
        proposals.add(tx, a_proposal("L00000004", gates=triggers(True)))
        tx.execute(update(schema.lead).where(schema.lead.c.id == "L00000004").values(merged_into="L00000003"))
    with store.read() as tx:
        assert ecosystem.triggered(tx, ["L00000001", "L00000002", "L00000003"]) == {"L00000001", "L00000003"}
        assert ecosystem.triggered(tx, ["L00000002"]) == set()


def test_a_visit_is_a_day_and_somebody_a_partner_had_a_part_in_each_once(store: Store) -> None:
    seen = [
        a_touchpoint("T1", email="ana@firm.example", partner="Nuvia"),
        a_touchpoint("T2", email="ana@firm.example", partner="Orbis"),
        a_touchpoint("T3", email="ana@firm.example", partner="Nuvia", at=NOON + DAY),
        a_touchpoint("T4", domain="firm.example", partner="Nuvia"),
        a_touchpoint("T5", email="bo@firm.example"),
    ]
    with store.write() as tx:
        touchpoints.add(tx, seen)
    with store.read() as tx:
        found = sorted(ecosystem.visits(tx))
    day = date(2026, 3, 12)
    assert found == [(day, "ana@firm.example"), (day, "firm.example"), (day + DAY, "ana@firm.example")]
