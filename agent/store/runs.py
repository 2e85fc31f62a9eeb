"""Runs of a command, and what became of each lead in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, select

from agent.errors import NotFound

from .connection import Tx
from .rows import put
from .schema import outcome as outcomes_table
from .schema import run

Status = Literal["done", "failed", "skipped"]


@dataclass(frozen=True)
class Run:
    """One run of one command."""

    id: str
    command: str
    started_at: datetime
    options: dict[str, Any]
    """What it was told to do, as JSON values; no secrets."""
    state: str = "running"
    """"running", also of a run that was killed; else what `finish` said: "done", "stopped", "budget" …"""
    summary_json: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one lead in one run."""

    lead_id: str
    status: Status
    reason: str | None
    """Why not, in plain words; None for done."""


def start(tx: Tx, one: Run) -> None:
    """Records that a run starts."""
    row = {
        "id": one.id,
        "command": one.command,
        "started_at": one.started_at.isoformat(),
        "options": json.dumps(one.options, ensure_ascii=False),
        "state": one.state,
    }
    tx.execute(run.insert(), row)


def outcome(tx: Tx, run_id: str, lead_id: str, status: Status, reason: str | None = None) -> None:
    """Records what became of a lead; the last word counts."""
    row = {"run_id": run_id, "lead_id": lead_id, "status": status, "reason": reason}
    put(tx, outcomes_table, [row], "run_id", "lead_id")


def finish(tx: Tx, run_id: str, state: str, summary_json: str) -> None:
    """Records how a run ended. Raises `NotFound` when it never started."""
    ended = tx.execute(run.update().where(run.c.id == run_id), {"state": state, "summary": summary_json})
    if ended.rowcount == 0:
        raise NotFound("there is no such run")


def outcomes(tx: Tx, run_id: str) -> dict[str, Outcome]:
    """What became of each lead the run came to, by lead id."""
    columns = (outcomes_table.c.lead_id, outcomes_table.c.status, outcomes_table.c.reason)
    rows = tx.execute(select(*columns).where(outcomes_table.c.run_id == run_id))
    return {row.lead_id: Outcome(*row) for row in rows}


def get(tx: Tx, run_id: str) -> Run | None:
    """The run of that id."""
    return _one(tx, run.c.id == run_id)


def last(tx: Tx, command: str) -> Run | None:
    """The run of this command that started last."""
    return _one(tx, run.c.command == command)


def _one(tx: Tx, condition: ColumnElement[bool]) -> Run | None:
    row = tx.execute(select(run).where(condition).order_by(run.c.seq.desc()).limit(1)).first()
    if row is None:
        return None
    at = datetime.fromisoformat(row.started_at)
    return Run(row.id, row.command, at, json.loads(row.options), row.state, row.summary)
