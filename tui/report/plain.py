"""A report for programs and spreadsheets: numbers as they are, not as a language writes them."""

from __future__ import annotations

import csv
import json
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

from agent.cells import guard
from agent.reports.report import (
    Cell,
    Change,
    Count,
    Days,
    Money,
    Named,
    Period,
    Report,
    Share,
    Table,
    Text,
    Word,
)
from tui.options import say
from tui.words import Words

from .cells import head, said, span, written


def write(report: Report, form: str, words: Words) -> None:
    """The report on stdout: "json", "csv" or "md"."""
    match form:
        case "json":
            sys.stdout.write(json.dumps(as_object(report, words), ensure_ascii=False) + "\n")
        case "csv":
            csv.writer(sys.stdout, lineterminator="\n").writerows(as_rows(report.tables[0], words))
            if more := len(report.tables) - 1:
                say(words.count("report.more_tables", more))
        case _:
            sys.stdout.write(as_markdown(report, words))


def as_object(report: Report, words: Words) -> dict[str, Any]:
    """Keys do not depend on the language; the remarks are sentences."""
    tables = {_key(table.title): [_named(table, row) for row in table.rows] for table in report.tables}
    return {
        "report": report.name,
        "since": report.since and report.since.isoformat(),
        "until": report.until and report.until.isoformat(),
        "tables": tables,
        "remarks": [said(remark, words) for remark in report.remarks],
    }


def as_rows(table: Table, words: Words) -> list[list[object]]:
    """The head, then the rows; an amount's currency stands in its head, what is unknown is an empty cell."""
    names = [guard(head(column, words)) for column in table.head]
    currencies = [
        next((cell.currency for cell in column if isinstance(cell, Money)), None)
        for column in zip(*table.rows, strict=True)
    ] or [None] * len(names)
    units = [
        f"{name} ({currency})" if currency else name for name, currency in zip(names, currencies, strict=True)
    ]
    return [list(units), *([_cell(cell, words) for cell in row] for row in table.rows)]


def as_markdown(report: Report, words: Words) -> str:
    """Title, remarks and tables."""
    parts = [
        f"# {words(report.title)}",
        span(report, words),
        *(said(remark, words) for remark in report.remarks),
    ]
    for table in report.tables:
        rows = [[head(column, words) for column in table.head], ["---"] * len(table.head)]
        rows += [[written(cell, words) for cell in row] for row in table.rows]
        parts += [
            f"## {words(table.title)}",
            "\n".join(f"| {' | '.join(map(_escaped, row))} |" for row in rows),
        ]
    return "\n\n".join(parts) + "\n"


def _key(column: str | Text | Period) -> str:
    match column:
        case Text(text):
            return text
        case Period(first):
            return first.isoformat()
    return column.partition(".")[2]


def _named(table: Table, row: tuple[Cell, ...]) -> dict[str, object]:
    return {_key(column): _value(cell) for column, cell in zip(table.head, row, strict=True)}


def _value(cell: Cell) -> object:
    """What JSON says of a cell."""
    match cell:
        case Share(_, _, low, high) if low is not None:
            return {"value": cell.value, "low": low, "high": high}
        case Money(amount, currency):
            return {"amount": str(_exact(amount)), "currency": currency}
        case Word(key):
            return _key(key)
        case Named(id):
            return id
    return _plain(cell)


def _cell(cell: Cell, words: Words) -> object:
    """What a spreadsheet gets."""
    match cell:
        case Text(text):
            return guard(text)
        case Word(key):
            return guard(words(key))
        case Named():
            return guard(written(cell, words))
        case Money(amount):
            return _exact(amount)
    return _plain(cell)


def _plain(cell: Cell) -> object:
    match cell:
        case Count(n) | Change(n):
            return float(n) if isinstance(n, Fraction) else n
        case Share():
            return cell.value
        case Days(days):
            return days
        case Text(text):
            return text
        case Period(first):
            return first.isoformat()
    return None


def _exact(amount: Decimal) -> Decimal:
    """A share of an amount has no end; four places are finer than any currency's."""
    return round(amount, 4) if amount != round(amount, 4) else amount


def _escaped(text: str) -> str:
    """A cell cannot end its row, nor be markup."""
    for char in "\\`*_{}[]<>#|":
        text = text.replace(char, "\\" + char)
    return " ".join(text.split())
