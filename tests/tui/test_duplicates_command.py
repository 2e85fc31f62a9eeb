"""`leadsift duplicates`, as a script sees it."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agent.duplicates import compare, merging, pairs
from agent.identity import account_of, lead_id
from agent.models.lead import Lead, Origin
from agent.store import accounts, leads, open_store
from tui.duplicates import duplicates
from tui.words import catalogue

Call = Callable[..., Result]
PEOPLE = (
    ("Zoé", "Lambert", "zoe.lambert@moulins.example", "Moulins Réunis"),
    ("Zoe", "Lambert", "ZOE.LAMBERT@moulins.example", "Moulins Reunis SAS"),
    ("Z.", "Lambert", None, "Moulins Réunis"),
    ("Max", "Stone", "max@forge.example", "Forge [bold]Ltd[/]"),
)


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs the command on a store of four leads, of which two are surely one and a third may be."""
    monkeypatch.chdir(tmp_path)
    place = str(tmp_path / "test.db")
    account = account_of("Moulins", "moulins.example")
    with open_store(place) as store, store.write() as tx:
        accounts.save(tx, [account])
        leads.save(tx, [_lead(account.id, line, *told) for line, told in enumerate(PEOPLE, 2)])

    def run(*args: str) -> Result:
        return CliRunner().invoke(duplicates, [*args, "--db", place, "--lang", "en"])

    return run


def _lead(account: str, line: int, first: str, last: str, email: str | None, company: str) -> Lead:
    return Lead(
        id=lead_id(f"line {line}"),
        account_id=account,
        company=company,
        first_name=first,
        last_name=last,
        email=email.lower() if email else None,
        origins=(Origin(file="leads.csv", line=line, imported_at=datetime(2026, 3, 12, tzinfo=UTC)),),
    )


def told(done: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_leads_that_may_be_one_are_listed_with_the_reasons_the_surest_first(call: Call) -> None:
    done = call()
    assert done.exit_code == 0
    assert "2 pairs of leads that may be one, 1 of them sure" in done.stderr
    first, second = done.stdout.splitlines()[1:]
    assert "same e-mail" in first
    assert "name shortened to an initial" in second
    pairs = told(call("--json"))
    assert [pair["sure"] for pair in pairs] == [True, False]
    assert pairs[0]["keep"] == {
        "id": lead_id("line 2"),
        "name": "Zoé Lambert",
        "company": "Moulins Réunis",
        "email": "zoe.lambert@moulins.example",
        "phone": None,
        "origins": ["leads.csv:2"],
    }
    assert len(told(call("--sure", "--json"))) == 1


def test_what_is_sure_is_merged_in_one_go_and_undone_by_its_id(call: Call) -> None:
    done = call("merge", "--sure", "--actor", "claire")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "1 lead merged" in done.stderr
    assert len(told(call("--json"))) == 1
    (merge,) = told(call("merged", "--json"))
    assert merge["actor"] == "claire"
    assert "two leads again" in call("undo", str(merge["id"]), "--actor", "max").stderr
    assert len(told(call("--json"))) == 2
    again = call("undo", str(merge["id"]))
    assert again.exit_code == 2
    assert "max took this merge back" in again.stderr
    assert "max" in call("merged").stdout


def test_a_person_merges_two_that_nothing_else_takes_for_one(call: Call) -> None:
    done = call("merge", "max@forge.example", lead_id("line 4"), "--actor", "claire")
    assert "leadsift duplicates undo G" in done.stderr
    (merge,) = told(call("merged", "--json"))
    assert merge["pair"]["drop"] == lead_id("line 4")  # type: ignore[index]


@pytest.mark.parametrize("args", [(), ("max@forge.example",), ("max@forge.example", "L", "--sure")])
def test_what_to_merge_has_to_be_said(call: Call, args: tuple[str, ...]) -> None:
    done = call("merge", *args)
    assert done.exit_code == 2
    assert "Give the lead to keep and the one to drop, or --sure" in done.stderr


def test_a_lead_that_is_not_there_is_said_to_be_missing(call: Call) -> None:
    done = call("merge", "max@forge.example", "nobody@forge.example")
    assert done.exit_code == 2
    assert "no lead has that id" in done.stderr


def test_every_reason_has_its_words() -> None:
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(compare))) if isinstance(node, ast.Call)]
    signs = [call.args[1] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Sign"]
    told = {sign.value for sign in signs if isinstance(sign, ast.Constant)}
    told |= {sign.body.value for sign in signs if isinstance(sign, ast.IfExp)}  # type: ignore[attr-defined]
    assert len(told) > 20
    reasons = {*told, pairs.BY_WAY, merging.BY_HAND}
    assert {reason.replace(" ", "_"): reason for reason in reasons} == {
        word: text["en"] for word, text in catalogue()["duplicate_reason"].items()
    }
