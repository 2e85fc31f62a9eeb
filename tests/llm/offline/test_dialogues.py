"""Dialogues without names and colons, legends, and tables: who says what, about what."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from agent.intake.notes import note_from_text
from agent.llm.offline.dialogues import dialogue
from agent.llm.offline.fold import fold
from agent.llm.offline.reader import read
from agent.llm.offline.tables import Table
from agent.models.bant import Bant, Status


def reads(text: str) -> Bant:
    return read(note_from_text(text, "n"))


def test_bracketed_names_are_speakers_and_the_agent_is_ours() -> None:
    chat = (
        "[agent Devika] Hi! Any budget set aside?\n[visitor] none whatsoever\n[agent Devika] And who decides?\n"
        "[visitor] its my shop, i decide everything\n[agent Devika] Most shops allot 400 a month.\n[visitor] ok"
    )
    found = reads(chat)
    assert found.budget.status is Status.DENIED
    assert found.authority.status is Status.CONFIRMED


def test_lines_that_open_with_a_dash_take_turns() -> None:
    text = (
        "Crèche des Lilas, enregistré\n\n— Bonjour, c'est Thomas de Chronopuce, je vous envoie le devis ?\n"
        "— Si vous voulez.\n— Et vous avez un budget ?\n— Aucun budget, rien du tout.\n"
        "— D'habitude c'est 4 000 € par an.\n— Ah.\n"
    )
    assert [turn.speaker for turn in dialogue(text)] == ["1", "2"] * 3
    assert reads(text).budget.status is Status.DENIED


def test_a_list_of_dashes_without_questions_is_no_dialogue() -> None:
    assert dialogue("— budget 40k\n— DAF signe\n— mars\n— trois sites\n— relancer") == ()


@given(st.text(alphabet="[]—? \nabA", max_size=120))
def test_turns_lie_in_their_text_one_after_the_other(text: str) -> None:
    turns = dialogue(text)
    assert all(0 <= turn.start < turn.end <= len(text) for turn in turns)
    assert all(one.end <= other.start for one, other in pairwise(turns))


def test_a_legend_before_the_talk_says_who_is_ours() -> None:
    talk = (
        "appel du 19 mai\nL1 nous L2 le maître de port\nL1: on est autour de quatre mille euros par an hein\n"
        "L2: le mètre carré\nL1: non le logiciel\nL2: ah bon\nL1: d'accord\nL2: au revoir"
    )
    assert reads(talk).budget.status is Status.NOT_RAISED


def test_the_cells_of_a_row_are_about_its_first_cell() -> None:
    found = reads(
        "Coop du Ried\n\n| sujet | noté |\n|---|---|\n| budget | 16 800 € accordés |\n| décision | Mme Klipfel |\n"
    )
    assert (found.budget.status, found.budget.amount_max) == (Status.CONFIRMED, 16_800)
    assert [person.name for person in found.authority.people] == ["Mme Klipfel"]


def test_the_cells_of_a_column_are_about_its_heading() -> None:
    found = reads("| Budget | Authority |\n|---|---|\n| 40k approved | CFO signs |")
    assert found.budget.status is Status.CONFIRMED
    assert found.authority.status is Status.CONFIRMED


@given(st.lists(st.text(alphabet="ab |:-", max_size=12), max_size=4))
def test_cells_lie_between_the_bars_of_their_row(cells: list[str]) -> None:
    line = fold("|" + "|".join(cells) + "|")
    row = Table().row(line, 0, len(line))
    assert row is not None
    assert all("|" not in line[cell.start : cell.end] for cell in row)
