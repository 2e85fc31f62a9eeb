"""`leadsift rubric`, as a script sees it."""

from __future__ import annotations

import json
from pathlib import Path

from calling import Leadsift, demo

from agent.rubric.load import DEFAULT


def stricter(folder: Path) -> Path:
    """The built-in rubric, asking for more fit and less intent."""
    file = folder / "stricter.toml"
    text = DEFAULT.read_text("utf-8")
    file.write_text(text.replace("mql = { fit = 24, intent = 26 }", "mql = { fit = 33, intent = 20 }"))
    return file


def test_the_rubric_in_use_is_checked(leadsift: Leadsift) -> None:
    done = leadsift("rubric", "check")
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing to look at again" in done.stderr


def test_two_rubrics_are_compared_entry_by_entry(leadsift: Leadsift, tmp_path: Path) -> None:
    said = json.loads(leadsift("rubric", "diff", DEFAULT, stricter(tmp_path), "--json").stdout)
    assert said["changes"] == [
        {"place": "profiles.direct.mql.fit", "before": "24", "after": "33"},
        {"place": "profiles.direct.mql.intent", "before": "26", "after": "20"},
    ]


def test_a_stricter_rubric_shows_whom_it_would_move_and_stores_nothing(
    leadsift: Leadsift,
    tmp_path: Path,
) -> None:
    leadsift(*demo())
    before = leadsift("export").stdout
    done = leadsift("rubric", "replay", stricter(tmp_path), "--as-of", "2026-11-20", "--json")
    said = json.loads(done.stdout)
    assert said["leads"] == 13
    assert sum(stage["leads"] for stage in said["stages"]) == 13
    assert [one["before"]["stage"] for one in said["moved"]].count("mql") == len(said["moved"]) > 0
    assert leadsift("export").stdout == before


def test_the_same_rubric_moves_nobody(leadsift: Leadsift) -> None:
    leadsift(*demo())
    said = json.loads(leadsift("rubric", "replay", DEFAULT, "--as-of", "2026-11-20", "--json").stdout)
    assert (said["moved"], said["points"]) == ([], 0)
