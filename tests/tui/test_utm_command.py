"""`leadsift utm`, as a script sees it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from agent.intake.touchpoints import read_touchpoints
from agent.models.partner import Partner
from agent.store import open_store, partners, touchpoints
from tui.utm import utm

ROWS = """date,email,url,partner
2026-03-12,a@b.example,https://x.example/?utm_source=[bold]zz&utm_medium=social,
2026-03-13,a@b.example,https://x.example/?utm_source=Google&utm_medium=cpc,
2026-03-14,a@b.example,https://x.example/?utm_source=Google&utm_medium=cpc,
2026-03-15,a@b.example,https://x.example/?utm_source=google&utm_medium=cpc,Openlink
"""


def store_of(folder: Path, rows: str = ROWS) -> str:
    file, place = folder / "t.csv", str(folder / "test.db")
    file.write_text(rows, "utf-8")
    with open_store(place) as store, store.write() as tx:
        touchpoints.add(tx, read_touchpoints(file, datetime(2026, 11, 22, tzinfo=UTC)).touchpoints)
        partners.save(tx, [Partner(name="Openlink")])
    return place


def test_violations_are_shown_by_kind_with_place_and_proposal(tmp_path: Path) -> None:
    done = CliRunner().invoke(utm, ["--db", store_of(tmp_path), "--lang", "fr"])
    assert (done.exit_code, "4 liens balisés sur 4" in done.stderr) == (0, True)
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "utm_source Google google majuscules 2 t.csv:3 (+1)" in lines
    assert "utm_source google openlink la source n'est pas le nom du partenaire 1 t.csv:5" in lines
    assert "utm_source [bold]zz à vous de dire hors liste 1 t.csv:2" in lines


def test_a_script_gets_every_place(tmp_path: Path) -> None:
    said = json.loads(CliRunner().invoke(utm, ["--db", store_of(tmp_path), "--json"]).stdout)
    assert (said["tagged"], said["wrong"]) == (4, 4)
    assert said["by_kind"] == {"case": 2, "unknown": 1, "partner_source": 1, "partner_medium": 1}
    assert said["violations"][0] == {
        "kind": "case",
        "parameter": "utm_source",
        "found": "Google",
        "proposed": "google",
        "places": ["t.csv:3", "t.csv:4"],
    }


def test_links_that_keep_the_rules_leave_nothing_to_show(tmp_path: Path) -> None:
    done = CliRunner().invoke(utm, ["--db", store_of(tmp_path, "date,email\n2026-03-12,a@b.example\n")])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "nothing to mend" in done.stderr
