"""How cells read, and charts in characters."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import StringIO

import pytest
from calling import ROOT
from rich.console import Console

from agent.reports.report import (
    Cell,
    Change,
    Chart,
    Count,
    Days,
    Money,
    Period,
    Phrase,
    Series,
    Share,
    Text,
    Word,
)
from tui.report.cells import said, written
from tui.report.drawing import drawing
from tui.report.screen import picture
from tui.words import Words, catalogue

EN, FR = Words("en"), Words("fr")


@pytest.mark.parametrize(
    ("cell", "en", "fr"),
    [
        (None, "–", "–"),
        (Count(12500), "12,500", "12\u202f500"),
        (Count(Fraction(5, 2)), "2.5", "2,5"),
        (Change(-9), "−9", "−9"),
        (Change(9.04), "+9", "+9"),
        (Change(0), "±0", "±0"),
        (Share(1, 8), "12.5%", "12,5\u202f%"),
        (Share(0, 0), "–", "–"),
        (Share(1, 2, 0.25, 0.75), "50% (25%–75%)", "50\u202f% (25\u202f%–75\u202f%)"),
        (Money(Decimal("1234.5"), "EUR"), "€1,234.50", "1\u202f234,50\xa0€"),
        (Days(3.25), "3.2 days", "3,2 jours"),
        (Days(1 / 6), "4 h", "4 h"),
        (Days(1), "1 day", "1 jour"),
        (Days(0), "0 days", "0 jours"),
        (Text("salon"), "salon", "salon"),
        (Word("report.leads"), "Leads", "Leads"),
        (Period(date(2026, 5, 1), "month"), "May 2026", "mai 2026"),
        (Period(date(2026, 5, 4), "week"), "4 May 2026", "4 mai 2026"),
    ],
)
def test_a_cell_reads_as_the_language_writes_it(cell: Cell, en: str, fr: str) -> None:
    read = [written(cell, words).replace("\xa0", " ").replace("\u202f", " ") for words in (EN, FR)]
    assert read == [text.replace("\xa0", " ").replace("\u202f", " ") for text in (en, fr)]


def a_chart(kind: str, *series: tuple[float | None, ...], unit: str = "count") -> Chart:
    labels = tuple(Text(f"label {n}") for n in range(len(series[0])))
    drawn = tuple(Series(Text(f"series {n}"), numbers) for n, numbers in enumerate(series))
    return Chart("report.load", kind, labels, drawn, unit)  # type: ignore[arg-type]


def shown(chart: Chart) -> list[str]:
    """The chart on a terminal of 80 columns without colours."""
    console = Console(file=StringIO(), width=80, color_system=None, force_terminal=True)
    with console.capture() as captured:
        console.print(picture(chart, EN, console))
    return captured.get().splitlines()


def test_bars_are_as_long_as_their_numbers_and_say_them() -> None:
    whole, half, none = shown(a_chart("bar", (200.0, 100.0, None)))
    assert "label 0" in whole
    assert " 200 " in whole
    assert whole.count("█") == pytest.approx(2 * half.count("█"), abs=1)
    assert "█" not in none
    assert "–" in none


def test_bars_of_several_series_stand_together_under_one_label() -> None:
    lines = shown(a_chart("bar", (1.0, 2.0), (3.0, 4.0)))
    assert [line.split()[0] for line in lines] == ["label", "series", "label", "series"]


def test_lines_name_their_series_and_keep_gaps() -> None:
    text = "\n".join(shown(a_chart("line", (1.0, None, 0.5), (None, None, None), unit="share")))
    assert "series 0" in text
    assert "series 1" not in text
    assert "100%" in text


@pytest.mark.parametrize("kind", ["bar", "line", "funnel"])
def test_a_drawing_holds_its_labels_and_nothing_that_runs(kind: str) -> None:
    hostile = "<script>alert(1)</script>"
    chart = Chart("report.load", kind, (Text(hostile),), (Series(Text(hostile), (1.0,)),))  # type: ignore[arg-type]
    svg = drawing(chart, EN, "one")
    assert svg.startswith("<svg")
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
    assert svg == drawing(chart, EN, "one")


def test_every_word_a_report_names_is_in_the_catalogue() -> None:
    rooms = (ROOT / "agent" / "reports", ROOT / "tui" / "report")
    sources = (file.read_text("utf-8") for room in rooms for file in room.glob("*.py"))
    named = {found for text in sources for found in re.findall(r'"report\.([a-z_0-9]+[a-z0-9])"', text)}
    assert len(named) > 40
    assert named <= catalogue()["report"].keys()


def test_both_languages_are_told_the_same_values() -> None:
    for word, texts in catalogue()["report"].items():
        braces = {language: sorted(set(re.findall(r"\{\w+\}", text))) for language, text in texts.items()}
        assert braces["en"] == braces["fr"], word


@pytest.mark.parametrize(("words", "sentence"), [
    (EN, "Partner: EQL, threshold 70 → 66: +9 leads a week, SLA load 112%."),
    (FR, "Partenaire : EQL, seuil 70 → 66 : +9 leads par semaine, charge du SLA 112 %."),
])  # fmt: skip
def test_the_what_if_is_one_sentence(words: Words, sentence: str) -> None:
    values: dict[str, Cell] = {
        "threshold": Word("report.partner_eql"), "now": Count(70), "to": Count(66),
        "more": Change(9), "load": Share(28, 25),
    }  # fmt: skip
    assert said(Phrase("report.what_if_load", values), words).replace("\u202f", " ") == sentence
