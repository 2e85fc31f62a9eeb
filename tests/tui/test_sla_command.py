"""`leadsift owners`, `handoff`, `sla` and `contacted`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from goods import a_decision, a_lead, a_proposal, an_account

from agent.store import accounts, decisions, leads, open_store, proposals
from tui.owners import owners
from tui.sla import contacted, handoff, sla
from tui.words import Words

NINE = "2026-03-16T09:00+0100"
TEN = "2026-03-16T10:00+0100"
NOON = "2026-03-16T12:00+0100"
TWO = "2026-03-16T14:00+0100"
TEAM = "login,name,capacity\nanna,Anna Weber,5\nben,Ben Durand,1\n"
Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a command on a store of three accepted leads and a team of two."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    place = tmp_path / "test.db"
    with open_store(str(place)) as store, store.write() as tx:
        accounts.save(tx, [an_account()])
        made = [a_lead(1), a_lead(2, partner={"partner": "Openlink"}), a_lead(3)]
        leads.save(tx, made)
        for number, one in enumerate(made):
            proposals.add(tx, a_proposal(one.id, total=80 - number))
            decisions.record(tx, a_decision(one.id, at=datetime(2026, 3, 13, tzinfo=UTC)))
    (tmp_path / "team.csv").write_text(TEAM, "utf-8")

    def run(command: click.Command, *args: str) -> Result:
        return CliRunner().invoke(command, [*args, "--db", str(place)], catch_exceptions=False)

    run(owners, "team.csv")
    return run


def test_owners_are_imported_and_listed_with_what_they_have_open(call: Call) -> None:
    call(handoff, "--apply", "--at", NINE)
    lines = call(owners).stdout.splitlines()
    assert [line.split()[:5] for line in lines[1:]] == [
        ["Anna", "Weber", "*", "2", "5"], ["Ben", "Durand", "*", "1", "1"],
    ]  # fmt: skip


def test_rejected_owners_are_named_and_written_to_be_mended(call: Call, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("login,capacity\nzoe,lots\nyan,3\n", "utf-8")
    done = call(owners, "more.csv", "--lang", "en")
    assert done.exit_code == 0
    assert "1 owner imported" in done.stderr
    assert "more.csv:2: a capacity is a whole number, not lots" in done.stderr
    assert "zoe,lots" in (tmp_path / "more.rejects.csv").read_text("utf-8")


def test_a_handoff_is_shown_before_it_is_stored(call: Call) -> None:
    shown = call(handoff, "--at", NINE, "--lang", "en")
    assert "To do: 3 to hand over" in shown.stderr
    assert "next in turn for all leads" in shown.stdout
    assert json.loads(call(sla, "--at", NINE, "--json").stdout)["due"] == []
    done = json.loads(call(handoff, "--apply", "--at", NINE, "--json").stdout)
    assert [(one["owner"], one["state"]) for one in done["made"]] == [
        ("anna", "open"), ("ben", "open"), ("anna", "open"),
    ]  # fmt: skip
    assert json.loads(call(handoff, "--at", NINE, "--json").stdout)["made"] == []


def test_what_is_due_is_listed_with_the_time_left_and_by_owner(call: Call) -> None:
    call(handoff, "--apply", "--at", NINE)
    said = json.loads(call(sla, "--at", NOON, "--json").stdout)
    assert {(one["standing"], one["minutes_left"]) for one in said["due"]} == {("alert", 60)}
    assert [one["partner"] for one in said["due"]] == [None, "Openlink", None]
    assert said["owners"] == [
        {"owner": "anna", "name": "Anna Weber", "open": 2, "capacity": 5, "alert": 2, "overdue": 0},
        {"owner": "ben", "name": "Ben Durand", "open": 1, "capacity": 1, "alert": 1, "overdue": 0},
    ]
    told = call(sla, "--at", NOON, "--lang", "fr")
    assert "à traiter" in told.stdout
    assert "1 h 00" in told.stdout
    assert "3 en cours, 3 à traiter, 0 en retard" in told.stderr


def test_an_overdue_lead_is_reassigned_where_somebody_else_can_take_it(call: Call) -> None:
    call(handoff, "--apply", "--at", NINE)
    done = call(sla, "--reassign", "--at", TWO, "--lang", "en")
    assert done.exit_code == 0
    assert "Ben Durand let the time run out; next in turn for all leads" in done.stdout
    (stays,) = [line for line in done.stdout.splitlines() if "nobody is free for all leads" in line]
    assert re.search(r"overdue +Anna Weber", stays)
    assert "Ben Durand (1 of 1 open)" in done.stdout
    assert "Anna Weber (had it already)" in done.stdout
    assert "2 reassigned, 2 closed, 1 stay overdue" in done.stderr
    said = json.loads(call(sla, "--at", TWO, "--json").stdout)
    assert sorted((one["owner"], one["standing"]) for one in said["due"]) == [
        ("anna", "overdue"), ("anna", "running"), ("ben", "running"),
    ]  # fmt: skip


def test_contact_stops_the_clock_and_says_whether_it_was_in_time(call: Call) -> None:
    call(handoff, "--apply", "--at", NINE)
    soon = call(contacted, "zoé1@firm.example", "--at", TEN, "--actor", "anna", "--lang", "en")
    assert "contacted by Anna Weber with 3 h 00 of business time left" in soon.stderr
    late = call(contacted, "zoé2@firm.example", "--at", TWO, "--actor", "ben", "--lang", "en")
    assert "contacted by Ben Durand, 1 h 00 of business time late" in late.stderr
    assert len(json.loads(call(sla, "--at", TWO, "--json").stdout)["due"]) == 1
    again = call(contacted, "zoé1@firm.example", "--at", TEN)
    assert (again.exit_code, "contacted already" in again.stderr) == (2, True)


def test_nothing_due_is_said(call: Call) -> None:
    assert "Nothing is due" in call(sla, "--lang", "en").stderr


def test_every_state_of_a_handoff_has_a_name() -> None:
    from agent.handoff.clock import Standing
    from agent.models.handoff import HandoffState

    for words in (Words("en"), Words("fr")):
        assert all(words(f"handoff_state.{state}") for state in HandoffState)
        assert all(words(f"standing.{state}") for state in Standing)


@pytest.mark.parametrize("at", ["0001-01-01 00:00", "9999-12-31 23:59"])
def test_a_moment_beyond_all_calendars_is_refused(call: Call, at: str) -> None:
    done = call(sla, "--at", at)
    assert (done.exit_code, "outside the years" in done.stderr) == (2, True)


def test_a_first_contact_that_is_still_to_come_is_refused(call: Call) -> None:
    done = call(contacted, "zoé1@firm.example", "--at", "2999-01-04 09:00")
    assert (done.exit_code, "still to come" in done.stderr) == (2, True)
