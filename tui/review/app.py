"""The review desk as a terminal application: its themes, its command palette, its one screen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.app import App, SystemCommand
from textual.command import CommandPalette
from textual.screen import Screen

from tui.words import Label, Words

from . import keys
from .desk import Desk
from .screen import DeskScreen
from .theme import DARK, LIGHT, OWN_VARIABLES, first_theme


class ReviewApp(App[None]):
    """`leadsift review`."""

    CSS_PATH = "review.tcss"
    TITLE = "leadsift"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (160, "-broad")]  # noqa: RUF012 as Textual has it

    def __init__(self, desk: Desk, words: Words, label: Label) -> None:
        super().__init__()
        self.desk, self.words, self.label = desk, words, label
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = first_theme()

    def get_default_screen(self) -> DeskScreen:
        return DeskScreen(self.desk, self.words, self.label)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return OWN_VARIABLES

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything a key does, by name."""
        for key in keys.KEYS:
            if key.command:
                yield SystemCommand(self.words(key.word), key.shown, partial(screen.run_action, key.action))
        yield SystemCommand(self.words("command.themes"), "", self.action_change_theme)

    def action_command_palette(self) -> None:
        self.push_screen(CommandPalette(id="--command-palette", placeholder=self.words("command.search")))
