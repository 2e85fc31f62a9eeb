"""A region of the desk: a frame with a title that draws its text anew for the width it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

Drawing = Callable[[int], Content]
"""The text of the pane for so many cells of width."""


class Pane(VerticalScroll, can_focus=True):
    """One framed, scrolling column of text."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "page_down", show=False)]

    def __init__(self, title: str, *, id: str) -> None:
        super().__init__(id=id)
        self.border_title = Content(title)
        self._drawing: Drawing = lambda _: Content("")
        self._text = Static()
        self.drawn = Content("")
        """What it shows."""

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, drawing: Drawing, *, from_top: bool = True) -> None:
        """Draw this from now on."""
        self._drawing = drawing
        if from_top:
            self.scroll_home(animate=False)
        self._draw()

    def scroll_to_line(self, line: int) -> None:
        """Bring a line of the text into sight, with a little of what comes before it."""
        self.scroll_to(y=max(0, line - 3), animate=False)

    def on_resize(self) -> None:
        self._draw()

    @property
    def column(self) -> int:
        """The width of the text, in cells."""
        return max(20, self.scrollable_content_region.width)

    def _draw(self) -> None:
        self.drawn = self._drawing(self.column)
        self._text.update(self.drawn)
