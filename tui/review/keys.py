"""The keys of the desk, written once: for the bindings, the foot line, the help and the command palette."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from tui.words import Words

from .dialogs import Dialog
from .theme import QUIET, SLOT_STYLES, STRONG
from .typeset import fit, hang, heading, say, stack


@dataclass(frozen=True, slots=True)
class Key:
    """One thing to do, and the keys that do it."""

    keys: str
    """As Textual names them, separated by commas."""
    shown: str
    """As a person reads them."""
    action: str
    word: str
    """Its name in the catalogue."""
    group: str
    at_foot: bool = False
    command: bool = False
    """Whether the command palette offers it."""


KEYS = (
    Key("a", "a", "accept", "key.accept", "decide", at_foot=True, command=True),
    Key("o", "o", "override", "key.override", "decide", at_foot=True, command=True),
    Key("x", "x", "reject", "key.reject", "decide", at_foot=True, command=True),
    Key("u", "u", "undo", "key.undo", "decide", at_foot=True, command=True),
    Key("j", "j ↓", "move(1)", "key.down", "move"),
    Key("k", "k ↑", "move(-1)", "key.up", "move"),
    Key("g", "g Home", "go(0)", "key.first", "move"),
    Key("G,shift+g", "G End", "go(-1)", "key.last", "move"),
    Key("enter", "Enter", "pane('lead')", "key.open", "move"),
    Key("n", "n", "next_quote(1)", "key.quote_next", "move"),
    Key("p", "p", "next_quote(-1)", "key.quote_previous", "move"),
    Key("tab", "Tab", "next_pane(1)", "key.pane", "move"),
    Key("shift+tab", "", "next_pane(-1)", "key.pane", "move"),
    Key("1", "1–4", "pane('queue')", "key.pane_number", "move"),
    Key("2", "", "pane('lead')", "key.pane_number", "move"),
    Key("3", "", "pane('score')", "key.pane_number", "move"),
    Key("4", "", "pane('note')", "key.pane_number", "move"),
    Key("slash", "/", "search", "key.search", "find", at_foot=True, command=True),
    Key("f", "f", "filter", "key.filter", "find", at_foot=True, command=True),
    Key("r", "r", "refresh_queue", "key.refresh", "find", command=True),
    Key("escape", "Esc", "back", "key.back", "find"),
    Key("c", "c", "copy", "key.copy", "more", command=True),
    Key("t", "t", "theme", "key.theme", "more", command=True),
    Key("ctrl+p", "Ctrl+P", "app.command_palette", "key.palette", "more"),
    Key("question_mark,f1", "? F1", "help", "key.help", "more", at_foot=True, command=True),
    Key("q", "q", "app.quit", "key.quit", "more", command=True),
)
BINDINGS: list[BindingType] = [
    Binding(key.keys, key.action, show=False) for key in KEYS if key.action != "app.command_palette"
]


def foot(words: Words) -> Content:
    """The few keys always in sight; each answers to the mouse as well."""
    shown = [
        (say(f"{key.shown.split()[0]} ", "bold $primary") + say(words(key.word), QUIET)).stylize(
            Style.from_meta({"do": key.action})
        )
        for key in KEYS
        if key.at_foot
    ]
    return Content("  ").join(shown)


class Help(Dialog[None]):
    """Every key, and what the marks mean."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,f1,q", "dismiss", show=False)]

    def compose(self) -> ComposeResult:
        with Vertical(classes="help"):
            yield self.question(self.words("help.title"))
            with VerticalScroll():
                yield Static(self._keys())
            yield self.hint("help.close")

    def _keys(self) -> Content:
        lines: list[Content] = []
        for group, keys in groupby(KEYS, key=lambda key: key.group):
            lines.append(heading(self.words(f"help.{group}")))
            lines += [
                fit(say(key.shown, "bold $primary"), 10) + Content(self.words(key.word))
                for key in keys
                if key.shown
            ]
        lines.append(heading(self.words("help.legend")))
        letters = Content("").join(
            [say(letter, f"bold {style}") for letter, style in zip("BANT", SLOT_STYLES.values(), strict=True)]
        )
        marks = {"quotes": letters, **{name: say(mark, STRONG) for name, mark in MARKS.items()}}
        lines += [hang(mark, [self.words(f"help.legend_{name}")], 10, 58) for name, mark in marks.items()]
        return stack(*lines[1:])


MARKS = {"decided": "✓", "changed": "↻", "note": "¶", "unknown": "╌╌"}
