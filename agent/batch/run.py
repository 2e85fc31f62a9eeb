"""Many leads: every group worked within bounds, every outcome kept.

A run can be killed at any moment. What a model answered is stored before it is used, what was concluded is stored
with its proof in one transaction, and both are keyed by their content: running again pays for nothing twice and
stores nothing twice.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import uuid4

from agent.batch.groups import Bench, Group, Worked, given_up, groups_of, keep, work
from agent.batch.job import Intake, Job, store_intake
from agent.batch.summary import Progress, State, Summary
from agent.errors import HOPELESS, BudgetExhausted, LeadsiftError
from agent.identity import fold
from agent.llm.choice import open_model
from agent.llm.cost import Ledger
from agent.llm.recorded import Recorded
from agent.models.lead import Lead
from agent.models.partner import Partner
from agent.rubric import Rubric
from agent.settings import Settings
from agent.sources.choice import open_sources
from agent.sources.remembered import Memory
from agent.store import Store, partners, runs
from agent.store.answers import Answers
from agent.store.source_answers import SourceAnswers

Watch = Callable[[Progress], None]


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    summary: Summary
    state: State
    reasons: dict[str, str]
    """Why each failed lead failed, by lead id."""
    stopped_by: str | None = None
    """Why the budget ended the run."""
    unpriced: bool = False
    """The model has no price in the settings: the cost is not known, and not 0."""


@dataclass(frozen=True)
class Terms:
    """On what terms leads are worked on."""

    settings: Settings
    rubric: Rubric
    offline: bool
    as_of: date
    watch: Watch
    stop: asyncio.Event
    """Setting it ends the run after the groups in hand."""
    refresh: datetime | None = None
    """What sources answered before is asked for anew."""
    only: frozenset[str] = frozenset()
    """The sources `refresh` is meant for; empty for all."""


async def run(
    store: Store,
    job: Job,
    intake: Intake,
    *,
    settings: Settings,
    rubric: Rubric,
    offline: bool,
    watch: Watch,
    stop: asyncio.Event,
    refresh: datetime | None = None,
) -> Ended:
    """Stores the intake and qualifies its leads. Setting `stop` ends the run after the groups in hand.

    What sources answered before `refresh` is asked for anew.
    """
    batch = intake.batch
    read = {
        "accepted": batch.accepted,
        "rejected": len(batch.rejected),
        "ignored": batch.ignored,
        "merged": batch.merged,
    }
    started = time.monotonic()
    run_leads = store_intake(store, job, intake)
    note_count = sum(map(len, intake.notes.values()))
    terms = Terms(settings, rubric, offline, job.as_of, watch, stop, refresh)
    return await work_on(store, run_leads, terms, notes=note_count, read=read, started=started)


async def work_on(
    store: Store,
    run_leads: Sequence[Lead],
    terms: Terms,
    *,
    command: str = "run",
    notes: int = 0,
    read: Mapping[str, int] | None = None,
    started: float | None = None,
) -> Ended:
    """Enriches and qualifies stored leads. `read` are the counts of the intake, if they came from one just now."""
    now, run_id, settings = datetime.now(UTC), uuid4().hex, terms.settings
    programme = _begin(store, run_id, command, now, terms)
    async with AsyncExitStack() as stack:
        model = await stack.enter_async_context(open_model(settings, offline=terms.offline, notes=notes))
        ledger = Ledger(settings, None if model.name == "offline" else model.name)
        memory = Memory(SourceAnswers(store), ledger, run_id, terms.refresh, terms.only)
        sources = await stack.enter_async_context(
            open_sources(store, settings, online=not terms.offline, memory=memory)
        )
        bench = Bench(
            model=Recorded(model, Answers(store), ledger, run_id=run_id),
            rubric=terms.rubric,
            sources=sources,
            partners=programme,
            settings=settings,
            as_of=terms.as_of,
            now=now,
        )
        tally = _Tally(len(run_leads), ledger, time.monotonic() if started is None else started)
        groups = groups_of(store, run_leads)
        await _work_through(
            store, run_id, groups, bench, tally, terms.watch, terms.stop, settings.concurrency
        )
        summary = tally.summary(read or {}, model.name)
    with store.write() as tx:
        runs.finish(tx, run_id, tally.state, summary.model_dump_json())
    return Ended(summary, tally.state, tally.reasons, tally.stopped_by, ledger.totals.unpriced)


def _begin(store: Store, run_id: str, command: str, now: datetime, terms: Terms) -> dict[str, Partner]:
    """Records that a run starts. The partner programme as it is now, by folded name."""
    options = {"offline": terms.offline, "as_of": terms.as_of.isoformat()}
    with store.write() as tx:
        runs.start(tx, runs.Run(run_id, command, now, options))
        return {fold(partner.name): partner for partner in partners.all(tx)}


async def _work_through(
    store: Store,
    run_id: str,
    waiting: Iterator[Group],
    bench: Bench,
    tally: _Tally,
    watch: Watch,
    stop: asyncio.Event,
    hands: int,
) -> None:
    """Every group, or every group until a stop, by so many hands at once."""

    async def hand() -> None:
        for group in waiting:
            if stop.is_set():
                tally.state = "stopped" if tally.state == "done" else tally.state
                return
            try:
                worked = given_up(group, tally.hopeless) if tally.hopeless else await work(group, bench)
            except HOPELESS as error:
                tally.hopeless = str(error)
                worked = given_up(group, tally.hopeless)
            except BudgetExhausted as error:
                tally.state, tally.stopped_by = "budget", str(error)
                stop.set()
                return
            with store.write() as tx:
                keep(tx, run_id, worked)
            tally.count(worked)
            watch(tally.progress())
            await asyncio.sleep(0)  # lets Ctrl-C in between two groups of the offline engine

    try:
        async with asyncio.TaskGroup() as tasks:
            for _ in range(hands):
                tasks.create_task(hand())
    except* LeadsiftError as errors:
        raise errors.exceptions[0] from None


@dataclass
class _Tally:
    """The counts of a run under way."""

    total: int
    ledger: Ledger
    started: float
    state: State = "done"
    stopped_by: str | None = None
    hopeless: str | None = None
    """Why no further call can succeed: the leads still waiting fail with it, unasked."""
    reasons: dict[str, str] = field(default_factory=dict)
    accounts: int = 0
    enriched: int = 0
    notes: int = 0
    qualified: int = 0

    def count(self, worked: Worked) -> None:
        self.accounts += 1
        self.enriched += worked.enrichment is not None and worked.enrichment.outcome == "matched"
        self.notes += sum(len(each.readings) for each in worked.qualified)
        self.qualified += len(worked.qualified)
        self.reasons |= worked.failed

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def progress(self) -> Progress:
        totals, failed = self.ledger.totals, len(self.reasons)
        return Progress(self.qualified + failed, self.total, failed, totals.calls, totals.cost, self.seconds)

    def summary(self, read: Mapping[str, int], mode: str) -> Summary:
        totals = self.ledger.totals
        return Summary(
            leads=self.total,
            **read,
            accounts=self.accounts,
            enriched=self.enriched,
            notes=self.notes,
            qualified=self.qualified,
            failed=len(self.reasons),
            calls=totals.calls,
            calls_replayed=totals.calls_replayed,
            source_calls=totals.source_calls,
            source_calls_replayed=totals.source_calls_replayed,
            tokens=totals.tokens,
            cost=round(totals.cost, 6),
            mode=mode,
            seconds=round(self.seconds, 3),
        )
