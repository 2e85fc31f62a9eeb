"""Owner files."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
import xlsxwriter

from agent.errors import BadInput
from agent.intake.owners import read_owners
from agent.models.handoff import Absence, Owner


def written(folder: Path, text: str, name: str = "owners.csv") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_owners_are_read_in_french(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "Identifiant;Commercial;Pays couverts;Gammes;Capacité;Pays;Département;Ouverture;Fermeture;Jours;Congés\n"
        "anna;Anna Weber;France, Belgique;Hub|Link;12;France;57;8h30;17h;lundi – jeudi;"
        "03/08/2026 au 21/08/2026 | 24/12/2026\n",
    )
    assert read_owners(file).owners == (
        Owner(
            id="anna",
            name="Anna Weber",
            regions=("FR", "BE"),
            products=("Hub", "Link"),
            capacity=12,
            country="FR",
            subdivision="57",
            opens=time(8, 30),
            closes=time(17),
            weekdays=(0, 1, 2, 3),
            away=(
                Absence(first=date(2026, 8, 3), last=date(2026, 8, 21)),
                Absence(first=date(2026, 12, 24), last=date(2026, 12, 24)),
            ),
            origin="owners.csv:2",
        ),
    )


def test_owners_are_read_from_json_with_lists(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        '{"email": "ben@us.example", "name": "Ben", "regions": ["US", "Canada"], "timezone": "America/New_York",'
        ' "opens": "8:30 am", "closes": "5 pm", "away": ["2026-07-06/2026-07-10", "2026-09-01"], "capacity": 3}\n',
        "owners.jsonl",
    )
    (ben,) = read_owners(file).owners
    assert (ben.regions, ben.country, ben.timezone) == (("US", "CA"), "US", "America/New_York")
    assert (ben.opens, ben.closes, ben.capacity) == (time(8, 30), time(17), 3)
    assert [(str(one.first), str(one.last)) for one in ben.away] == [
        ("2026-07-06", "2026-07-10"), ("2026-09-01", "2026-09-01"),
    ]  # fmt: skip


def test_owners_are_read_from_a_workbook(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "owners.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["login", "name", "capacity", "country", "opens", "days"])
        sheet.write_row(1, 0, ["zoe", "Zoé", 7, "Germany"])
        sheet.write_datetime(1, 4, time(10, 0), book.add_format({"num_format": "hh:mm"}))
        sheet.write(1, 5, "Sat to Mon, Wed")
    (zoe,) = read_owners(tmp_path / "owners.xlsx").owners
    assert (zoe.capacity, zoe.country, zoe.timezone, zoe.opens) == (7, "DE", "Europe/Berlin", time(10))
    assert zoe.weekdays == (0, 2, 5, 6)


def test_of_two_rows_of_one_owner_the_later_counts_and_no_row_is_lost(tmp_path: Path) -> None:
    batch = read_owners(written(tmp_path, "id,name,capacity\nanna,Anna,3\nanna,Anna,5\n,Nobody,1\n\n"))
    assert [(one.id, one.capacity) for one in batch.owners] == [("anna", 5)]
    assert (batch.accepted, [(one.line, one.reason) for one in batch.rejected], batch.ignored) == (
        2,
        [(4, "no login or e-mail")],
        1,
    )


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("capacity", "many", "a capacity is a whole number, not many"),
        ("capacity", "-1", "a capacity is a whole number, not -1"),
        ("opens", "25:00", "25:00 is no time of day"),
        ("opens", "19:00", "a has no working hours"),
        ("weekdays", "1-5", "1-5: name working days like Mon-Fri"),
        ("regions", "France; Narnia", "Narnia: no country"),
        ("country", "Narnia", "Narnia is no country"),
        ("country", "US", "a time zone is needed: US has not just one"),
        (
            "timezone",
            "Europe/Nowhere",
            "Europe/Nowhere is no time zone: give its IANA name, like Europe/Paris",
        ),
        ("subdivision", "ZZ", "the public holidays of FR ZZ are not known"),
        ("away", "summer", "summer: an absence is a day, or two like 2026-08-03..2026-08-21"),
        ("away", "2026-08-21..2026-08-03", "2026-08-21..2026-08-03: the absence ends before it begins"),
    ],
)
def test_an_owner_that_cannot_be_understood_is_rejected_with_the_reason(
    tmp_path: Path, column: str, cell: str, reason: str
) -> None:
    batch = read_owners(written(tmp_path, f"id\t{column}\na\t{cell}\n"))
    assert (batch.owners, [one.reason for one in batch.rejected]) == ((), [reason])


def test_a_file_without_a_column_of_logins_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="logins or e-mails"):
        read_owners(written(tmp_path, "name,capacity\nAnna,3\n"))
