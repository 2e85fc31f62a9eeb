"""What finding leads cost. The column names are the platforms' own; every amount is invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from agent.errors import BadInput
from agent.intake.spend import read_spend, read_stretch

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
GOOGLE = """\
Campaign report
"March 1, 2026 - March 31, 2026"
Month,Campaign,Cost,Currency code
2026-03,Brand,"1,234.50",EUR
2026-03,Webinar,100.00,EUR
Total: Account, --,"1,334.50",EUR
"""


def write(tmp_path: Path, text: str, name: str = "spend.csv") -> Path:
    (tmp_path / name).write_text(text, "utf-8")
    return tmp_path / name


def test_an_export_of_google_ads_is_read_below_its_title_and_its_total_is_not_spent_again(
    tmp_path: Path,
) -> None:
    batch = read_spend(write(tmp_path, GOOGLE))
    assert [(one.campaign, one.amount, one.currency, one.first, one.last) for one in batch.found] == [
        ("Brand", Decimal("1234.50"), "EUR", *MARCH),
        ("Webinar", Decimal(100), "EUR", *MARCH),
    ]
    assert [(one.line, one.reason) for one in batch.rejected] == [(6, "the date is not understood")]


def test_a_french_export_of_meta_has_its_currency_in_the_header(tmp_path: Path) -> None:
    head = "Début des rapports,Fin des rapports,Nom de la campagne,Montant dépensé (EUR)"
    text = f'{head}\n01/03/2026,31/03/2026,Salon,"250,40"\n'
    [spent] = read_spend(write(tmp_path, text)).found
    assert (spent.first, spent.last, spent.amount, spent.currency) == (*MARCH, Decimal("250.40"), "EUR")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-03", MARCH),
        ("03/2026", MARCH),
        ("mars 2026", MARCH),
        ("March 2026", MARCH),
        ("2026-02", (date(2026, 2, 1), date(2026, 2, 28))),
        ("2026-03-04", (date(2026, 3, 4), date(2026, 3, 4))),
        ("4 mars 2026", (date(2026, 3, 4), date(2026, 3, 4))),
        ("soon", None),
        ("13/2026", None),
    ],
)
def test_a_day_or_a_month_says_which_days_were_paid_for(text: str, days: tuple[date, date] | None) -> None:
    assert read_stretch(text, "day first") == days


def test_a_week_is_seven_days_from_the_one_named(tmp_path: Path) -> None:
    [spent] = read_spend(write(tmp_path, "week,channel,cost\n2026-03-02,ads,10 EUR\n")).found
    assert (spent.first, spent.last) == (date(2026, 3, 2), date(2026, 3, 8))


def test_two_equal_rows_are_two_expenses_and_the_file_again_is_none(tmp_path: Path) -> None:
    text = "date,channel,cost\n2026-03-02,ads,10 EUR\n2026-03-02,ads,10 EUR\n"
    once, again = (read_spend(write(tmp_path, text, name)).found for name in ("a.csv", "b.csv"))
    assert len({one.id for one in once}) == 2
    assert [one.id for one in once] == [one.id for one in again]


def test_what_cannot_be_added_up_is_rejected_with_the_reason(tmp_path: Path) -> None:
    text = "date,channel,cost\n2026-03-02,ads,10\n2026-03-02,ads,free\n2026-03-02,ads,-5 EUR\n,ads,5 EUR\n"
    batch = read_spend(write(tmp_path, text))
    assert [(one.line, one.reason) for one in batch.rejected] == [
        (2, "no currency"), (3, "no amount"), (4, "a negative amount"), (5, "the date is not understood"),
    ]  # fmt: skip
    assert [one.currency for one in read_spend(write(tmp_path, text), currency="USD").found] == ["USD"]


def test_a_workbook_of_ones_own_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "budget.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        rows: list[list[object]] = [["Date", "Canal", "Montant (€)"], [date(2026, 3, 4), "Salon", 1250.5]]
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
    [spent] = read_spend(path).found
    assert (spent.first, spent.channel, spent.amount, spent.currency) == (
        date(2026, 3, 4), "Salon", Decimal("1250.5"), "EUR",
    )  # fmt: skip


def test_a_file_without_amounts_or_days_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="day or month"):
        read_spend(write(tmp_path, "channel,cost\nads,1\n"))
    with pytest.raises(BadInput, match="amount"):
        read_spend(write(tmp_path, "date,channel\n2026-03-01,ads\n"))
