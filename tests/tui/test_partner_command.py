"""`leadsift partner` and `leadsift outbox`, as a script sees them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from calling import Leadsift, demo
from click.testing import CliRunner, Result

from tui.partner import outbox, partner

DANA = "dana.okafor@lumenridge.example"
TOMASZ = "t.wierzba@kestrelharbour.example"
CONFIRM = ("confirm", DANA, "--offline", "--as-of", "2026-11-20")


@pytest.fixture
def store(leadsift: Leadsift, tmp_path: Path) -> Path:
    """A database with the sample leads."""
    leadsift(*demo())
    return tmp_path / "test.db"


def call(group: click.Group, store: Path, *args: object) -> Result:
    return CliRunner().invoke(group, [*map(str, args), "--db", str(store)], prog_name="leadsift")


def said(group: click.Group, store: Path, *args: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call(group, store, *args, "--json").stdout)
    return found


def test_both_sides_confirm_and_the_gate_is_passed(leadsift: Leadsift, store: Path) -> None:
    def gate() -> tuple[bool | None, str]:
        rows = map(json.loads, leadsift("export").stdout.splitlines())
        gates = next(row["proposal"]["gates"] for row in rows if row["lead"]["email"] == DANA)
        found = next(one for one in gates if one["name"] == "both_sides")
        return found["passed"], found["why"]

    assert gate() == (None, "for sales and partner to confirm")
    assert call(partner, store, *CONFIRM, "--side", "us", "--actor", "Ana").exit_code == 0
    assert gate() == (None, "confirmed by sales, for the partner to confirm")
    done = call(partner, store, *CONFIRM, "--side", "partner", "--actor", "Léo", "--lang", "fr")
    assert "fiche partenaire complète" in done.stdout
    assert "Léo" in done.stdout
    assert "désormais proposé : SQL" in done.stderr
    assert gate() == (True, "confirmé par la vente et le partenaire")
    taken_back = ("--side", "partner", "--actor", "Léo", "--withdraw")
    assert call(partner, store, *CONFIRM, *taken_back).exit_code == 0
    assert gate() == (None, "confirmed by sales, for the partner to confirm")


def test_the_status_says_what_the_partner_record_lacks(store: Path) -> None:
    told = call(partner, store, "status", TOMASZ).stdout
    assert "partner record refused, missing: referral date" in told
    assert "gold, certified" in told
    found = said(partner, store, "status", TOMASZ)
    assert (found["lacks"], found["confirmed"], found["log"]) == (["referral date"], [], [])


def test_a_lead_of_no_partner_cannot_be_confirmed(store: Path) -> None:
    who = ("confirm", "l.egerton@tarnworthdental.example", "--side", "us", "--actor", "Ana")
    done = call(partner, store, *who)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "came through no partner" in done.stderr


def test_an_accepted_partner_lead_waits_in_the_outbox_until_it_is_sent_to_a_folder(
    leadsift: Leadsift, store: Path, tmp_path: Path
) -> None:
    assert said(outbox, store, "list") == {"messages": []}
    leadsift("decide", DANA, "accept")
    (message,) = said(outbox, store, "list")["messages"]
    assert (message["partner"], message["stage"], message["state"]) == ("Passerelle Cloud", "sql", "waiting")
    assert not (tmp_path / "box").exists()

    done = call(outbox, store, "send", "--to-folder", tmp_path / "box")
    assert (done.exit_code, "1 message sent" in done.stderr) == (0, True)
    assert [file.suffix for file in (tmp_path / "box").iterdir()] == [".eml"]
    assert said(outbox, store, "list", "--state", "waiting") == {"messages": []}
    again = call(outbox, store, "send", "--to-folder", tmp_path / "box")
    assert (again.exit_code, again.stdout) == (0, "")


def test_messages_go_to_one_place_and_no_connection_is_opened_offline(store: Path) -> None:
    for where in (
        (),
        ("--to-folder", "x", "--webhook", "https://ok.example/"),
        ("--webhook", "https://a.example/"),
    ):
        assert call(outbox, store, "send", "--offline", *where).exit_code == 2


def test_a_webhook_that_is_nowhere_on_the_public_internet_fails_aloud_and_keeps_the_message(
    leadsift: Leadsift, store: Path
) -> None:
    leadsift("decide", DANA, "accept")
    done = call(outbox, store, "send", "--webhook", "http://localhost/hook")
    assert done.exit_code == 1
    assert "1 failed and is kept" in done.stderr
    (message,) = said(outbox, store, "list", "--state", "failed")["messages"]
    assert message["why"]


def test_a_run_tells_of_refused_partner_records_and_of_broken_links_and_keeps_the_lead(
    leadsift: Leadsift, tmp_path: Path
) -> None:
    (tmp_path / "l.csv").write_text(
        "company,email,partner,partner tier,referral date\n"
        "Fonderie Exemple,a@fonderie.example,Passerelle,gold,\n"
        "Scierie Exemple,b@scierie.example,Passerelle,,2026-11-02\n",
        "utf-8",
    )
    (tmp_path / "p.csv").write_text("name,tier\npasserelle,gold\n", "utf-8")
    (tmp_path / "t.csv").write_text(
        "date,email,url,partner\n2026-11-03,a@fonderie.example,/x?utm_source=Passerelle&utm_medium=email,Passerelle\n",
        "utf-8",
    )
    done = leadsift("run", "l.csv", "--partners", "p.csv", "--touchpoints", "t.csv", "--offline")
    assert done.returncode == 0
    assert (
        "l.csv: partner record without referral date refused, the lead is kept and can be no EQL on line 2"
        in done.stderr
    )
    assert "on line 3" not in done.stderr
    assert "t.csv: utm_source has capital letters on line 2" in done.stderr
    assert "t.csv: utm_medium is not what a partner's link says on line 2" in done.stderr
    assert len(leadsift("export").stdout.splitlines()) == 2
