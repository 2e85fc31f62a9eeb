"""`leadsift report`, as a person and as a script sees it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from goods import a_decision, a_lead, a_proposal, an_account

from agent.models.score import Stage
from agent.reports import REPORTS
from agent.store import accounts, decisions, leads, open_store, proposals
from tui.report import NAMES, report

HOSTILE = "<script>alert(1)</script>"
Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs the command on five leads of March: two MQLs, one of them an SQL, from two sources."""
    monkeypatch.chdir(tmp_path)
    with open_store("test.db") as store, store.write() as tx:
        accounts.save(tx, [an_account()])
        named = ("webinar", "webinar", "=fair", HOSTILE, HOSTILE)
        came = date(2026, 3, 10)
        leads.save(tx, [a_lead(n, source=source, created_on=came) for n, source in enumerate(named, 1)])
        for number in (1, 2):
            proposals.add(tx, a_proposal(f"L{number:08x}", stage=Stage.MQL))
        decisions.record(tx, a_decision(stage=Stage.SQL, at=datetime(2026, 3, 16, tzinfo=UTC)))

    def run(*args: object) -> Result:
        return CliRunner().invoke(report, [*map(str, args), "--db", "test.db"])

    return run


def test_every_name_is_a_report() -> None:
    assert set(NAMES) == REPORTS.keys()


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Of the step before"), ("fr", "De l'étape précédente")]
)
def test_the_table_is_in_the_readers_language(call: Call, language: str, said: str) -> None:
    done = call("funnel", "--lang", language)
    assert done.exit_code == 0
    assert said in done.stdout


def test_json_has_plain_numbers_under_keys_of_no_language(call: Call) -> None:
    said = [json.loads(call("funnel", "--json", "--lang", lang).stdout) for lang in ("fr", "en")]
    assert said[0]["tables"] == said[1]["tables"]
    rows = {row["step"]: row for row in said[0]["tables"]["funnel"]}
    assert {step: row["number"] for step, row in rows.items()} == {
        "step_0": 5, "step_1": 2, "step_2": 1, "step_3": 0, "step_4": 0,
    }  # fmt: skip
    assert rows["step_2"] | {"step": ""} == {
        "step": "", "number": 1, "of_step": 0.5, "of_leads": 0.2, "lost": 1, "took": 4,
    }  # fmt: skip


def test_csv_is_the_first_table_with_cells_that_cannot_run(call: Call) -> None:
    rows = list(csv.reader(StringIO(call("sources", "--csv", "--lang", "en").stdout)))
    assert rows[0][:3] == ["Source", "Leads", "MQL"]
    assert [row[:3] for row in rows[1:]] == [
        ["webinar", "2", "2"], [HOSTILE, "2", "0"], ["'=fair", "1", "0"], ["Total", "5", "2"],
    ]  # fmt: skip


def test_markdown_shows_foreign_words_as_words(call: Call) -> None:
    said = call("sources", "--md", "--lang", "en").stdout
    assert said.startswith("# Sources\n")
    assert "| \\<script\\>alert(1)\\</script\\> | 2 | 0 |" in said


class _Page(HTMLParser):
    """What a page opens, and whether it closes what it opens."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", ["funnel", "sources", "timeline", "capacity"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_stands_alone_without_a_script(call: Call, tmp_path: Path, name: str, language: str) -> None:
    done = call(
        name, "--html", "page.html", "--lang", language, "--since", "2026-03-01", "--until", "2026-03-31"
    )
    assert (done.exit_code, done.stdout) == (0, "")
    text = (tmp_path / "page.html").read_text("utf-8")
    page = _Page()
    page.feed(text)
    page.close()
    assert page.open == []
    assert {"svg", "table", "h1"} <= page.seen
    assert "script" not in page.seen
    assert f'<html lang="{language}">' in text
    assert "default-src 'none'" in text
    names = {attribute for attribute, _ in page.attributes}
    assert not {name for name in names if name.startswith("on") or name in ("src", "href", "xlink:href")}
    for drawn in text.split("<svg")[1:]:
        ElementTree.fromstring("<svg" + drawn.partition("</svg>")[0] + "</svg>")


def test_a_page_of_nothing_says_so(call: Call, tmp_path: Path) -> None:
    assert call("sources", "--html", "page.html", "--since", "2030-01-01", "--lang", "en").exit_code == 0
    assert "No spending is recorded" in (tmp_path / "page.html").read_text("utf-8")


def test_days_the_wrong_way_round_are_refused(call: Call) -> None:
    done = call("funnel", "--since", "2026-04-01", "--until", "2026-03-01")
    assert done.exit_code == 2
    assert "lies after" in done.stderr


def test_a_store_that_is_not_there_is_told(call: Call, tmp_path: Path) -> None:
    (tmp_path / "test.db").unlink()
    done = call("funnel")
    assert done.exit_code == 2
    assert "there is no database" in done.stderr


@pytest.mark.parametrize("year", ["0001", "0206", "9999"])
@pytest.mark.parametrize("name", ["capacity", "audit"])
def test_a_mistyped_year_is_refused(call: Call, name: str, year: str) -> None:
    done = call(name, "--until", f"{year}-03-01")
    assert (done.exit_code, "outside the years" in done.stderr) == (2, True)
