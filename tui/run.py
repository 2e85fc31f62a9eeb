"""`leadsift run`: the job read, worked, watched and summed up."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from agent.batch.again import Which, enrich_again
from agent.batch.forecast import forecast
from agent.batch.job import Intake, Job, read_job, refused_partners
from agent.batch.run import Ended, Terms, Watch, run
from agent.intake.rejects import write_rejects
from agent.rubric import load_rubric
from agent.settings import Settings
from agent.store import Store, leads, open_store, proposals, queue
from tui import show
from tui.note import ours
from tui.options import say

_CODES = {"done": 0, "stopped": 130, "budget": 3}
_SHOWN = 20
Work = Callable[[Watch, asyncio.Event], Awaitable[Ended]]


def run_job(
    settings: Settings,
    *,
    offline: bool,
    dry_run: bool,
    as_json: bool,
    rejects: Path | None,
    sellers: tuple[str, ...],
    as_of: Any,
    **files: Any,
) -> int:
    """Does the job. The exit code: 0 done, 1 some leads failed, 3 stopped by the budget, 130 by Ctrl-C.

    Raises `BadInput` before anything is stored, `StoreError` when the database is the trouble.
    """
    rubric = load_rubric(settings.rubric)
    job = Job(
        **files,
        seller=ours(settings, sellers),
        fiscal_year_start=settings.fiscal_year_start,
        zone=settings.zone,
        utm=settings.utm,
        as_of=as_of.date() if as_of else date.today(),
    )
    intake = read_job(job, datetime.now(UTC))
    for warning in intake.warnings:
        say(warning)
    if dry_run:
        expected = forecast(intake, settings, offline=offline)
        show.as_json(expected) if as_json else show.forecast(expected, settings.currency)
        return 0
    with open_store(settings.store_url) as store:
        _put_aside(intake, job, rejects)
        for refused in refused_partners(store, intake):
            say(refused)

        async def work(watch: Watch, stop: asyncio.Event) -> Ended:
            return await run(
                store, job, intake, settings=settings, rubric=rubric, offline=offline, watch=watch, stop=stop
            )

        return _watched(store, work, settings, as_json=as_json)


def enrich_stored(settings: Settings, which: Which, *, offline: bool, as_of: date, as_json: bool) -> int:
    """Enriches and qualifies stored leads again. The exit code, and what it raises, as `run_job`."""
    rubric = load_rubric(settings.rubric)
    with open_store(settings.store_url, create=False) as store:

        async def work(watch: Watch, stop: asyncio.Event) -> Ended:
            return await enrich_again(store, which, Terms(settings, rubric, offline, as_of, watch, stop))

        return _watched(store, work, settings, as_json=as_json)


def _watched(store: Store, work: Work, settings: Settings, *, as_json: bool) -> int:
    with show.watching(settings.currency) as watch:
        ended = asyncio.run(_until_stopped(work, watch))
    _tell(store, ended, settings, as_json=as_json)
    return 1 if ended.state == "done" and ended.summary.failed else _CODES[ended.state]


async def _until_stopped(work: Work, watch: Watch) -> Ended:
    """The work, which the first Ctrl-C ends after the leads in hand; the second ends it as Python does."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def end() -> None:
        say("stopping after the leads in hand; run again to go on")
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGINT, end)
    return await work(watch, stop)


def _put_aside(intake: Intake, job: Job, rejects: Path | None) -> None:
    if intake.batch.rejected:
        place = rejects or Path(f"{job.leads[0].stem}.rejects.csv")
        written = " and ".join(str(path) for path in write_rejects(intake.batch.rejected, place))
        count = len(intake.batch.rejected)
        say(f"{count} {'record' if count == 1 else 'records'} rejected: mend and run {written}")


def _tell(store: Store, ended: Ended, settings: Settings, *, as_json: bool) -> None:
    for lead_id, reason in sorted(ended.reasons.items())[:_SHOWN]:
        say(f"lead {lead_id} failed: {reason}")
    if len(ended.reasons) > _SHOWN:
        say(f"… and {len(ended.reasons) - _SHOWN} more")
    if ended.stopped_by:
        say(f"stopped: {ended.stopped_by}")
    if ended.unpriced:
        say(f"{settings.model} is not in the price table: the cost shown is not the whole cost")
    if as_json:
        show.as_json(ended.summary)
    else:
        show.summary(ended.summary, settings.currency)
        with store.read() as tx:
            best = [row.lead_id for row in queue.page(tx, queue.snapshot(tx)[:_SHOWN])]
            proposed = proposals.latest(tx, best)
            show.proposals((lead, proposed[lead.id]) for lead in leads.each(tx, best))
