"""Which model answers: the one the settings name, else the rules."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.llm import Model
from agent.settings import Settings


def wants_model(settings: Settings, *, offline: bool) -> bool:
    """Whether a language model is asked at all: there is a key, or an endpoint that may need none."""
    return not offline and bool(settings.openai_api_key or settings.openai_base_url)


MANY = 300
"""Notes from which on reading them with every core saves more than starting the processes costs."""


@asynccontextmanager
async def open_model(settings: Settings, *, offline: bool = False, notes: int = 0) -> AsyncIterator[Model]:
    """The model for the length of a run that reads so many notes."""
    if wants_model(settings, offline=offline):
        from agent.llm.openai import OpenAI

        async with OpenAI(settings) as model:
            yield model
    elif notes >= MANY and (cores := os.cpu_count() or 1) > 1:
        from agent.llm.offline.crew import Crew

        async with Crew(cores - 1) as crew:  # the run itself keeps the last one busy
            yield crew
    else:
        from agent.llm.offline import Offline

        yield Offline()
