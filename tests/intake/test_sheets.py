"""Workbooks and Parquet files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from agent.errors import BadInput
from agent.intake.leads import read_leads
from agent.intake.records import Ignored, Record, Reject, read_records
from agent.intake.rejects import write_rejects

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    sheet.write(row, column, cell)
    return path


def test_a_workbook_gives_leads_with_its_row_numbers_and_types(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "leads.xlsx",
        {
            "Read me": [["Confidential"]],
            "Leads": [
                ["Export", "", "", "", ""],
                ["Société", "Effectif", "Téléphone", "Pays", "Créé le"],
                ["Acme", 1200.0, 33142685300.0, "France", date(2026, 3, 4)],
                ["", "", "", "", ""],
                ["Initech", "50-100", "", "US", "05/03/2026"],
            ],
        },
    )
    batch = read_leads([path], now=NOW)
    first, second = batch.leads
    assert (first.company, first.employees, first.phone) == ("Acme", "1200", "+33142685300")
    assert (first.created_on, second.created_on) == (date(2026, 3, 4), date(2026, 3, 5))
    assert [lead.origins[0].line for lead in batch.leads] == [3, 5]
    assert batch.ignored == 2
    assert "sheet 'Leads' is read; not read: 'Read me'" in batch.files[0].warnings


def test_a_row_of_a_workbook_is_rejected_as_a_line_of_csv(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "leads.xlsx", {"A": [["Company", "Email", "Notes"], ["", "", 'says "hi", twice']]}
    )
    batch = read_leads([path], now=NOW)
    (place,) = write_rejects(batch.rejected, tmp_path / "rejects.csv")
    mended = place.read_text("utf-8").replace(",,", "Acme,,")
    place.write_text(mended, "utf-8")
    (lead,) = read_leads([place], now=NOW).leads
    assert (lead.company, lead.comment) == ("Acme", 'says "hi", twice')


def test_a_parquet_file_gives_records_with_their_types(tmp_path: Path) -> None:
    path = tmp_path / "leads.parquet"
    duckdb.sql(
        "select 'Acme' as company, 340 as employees, true as consent, date '2026-03-04' as created_on, "
        "['a', 'b'] as tags, {'x': 1} as nested, null as email, 1.5::decimal(4, 2) as rate"
    ).write_parquet(str(path))
    (record,) = read_records(path).lines
    assert isinstance(record, Record)
    assert record.line == 1
    assert record.values == {
        "company": "Acme", "employees": 340, "consent": True, "created_on": "2026-03-04",
        "tags": "a, b", "nested": '{"x": 1}', "email": None, "rate": "1.50",
    }  # fmt: skip
    (lead,) = read_leads([path], now=NOW).leads
    assert (lead.employees, lead.consent, lead.created_on) == ("340", True, date(2026, 3, 4))


@pytest.mark.parametrize("name", ["leads.xlsx", "leads.xls", "leads.parquet", "leads.ods"])
def test_a_broken_workbook_or_parquet_file_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 no such thing")
    with pytest.raises(BadInput, match="not a readable"):
        read_records(tmp_path / name)


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="empty"):
        read_records(workbook(tmp_path / "empty.xlsx", {"A": []}))


def test_every_row_of_a_workbook_is_accounted_for(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["company", "email"],
        ["company", "email"],
        ["Acme", "a"],
        ["", ""],
        ["X", "y", "z"],
    ]
    lines = list(read_records(workbook(tmp_path / "a.xlsx", {"A": rows})).lines)
    kinds = [next(kind for kind in (Record, Reject, Ignored) if isinstance(line, kind)) for line in lines]
    assert len(lines) == 4
    assert kinds[:3] == [Reject, Record, Ignored]
