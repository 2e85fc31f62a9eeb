"""What the desk stands on: the clipboard, the terminal's background, and the rooms it never opens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from review_leads import CLAIRE, label
from sitting import filled, sitting

from agent.errors import StoreError
from tui.review import clipboard, summary
from tui.review.desk import Desk
from tui.review.theme import first_theme
from tui.words import Words


def tool(folder: Path, name: str, script: str = 'cat > "$OUT"') -> None:
    """A program of that name that keeps what it is given."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH, but for the shell's own programs."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setenv("OUT", str(tmp_path / "out"))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(
        clipboard, "TOOLS", tuple(one for one in clipboard.TOOLS if one[0] in ("pbcopy", "wl-copy", "xclip"))
    )
    return tmp_path


def test_copying_takes_the_platforms_tool_and_names_it(tools: Path) -> None:
    tool(tools, "xclip")
    assert clipboard.copy("Société é\n") == "xclip"
    assert (tools / "out").read_text("utf-8") == "Société é\n"


def test_a_tool_without_its_display_is_passed_over(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(tools, "wl-copy")
    tool(tools, "xclip")
    assert clipboard.copy("x") == "xclip"
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert clipboard.copy("x") == "wl-copy"


def test_a_tool_that_fails_leaves_it_to_the_next_and_at_last_to_nobody(tools: Path) -> None:
    tool(tools, "pbcopy", "exit 1")
    tool(tools, "xclip", "exit 3")
    assert clipboard.copy("x") is None
    tool(tools, "xclip")
    assert clipboard.copy("x") == "xclip"


@pytest.mark.parametrize(
    ("variables", "theme"),
    [
        ({}, "leadsift-dark"),
        ({"COLORFGBG": "0;15"}, "leadsift-light"),
        ({"COLORFGBG": "15;default;0"}, "leadsift-dark"),
        ({"COLORFGBG": "0;15", "TEXTUAL_THEME": "nord"}, "nord"),
    ],
)
def test_the_theme_suits_the_terminal_unless_one_is_chosen(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], theme: str
) -> None:
    for name in ("COLORFGBG", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert first_theme() == theme


def test_a_summary_says_everything_in_plain_lines(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        lines = list(summary.lines(Desk(store, actor="Ana").view(CLAIRE.id), label, Words("fr")))
    assert lines[0] == "Claire Dumont, Directrice des opérations, Ateliers Brévent, Annecy"
    assert "Effectif : 100–199 (annuaire, 31 déc. 2025)" in lines
    assert "Ils ont dit : « il faut décider avant fin juin »" in lines


async def test_a_store_that_fails_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StoreError("the database cannot be read")

    async with sitting(tmp_path) as at:
        for room in ("view", "queue", "rows"):
            monkeypatch.setattr(at.screen.desk, room, broken)
            at.panes.queue.renew()
            await at.press("j", "r")
            assert "the database cannot be read" in at.text()
        await at.screen._watch()
        assert at.pilot.app.is_running


@pytest.mark.parametrize(
    ("opened", "never"),
    [
        ("tui.review", ("textual", "sqlalchemy", "openai", "instructor")),
        ("tui.review.desk", ("textual", "rich", "openai", "instructor")),
        ("tui.review.plain", ("textual", "rich", "openai", "instructor")),
        ("tui.review.app", ("openai", "instructor", "duckdb", "dateparser")),
    ],
)
def test_opening_the_desk_opens_no_more_than_it_needs(opened: str, never: tuple[str, ...]) -> None:
    code = f"import sys, {opened}; print([room for room in {never!r} if room in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
