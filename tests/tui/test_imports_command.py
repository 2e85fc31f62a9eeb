"""`leadsift import`, as a script sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import FIXTURES
from click.testing import CliRunner, Result

from agent.store import open_store, opportunities, spend
from tui.imports import imports

DEALS = 'deal,company,email,status,amount,currency\nA,Acme,,won,"12 500,00",EUR\n,,,won,,\n'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with nobody's settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path


def call(*arguments: object) -> Result:
    return CliRunner().invoke(imports, [*map(str, arguments), "--db", "leadsift.db"])


def test_deals_are_counted_kept_and_the_rejected_put_aside(here: Path) -> None:
    (here / "deals.csv").write_text(DEALS, "utf-8")
    done = call("opportunities", "deals.csv", "--json")
    assert json.loads(done.stdout) == {
        "kind": "opportunities",
        "files": [{"name": "deals.csv", "accepted": 1, "rejected": 1, "ignored": 0}],
        "joined": 0,
        "unjoined": 1,
    }
    assert "1 record rejected: mend and import deals.rejects.csv" in done.stderr
    assert "no id, name or company" in (here / "deals.rejects.csv").read_text("utf-8")
    with open_store("leadsift.db", create=False) as store, store.read() as tx:
        assert [deal.name for deal in opportunities.all(tx)] == ["A"]


def test_an_amount_has_the_currency_somebody_set_and_no_built_in_one(here: Path) -> None:
    (here / "spend.csv").write_text("date,cost\n2026-03-01,10\n", "utf-8")
    assert "1 record rejected" in call("spend", "spend.csv").stderr
    (here / "leadsift.toml").write_text('currency = "CHF"\n', "utf-8")
    assert call("spend", "spend.csv").stderr == ""
    assert call("spend", "spend.csv", "--currency", "eur").stderr == ""
    with open_store("leadsift.db", create=False) as store, store.read() as tx:
        assert {entry.currency for entry in spend.all(tx)} == {"CHF", "EUR"}


def test_a_file_that_cannot_be_read_leaves_nothing_of_the_others_behind(here: Path) -> None:
    (here / "good.csv").write_text(DEALS, "utf-8")
    (here / "bad.csv").write_text("colour,size\nred,3\n", "utf-8")
    done = call("opportunities", "good.csv", "bad.csv")
    assert (done.exit_code, "bad.csv" in done.stderr) == (2, True)
    with open_store("leadsift.db", create=False) as store, store.read() as tx:
        assert list(opportunities.all(tx)) == []


def test_what_is_no_currency_is_refused(here: Path) -> None:
    done = call("spend", here / "spend.csv", "--currency", "doubloons")
    assert (done.exit_code, "doubloons is no currency" in done.stderr) == (2, True)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("kind", ["opportunities", "spend", "touchpoints", "partners"])
def test_the_sample_files_are_taken_in_by_one_door_and_in_french(kind: str) -> None:
    done = call(kind, FIXTURES / f"{kind}.csv", "--lang", "fr")
    assert done.exit_code == 0
    assert "Acceptés" in done.stdout
