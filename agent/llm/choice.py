"""Which model answers: the one the settings name, else the rules."""

from __future__ import annotations

from contextlib import asynccontextmanager
from collections.abc import AsyncIterator

from agent.llm import Model
from agent.settings import Settings


def wants_model(settings: Settings, *, offline: bool) -> bool:
    """Whether a language model is asked at all: there is a key, or an endpoint that may need none."""
    return not offline and bool(settings.openai_api_key or settings.openai_base_url)


@asynccontextmanager
async def open_model(settings: Settings, *, offline: bool = False) -> AsyncIterator[Model]:
    """The model for the length of a run."""
    if wants_model(settings, offline=offline):
        from agent.llm.openai import OpenAI

        async with OpenAI(settings) as model:
            yield model
    else:
        from agent.llm.offline import Offline

        yield Offline()
