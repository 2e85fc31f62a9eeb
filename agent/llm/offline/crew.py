"""The rules on every core: notes are read by processes of their own, so that one core is free for the rest.

Worth its start (about a second) from a few hundred notes on.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import Self, cast

from agent.llm import A, Question, Reply
from agent.models.note import Note

from . import Offline, answer


class Crew(Offline):
    """`Offline`, with its notes read by `hands` processes. `async with` ends them."""

    def __init__(self, hands: int) -> None:
        super().__init__()
        # Spawned and not forked: the store's connections and threads are not to be copied.
        self._pool = ProcessPoolExecutor(hands, multiprocessing.get_context("spawn"), _prepare)

    async def extract(self, question: Question[A]) -> Reply[A]:
        """As `Offline` does, a `Note` in another process."""
        if not isinstance(question.subject, Note):
            return await super().extract(question)
        loop = asyncio.get_running_loop()
        return Reply(
            cast(A, await loop.run_in_executor(self._pool, answer, question.subject, question.answer))
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)


def _prepare() -> None:
    """Ctrl-C is for the one who started us; and when that one is gone, however it went, so are we."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
