"""The decision log: versions, conflicts, and nothing ever rewritten."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from datetime import timedelta

import pytest
from goods import NOON, a_decision, a_lead, a_proposal, an_account, forgotten
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import Conflict, NotFound, StoreError
from agent.models.decision import Action, Decision
from agent.models.score import Stage
from agent.store import Store, Tx, accounts, decisions, leads, open_store, proposals, queue, runs
from agent.store.schema import decision as table

LEADS = [a_lead(number) for number in (1, 2, 3)]


@pytest.fixture
def store(store: Store) -> Store:
    """A store with three leads, each proposed as MQL."""
    with store.write() as tx:
        furnish(tx)
    return store


def furnish(tx: Tx) -> None:
    accounts.save(tx, [an_account()])
    leads.save(tx, LEADS)
    for lead in LEADS:
        proposals.add(tx, a_proposal(lead.id))


def test_a_log_is_read_back_in_order_and_its_last_entry_stands(store: Store) -> None:
    accepted = a_decision()
    overridden = a_decision(
        version=2, action=Action.OVERRIDE, stage=Stage.NURTURING, reason="no budget", actor="max"
    )
    for one in (accepted, overridden):
        with store.write() as tx:
            decisions.record(tx, one)
    with store.read() as tx:
        assert decisions.log(tx, "L00000001") == (accepted, overridden)
        assert decisions.standing(tx, ["L00000001", "L00000002"]) == {"L00000001": overridden}


def test_who_comes_second_learns_who_was_first_and_when(store: Store) -> None:
    with store.write() as tx:
        decisions.record(tx, a_decision(actor="claire", stage=Stage.SQL))
    with pytest.raises(Conflict) as told, store.write() as tx:
        decisions.record(tx, a_decision(actor="max", stage=Stage.NURTURING))
    assert str(told.value) == (
        "claire decided first: accept → sql, 2026-03-12 12:00 UTC (version 1). Look again, then decide"
    )
    with store.read() as tx:
        assert [one.actor for one in decisions.log(tx, "L00000001")] == ["claire"]


@pytest.mark.parametrize(("recorded", "version"), [(0, 2), (0, 0), (1, 3), (2, 1), (2, 2), (2, 4)])
def test_a_version_that_does_not_follow_the_last_is_a_conflict(
    store: Store, recorded: int, version: int
) -> None:
    with store.write() as tx:
        for number in range(recorded):
            decisions.record(tx, a_decision(version=number + 1))
    with pytest.raises(Conflict), store.write() as tx:
        decisions.record(tx, a_decision(version=version))
    with store.read() as tx:
        assert len(decisions.log(tx, "L00000001")) == recorded


def test_a_decision_on_a_lead_that_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound), store.write() as tx:
        decisions.record(tx, a_decision("L99999999"))


@pytest.mark.parametrize("change", [table.delete(), table.update().values(doc="{}")])
def test_the_database_refuses_to_change_or_delete_a_decision(store: Store, change: object) -> None:
    with store.write() as tx:
        decisions.record(tx, a_decision())
    with pytest.raises(StoreError), store.write() as tx:
        tx.execute(change)  # type: ignore[call-overload]
    with store.read() as tx:
        assert decisions.log(tx, "L00000001") == (a_decision(),)


def test_postgresql_refuses_to_empty_the_log(fresh_postgresql: str) -> None:
    with open_store(fresh_postgresql) as store, pytest.raises(StoreError), store.write() as tx:
        tx.exec_driver_sql("TRUNCATE decision")


def test_an_undo_that_leaves_the_lead_undecided_puts_it_back_in_the_queue(store: Store) -> None:
    undecided = queue.QueueFilter(undecided_only=True)
    with store.write() as tx:
        decisions.record(tx, a_decision())
        assert len(queue.snapshot(tx, undecided)) == 2
        decisions.record(tx, a_decision(version=2, action=Action.UNDO, stage=None))
        assert len(queue.snapshot(tx, undecided)) == 3
        assert decisions.standing(tx, ["L00000001"])["L00000001"].stage is None


def test_importing_a_decided_lead_again_leaves_the_decision_standing(store: Store) -> None:
    with store.write() as tx:
        decisions.record(tx, a_decision())
        leads.save(tx, [a_lead(1, title="CTO")])
        assert decisions.standing(tx, ["L00000001"]) == {"L00000001": a_decision()}
        with pytest.raises(Conflict):
            decisions.record(tx, a_decision(actor="max"))


attempt = st.tuples(st.sampled_from([lead.id for lead in LEADS]), st.integers(0, 6), st.sampled_from(Action))


@settings(max_examples=40, deadline=None)
@given(st.lists(attempt, max_size=25))
def test_only_the_next_version_is_ever_recorded(slate: Store, tried: list[tuple[str, int, Action]]) -> None:
    logs: dict[str, list[Decision]] = {lead.id: [] for lead in LEADS}
    with forgotten(slate) as tx:
        furnish(tx)
        for lead_id, version, action in tried:
            stage = None if action is Action.UNDO else Stage.SQL
            one = a_decision(lead_id, version, action=action, stage=stage)
            follows = version == len(logs[lead_id]) + 1
            with nullcontext() if follows else pytest.raises(Conflict):
                decisions.record(tx, one)
            logs[lead_id] += [one] * follows
        assert {lead_id: list(decisions.log(tx, lead_id)) for lead_id in logs} == logs
        assert decisions.standing(tx, logs) == {lead_id: log[-1] for lead_id, log in logs.items() if log}


REPS = ["anna", "bruno", "chloé", "dario"]


def everybody_is_there(store: Store) -> bool:
    with store.read() as tx:
        return len(runs.outcomes(tx, "start")) == len(REPS)


def decide_in_a_hurry(url: str, actor: str, times: int) -> tuple[list[Decision], list[str]]:
    """One rep, deciding on whatever is there: the decisions that were kept, and what the conflicts said."""
    kept, conflicts = [], []
    with open_store(url) as store:
        with store.write() as tx:
            runs.outcome(tx, "start", actor, "done")
        while not everybody_is_there(store):
            time.sleep(0.01)
        for turn in range(times):
            lead_id = LEADS[turn % len(LEADS)].id
            with store.read() as tx:
                last = decisions.standing(tx, [lead_id]).get(lead_id)
            one = a_decision(
                lead_id,
                last.version + 1 if last else 1,
                actor=actor,
                reason=f"{actor}, turn {turn}",
                at=NOON + timedelta(minutes=turn),
            )
            try:
                with store.write() as tx:
                    decisions.record(tx, one)
                kept.append(one)
            except Conflict as conflict:
                conflicts.append(str(conflict))
    return kept, conflicts


def test_many_reps_on_few_leads_lose_no_decision_and_overwrite_none(url: str, store: Store) -> None:
    with store.write() as tx:
        runs.start(tx, runs.Run("start", "review", NOON, {}))
    with ProcessPoolExecutor(len(REPS), multiprocessing.get_context("spawn")) as office:
        work = [office.submit(decide_in_a_hurry, url, rep, 40) for rep in REPS]
        results = [one.result() for one in work]
    kept = [one for mine, _ in results for one in mine]
    conflicts = [said for _, theirs in results for said in theirs]
    with store.read() as tx:
        logs = {lead.id: decisions.log(tx, lead.id) for lead in LEADS}
        standing = decisions.standing(tx, logs)
    for lead_id, log in logs.items():
        assert [one.version for one in log] == list(range(1, len(log) + 1))
        assert standing[lead_id] == log[-1]
    recorded = [one for log in logs.values() for one in log]
    assert sorted(recorded, key=str) == sorted(kept, key=str)
    assert conflicts
    assert len(kept) + len(conflicts) == 40 * len(REPS)
    assert all(said.split()[0] in REPS and "2026-03-12" in said for said in conflicts)
