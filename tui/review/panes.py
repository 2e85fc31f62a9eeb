"""The four panes side by side, or one at a time where the terminal is narrow."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from tui.words import Label, Words

from . import lead_pane, note_pane, waterfall
from .desk import LeadView, Quote
from .pane import Drawing, Pane
from .queue_view import Fetch, QueueView
from .theme import QUIET
from .typeset import say

NAMES = ("queue", "lead", "score", "note")


class Panes(Horizontal):
    """Queue, lead, score and notes. The active one has the focus; on a narrow terminal it alone is shown."""

    def __init__(self, fetch: Fetch, words: Words, label: Label) -> None:
        super().__init__(classes=NAMES[0])
        self.words, self.label, self._fetch = words, label, fetch
        self.active = NAMES[0]
        self.view: LeadView | None = None
        self.quote: int | None = None
        """The quote chosen, by its place among the lead's."""

    def compose(self) -> ComposeResult:
        words = self.words
        yield QueueView(self._fetch, words, id="queue")
        with Vertical(id="middle"):
            yield Pane(words("pane.lead"), id="lead")
            yield Pane(words("pane.score"), id="score")
        yield Pane(words("pane.note"), id="note")

    @property
    def queue(self) -> QueueView:
        """The list of leads."""
        return self.query_one(QueueView)

    def switch(self, name: str) -> None:
        """Make this pane the active one."""
        self.remove_class(*NAMES).add_class(name)
        self.active = name
        self.query_one(f"#{name}", Widget).focus()

    def step(self, by: int) -> None:
        """Make the next pane the active one, or the one before."""
        self.switch(NAMES[(NAMES.index(self.active) + by) % len(NAMES)])

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The mouse chooses a pane as well."""
        if event.widget.id in NAMES:
            self.active = event.widget.id
            self.remove_class(*NAMES).add_class(self.active)

    def tabs(self) -> Content:
        """The names of the panes with their keys, the active one lit."""
        shown = []
        for number, name in enumerate(NAMES, 1):
            style = "bold reverse $primary" if name == self.active else QUIET
            tab = say(f" {number} {self.words(f'pane.{name}')} ", style)
            shown.append(tab.stylize(Style.from_meta({"do": f"pane('{name}')"})))
        return Content(" ").join(shown)

    def show(self, view: LeadView | None) -> None:
        """Draw this lead; nothing where there is none."""
        self.view, self.quote = view, None
        words, label = self.words, self.label
        drawings: dict[str, Drawing] = {name: lambda _: Content("") for name in NAMES[1:]}
        if view:
            drawings = {
                "lead": lambda width: lead_pane.draw(view, label, words, width),
                "score": lambda width: waterfall.draw(view, label, words, width),
                "note": lambda width: note_pane.draw(view, words, width),
            }
        for name, drawing in drawings.items():
            self.query_one(f"#{name}", Pane).show(drawing)

    def next_quote(self, by: int) -> Quote | None:
        """Choose the next quote, or the one before, round and round."""
        quotes = self.view.quotes() if self.view else ()
        if not quotes:
            return None
        start = -1 if by > 0 else 0
        return self.choose_quote(((start if self.quote is None else self.quote) + by) % len(quotes))

    def choose_quote(self, place: int) -> Quote:
        """Light this quote and bring it into sight."""
        assert self.view is not None
        self.quote = place
        self.switch("note")
        self.query_one("#note", Pane).light(place)
        return self.view.quotes()[place]
