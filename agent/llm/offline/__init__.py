"""The offline filling: rules, no key, no network. What leadsift answers with until a model is configured."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import cast

from agent.llm import A, Errand, Question, Reply, ToolCall
from agent.models.meddicc import BantMeddicc
from agent.models.note import Note
from agent.models.noun import Noun
from agent.models.rationale import Brief

RULES = 3
"""Raised with every change of the rules that changes an answer, so that stored ones are asked for anew."""


class Offline:
    """A `Model` made of rules. It abstains rather than invents, and never fails."""

    name = "offline"

    def __init__(self) -> None:
        self.identity = f"offline@{RULES}.{_digest()}"
        """Follows the rules and the learned weights: with either of them answers change."""

    async def extract(self, question: Question[A]) -> Reply[A]:
        """Reads a `Note` into a `Bant` or `BantMeddicc`, or writes the `Rationale` of a `Brief`."""
        return Reply(cast(A, answer(question.subject, question.answer)))

    async def call_tools(self, errand: Errand) -> Reply[tuple[ToolCall, ...]]:
        """The next calls a sensible person would make: the most official source first, then by what is known."""
        from .planner import plan

        return Reply(plan(errand))


@cache
def _digest() -> str:
    """Of the weights."""
    weights = files(__package__) / "weighing" / "weights.json"
    return sha256(weights.read_bytes()).hexdigest()[:8]


def answer(subject: Noun, form: type[Noun]) -> Noun:
    """What the rules say of a subject, in the form asked for. Raises TypeError for a subject they have none for."""
    match subject:
        case Note() if form is BantMeddicc:
            from . import meddicc

            return meddicc.read(subject)
        case Note():
            from .reader import read

            return read(subject)
        case Brief():
            from .writer import write

            return write(subject)
        case _:
            raise TypeError(f"the offline engine has no rules for a {type(subject).__name__}")
