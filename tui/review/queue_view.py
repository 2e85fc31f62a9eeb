"""The queue: as many leads as there are, a line each, drawn from a snapshot of row numbers and pages of rows.

The snapshot does not reorder under the cursor; only what is in sight is ever fetched or drawn.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from agent.store.queue import QueueRow
from tui.words import Words

from .theme import QUIET, STAGE_STYLES, STRONG
from .typeset import columns, fit, right, say, spread

PAGE = 200
"""Rows fetched at once."""
NARROW, WIDE = 34, 56
"""Cells for company and person, below which they share a line, and from which there is room for more."""
Fetch = Callable[[Sequence[int]], list[QueueRow]]


class QueueView(ScrollView, can_focus=True):
    """The list of leads, with a cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"queue--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown,space", "leaf(1)", show=False),
        Binding("pageup", "leaf(-1)", show=False),
        Binding("home", "go(0)", show=False),
        Binding("end", "go(-1)", show=False),
    ]
    cursor = reactive(0, repaint=False, always_update=True)

    class Moved(Message):
        """The cursor stands on another lead."""

    def __init__(self, fetch: Fetch, words: Words, *, id: str) -> None:
        super().__init__(id=id)
        self.border_title = Content(words("pane.queue"))
        self.words, self._fetch = words, fetch
        self.seqs: array[int] = array("q")
        self._page = lru_cache(maxsize=64)(self._read)
        self._strip = lru_cache(maxsize=512)(self._draw)
        self.empty: tuple[str, str] = ("", "")

    def show(self, seqs: array[int], *, keep: int | None = None) -> None:
        """Show these rows, the cursor on row number `keep` if it is among them, else about where it was."""
        self.seqs = seqs
        self.renew()
        self.virtual_size = Size(0, len(seqs))
        if keep is None or not self.go_to(keep):
            self.cursor = max(0, min(self.cursor, len(seqs) - 1))

    def renew(self, *, rows: bool = True) -> None:
        """Draw again what is in sight; with `rows`, fetch it again as well."""
        if rows:
            self._page.cache_clear()
        self._strip.cache_clear()
        self.refresh()

    @property
    def here(self) -> QueueRow | None:
        """The row under the cursor."""
        return self._at(self.cursor)

    def go_to(self, seq: int) -> bool:
        """Put the cursor on this row number; False when it is not shown."""
        if seq not in self.seqs:
            return False
        self.cursor = self.seqs.index(seq)
        return True

    def action_move(self, by: int) -> None:
        """Up or down by so many lines."""
        self._put(self.cursor + by)

    def action_leaf(self, by: int) -> None:
        """Up or down by so many screens."""
        self._put(self.cursor + by * max(1, self.scrollable_content_region.height - 1))

    def action_go(self, place: int) -> None:
        """To a place in the queue; −1 is the last."""
        self._put(place if place >= 0 else len(self.seqs) - 1)

    def on_click(self, event: events.Click) -> None:
        self._put(event.get_content_offset_capture(self).y + self.scroll_offset.y)

    def watch_cursor(self, before: int, now: int) -> None:
        if not self.is_mounted:
            return
        height = self.scrollable_content_region.height
        if now < self.scroll_offset.y:
            self.scroll_to(y=now, animate=False, force=True)
        elif height and now >= self.scroll_offset.y + height:
            self.scroll_to(y=now - height + 1, animate=False, force=True)
        self.refresh_line(before)
        self.refresh_line(now)
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        self.renew(rows=False)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strip.cache_clear()

    def render_line(self, y: int) -> Strip:
        place = self.scroll_offset.y + y
        if not self.seqs:
            return self._hint(y)
        return self._strip(place, place == self.cursor, self.scrollable_content_region.width)

    def _put(self, place: int) -> None:
        if self.seqs:
            self.cursor = max(0, min(len(self.seqs) - 1, place))

    def _at(self, place: int) -> QueueRow | None:
        if not 0 <= place < len(self.seqs):
            return None
        return self._page(place // PAGE).get(self.seqs[place])

    def _read(self, number: int) -> dict[int, QueueRow]:
        return {row.seq: row for row in self._fetch(self.seqs[number * PAGE : (number + 1) * PAGE])}

    def _draw(self, place: int, chosen: bool, width: int) -> Strip:
        row = self._at(place)
        content = line(row, chosen, self.words, width) if row else Content("")
        style = self.get_visual_style("queue--cursor") if chosen else self.visual_style
        strips = Visual.to_strips(self, content, width, 1, style, apply_selection=False, pad=True)
        return strips[0]

    def _hint(self, y: int) -> Strip:
        """Line `y` of what is said where there is no lead."""
        width = self.scrollable_content_region.width
        lines = [Content(""), *say("\n".join(self.empty), QUIET).wrap(max(8, width - 2))]
        content = Content(" ") + lines[y] if y < len(lines) else Content("")
        return Visual.to_strips(self, content, width, 1, self.visual_style, pad=True)[0]


def line(row: QueueRow, chosen: bool, words: Words, width: int) -> Content:
    """One lead on one line; with more room it says more."""
    stage = row.decided_stage or row.stage
    weight, number = ("", QUIET) if row.decided_stage else ("bold ", STRONG)
    mark = say("✓" if row.decided_stage else " ", "$success")
    if row.changed_since_decision:
        mark = say("↻", "$warning")
    cursor = say("▸" if chosen else " ", "bold $primary")
    score = right(say(str(row.score), number), 3)
    name = fit(say(words(f"stage_short.{stage}"), f"{weight}{STAGE_STYLES[stage]}"), 6)
    fixed = Content("").join([cursor, mark, score, Content(" "), name, Content(" ")])
    note = say(" ¶" if row.has_note else "  ", QUIET)
    room = width - fixed.cell_length - note.cell_length
    return fixed + _who(row, room) + note


def _who(row: QueueRow, room: int) -> Content:
    """Company and person in the room there is; where it is wide, the title and the score's range too."""
    person = say(row.name, QUIET)
    if room < NARROW:
        company = Content(row.company)
        both = spread([company, person], gap="  ")
        return fit(both if company.cell_length + 8 < room else company, room)
    if room < WIDE:
        return columns(room, (3, Content(row.company)), (2, person))
    bounds = right(say(f"{row.floor}–{row.ceiling}", QUIET), 8)
    title = say(row.title or "", QUIET)
    return columns(room - 8, (3, Content(row.company)), (2, Content(row.name)), (3, title)) + bounds
