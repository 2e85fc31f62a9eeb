"""What was rejected can be mended and fed back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.intake.leads import read_leads
from agent.intake.rejects import write_rejects

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_a_mended_reject_is_imported(tmp_path: Path) -> None:
    given = tmp_path / "leads.csv"
    given.write_text("company;email;notes\nSmith; Jones;sj@sj.example;ok\nAcme;a@acme.example;\n", "utf-8")
    (place,) = write_rejects(read_leads([given], now=NOW).rejected, tmp_path / "leads.rejects.csv")
    assert place.read_text("utf-8").splitlines() == [
        "company;email;notes",
        "# rejected: leads.csv:2: 4 fields, 3 expected",
        "Smith; Jones;sj@sj.example;ok",
    ]
    place.write_text(place.read_text("utf-8").replace("Smith; Jones", '"Smith; Jones"'), "utf-8")
    batch = read_leads([place], now=NOW)
    assert [lead.company for lead in batch.leads] == ["Smith; Jones"]
    assert (batch.rejected, batch.ignored) == ((), 1)


def test_an_open_quote_among_the_rejects_does_not_swallow_the_next_one(tmp_path: Path) -> None:
    given = tmp_path / "leads.csv"
    given.write_text('company,email,notes\n"a\nb",c,d,e\n"b\n', "utf-8")
    rejected = read_leads([given], now=NOW, delimiter=",").rejected
    (place,) = write_rejects(rejected, tmp_path / "leads.rejects.csv")
    again = read_leads([place], now=NOW, delimiter=",")
    assert [r.raw for r in again.rejected] == [r.raw for r in rejected]
    assert again.accepted == 0


def test_rejected_json_is_written_as_lines_of_json(tmp_path: Path) -> None:
    given = tmp_path / "leads.jsonl"
    given.write_text('{"company": "Acme"}\n{"company": oops}\n', "utf-8")
    (place,) = write_rejects(read_leads([given], now=NOW).rejected, tmp_path / "rejects.csv")
    assert place.name == "rejects.jsonl"
    place.write_text(place.read_text("utf-8").replace("oops", '"Initech"'), "utf-8")
    assert [lead.company for lead in read_leads([place], now=NOW).leads] == ["Initech"]


def test_files_of_two_forms_give_two_files_of_rejects(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("company,email\nA,b,c\n", "utf-8")
    (tmp_path / "b.csv").write_text("Société;Courriel\nA;b;c\n", "utf-8")
    batch = read_leads([tmp_path / "a.csv", tmp_path / "b.csv"], now=NOW)
    places = write_rejects(batch.rejected, tmp_path / "rejects.csv")
    assert [place.name for place in places] == ["rejects.csv", "rejects-2.csv"]
    assert all(len(read_leads([place], now=NOW).rejected) == 1 for place in places)


def test_nothing_rejected_writes_nothing(tmp_path: Path) -> None:
    assert write_rejects((), tmp_path / "rejects.csv") == ()
    assert not (tmp_path / "rejects.csv").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    given = tmp_path / "leads.csv"
    given.write_text("company,email\nA,b,c\n", "utf-8")
    with pytest.raises(BadInput, match="cannot be written"):
        write_rejects(read_leads([given], now=NOW).rejected, tmp_path / "no such folder" / "rejects.csv")
