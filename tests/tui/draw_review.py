"""Draws a picture of the desk: python tests/tui/draw_review.py leads.db picture.svg [en|fr] [keys, e.g. j,n,n,1]

The picture is 120x40 and shows what is in the store. Its spaces are kept by every reader of SVG.
"""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from pathlib import Path

from agent.rubric import load_rubric
from agent.settings import Language
from agent.store import open_store
from tui.review.app import ReviewApp
from tui.review.desk import Desk
from tui.words import Words


async def draw(url: str, language: Language, keys: list[str]) -> str:
    """The desk after these keys, as SVG."""
    with open_store(url) as store:
        label = partial(load_rubric(None).label, language=language)
        app = ReviewApp(Desk(store, actor="Ana"), Words(language), label)
        async with app.run_test(size=(120, 40)) as pilot:
            await app.workers.wait_for_complete()
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.2)
            await pilot.pause(0.2)
            picture = app.export_screenshot(title="leadsift review")
    return picture.replace("&#160;", " ").replace("<text ", '<text xml:space="preserve" ')


if __name__ == "__main__":
    url, file, *rest = sys.argv[1:]
    language: Language = "fr" if rest[:1] == ["fr"] else "en"
    keys = rest[1].split(",") if len(rest) > 1 else []
    Path(file).write_text(asyncio.run(draw(url, language, keys)), "utf-8")
