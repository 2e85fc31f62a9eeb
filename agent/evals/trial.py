"""One variant reads every labelled note, and is judged."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from agent.discovery import read_note
from agent.errors import BadInput, BudgetExhausted, ModelError
from agent.llm import A, Errand, Model, Question, Reply, ToolCall
from agent.llm.choice import open_model, wants_model
from agent.models.bant import Bant, Reading
from agent.models.note import Note
from agent.settings import Settings
from prompts import Prompt

from .judge import Verdict, judge
from .measures import Measure, measure
from .variant import OFFLINE, Variant

if TYPE_CHECKING:
    from agent.llm.cost import Ledger
    from agent.llm.recorded import Answers


@dataclass(frozen=True)
class Trial:
    """How one variant did."""

    variant: str
    readings: Mapping[str, Reading]
    """By note id; a note that could not be read has none."""
    failures: Mapping[str, str]
    """Note id → why the model gave no reading."""
    verdicts: Mapping[str, Verdict]
    """On every label, by note id."""
    measures: Mapping[str, Measure]
    cost: float | None
    """Per note, in the settings' currency, as when it was first asked; None where the model has no price."""
    seconds: float | None
    """The median of the notes read just now; None where every answer was a stored one."""

    @property
    def dropped(self) -> int:
        """How many claims of the answers the note did not bear out, so that no reading holds them."""
        return sum(len(reading.dropped) for reading in self.readings.values())


async def try_all(
    variants: Sequence[Variant], notes: Mapping[str, Note], labels: Mapping[str, Bant], settings: Settings
) -> list[Trial]:
    """One trial after the other; what one spends is taken from the budget of the next.

    Raises `BadInput` for a model there is no key for, `BudgetExhausted`, and the `ModelError` of a model that
    could read not one note.
    """
    trials = []
    for variant in variants:
        async with _opened(variant, settings) as desk:
            trials.append(await _try(variant, desk, notes, labels, settings.concurrency))
        if desk.ledger and settings.budget is not None:
            left = max(0.0, settings.budget - desk.ledger.totals.cost)
            settings = settings.model_copy(update={"budget": left})
    return trials


@dataclass(frozen=True)
class _Desk:
    """A model ready to be asked and, for one that is paid, where its answers are kept and counted."""

    model: Model
    answers: Answers | None = None
    ledger: Ledger | None = None


@asynccontextmanager
async def _opened(variant: Variant, settings: Settings) -> AsyncIterator[_Desk]:
    if variant.model == OFFLINE:
        async with open_model(settings, offline=True) as model:
            yield _Desk(model)
        return
    if not wants_model(settings, offline=False):
        raise BadInput(f"no key to ask {variant.model} with", remedy="Set OPENAI_API_KEY")
    from agent.llm.cost import Ledger
    from agent.llm.recorded import Recorded
    from agent.store import open_store
    from agent.store.answers import Answers

    settings = settings.model_copy(update={"model": variant.model})
    async with open_model(settings) as model:
        with open_store(settings.store_url) as store:
            answers, ledger = Answers(store), Ledger(settings, variant.model)
            yield _Desk(Recorded(model, answers, ledger), answers, ledger)


class _Asked:
    """A `Model` for one note: asks in the variant's words, and remembers what was asked and how that went."""

    def __init__(self, inner: Model, prompt: Prompt | None) -> None:
        self.name, self.identity = inner.name, inner.identity
        self._inner, self._prompt = inner, prompt
        self.question: Question[Any] | None = None
        """None until it was answered."""
        self.replayed = False

    async def extract(self, question: Question[A]) -> Reply[A]:
        """The inner model's answer."""
        question = replace(question, prompt=self._prompt) if self._prompt else question
        reply = await self._inner.extract(question)
        self.question, self.replayed = question, reply.replayed
        return reply

    async def call_tools(self, errand: Errand) -> Reply[tuple[ToolCall, ...]]:
        """Reading a note needs no tool."""
        return await self._inner.call_tools(errand)


@dataclass(frozen=True)
class _Tried:
    """One note after it was given to the model."""

    id: str
    came: Reading | ModelError | BudgetExhausted
    asked: _Asked
    seconds: float


async def _try(
    variant: Variant, desk: _Desk, notes: Mapping[str, Note], labels: Mapping[str, Bant], at_once: int
) -> Trial:
    hands = asyncio.Semaphore(at_once)

    async def one(id: str) -> _Tried:
        async with hands:
            asked, begun = _Asked(desk.model, variant.prompt), perf_counter()
            came: Reading | ModelError | BudgetExhausted
            try:
                came, _ = await read_note(notes[id], asked)
            except (ModelError, BudgetExhausted) as error:  # what is under way is paid for, and comes home
                came = error
            return _Tried(id, came, asked, perf_counter() - begun)

    tried = await asyncio.gather(*(one(id) for id in labels if id in notes))
    readings = {each.id: each.came for each in tried if isinstance(each.came, Reading)}
    errors = {each.id: each.came for each in tried if not isinstance(each.came, Reading)}
    for error in errors.values():
        if isinstance(error, BudgetExhausted) or not readings:
            raise error
    verdicts = {id: _judged(label, readings.get(id), notes.get(id)) for id, label in labels.items()}
    return Trial(
        variant=variant.name,
        readings=readings,
        failures={id: str(error) for id, error in errors.items()},
        verdicts=verdicts,
        measures=measure(list(verdicts.values())),
        cost=_cost(desk, [each.asked.question for each in tried if each.asked.question]),
        seconds=_middle([each.seconds for each in tried if each.asked.question and not each.asked.replayed]),
    )


def _judged(label: Bant, reading: Reading | None, note: Note | None) -> Verdict:
    return judge(label, reading.bant if reading else None, note.text if note else "")


def _cost(desk: _Desk, questions: Sequence[Question[Any]]) -> float | None:
    """Of one note: every answer is stored with what it cost, be it asked for now or long ago."""
    if desk.answers is None or desk.ledger is None:
        return 0.0
    if desk.ledger.totals.unpriced:
        return None
    stored = [desk.answers.get(question.key(desk.model.identity)) for question in questions]
    costs = [answer.cost for answer in stored if answer]
    return sum(costs) / len(costs) if costs else None


def _middle(of: Sequence[float]) -> float | None:
    # The first note read also loads the rules: a mean of few would tell of that alone.
    return median(of) if of else None
