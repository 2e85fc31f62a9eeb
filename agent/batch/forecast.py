"""What a run would do and could cost at worst, before it does anything."""

from __future__ import annotations

from agent.batch.job import Intake
from agent.llm import Usage
from agent.llm.choice import wants_model
from agent.llm.cost import Ledger, tokens_at_most
from agent.models.noun import Noun
from agent.settings import Settings
from agent.sources.choice import remote

_PROMPT_BYTES = 12_000
"""A prompt with its schema; the longest of ours is shorter, which a test holds."""
_TOOL_ROUND_BYTES = 4_000
"""What one round of tool calls and results adds."""


class Forecast(Noun):
    """Counts, and the worst case in calls and money."""

    leads: int
    accounts: int
    notes: int
    calls: int
    """At most: every account uses every tool call it may, every note and rationale is asked for twice."""
    tokens: int
    cost: float | None
    """Of the model and the sources, in the settings' currency; None when the model has no price."""
    source_cost: float = 0.0
    """What is in it for sources: every tool call hits the dearest of them."""
    mode: str


def forecast(intake: Intake, settings: Settings, *, offline: bool) -> Forecast:
    """The worst case of a run on this intake. Answers already stored would make it cheaper."""
    batch = intake.batch
    notes = [note for of in intake.notes.values() for note in of]
    counts = {"leads": len(batch.leads), "accounts": len(batch.accounts), "notes": len(notes)}
    asked = remote(settings, online=not offline)
    hits = len(batch.accounts) * settings.max_tool_calls * max((one.price for one in asked), default=0.0)
    waves = 1 + len({(one.price, one.card.kind) for one in asked})
    # Either half of an enrichment may end each of its waves with a round without a call.
    rounds = settings.max_tool_calls + 2 * waves
    calls = len(batch.accounts) * rounds + 2 * (len(notes) + len(batch.leads))
    if not wants_model(settings, offline=offline):
        return Forecast(**counts, calls=calls, tokens=0, cost=hits, source_cost=hits, mode="offline")
    sent = (
        len(batch.accounts) * (rounds * _PROMPT_BYTES + _TOOL_ROUND_BYTES * rounds * (rounds - 1) // 2)
        + 2 * sum(_PROMPT_BYTES + len(note.text.encode()) for note in notes)
        + 2 * len(batch.leads) * _PROMPT_BYTES
    )
    usage = Usage(tokens_at_most(sent), calls * settings.max_answer_tokens)
    ledger = Ledger(settings.model_copy(update={"budget": None}), settings.model)
    cost = None if ledger.totals.unpriced else ledger.cost(usage) + hits
    tokens = usage.prompt_tokens + usage.completion_tokens
    return Forecast(**counts, calls=calls, tokens=tokens, cost=cost, source_cost=hits, mode=settings.model)
