"""A region of the desk: a frame with a title around a column of text, wrapped once and drawn line by line."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

Drawing = Callable[[int], Content]
"""The text of the pane for so many cells of width."""


class Pane(ScrollView, can_focus=True):
    """One framed, scrolling column of text. A note of a thousand lines costs no more than those in sight."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "page_down", show=False)]
    ALLOW_SELECT = True

    def __init__(self, title: str, *, id: str) -> None:
        super().__init__(id=id)
        self.border_title = Content(title)
        self._drawing: Drawing = lambda _: Content("")
        self._lines: list[Content] = []
        self._lit: int | None = None

    def show(self, drawing: Drawing) -> None:
        """Draw this from now on, from its top."""
        self._drawing, self._lit = drawing, None
        self.scroll_home(animate=False)
        self._draw()

    def light(self, quote: int) -> None:
        """Show the stretch marked with this quote as chosen, and bring it into sight."""
        self._lit = quote
        line = next((y for y, line in enumerate(self._lines) if _marked(line, quote)), 0)
        self.scroll_to(y=max(0, line - 3), animate=False)
        self.refresh()

    def on_resize(self) -> None:
        self._draw()

    def render_line(self, y: int) -> Strip:
        number, width = self.scroll_offset.y + y, self._column
        line = self._lines[number] if number < len(self._lines) else Content("")
        for start, end in _marked(line, self._lit) if self._lit is not None else ():
            line = line.stylize("reverse", start, end)
        if self.text_selection and (chosen := self.text_selection.get_span(number)):
            start, end = chosen
            style = Style.from_styles(self.screen.get_component_styles("screen--selection"))
            line = line.stylize(style, start, len(line.plain) if end < 0 else end)
        strip = Visual.to_strips(self, line, width, 1, self.visual_style, apply_selection=False, pad=True)[0]
        return strip.apply_offsets(0, number)

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """What the mouse has selected, to be copied."""
        return selection.extract("\n".join(line.plain for line in self._lines)), "\n"

    @property
    def _column(self) -> int:
        return max(20, self.scrollable_content_region.width)

    def _draw(self) -> None:
        self._lines = self._drawing(self._column).wrap(self._column)
        self.virtual_size = Size(0, len(self._lines))
        self.refresh()


def _marked(line: Content, quote: int | None) -> list[tuple[int, int]]:
    """Where this quote stands in the line."""
    return [
        (span.start, span.end)
        for span in line.spans
        if isinstance(span.style, Style) and span.style.meta.get("quote") == quote
    ]
