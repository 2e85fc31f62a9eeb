"""`leadsift eval` as a script sees it: exit codes, streams, files; and the gate over the project's own set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from evals.making import TEXT, label, labelled

from agent.errors import BadInput
from agent.settings import Settings
from tui.eval import evaluate

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
OFFLINE = Settings.model_construct(concurrency=4)


def run(folder: Path, labels: dict[str, Any] | None = None, **options: Any) -> int:
    """The exit code, over one note unless said otherwise."""
    notes, gold = labelled(folder, {"one": TEXT}, {"one": label()} if labels is None else labels)
    return evaluate(OFFLINE, offline=options.pop("offline", False), notes=notes, labels=gold, **options)


def test_the_rules_read_the_project_s_own_set_no_worse_than_when_the_baseline_was_saved() -> None:
    code = evaluate(
        OFFLINE,
        offline=True,
        notes=FIXTURES / "notes",
        labels=FIXTURES / "labels",
        call_dates=FIXTURES / "call_dates.json",
        baseline=FIXTURES / "baseline.json",
        gate=True,
    )
    assert code == 0, "see stderr: which measures fell, and from what"


def test_figures_go_to_stdout_as_a_table_or_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path) == 0
    table = capsys.readouterr().out
    assert "status_accuracy" in table
    assert "offline" in table
    assert run(tmp_path, as_json=True) == 0
    said = json.loads(capsys.readouterr().out)
    (variant,) = said["variants"]
    assert said["notes"] == 1
    assert set(variant["measures"]["status_accuracy"]) == {"value", "low", "high", "n"}
    assert variant["cost_per_note"] == 0


def test_what_does_not_match_is_said_and_a_label_without_a_note_is_missed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled(tmp_path, {"spare": "Nothing."}, {})
    labels = {"one": label(need={"status": "confirmed", "quotes": ["never said"]}), "gone": label()}
    assert run(tmp_path, labels, as_json=True) == 0
    out, err = capsys.readouterr()
    assert "for want of a label: 1" in err
    assert "label gone: there is no such note" in err
    assert "label one: need: a quote does not stand in the note" in err
    (variant,) = json.loads(out)["variants"]
    assert variant["missing_notes"] == 1
    assert {miss["slot"] for miss in variant["misses"] if miss["note"] == "gone"} == {
        "budget", "authority", "need", "timing",
    }  # fmt: skip


def test_call_dates_given_make_relative_dates_absolute(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled(tmp_path, {"two": "Buyer: we decide next month."}, {})
    decided = label(timing={"status": "confirmed", "from": "2026-04-01", "to": "2026-04-30"})
    dates = tmp_path / "dates.json"
    found = []
    for day in ("null", '"2026-03-05"'):
        dates.write_text(f'{{"two": {day}}}')
        run(tmp_path, {"two": decided}, call_dates=dates, as_json=True)
        found.append(
            json.loads(capsys.readouterr().out)["variants"][0]["measures"]["window_accuracy"]["value"]
        )
    assert found == [0, 1]


def test_the_gate_shuts_when_a_measure_falls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    baseline = tmp_path / "base.json"
    assert run(tmp_path, baseline=baseline, save=True) == 0
    assert run(tmp_path, baseline=baseline, gate=True) == 0
    worse = label(budget={"status": "denied"}, need={"status": "denied"}, timing={"status": "denied"})
    capsys.readouterr()
    assert run(tmp_path, {"one": worse}, baseline=baseline, gate=True) == 1
    said = capsys.readouterr().err
    assert "offline: status_accuracy was" in said
    assert "labels have changed" in said
    assert run(tmp_path, {"one": worse}, baseline=baseline) == 0


def test_a_page_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "eval.html"
    run(tmp_path, {"one": label(need={"status": "denied"})}, html=page)
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    with pytest.raises(BadInput, match="cannot be written"):
        run(tmp_path, html=tmp_path)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"gate": True}, "--baseline"),
        ({"save": True}, "--baseline"),
        ({"offline": True, "models": ("gpt-4o",)}, "--offline asks no model"),
        ({"prompts": (Path("p.md"),)}, "rules have no prompt"),
        ({"baseline": Path("nowhere.json")}, "nowhere.json: cannot be read"),
        ({"call_dates": Path("nowhere.json")}, "nowhere.json: cannot be read"),
        ({"labels": {"two": label()}}, "no note here has a label"),
        ({"labels": {"one": "{"}}, "one.json:1: not valid JSON"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_read(
    tmp_path: Path, options: dict[str, Any], why: str
) -> None:
    with pytest.raises(BadInput) as refused:
        run(tmp_path, **options)
    assert why in str(refused.value)


def test_a_gate_without_figures_of_the_variant_is_refused(tmp_path: Path) -> None:
    (tmp_path / "base.json").write_text('{"labels": "", "measures": {"gpt-4o": {"status_accuracy": 1}}}')
    with pytest.raises(BadInput, match="no figures of offline"):
        run(tmp_path, baseline=tmp_path / "base.json", gate=True)
