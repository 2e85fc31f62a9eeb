"""The funnel: how many of the leads that came got how far, and where the others stayed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from agent.models.journey import Journey

from . import Asked
from .reach import Deals, Reach, Step, by_lead, reached
from .report import Cell, Chart, Count, Days, Phrase, Report, Series, Share, Span, Table, Word

if TYPE_CHECKING:
    from agent.store import Tx

_HEAD = ("report.step", "report.number", "report.of_step", "report.of_leads", "report.lost", "report.took")
_TRACKS = (
    "report.track",
    "report.step_1",
    "report.step_2",
    "report.step_3",
    "report.step_4",
    "report.of_track",
)


def report(tx: Tx, asked: Asked) -> Report:
    """The funnel of the store."""
    from agent.store import journeys

    users = journeys.users(tx, asked.span.since, asked.span.until)
    return funnel(journeys.all(tx), by_lead(journeys.deals(tx)), users, asked.span)


def funnel(journeys: Iterable[Journey], deals: Deals, users: int, span: Span) -> Report:
    """Of the leads that came in the span, how many reached each step up to now, whenever that was.

    `users` are those who left a touchpoint in the span; 0 where none are known.
    """
    ways = list(reached(journeys, deals, span))
    counts = [sum(way.step >= step for way in ways) for step in Step]
    rows: list[tuple[Cell, ...]] = (
        [(Word("report.users"), Count(users), None, None, None, None)] if users else []
    )
    for step in Step:
        before = counts[step - 1] if step else users
        rows.append(
            (
                Word(f"report.step_{step.value}"),
                Count(counts[step]),
                Share(counts[step], before) if before else None,
                Share(counts[step], counts[0]) if step else None,
                Count(before - counts[step]) if step or before > counts[step] else None,
                _took(ways, Step(step - 1), step) if step else None,
            )
        )
    chart = Chart(
        "report.funnel",
        "funnel",
        tuple(row[0] for row in rows),
        (Series(Word("report.number"), tuple(float(row[1].n) for row in rows if isinstance(row[1], Count))),),
    )
    tables = (Table("report.funnel", _HEAD, tuple(rows)), _tracks(ways))
    return Report("funnel", tables, (chart,), tuple(_remarks(ways, users)), span.since, span.until)


def _took(ways: Sequence[Reach], before: Step, step: Step) -> Days | None:
    """The median, of those whose both days are known."""
    pairs = ((way.days.get(before), way.days.get(step)) for way in ways if way.step >= step)
    took = [(last - first).days for first, last in pairs if first and last and first <= last]
    return Days(median(took)) if took else None


def _tracks(ways: Sequence[Reach]) -> Table:
    qualified = [way for way in ways if way.step >= Step.QUALIFIED]
    rows = []
    for stage, ecosystem in (("mql", False), ("eql", True)):
        steps = Counter(way.step for way in qualified if way.ecosystem is ecosystem)
        counts = [sum(n for reached, n in steps.items() if reached >= step) for step in list(Step)[1:]]
        won = Share(counts[-1], counts[0]) if counts[0] else None
        rows.append((Word(f"stage.{stage}"), *map(Count, counts), won))
    return Table("report.tracks", _TRACKS, tuple(rows))


def _remarks(ways: Sequence[Reach], users: int) -> Iterable[Phrase]:
    yield Phrase("report.cohort")
    customers = sum(way.step is Step.CUSTOMER for way in ways)
    if users and customers:
        yield Phrase("report.users_to_customers", {"share": Share(customers, users)})
    for before, step in pairwise(list(Step)[1:]):
        skipped = sum(way.step >= step and before not in way.days for way in ways)
        if skipped:
            yield Phrase(
                "report.skipped",
                {"n": Count(skipped), "step": Word(f"report.step_{before.value}")},
            )
