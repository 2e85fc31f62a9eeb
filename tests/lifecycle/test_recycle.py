"""Recycling what nothing happens with: listed first, applied on demand, and never what sales took over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from agent.lifecycle import Policy
from agent.models.account import Account
from agent.models.decision import AUTOMATION, Action, Decision
from agent.models.lead import Lead
from agent.models.score import Contribution, Proposal, Score, Stage
from agent.models.touchpoint import Kind, Touchpoint
from agent.recycle import recyclable, recycle
from agent.store import Store, accounts, decisions, leads, open_store, proposals, touchpoints
from tui.recycle import recycle as command

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
POLICY = Policy()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "leads.db")) as opened:
        yield opened


def proposal(lead: str, stage: Stage, points: int = 5) -> Proposal:
    part = Contribution(family="fit", criterion="role", level="core", points=points, low=points, high=points)
    score = Score(
        total=points, fit=points, intent=0, bant=0, ecosystem=0, floor=points, ceiling=points,
        contributions=(part,), rubric="r@1#0", profile="direct", as_of=NOW.date(),
    )  # fmt: skip
    return Proposal(
        id=f"P{lead}{points}", lead_id=lead, score=score, stage=stage, rationale="Little is known.",
        language="en", mode="offline", created_at=NOW,
    )  # fmt: skip


def put(
    store: Store, name: str, *, stage: Stage = Stage.MQL, came: int = 200, seen: int | None = None
) -> Lead:
    """A lead that came so many days ago and was last seen so many days ago."""
    lead = Lead(
        id=f"L{name}", account_id=f"A{name}", company=name, email=f"ana@{name}.example",
        domain=f"{name}.example", created_on=(NOW - timedelta(days=came)).date(),
    )  # fmt: skip
    with store.write() as tx:
        accounts.save(tx, [Account(id=lead.account_id, key=name, name=name)])
        leads.save(tx, [lead])
        proposals.add(tx, proposal(lead.id, stage))
        if seen is not None:
            at = NOW - timedelta(days=seen)
            touchpoints.add(tx, [Touchpoint(id=f"T{name}", at=at, kind=Kind.WEBINAR, email=lead.email)])
    return lead


def decide(store: Store, lead: Lead, stage: Stage, ago: int, proposal_points: int = 5) -> None:
    with store.write() as tx:
        decisions.record(
            tx,
            Decision(
                lead_id=lead.id, version=1, action=Action.OVERRIDE, stage=stage, reason="said so", actor="Ana",
                at=NOW - timedelta(days=ago), proposal_id=f"P{lead.id}{proposal_points}", rubric="r@1#0",
            ),
        )  # fmt: skip


def found(store: Store, policy: Policy = POLICY) -> dict[str, str]:
    """Company → why it would be recycled."""
    return {one.lead.company: one.reason for one in recyclable(store, policy, NOW)}


def test_a_lead_is_quiet_since_its_last_touchpoint_else_since_it_came(store: Store) -> None:
    put(store, "active", seen=29)
    put(store, "silent", seen=30)
    put(store, "never", came=45)
    put(store, "new", came=3)
    assert found(store) == {
        "silent": "nothing happened for 30 days",
        "never": "nothing happened for 45 days",
    }
    assert found(store, Policy(recycle_after=45)) == {"never": "nothing happened for 45 days"}


def test_a_decision_is_something_that_happened(store: Store) -> None:
    decide(store, put(store, "decided", seen=90), Stage.NURTURING, ago=10)
    decide(store, put(store, "forgotten", seen=90), Stage.NURTURING, ago=40)
    assert found(store) == {"forgotten": "nothing happened for 40 days"}


def test_a_visit_from_the_companys_domain_is_something_that_happened(store: Store) -> None:
    put(store, "visited", seen=90)
    with store.write() as tx:
        at = NOW - timedelta(days=2)
        touchpoints.add(tx, [Touchpoint(id="T9", at=at, kind=Kind.PRICING_PAGE, domain="visited.example")])
    assert found(store) == {}


@pytest.mark.parametrize("stage", [Stage.SQL, Stage.OPPORTUNITY, Stage.CUSTOMER, Stage.DISQUALIFIED])
def test_what_sales_took_over_or_ruled_out_is_left_to_people(store: Store, stage: Stage) -> None:
    decide(store, put(store, "theirs", seen=400), stage, ago=400)
    assert found(store) == {}


def test_a_nurtured_lead_comes_back_when_its_proposal_became_promising(store: Store) -> None:
    for name, stage in (("warmer", Stage.MQL), ("colder", Stage.LEAD)):
        lead = put(store, name, stage=Stage.NURTURING, seen=2)
        decide(store, lead, Stage.NURTURING, ago=1)
        with store.write() as tx:
            proposals.add(tx, proposal(lead.id, stage, points=6))
    assert found(store) == {"warmer": "the proposal changed to mql"}


def test_recycling_records_who_why_and_under_which_rubric_once(store: Store) -> None:
    lead = put(store, "silent", seen=31)
    every = list(recyclable(store, POLICY, NOW))
    assert recycle(store, every, NOW) == 1
    assert recycle(store, every, NOW) == 0
    with store.read() as tx:
        (decision,) = decisions.log(tx, lead.id)
    assert (decision.action, decision.stage, decision.actor) == (Action.RECYCLE, Stage.RECYCLED, AUTOMATION)
    assert (decision.reason, decision.proposal_id) == ("nothing happened for 31 days", f"P{lead.id}5")
    assert decision.rubric == "r@1#0"
    assert found(store) == {}


def test_the_command_lists_and_changes_nothing_until_told_to_apply(store: Store, tmp_path: Path) -> None:
    put(store, "silent", came=3000)
    place = str(tmp_path / "leads.db")

    def run(*more: str) -> tuple[str, str]:
        told = CliRunner().invoke(command, ["--db", place, "--lang", "en", *more], catch_exceptions=False)
        assert told.exit_code == 0
        return told.stdout, told.stderr

    listed = run("--json")[0]
    assert [json.loads(line)["company"] for line in listed.splitlines()] == ["silent"]
    assert "Nothing was changed" in run()[1]
    assert run("--inactive", "9999")[1].startswith("0 leads to recycle")
    assert "1 recycled" in run("--apply")[1]
    assert run("--json")[0] == ""
