"""Fiscal quarters, end to end: by the note's own fiscal year, else by the setting, else by the calendar."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def timing(place: Path, note: str, settings: str = "", *more: str) -> dict[str, Any]:
    """What `leadsift note` makes of a pasted note's timing, in a folder with such a `leadsift.toml`."""
    (place / "leadsift.toml").write_text(settings, encoding="utf-8")
    bare = {n: v for n, v in os.environ.items() if not n.startswith(("OPENAI", "LEADSIFT", "XDG"))}
    home = {"HOME": str(place), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    asked = ["note", "-", "--jsonl", "--call-date", "2026-05-12", *(more or ("--offline",))]
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli", *asked],
        cwd=place, env=bare | home, input=note, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)["timing"]
    return found


def window(found: dict[str, Any]) -> tuple[str | None, str | None]:
    return found["from"], found["to"]


@pytest.mark.parametrize(
    ("note", "settings", "expected"),
    [
        ("Timing: they decide in Q2 FY27.", "", ("2027-04-01", "2027-06-30")),
        ("Timing: they decide in Q2 FY27.", "fiscal_year_start = 4", ("2026-07-01", "2026-09-30")),
        ("Délai : ils décident sur notre T3 fiscal.", "fiscal_year_start = 10", ("2026-04-01", "2026-06-30")),
        (
            "Timing: they decide by the end of our fiscal year.",
            "fiscal_year_start = 7",
            (None, "2026-06-30"),
        ),
        ("Timing: they decide in calendar Q3.", "fiscal_year_start = 4", ("2026-07-01", "2026-09-30")),
    ],
)
def test_the_setting_says_when_fiscal_quarters_begin(
    tmp_path: Path, note: str, settings: str, expected: tuple[str | None, str | None]
) -> None:
    assert window(timing(tmp_path, note, settings)) == expected


def test_a_note_that_says_its_own_fiscal_year_wins(tmp_path: Path) -> None:
    note = "Their fiscal year starts in October.\nTiming: they decide in Q4 FY26."
    assert window(timing(tmp_path, note, "fiscal_year_start = 4")) == ("2026-07-01", "2026-09-30")


def test_a_models_window_is_checked_by_the_same_fiscal_year(tmp_path: Path) -> None:
    said = {"status": "confirmed", "quotes": ["they decide in Q2 FY27."]}
    given = {"language": "en", "timing": said | {"from": "2026-07-01", "to": "2026-09-30", "event": None}}
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps(given), encoding="utf-8")
    note, told = "Timing: they decide in Q2 FY27.", ("--answer", str(answer))
    assert window(timing(tmp_path, note, "", *told)) == (None, None)
    assert window(timing(tmp_path, note, "fiscal_year_start = 4", *told)) == ("2026-07-01", "2026-09-30")


def test_a_month_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "leadsift.toml").write_text("fiscal_year_start = 13", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli", "note", "-", "--offline"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, input="Budget ok.",
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "fiscal_year_start" in done.stderr
