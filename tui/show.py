"""Rich renderings the commands share: progress, summaries, proposals, the story of a lead.

Foreign text was cleaned where it came in; here it only ever enters a `Text`, which knows no markup.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from agent.models.noun import Noun

if TYPE_CHECKING:
    from agent.batch.forecast import Forecast
    from agent.batch.run import Watch
    from agent.batch.summary import Progress, Summary
    from agent.models.lead import Lead
    from agent.models.score import Proposal

_UNFOLDED = 10_000
"""Columns where nobody looks: a pipe gets each row on its own line."""
_STAGE_STYLE = {"sql": "bold green", "eql": "bold magenta", "mql": "bold cyan", "disqualified": "red"}


class _Page(Console):
    """A console whose reader may leave: the command line ends quietly then, as for every other output."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def out() -> Console:
    """Where data goes."""
    width = None if sys.stdout.isatty() else _UNFOLDED
    return _Page(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def err() -> Console:
    """Where messages and progress go."""
    return Console(file=sys.stderr, highlight=False, markup=False, emoji=False)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Table:
    """A table without lines, its texts shown as they are."""
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for name in head:
        drawn.add_column(Text(name), overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    return drawn


def as_json(noun: Noun) -> None:
    """One object on one line."""
    sys.stdout.write(noun.model_dump_json() + "\n")


@contextmanager
def watching(currency: str) -> Iterator[Watch]:
    """Shows progress on stderr: a bar on a terminal, a plain line every tenth of the way elsewhere."""
    console = err()
    if console.is_terminal:
        with _bar(console, currency) as watch:
            yield watch
    else:
        yield _lines(currency)


@contextmanager
def _bar(console: Console, currency: str) -> Iterator[Watch]:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[spend]}"),
        TimeRemainingColumn(compact=True),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("qualifying", total=None, rate="", spend="")

        def watch(progress: Progress) -> None:
            bar.update(
                task,
                total=progress.total,
                completed=progress.done,
                rate=f"{progress.rate:.0f}/s",
                spend=f"{progress.cost:.2f} {currency}" if progress.cost else "",
            )

        yield watch


def _lines(currency: str) -> Watch:
    told = 0

    def watch(progress: Progress) -> None:
        nonlocal told
        if progress.total and progress.done * 10 // progress.total > told:
            told = progress.done * 10 // progress.total
            left = f", {progress.left:.0f} s left" if progress.left else ""
            spend = f", {progress.cost:.2f} {currency}" if progress.cost else ""
            sys.stderr.write(f"{progress.done}/{progress.total} leads, {progress.rate:.0f}/s{spend}{left}\n")

    return watch


def summary(of: Summary, currency: str) -> None:
    """What a run did, in three lines."""
    console = out()
    records = of.accepted + of.rejected + of.ignored
    console.print(
        f"{records} records: {of.accepted} accepted, {of.rejected} rejected, {of.ignored} ignored; "
        f"{of.merged} merged into {of.leads} leads of {of.accounts} accounts"
    )
    console.print(
        f"{of.enriched} accounts enriched, {of.notes} notes read, {of.qualified} leads qualified, {of.failed} failed"
    )
    model = "offline rules, no model asked" if of.mode == "offline" else of.mode
    console.print(
        f"{of.calls} calls, {of.calls_replayed} replayed, {of.tokens} tokens, {of.cost:.4f} {currency}, "
        f"{of.seconds:.1f} s ({model})"
    )


def forecast(of: Forecast, currency: str) -> None:
    """What a run would do, and its worst case."""
    cost = (
        f"{of.cost:.2f} {currency}"
        if of.cost is not None
        else "a cost that is not known: the model has no price"
    )
    console = out()
    console.print(
        f"would qualify {of.leads} leads of {of.accounts} accounts and read {of.notes} notes ({of.mode})"
    )
    console.print(f"at worst {of.calls} calls, {of.tokens} tokens, {cost}; nothing was stored or asked")


def proposals(rows: Iterable[tuple[Lead, Proposal]]) -> None:
    """The best proposals: a table on a terminal, a line each elsewhere."""
    console = out()
    if not console.is_terminal:
        for lead, proposal in rows:
            score, who = proposal.score, ", ".join(part for part in (lead.company, lead.name) if part)
            console.print(
                f"{score.total} ({score.floor}–{score.ceiling}) {proposal.stage.value.upper()} {who}"
            )
            console.print(f"    {proposal.rationale}")
        return
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 1, 0))
    for column in ("score", "possible"):
        table.add_column(column, justify="right", no_wrap=True)
    for column in ("stage", "lead", "why"):
        table.add_column(column)
    for lead, proposal in rows:
        score = proposal.score
        table.add_row(
            Text(str(score.total), style="bold"),
            Text(f"{score.floor}–{score.ceiling}"),
            Text(proposal.stage.value.upper(), style=_STAGE_STYLE.get(proposal.stage.value, "")),
            Text("\n".join(part for part in (lead.company, lead.name) if part)),
            Text(proposal.rationale),
        )
    console.print(table)
