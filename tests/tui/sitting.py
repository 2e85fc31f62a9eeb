"""A sitting at the desk for tests: a filled store, the application on a terminal, its screen as text."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from review_leads import NOW, fill, label
from textual.pilot import Pilot

from agent.settings import Language
from agent.store import Store, open_store
from tui.review.app import ReviewApp
from tui.review.desk import Desk
from tui.review.panes import Panes
from tui.review.screen import DeskScreen
from tui.words import Words

SNAPSHOTS = Path(__file__).parent / "__snapshots__"
WIDE, NARROW = (120, 40), (80, 24)


@contextmanager
def filled(folder: Path, having: Callable[[Store], None] = fill) -> Iterator[Store]:
    """A store with invented leads."""
    with open_store(str(folder / "leads.db")) as store:
        having(store)
        yield store


class Sitting:
    """What a test does at the desk, and what it sees."""

    def __init__(self, pilot: Pilot[None], store: Store) -> None:
        self.pilot, self.store = pilot, store

    @property
    def screen(self) -> DeskScreen:
        """The desk's own screen, under any dialog."""
        screen = self.pilot.app.screen_stack[0]
        assert isinstance(screen, DeskScreen)
        return screen

    @property
    def panes(self) -> Panes:
        return self.screen.panes

    @property
    def lead(self) -> str:
        """The company of the lead shown."""
        return self.screen.view.lead.company if self.screen.view else ""

    def desk(self, actor: str = "Ana") -> Desk:
        """The same store, seen by anybody."""
        return Desk(self.store, actor=actor, now=lambda: NOW)

    async def press(self, *keys: str) -> None:
        """Press keys one by one and wait until the desk rests."""
        for key in keys:
            await self.pilot.press(key)
        await self.rest()

    async def type(self, text: str) -> None:
        """Type a text into whatever has the focus."""
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def rest(self) -> None:
        """Wait until the lead under the cursor is drawn and no work is left."""
        await self.pilot.pause()
        await self.pilot.app.workers.wait_for_complete()
        await self.pilot.pause(0.08)

    def text(self) -> str:
        """The whole terminal, line by line."""
        strips = self.pilot.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


@asynccontextmanager
async def sitting(
    folder: Path,
    *,
    size: tuple[int, int] = WIDE,
    language: Language = "en",
    having: Callable[[Store], None] = fill,
) -> AsyncIterator[Sitting]:
    """Sit down at the desk as Ana, with notifications on: they draw text as well."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    with filled(folder, having) as store:
        app = ReviewApp(Desk(store, actor="Ana", now=lambda: NOW), Words(language), label)
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            at_desk = Sitting(pilot, store)
            await at_desk.rest()
            yield at_desk


def assert_snapshot(name: str, text: str) -> None:
    """The text is the stored one; `SNAPSHOTS=write` stores it instead."""
    file = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("SNAPSHOTS") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(text + "\n", "utf-8")
    assert text + "\n" == file.read_text("utf-8"), f"{file.name} differs; look, then SNAPSHOTS=write"
