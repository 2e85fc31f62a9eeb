"""The desk line by line: everything is printed, every answer is read, nothing is decided by accident."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from review_leads import CLAIRE, NOW, fill, label, lead_of
from sitting import filled

from agent.models.score import Stage
from agent.settings import Language
from agent.store import open_store
from tui.review.desk import Desk
from tui.review.plain import PlainDesk, plain_review
from tui.words import Words

HALDEN = lead_of("Halden Shipping A/S", "Ingrid Sørby")
NORTHGATE = lead_of("Northgate Robotics", "Tom Okafor")


def sit(folder: Path, answers: str, language: Language = "en") -> tuple[str, Desk]:
    """Answer line by line; gives the page and a desk to look with."""
    store = open_store(str(folder / "leads.db"))
    desk = Desk(store, actor="Ana", now=lambda: NOW)
    if not (folder / "filled").exists():
        fill(store)
        (folder / "filled").touch()
    page = io.StringIO()
    PlainDesk(desk, label, Words(language), io.StringIO(answers), page).sit()
    return page.getvalue(), desk


def test_a_lead_is_told_from_top_to_bottom(tmp_path: Path) -> None:
    page, desk = sit(tmp_path, "q\n")
    desk.store.close()
    lines = page.split("\n")
    assert lines[1:3] == [
        "Lead 1 of 8: Claire Dumont",
        "Claire Dumont, Directrice des opérations, Ateliers Brévent, Annecy",
    ]
    for line in (
        "Proposal: SQL, score 73",
        "73 now, 69–89 possible; Timing decides",
        "offline: read by rules, no model asked",
        "Industry: core, +10 points",
        "Not verified yet: timing indicated, not confirmed",
        "Budget: confirmed. €35,000–€40,000 excl. tax a year",
        "They said: “C'est Marc Petit, le DAF, qui signe”",
        "Employees: 100–199 (directory, 31 Dec 2025)",
    ):
        assert line in lines
    assert page.endswith("0 decided.\n")


def test_accept_override_skip_and_undo(tmp_path: Path) -> None:
    page, desk = sit(tmp_path, "s\na\nu\no\nnurturing\non leave\nq\n")
    claire, halden, northgate = (desk.view(lead.id).log for lead in (CLAIRE, HALDEN, NORTHGATE))
    desk.store.close()
    assert claire == ()
    assert [(one.action, one.stage) for one in halden] == [("accept", Stage.EQL), ("undo", None)]
    assert [(one.action, one.stage) for one in northgate] == [("override", Stage.NURTURING)]
    assert "Lead 4 of 8: Julie Lambert" in page


def test_accepting_over_a_gap_asks_for_a_reason_and_an_empty_one_goes_back(tmp_path: Path) -> None:
    page, desk = sit(tmp_path, "a\n\na\nJune, she says\nq\n")
    standing = desk.view(CLAIRE.id).standing
    desk.store.close()
    assert page.count("Reason, empty to go back:") == 2
    assert standing is not None
    assert standing.reason == "June, she says"


@pytest.mark.parametrize("stage", ["mql", "MQL", "Not a fit", "disqualified"])
def test_a_stage_may_be_given_by_its_name_or_its_word(tmp_path: Path, stage: str) -> None:
    _, desk = sit(tmp_path, f"o\n{stage}\nbecause\nq\n")
    standing = desk.view(CLAIRE.id).standing
    desk.store.close()
    assert standing is not None
    assert standing.stage is (Stage.MQL if stage.lower() == "mql" else Stage.DISQUALIFIED)


def test_a_rejection_is_for_a_reason_of_the_list_by_code_or_name(tmp_path: Path) -> None:
    page, desk = sit(tmp_path, "r\nbecause\nr\nno budget this year\nr\nno_need\nq\n")
    claire, halden = (desk.view(lead.id).standing for lead in (CLAIRE, HALDEN))
    desk.store.close()
    assert "“because” is not one of the choices." in page
    assert claire is not None
    assert halden is not None
    assert (claire.stage, claire.reason_code) == (Stage.NURTURING, "no_budget")
    assert halden.reason == "No need"


def test_what_is_not_a_choice_is_said_and_asked_again(tmp_path: Path) -> None:
    page, desk = sit(tmp_path, "x\no\nsql\nq\n")
    log = desk.view(CLAIRE.id).log
    desk.store.close()
    assert "“x” is not one of the choices." in page
    assert "“sql” is not one of the choices." in page
    assert log == ()


def test_the_notes_are_read_out_on_request(tmp_path: Path) -> None:
    page, desk = sit(tmp_path, "n\nq\n")
    desk.store.close()
    assert "brevent-call\nAppel du 11 mai avec Claire Dumont" in page


def test_answers_that_end_end_the_sitting(tmp_path: Path) -> None:
    page, desk = sit(tmp_path, "s\na\n")
    desk.store.close()
    assert page.endswith("1 decided.\n")


def test_somebody_elses_decision_is_told_not_overwritten(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        desk = Desk(store, actor="Ana", now=lambda: NOW)
        ben = Desk(store, actor="Ben", now=lambda: NOW)
        ana = PlainDesk(desk, label, Words("en"), io.StringIO("a\n"), io.StringIO())
        seen = desk.view(HALDEN.id)
        ben.override(ben.view(HALDEN.id), Stage.LEAD, "too early")
        assert ana._again(seen)
        assert "Ben decided first" in ana.page.getvalue()  # type: ignore[attr-defined]
        assert desk.view(HALDEN.id).version == 1


def test_a_lead_somebody_decided_in_the_meantime_is_not_asked_about(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        desk = Desk(store, actor="Ana", now=lambda: NOW)
        page = io.StringIO()

        class Answers(io.StringIO):
            def readline(self, size: int | None = -1) -> str:
                ben = Desk(store, actor="Ben", now=lambda: NOW)
                if ben.view(HALDEN.id).standing is None:
                    ben.accept(ben.view(HALDEN.id))
                return super().readline(-1 if size is None else size)

        PlainDesk(desk, label, Words("en"), Answers("s\nq\n"), page).sit()
        assert "Ingrid Sørby" not in page.getvalue()
        assert "Lead 3 of 8: Tom Okafor" in page.getvalue()


def test_it_speaks_french(tmp_path: Path) -> None:
    page, desk = sit(tmp_path, "a\nvu en juin\ns\nq\n", "fr")
    desk.store.close()
    assert "Lead 1 sur 8 : Claire Dumont" in page
    assert "Budget : confirmé. 35\u202f000 €–40\u202f000 € HT par an" in page
    assert page.endswith("1 décidés.\n")


def test_an_interrupt_ends_the_sitting_like_a_quit(tmp_path: Path) -> None:
    class Interrupted(io.StringIO):
        def readline(self, *_: object) -> str:
            raise KeyboardInterrupt

    page = io.StringIO()
    with filled(tmp_path) as store:
        PlainDesk(Desk(store, actor="Ana"), label, Words("en"), Interrupted(), page).sit()
    assert page.getvalue().endswith("\n0 decided.\n")


def test_with_nothing_left_to_decide_it_says_so_and_ends(tmp_path: Path) -> None:
    page = io.StringIO()
    url = str(tmp_path / "empty.db")
    open_store(url).close()
    plain_review(url, actor="Ana", language="en", answers=io.StringIO(), page=page)
    assert page.getvalue() == "Nothing left to decide.\n0 decided.\n"
