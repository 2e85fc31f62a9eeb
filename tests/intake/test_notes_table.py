"""A table with a column of notes: one note a row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from agent.intake.notes import join_notes, read_notes
from agent.models.lead import Lead
from agent.models.note import Note


def read(folder: Path, text: str, name: str = "calls.csv") -> tuple[Note, ...]:
    (folder / name).write_bytes(text.encode())
    notes, problems = read_notes([folder / name])
    assert problems == ()
    return notes


@pytest.mark.parametrize(
    ("header", "row", "id"),
    [
        ("id,email,company,notes", "L9,jo@acme.example,Acme,Budget ok", "L9"),
        ("E-mail;Société;Compte rendu", "Jo@Acme.example;Acme;Budget ok", "jo@acme.example"),
        ("company\tCOMMENT", "Acme\tBudget ok", "Acme"),
        ("stage,call_notes", "open,Budget ok", "calls-2"),
    ],
)
def test_a_note_goes_by_the_id_address_or_company_of_its_row(
    tmp_path: Path, header: str, row: str, id: str
) -> None:
    name = "calls.tsv" if "\t" in header else "calls.csv"
    assert [(note.id, note.text) for note in read(tmp_path, f"{header}\n{row}\n", name)] == [
        (id, "Budget ok")
    ]


def test_a_note_keeps_its_lines_and_its_quotes(tmp_path: Path) -> None:
    (note,) = read(tmp_path, 'id,notes\n7,"Budget: 40k\nDAF ""décide""\n"\n')
    assert note.text == 'Budget: 40k\nDAF "décide"\n'


def test_rows_of_one_lead_keep_apart_by_their_line(tmp_path: Path) -> None:
    notes = read(tmp_path, "email,notes\njo@acme.example,un\njo@acme.example,deux\n")
    assert [note.id for note in notes] == ["jo@acme.example", "jo@acme.example-3"]


def test_rows_without_a_note_are_none(tmp_path: Path) -> None:
    assert [note.text for note in read(tmp_path, "id,notes\n1,\n2,  \n3,Budget ok\n")] == ["Budget ok"]


def test_the_day_and_the_seller_of_a_row_are_its_note_s(tmp_path: Path) -> None:
    notes = read(tmp_path, "id,Date,rep,notes\n1,12/03/2026,Tori,un\n2,25/03/2026,,deux\n")
    assert [(note.call_date, note.seller) for note in notes] == [
        (date(2026, 3, 12), ("Tori",)), (date(2026, 3, 25), ()),
    ]  # fmt: skip


def test_the_most_telling_of_several_columns_holds_the_notes(tmp_path: Path) -> None:
    assert [note.text for note in read(tmp_path, "id,description,comment,Notes\n1,a,b,c\n")] == ["c"]


def test_a_row_s_address_joins_its_note_whatever_the_text_names(tmp_path: Path) -> None:
    notes = read(tmp_path, "email,notes\njo@acme.example,Vu avec al@acme.example\n")
    leads = [
        Lead(id=f"L{name}", account_id="A", company="Acme", email=f"{name}@acme.example")
        for name in ("jo", "al")
    ]
    assert list(join_notes(notes, leads).by_lead) == ["Ljo"]


def test_a_table_without_a_column_of_notes_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("email,company\njo@acme.example,Acme\n")
    (tmp_path / "call.txt").write_text("Budget ok")
    notes, problems = read_notes([tmp_path])
    assert [note.id for note in notes] == ["call"]
    assert [problem.reason for problem in problems] == ["no column of notes"]


def test_a_row_that_cannot_be_read_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text('id,notes\n1,un\n2,"deux\n3,trois\n')
    notes, problems = read_notes([tmp_path / "calls.csv"])
    assert [note.id for note in notes] == ["1", "3"]
    assert [problem.line for problem in problems] == [3]
