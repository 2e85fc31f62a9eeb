"""What the tests of the model seam ask: an invented note, an invented account, two tools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llm.server import Answering, Endpoint, Served
from pydantic import SecretStr

from agent.errors import ModelError
from agent.llm import Errand, Question, Reply, Tool, Turn
from agent.llm.openai import OpenAI
from agent.llm.retry import Clock
from agent.models.bant import Bant
from agent.models.note import Note
from agent.models.noun import Noun
from agent.settings import Settings
from prompts import Prompt

NOTE = Note(
    id="claire.dumont@fonderie-exemple.fr",
    text="Claire : on a 40 k€ validés pour cette année. C'est moi qui signe.\nNous : parfait.",
    contact="Claire Dumont",
    company="Fonderie Exemple",
    seller=("Leadsift",),
)
GOOD: dict[str, Any] = {
    "language": "fr",
    "call_date": None,
    "budget": {
        "status": "confirmed",
        "quotes": ["on a 40 k€ validés pour cette année"],
        "amount_min": 40000,
        "amount_max": 40000,
        "currency": "EUR",
        "period": "year",
        "tax": None,
    },
    "authority": {"status": "confirmed", "quotes": ["C'est moi qui signe"], "people": []},
    "need": {"status": "not_raised", "quotes": [], "pains": []},
    "timing": {"status": "not_raised", "quotes": [], "from": None, "to": "2026-12-31", "event": None},
    "competitors": [],
    "next_steps": [],
    "disqualifiers": [],
    "summary": "40 k€ validés.",
}


class Company(Noun):
    """The company to look for."""

    id: str
    name: str


class Lookup(Noun):
    """Looks a company up."""

    name: str
    country: str | None = None


READ = Prompt("read_note", 1, "Bant", "Read the note. Quote it word for word.")
ENRICH = Prompt("enrich_account", 1, "tool calls", "Find out who the company is.")


def question(note: Note = NOTE, **changes: Any) -> Question[Bant]:
    """Reads the note."""
    return Question(READ, note, Bant, **changes)


def errand(*turns: Turn) -> Errand:
    """Looks the company up."""
    tools = (Tool("directory", "A list of companies.", Lookup), Tool("registry", "The official one.", Lookup))
    return Errand(ENRICH, Company(id="A1", name="Fonderie Exemple"), tools, turns)


def settings(url: str, **changes: Any) -> Settings:
    """Settings for an endpoint, with nothing taken from the machine."""
    given = {"openai_api_key": SecretStr("sk-invented"), "openai_base_url": url, "model": "gpt-4o-mini"}
    return Settings.model_construct(**given | changes)


class Hurried:
    """Time that passes as fast as it is slept: `naps` holds each sleep."""

    def __init__(self) -> None:
        self.time = 0.0
        self.naps: list[float] = []

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.time, self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.time += seconds


async def ask(
    served: Sequence[Served | Answering], request: Question[Any] | Errand | None = None, **changes: Any
) -> tuple[Reply[Any] | ModelError, Endpoint]:
    """What one request comes to against this endpoint, without waiting for real."""
    request = request or question()
    async with (
        Endpoint(*served) as endpoint,
        OpenAI(settings(endpoint.url, **changes), clock=Hurried().clock) as model,
    ):
        try:
            if isinstance(request, Errand):
                return await model.call_tools(request), endpoint
            return await model.extract(request), endpoint
        except ModelError as failed:
            return failed, endpoint
