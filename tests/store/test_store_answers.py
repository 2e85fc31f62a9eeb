"""Answers and runs: what was asked, what it cost, what became of each lead; and what survives a kill."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from goods import NOON

from agent.errors import NotFound
from agent.store import Store, open_store, runs
from agent.store.answers import Answers, Spend, StoredAnswer

ANSWER = StoredAnswer("k1", "gpt-x", "read_note", "abc", '{"né": 1}', 900, 200, 2, 0.25, "run1", NOON)


def test_an_answer_is_found_under_its_question_and_nowhere_else(store: Store) -> None:
    answers = Answers(store)
    assert answers.get("k1") is None
    answers.put(ANSWER)
    assert answers.get("k1") == ANSWER
    assert answers.get("k2") is None


def test_a_question_asked_again_is_answered_by_the_last_and_paid_for_twice(store: Store) -> None:
    answers = Answers(store)
    answers.put(replace(ANSWER, answer_json="{}"))
    answers.put(ANSWER)
    assert answers.get("k1") == ANSWER
    assert answers.spend("run1") == Spend(2, 1800, 400, 4, 0.5)


def test_a_runs_spend_is_its_own(store: Store) -> None:
    answers = Answers(store)
    answers.put(ANSWER)
    answers.put(replace(ANSWER, key="k2", run_id="run2", cost=1.0))
    answers.put(replace(ANSWER, key="k3", run_id=None))
    assert answers.spend("run2") == Spend(1, 900, 200, 2, 1.0)
    assert answers.spend("run3") == Spend(0, 0, 0, 0, 0.0)


async def test_answers_come_from_the_event_loop_while_a_worker_thread_imports(store: Store) -> None:
    answers, written = Answers(store), threading.Event()

    def import_slowly() -> None:
        with store.write() as tx:
            runs.start(tx, runs.Run("r", "run", NOON, {}))
            written.set()
            time.sleep(0.05)

    importing = asyncio.create_task(asyncio.to_thread(import_slowly))
    while not written.is_set():
        await asyncio.sleep(0.001)
    answers.put(ANSWER)
    await importing
    assert answers.get("k1") == ANSWER


def test_a_run_is_read_back_with_its_end(store: Store) -> None:
    started = runs.Run("r1", "run", NOON, {"lists": ["leads.csv"], "budget": None})
    with store.write() as tx:
        runs.start(tx, started)
        runs.start(tx, replace(started, id="r2"))
        runs.start(tx, replace(started, id="r3", command="enrich"))
        runs.finish(tx, "r1", "done", '{"leads": 3}')
        assert runs.get(tx, "r1") == replace(started, state="done", summary_json='{"leads": 3}')
        assert runs.last(tx, "run") == replace(started, id="r2")
        assert runs.get(tx, "r9") is None
        assert runs.last(tx, "export") is None
        with pytest.raises(NotFound):
            runs.finish(tx, "r9", "done", "{}")


def test_the_last_word_on_a_lead_counts(store: Store) -> None:
    with store.write() as tx:
        runs.start(tx, runs.Run("r1", "run", NOON, {}))
        runs.outcome(tx, "r1", "L1", "failed", "no answer after 5 tries")
        runs.outcome(tx, "r1", "L2", "skipped", "nothing changed")
        runs.outcome(tx, "r1", "L1", "done")
        assert runs.outcomes(tx, "r1") == {
            "L1": runs.Outcome("L1", "done", None),
            "L2": runs.Outcome("L2", "skipped", "nothing changed"),
        }
        assert runs.outcomes(tx, "r2") == {}


WORK = """
import sys
from agent.store import open_store
from agent.store.answers import Answers, StoredAnswer
from goods import NOON
with open_store(sys.argv[1]) as store:
    answers = Answers(store)
    for number in range(1_000_000):
        answers.put(StoredAnswer(f"{sys.argv[2]}-{number}", "m", "p", "d", "x" * 999, 1, 1, 1, 0, None, NOON))
        print(f"{sys.argv[2]}-{number}", flush=True)
"""


def test_an_answer_that_was_put_survives_a_kill_at_any_moment(tmp_path: Path) -> None:
    place = tmp_path / "leadsift.db"
    there = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    promised: list[str] = []
    for turn in range(4):
        command = [sys.executable, "-c", WORK, str(place), str(turn)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=there) as worker:
            assert worker.stdout is not None
            promised.append(worker.stdout.readline().strip())
            time.sleep(random.uniform(0, 0.15))
            worker.send_signal(signal.SIGKILL)
            promised += worker.stdout.read().split("\n")[:-1]
    with open_store(str(place)) as store:
        answers = Answers(store)
        assert [key for key in promised if answers.get(key) is None] == []
    assert len(promised) > 4
    with closing(sqlite3.connect(place)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
