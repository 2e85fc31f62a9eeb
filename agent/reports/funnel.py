"""The funnel: how many of the leads that came got how far, and where the others stayed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
    rows = tuple(_rows(ways, users))
    heights = tuple(float(row[1].n) for row in rows if isinstance(row[1], Count))
    steps = tuple(row[0] for row in rows)
    chart = Chart("report.funnel", "funnel", steps, (Series(Word("report.number"), heights),))
    tables = (Table("report.funnel", _HEAD, rows), _tracks(ways))
    return Report("funnel", tables, (chart,), tuple(_remarks(ways, users)), span.since, span.until)


def _rows(ways: Sequence[Reach], users: int) -> Iterator[tuple[Cell, ...]]:
    """Users, where any are known, then the steps. Leads are no share of users who are fewer."""
    if users:
        yield Word("report.users"), Count(users), None, None, None, None
    leads = before = len(ways)
    if users >= leads > 0:
        yield _row(Step.LEAD, leads, users, None, None)
    else:
        yield Word("report.step_0"), Count(leads), None, None, None, None
    for step in list(Step)[1:]:
        count = sum(way.step >= step for way in ways)
        yield _row(step, count, before, Share(count, leads), _took(ways, Step(step - 1), step))
        before = count


def _row(step: Step, count: int, before: int, of_leads: Share | None, took: Days | None) -> tuple[Cell, ...]:
    of_step = Share(count, before) if before else None
    return Word(f"report.step_{step.value}"), Count(count), of_step, of_leads, Count(before - count), took


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


def _remarks(ways: Sequence[Reach], users: int) -> Iterator[Phrase]:
    yield Phrase("report.cohort")
    if 0 < users < len(ways):
        yield Phrase("report.more_leads")
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
