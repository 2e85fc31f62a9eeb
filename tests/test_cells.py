"""Cells that go out cannot run, and come back as they were."""

import json
import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from agent.cells import guard, unguard


@given(st.text())
def test_reading_back_a_guarded_cell_gives_the_text_that_was_written(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.sampled_from("=+-@|"), st.text())
def test_a_cell_that_begins_like_a_formula_is_written_behind_an_apostrophe(trigger: str, rest: str) -> None:
    assert guard(trigger + rest) == "'" + trigger + rest


def test_white_space_and_full_width_forms_hide_no_formula() -> None:
    for hidden in (" =1", "\u00a0=1", "\t=1", "\u200b=1", "\uff1d1", "'=1"):
        assert guard(hidden) == "'" + hidden


def test_ordinary_text_is_left_alone() -> None:
    for plain in ("", "Acme", "12", "O'Neil", "'quoted'", "a=b"):
        assert guard(plain) == plain


def test_the_shared_formula_cells_are_never_live_and_the_legitimate_ones_survive(shared: Path) -> None:
    cells = json.loads((shared / "corpus" / "fields" / "csv_formula.json").read_text(encoding="utf-8"))
    for cell in cells["must_not_be_live"]:
        shown = unicodedata.normalize("NFKC", guard(cell)).strip("\u200b \t\r\n\u00a0")
        assert not shown.startswith(("=", "+", "-", "@", "|"))
        assert unguard(guard(cell)) == cell
    for cell in cells["must_survive_unchanged_on_reimport"]:
        assert unguard(guard(cell)) == cell
