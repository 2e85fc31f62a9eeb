"""A run killed at any moment loses nothing and does nothing twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from agent.store import open_store

ROOT = Path(__file__).resolve().parents[2]
LEADS, KILLS = 120, 5


def write_lists(folder: Path) -> None:
    notes = folder / "notes"
    notes.mkdir()
    rows = ["Company,First name,Last name,Job title,Email,Website,Country"]
    for n in range(LEADS):
        rows.append(f"Firm {n} Ltd,Ada,Person{n},Head of Operations,ada@firm{n}.example,firm{n}.example,GB")
        (notes / f"call-{n}.txt").write_text(
            f"lead: ada@firm{n}.example\nDate: 3 November 2026\nBudget approved: {n + 10}k GBP a year. Ada decides.\n"
        )
    (folder / "leads.csv").write_text("\n".join(rows) + "\n")


def command(folder: Path) -> list[str]:
    return [
        sys.executable, "-m", "tui.cli", "run", str(folder / "leads.csv"), "--notes", str(folder / "notes"),
        "--as-of", "2026-11-20", "--offline", "--json", "--db", str(folder / "killed.db"),
    ]  # fmt: skip


def test_a_run_killed_at_random_and_resumed_ends_as_if_it_never_was(tmp_path: Path) -> None:
    write_lists(tmp_path)
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "LEADSIFT"))}
    env = bare | {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    moment = random.Random(20261120)
    answered: list[int] = []
    for _ in range(KILLS):
        process = subprocess.Popen(
            command(tmp_path), cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(moment.uniform(0.8, 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        answered.append(_answers(tmp_path))
    assert answered == sorted(answered)

    done = subprocess.run(
        command(tmp_path), cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    summary = json.loads(done.stdout)
    assert (summary["leads"], summary["qualified"], summary["failed"]) == (LEADS, LEADS, 0)
    assert summary["calls_replayed"] >= answered[-1]
    with open_store(str(tmp_path / "killed.db")) as store, store.read() as tx:
        assert tx.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert tx.exec_driver_sql("SELECT count(*) FROM lead").scalar() == LEADS
        assert tx.exec_driver_sql("SELECT count(*) FROM proposal").scalar() == LEADS
        assert tx.exec_driver_sql("SELECT count(*) FROM reading").scalar() == LEADS
        questions = tx.exec_driver_sql("SELECT count(*), count(DISTINCT key) FROM answer").one()
        assert questions[0] == questions[1], "a committed answer was asked for again"


def _answers(folder: Path) -> int:
    place = folder / "killed.db"
    if not place.exists():
        return 0
    with open_store(str(place)) as store, store.read() as tx:
        return int(tx.exec_driver_sql("SELECT count(*) FROM answer").scalar() or 0)
