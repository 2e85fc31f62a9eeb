"""The week of the partner programme: who came by a partner, and what became EQL, SQL, customer and ARR."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, date
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.models.journey import Journey
from agent.models.opportunity import DealState, Opportunity
from agent.models.score import Stage
from agent.money import exchange

from . import Asked
from .programme import Purse, eqls
from .reach import Step, by_lead, reach
from .report import (
    By,
    Cell,
    Chart,
    Count,
    Money,
    Period,
    Phrase,
    Report,
    Series,
    Share,
    Span,
    Table,
    Word,
    period,
    periods,
)

if TYPE_CHECKING:
    from agent.store import Tx

_HEAD = (
    "report.period", "eql.visitors", "report.eql", "report.sql", "report.won", "partners.arr",
    "partners.both_triggers",
)  # fmt: skip


@dataclass
class _Week:
    """What happened in one period, or in all."""

    visitors: set[str] = field(default_factory=set)
    eql: int = 0
    triggered: int = 0
    sql: int = 0
    won: int = 0
    recurring: Decimal = Decimal(0)


class _Weeks:
    """Periods of a span, each counted for itself and all together."""

    def __init__(self, span: Span, by: By) -> None:
        self._span, self._by = span, by
        self.each: dict[date, _Week] = defaultdict(_Week)
        self.all = _Week()

    def on(self, day: date | None) -> Iterator[_Week]:
        """Where something that happened that day counts; nowhere for a day outside the span, or that nobody knows."""
        if day and day in self._span:
            yield self.each[period(day, self._by).first]
            yield self.all

    @property
    def line(self) -> Sequence[Period]:
        """Every period from the first to the last one in which something happened."""
        return periods(min(self.each), max(self.each), self._by) if self.each else ()


def report(tx: Tx, asked: Asked) -> Report:
    """The partner programme of the store."""
    from agent.store import ecosystem, journeys

    rows = journeys.all(tx)
    complete = ecosystem.triggered(tx, eqls(rows))
    return eql(rows, journeys.deals(tx), ecosystem.visits(tx), complete, asked)


def eql(
    journeys: Iterable[Journey],
    deals: Iterable[Opportunity],
    visits: Iterable[tuple[date, str]],
    triggered: Set[str],
    asked: Asked,
) -> Report:
    """What happened in each week or month of the span, on the day it did.

    SQLs and deals are those of leads that were EQL at some time. `visits`: days and the people a partner brought;
    `triggered`: the EQLs that had all triggers.
    """
    weeks, settings = _Weeks(asked.span, asked.by), asked.settings
    purse = Purse(exchange(settings.exchange, settings.currency))
    for day, who in visits:
        for week in weeks.on(day):
            week.visitors.add(who)
    rows = list(journeys)
    ours, its_deals = set(eqls(rows)), by_lead(deals)
    for one in (one for one in rows if one.lead_id in ours):
        _add_lead(weeks, one, its_deals.get(one.lead_id, ()), one.lead_id in triggered)
        _add_deals(weeks, its_deals.get(one.lead_id, ()), purse)
    table = Table("eql.weekly", _HEAD, tuple(_rows(weeks, settings.currency)))
    goal = Share(Decimal(str(settings.reports.trigger_goal)), 1)
    remarks = (Phrase("eql.counted"), *_reached_goal(weeks.all, goal), *purse.remarks())
    return Report("eql", (table,), tuple(_charts(weeks)), remarks, asked.span.since, asked.span.until)


def _add_lead(weeks: _Weeks, one: Journey, deals: Sequence[Opportunity], triggered: bool) -> None:
    first = min(at for way in (one.proposed, one.decided) if (at := way.get(Stage.EQL)))
    for week in weeks.on(first.astimezone(UTC).date()):
        week.eql += 1
        week.triggered += triggered
    for week in weeks.on(reach(one, deals).days.get(Step.SQL)):
        week.sql += 1


def _add_deals(weeks: _Weeks, deals: Sequence[Opportunity], purse: Purse) -> None:
    for deal in deals:
        if deal.state is DealState.WON and (closed := list(weeks.on(deal.closed_on))):
            recurring = purse.worth(deal).recurring
            for week in closed:
                week.won += 1
                week.recurring += recurring


def _rows(weeks: _Weeks, currency: str) -> Iterator[tuple[Cell, ...]]:
    for one in weeks.line:
        yield (one, *_cells(weeks.each.get(one.first, _Week()), currency))
    yield (Word("report.total"), *_cells(weeks.all, currency))


def _cells(week: _Week, currency: str) -> tuple[Cell, ...]:
    counts = (Count(n) for n in (len(week.visitors), week.eql, week.sql, week.won))
    both = Share(week.triggered, week.eql) if week.eql else None
    return (*counts, Money(week.recurring, currency), both)


def _charts(weeks: _Weeks) -> Iterator[Chart]:
    line = weeks.line
    if len(line) > 1:
        found = [weeks.each.get(one.first, _Week()) for one in line]
        series = (
            Series(Word("report.eql"), tuple(float(week.eql) for week in found)),
            Series(Word("report.sql"), tuple(float(week.sql) for week in found)),
            Series(Word("report.won"), tuple(float(week.won) for week in found)),
        )
        yield Chart("eql.weekly", "line", tuple(line), series)


def _reached_goal(every: _Week, goal: Share) -> Iterator[Phrase]:
    if every.eql:
        both = Share(every.triggered, every.eql)
        yield Phrase("partners.triggers", {"n": Count(every.triggered), "share": both, "goal": goal})
