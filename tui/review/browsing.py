"""Reading at the desk: the queue, moving in it, finding in it. What is decided there is `screen`'s."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static

from agent.errors import LeadsiftError
from agent.store.queue import QueueFilter, QueueRow
from tui.words import Label, Words

from . import clipboard, keys, masthead, summary
from .desk import Desk, LeadView
from .dialogs import Filter
from .panes import Panes
from .theme import DARK, LIGHT, QUIET
from .typeset import say

SETTLE = 0.05
"""Seconds the cursor rests on a lead before its panes are drawn, so that a held key stays quick."""
WATCH = 10.0
"""Seconds between two looks whether there are leads the queue does not show yet."""
NEWS = 8.0
"""Seconds a message stays."""
TO_DECIDE = QueueFilter(undecided_only=True)


class Browsing(Screen[None]):
    """Queue, lead, score and notes, a line of news, and the keys."""

    def __init__(self, desk: Desk, words: Words, label: Label) -> None:
        super().__init__()
        self.desk, self.words, self.label = desk, words, label
        self.shown = TO_DECIDE
        self.view: LeadView | None = None
        self.fresh = 0
        """Leads that came in since the snapshot."""
        self._rest: Timer | None = None
        self._hush: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="top")
        yield Static(id="tabs")
        yield Panes(self._rows, self.words, self.label)
        yield Input(placeholder=self.words("filter.search"), id="search", compact=True)
        yield Static(say(self.words("desk.reading"), QUIET), id="news")
        yield Static(keys.foot(self.words), id="foot")

    def on_mount(self) -> None:
        self.action_pane("queue")
        self.load()
        self.set_interval(WATCH, lambda: self.run_worker(self._watch(), exclusive=True, group="watch"))

    @property
    def panes(self) -> Panes:
        """Everything between the line above and the line below."""
        return self.query_one(Panes)

    def load(self, keep: int | None = None) -> None:
        """Take a new snapshot of the queue, the cursor on row number `keep`."""
        self.run_worker(self._load(keep), exclusive=True, group="load")

    async def _load(self, keep: int | None) -> None:
        try:
            seqs = await asyncio.to_thread(self.desk.queue, self.shown)
        except LeadsiftError as error:
            self.tell(str(error), "$error")
            return
        self.fresh = 0
        queue = self.panes.queue
        what = "empty" if self.shown == QueueFilter() else "done" if self.shown == TO_DECIDE else "none_match"
        queue.empty = (self.words(f"desk.{what}"), self.words(f"desk.{what}_hint"))
        queue.show(seqs, keep=keep)
        self.hush()
        self._show()

    async def _watch(self) -> None:
        try:
            seqs = await asyncio.to_thread(self.desk.queue, self.shown)
        except LeadsiftError:
            return  # the next look, or whatever the person does next, will tell
        self.fresh = len(set(seqs).difference(self.panes.queue.seqs))
        self._head()

    def on_queue_view_moved(self) -> None:
        """Draw the lead once the cursor rests."""
        if self._rest:
            self._rest.stop()
        self._rest = self.set_timer(SETTLE, self._show)
        self._head()

    def _rows(self, seqs: Sequence[int]) -> list[QueueRow]:
        try:
            return self.desk.rows(seqs)
        except LeadsiftError as error:
            self.tell(str(error), "$error")
            return []

    def _look(self, lead_id: str) -> LeadView | None:
        try:
            return self.desk.view(lead_id)
        except LeadsiftError as error:
            self.tell(str(error), "$error")
            return None

    def _show(self) -> None:
        row = self.panes.queue.here
        self.view = self._look(row.lead_id) if row else None
        self.panes.show(self.view)
        self._head()

    def _head(self) -> None:
        """The line above, and the line of tabs."""
        queue = self.panes.queue
        place = (queue.cursor + 1 if queue.seqs else 0, len(queue.seqs))
        width = max(40, self.size.width - 2)
        head = masthead.draw(self.view, self.shown, place, self.fresh, self.desk.actor, self.words, width)
        self.query_one("#top", Static).update(head)
        self.query_one("#tabs", Static).update(self.panes.tabs())

    def tell(self, text: str, style: str = "") -> None:
        """Say what happened, for a while."""
        self.query_one("#news", Static).update(say(text, style))
        if self._hush:
            self._hush.stop()
        self._hush = self.set_timer(NEWS, self.hush)

    def hush(self) -> None:
        """Say nothing."""
        self.query_one("#news", Static).update(Content(""))

    async def on_click(self, event: events.Click) -> None:
        """Keys, tabs and quotes answer to the mouse: each says what it does."""
        if do := event.style.meta.get("do"):
            await self.run_action(do)

    def on_resize(self) -> None:
        self._head()

    def on_descendant_focus(self) -> None:
        self._head()

    def action_move(self, by: int) -> None:
        self.panes.queue.action_move(by)

    def action_go(self, place: int) -> None:
        self.panes.queue.action_go(place)

    def action_pane(self, name: str) -> None:
        self.panes.switch(name)

    def action_next_pane(self, by: int) -> None:
        self.panes.step(by)

    def action_next_quote(self, by: int) -> None:
        if self.panes.next_quote(by) is None:
            self.tell(self.words("note.no_quotes"), QUIET)
        else:
            self._tell_quote()

    def action_quote(self, place: int) -> None:
        self.panes.choose_quote(place)
        self._tell_quote()

    def _tell_quote(self) -> None:
        place = self.panes.quote
        if place is not None and self.view:
            quotes = self.view.quotes()
            slot = self.words(f"slot.{quotes[place].slot}")
            self.tell(self.words("note.quote", here=place + 1, n=len(quotes), slot=slot), QUIET)

    def action_refresh_queue(self) -> None:
        row = self.panes.queue.here
        self.load(keep=row.seq if row else None)

    def action_search(self) -> None:
        self.add_class("searching")
        self.query_one("#search", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.shown = replace(self.shown, text=event.value)
        self.action_refresh_queue()

    def on_input_submitted(self) -> None:
        self.remove_class("searching")
        self.action_pane("queue")

    def action_back(self) -> None:
        """Out of the search, then out of the pane, then out of the filter."""
        search = self.query_one("#search", Input)
        if search.value or self.has_class("searching"):
            self.remove_class("searching")
            search.value = ""
            self.action_pane("queue")
        elif self.panes.active != "queue":
            self.action_pane("queue")
        elif self.shown != TO_DECIDE:
            self._filter(TO_DECIDE)

    def action_filter(self) -> None:
        self.app.push_screen(Filter(self.words, self.shown), self._filter)

    def _filter(self, shown: QueueFilter | None) -> None:
        if shown is not None:
            self.shown = shown
            self.action_refresh_queue()

    def action_help(self) -> None:
        self.app.push_screen(keys.Help(self.words))

    def action_theme(self) -> None:
        self.app.theme = LIGHT.name if self.app.current_theme.dark else DARK.name

    def action_copy(self) -> None:
        if self.view is None:
            return
        text = "\n".join(summary.lines(self.view, self.label, self.words))
        tool = clipboard.copy(text)
        if tool is None:
            self.app.copy_to_clipboard(text)
        self.tell(self.words("copy.by_tool", tool=tool) if tool else self.words("copy.by_terminal"))
