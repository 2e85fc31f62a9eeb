"""The command as a script sees it: options, streams, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from calling import FIXTURES, ROOT, Leadsift, demo


def test_help_opens_neither_the_model_nor_the_screens() -> None:
    program = (
        "import sys; from tui.cli import main; main(['--help'], standalone_mode=False); "
        "print([m for m in ('openai', 'instructor', 'textual', 'sqlalchemy', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_opening_the_review_desk_imports_no_model() -> None:
    program = (
        "import sys; import tui.review.app; print([m for m in ('openai', 'instructor') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_main_job_ends_in_proposals_and_accounts_for_every_record(leadsift: Leadsift) -> None:
    done = leadsift(*demo("--json"))
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert summary["accepted"] + summary["rejected"] + summary["ignored"] == 15
    assert (summary["rejected"], summary["merged"]) == (1, 1)
    assert summary["qualified"] == summary["leads"] == 13
    assert summary["failed"] == 0
    assert summary["notes"] == 5
    assert summary["mode"] == "offline"
    assert "leads.rejects.csv" in done.stderr


def test_a_second_run_calls_nobody_and_proposes_the_same(leadsift: Leadsift) -> None:
    first = json.loads(leadsift(*demo("--json")).stdout)
    before = leadsift("export").stdout
    second = json.loads(leadsift(*demo("--json")).stdout)
    assert first["calls"] > 0
    assert (second["calls"], second["calls_replayed"]) == (0, first["calls"] + first["calls_replayed"])

    def proposals(export: str) -> list[object]:
        return [json.loads(line)["proposal"] for line in export.splitlines()]

    assert proposals(leadsift("export").stdout) == proposals(before)


def test_a_dry_run_stores_nothing(leadsift: Leadsift, tmp_path: Path) -> None:
    done = leadsift(*demo("--dry-run"))
    assert done.returncode == 0
    assert "13 leads" in done.stdout
    assert not (tmp_path / "test.db").exists()
    assert not (tmp_path / "leads.rejects.csv").exists()


def test_an_unreadable_list_ends_with_2_and_imports_nothing(leadsift: Leadsift, tmp_path: Path) -> None:
    (tmp_path / "page.csv").write_text("<!doctype html><html><body>Sign in</body></html>")
    done = leadsift("run", FIXTURES / "leads.csv", tmp_path / "page.csv", "--offline", "--json")
    assert done.returncode == 2
    assert "page.csv" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "test.db").exists()


@pytest.mark.parametrize(
    "args", [("run",), ("run", "nowhere.csv"), ("explain", "nobody"), ("note", "nowhere.txt")]
)
def test_wrong_usage_ends_with_2_and_a_sentence(leadsift: Leadsift, args: tuple[str, ...]) -> None:
    done = leadsift(*args)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_every_proposal_adds_up_and_says_it_was_made_offline(leadsift: Leadsift) -> None:
    leadsift(*demo("--json"))
    rows = [json.loads(line) for line in leadsift("export").stdout.splitlines()]
    assert len(rows) == 13
    for row in rows:
        proposal = row["proposal"]
        assert proposal["score"] == sum(c["points"] for c in proposal["contributions"])
        assert proposal["score"] == sum(proposal[family] for family in ("fit", "intent", "bant", "ecosystem"))
        assert proposal["floor"] <= proposal["score"] <= proposal["ceiling"]
        assert proposal["mode"] == "offline"


def test_the_sample_leads_end_where_a_person_would_put_them(leadsift: Leadsift) -> None:
    leadsift(*demo("--json"))
    rows = [json.loads(line) for line in leadsift("export").stdout.splitlines()]
    stages = {row["lead"]["email"] or row["lead"]["company"]: row["proposal"]["stage"] for row in rows}
    assert stages["s.laurencot@morvandeau.example"] == "sql"
    assert stages["dana.okafor@lumenridge.example"] in ("sql", "eql")
    assert stages["priya.raman@northgatefasteners.example"] == "sql"
    assert stages["karim.benhaddou@solene-textiles.example"] == "disqualified"
    assert stages["jl.schoepff@voltarhenane.example"] == "disqualified"


def test_an_ambiguous_company_is_shown_and_not_guessed(leadsift: Leadsift) -> None:
    leadsift(*demo("--json"))
    rows = [json.loads(line) for line in leadsift("export").stdout.splitlines()]
    meridian = next(row for row in rows if row["lead"]["company"] == "Meridian Foods")
    assert "employees" not in meridian["account"]
    assert "Meridian Foods Limited" in leadsift("explain", meridian["lead"]["id"]).stdout


def test_an_instruction_in_a_note_moves_no_slot(leadsift: Leadsift) -> None:
    leadsift(*demo("--json"))
    rows = [json.loads(line) for line in leadsift("export").stdout.splitlines()]
    tarnworth = next(row for row in rows if row["lead"]["email"] == "l.egerton@tarnworthdental.example")
    assert tarnworth["bant"]["budget"]["status"] == "not_raised"
    assert tarnworth["bant"]["budget"]["amount_max"] is None


def test_a_decision_is_kept_exported_and_undone(leadsift: Leadsift) -> None:
    leadsift(*demo("--json"))
    who = "priya.raman@northgatefasteners.example"
    assert leadsift("decide", who, "override", "--stage", "nurturing").returncode == 2
    done = leadsift("decide", who, "override", "--stage", "nurturing", "--reason", "Call back in spring")
    assert done.returncode == 0, done.stderr
    decided = [json.loads(line)["decision"] for line in leadsift("export").stdout.splitlines()]
    assert [d["stage"] for d in decided if d] == ["nurturing"]
    assert leadsift("decide", who, "undo").returncode == 0
    decided = [json.loads(line)["decision"] for line in leadsift("export").stdout.splitlines()]
    assert [d["stage"] for d in decided if d] == [None]


def test_explain_names_the_arithmetic_and_the_source_of_every_fact(leadsift: Leadsift) -> None:
    leadsift(*demo("--json"))
    done = leadsift("explain", "s.laurencot@morvandeau.example", "--lang", "fr")
    assert done.returncode == 0, done.stderr
    assert "companies.csv" in done.stdout
    assert "budget voté en CODIR" in done.stdout


def test_our_own_csv_run_again_is_the_same_leads_with_their_partners(
    leadsift: Leadsift, tmp_path: Path
) -> None:
    leadsift(*demo("--json"))
    first = [json.loads(line)["lead"] for line in leadsift("export").stdout.splitlines()]
    assert leadsift("export", "--format", "csv", "--out", "again.csv").returncode == 0
    (tmp_path / "test.db").unlink()
    assert leadsift("run", "again.csv", "--offline", "--json").returncode == 0
    again = [json.loads(line)["lead"] for line in leadsift("export").stdout.splitlines()]

    def known(leads: list[dict[str, object]]) -> list[tuple[object, ...]]:
        return sorted((lead["id"], lead["title"], lead["phone"], str(lead["partner"])) for lead in leads)

    assert known(again) == known(first)


@pytest.mark.parametrize(
    "args", ["export", "export --format csv", "explain dana.okafor@lumenridge.example", "review --plain"]
)
def test_a_reader_who_leaves_early_is_no_trouble(leadsift: Leadsift, tmp_path: Path, args: str) -> None:
    leadsift(*demo("--json"))
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli", *args.split(), "--db", str(tmp_path / "test.db")],
        env={"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        stdin=subprocess.DEVNULL, stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_data_in_a_pipe_is_utf_8_whatever_the_terminal_speaks(
    leadsift: Leadsift, monkeypatch: pytest.MonkeyPatch
) -> None:
    leadsift(*demo("--json"))
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    done = leadsift("export")
    assert done.returncode == 0, done.stderr
    assert "Laurençot" in done.stdout


@pytest.mark.parametrize("args", ["export", "review --plain", "decide x accept"])
def test_a_mistyped_database_is_told_and_not_made(leadsift: Leadsift, tmp_path: Path, args: str) -> None:
    done = leadsift(*args.split())
    assert done.returncode == 2
    assert "there is no database at" in done.stderr
    assert not (tmp_path / "test.db").exists()


@pytest.mark.parametrize("option", ["--notes", "--companies"])
def test_a_file_that_is_not_there_stops_the_run_before_anything_is_written(
    leadsift: Leadsift, tmp_path: Path, option: str
) -> None:
    done = leadsift("run", FIXTURES / "leads.csv", option, "nowhere", "--offline")
    assert done.returncode == 2
    assert "nowhere: there is no such file" in done.stderr
    assert not list(tmp_path.glob("*.*"))


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_tables_hold_one_row_a_lead(leadsift: Leadsift, tmp_path: Path, form: str) -> None:
    leadsift(*demo("--json"))
    place = tmp_path / f"out.{form}"
    done = leadsift("export", "--format", form, "--out", place)
    assert done.returncode == 0, done.stderr
    assert "13 leads" in done.stderr
    assert _rows(place, form) == 13


def _rows(place: Path, form: str) -> int:
    if form == "csv":
        import csv

        with place.open(encoding="utf-8", newline="") as file:
            return len(list(csv.DictReader(file)))
    if form == "xlsx":
        import python_calamine

        return len(python_calamine.CalamineWorkbook.from_path(place).get_sheet_by_index(0).to_python()) - 1
    import duckdb

    with duckdb.connect() as db:
        return len(db.read_parquet(str(place)).fetchall())


def test_a_note_alone_gives_one_object_a_note(leadsift: Leadsift) -> None:
    done = leadsift("note", FIXTURES / "calls" / "morvandeau.txt", "--jsonl", "--offline", db=False)
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    assert (read["id"], read["language"], read["mode"]) == ("morvandeau", "fr", "offline")
    assert read["budget"]["status"] == "confirmed"
    text = (FIXTURES / "calls" / "morvandeau.txt").read_text(encoding="utf-8")
    for slot in ("budget", "authority", "need", "timing"):
        for quote, span in zip(read[slot]["quotes"], read[slot]["spans"], strict=True):
            assert text[span["start"] : span["end"]] == quote
    assert read["summary"]


def test_a_pasted_note_is_read_from_stdin(leadsift: Leadsift) -> None:
    done = leadsift("note", "-", "--jsonl", "--offline", db=False, stdin="Budget ok 40k€ HT, le DAF signe.")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["id"] == "stdin"


def test_notes_for_the_crm_are_markdown(leadsift: Leadsift) -> None:
    done = leadsift("note", FIXTURES / "calls", "--md", "--lang", "en", "--offline", db=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("## ") == 5
    assert "**Budget**" in done.stdout
