"""Qualified leads over time, by source, so that a fall can be traced to where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import dropwhile
from typing import TYPE_CHECKING

from agent.identity import fold
from agent.models.journey import Journey

from . import Asked
from .reach import came_on, qualified_on
from .report import (
    By,
    Cell,
    Change,
    Chart,
    Count,
    Period,
    Phrase,
    Report,
    Series,
    Span,
    Table,
    Text,
    Word,
    period,
    periods,
)

if TYPE_CHECKING:
    from agent.store import Tx

_SHOWN = 8
"""Sources with a column of their own; the rest share one."""

_REACH = 260
"""Periods in the table: five years of weeks."""

Counts = Counter[tuple[date, str]]
"""(First day of the period, folded source) → qualified leads."""


def report(tx: Tx, asked: Asked) -> Report:
    """Qualified leads of the store over time."""
    from agent.store import journeys

    return timeline(journeys.all(tx), asked.span, asked.by, asked.today)


def timeline(journeys: Iterable[Journey], span: Span, by: By, today: date) -> Report:
    """How many leads first became MQL or EQL in each week or month of the span, and how many came."""
    counts: Counts = Counter()
    came: Counter[date] = Counter()
    names: dict[str, Cell] = {}
    for one in journeys:
        source = one.source or one.partner or ""
        if (day := came_on(one)) and day in span:
            came[period(day, by).first] += 1
        if (day := qualified_on(one)) and day in span:
            names.setdefault(fold(source), Text(source) if source else Word("report.no_source"))
            counts[period(day, by).first, fold(source)] += 1
    line = _line({first for first, _ in counts} | came.keys(), by, today)
    shown = _shown(counts)
    tables = (_table(line, counts, came, shown, names), *_change(line, counts, names, by, today))
    charts = _charts(line, counts, shown, names)
    remarks = (Phrase("report.first_time"), *_outside(line, counts, came))
    return Report("timeline", tables, charts, remarks, span.since, span.until)


def _line(known: Set[date], by: By, today: date) -> tuple[Period, ...]:
    """From the first period with anything in it to the last, but none to come, and `_REACH` at most."""
    past = [first for first in known if first <= today]
    line = periods(min(past), max(past), by)[-_REACH:] if past else ()
    return tuple(dropwhile(lambda one: one.first not in known, line))


def _outside(line: Sequence[Period], counts: Counts, came: Counter[date]) -> Iterator[Phrase]:
    """How many have a day that the table does not reach: most often a year somebody mistyped."""
    inside = {one.first for one in line}
    leads = sum(n for first, n in came.items() if first not in inside)
    qualified = sum(n for (first, _), n in counts.items() if first not in inside)
    if leads or qualified:
        yield Phrase("report.outside", {"leads": Count(leads), "qualified": Count(qualified)})


def _shown(counts: Counts) -> list[str]:
    """The sources with most, the most first."""
    totals: Counter[str] = Counter()
    for (_, source), n in counts.items():
        totals[source] += n
    return [source for source, _ in totals.most_common(_SHOWN)]


def _table(
    line: Sequence[Period],
    counts: Counts,
    came: Counter[date],
    shown: Sequence[str],
    names: Mapping[str, Cell],
) -> Table:
    totals: Counter[date] = Counter()
    for (first, _), n in counts.items():
        totals[first] += n
    rest = len(names) > len(shown)
    rows: list[tuple[Cell, ...]] = []
    for one in line:
        each = [counts[one.first, source] for source in shown]
        others = [totals[one.first] - sum(each)] if rest else []
        rows.append((one, *map(Count, (came[one.first], totals[one.first], *each, *others))))
    head = ("report.period", "report.leads", "report.qualified", *(_head(names[source]) for source in shown))
    return Table("report.over_time", (*head, "report.others") if rest else head, tuple(rows))


def _head(name: Cell) -> str | Text:
    return name if isinstance(name, Text) else "report.no_source"


def _change(
    line: Sequence[Period], counts: Counts, names: Mapping[str, Cell], by: By, today: date
) -> Iterator[Table]:
    """The last whole period beside the one before, source by source: whose fall is the deepest stands first."""
    whole = [one for one in line if one.first < period(today, by).first]
    if len(whole) < 2:
        return
    before, last = whole[-2:]
    moves = {source: (counts[before.first, source], counts[last.first, source]) for source in names}
    ordered = sorted(moves.items(), key=lambda item: (item[1][1] - item[1][0], item[0]))
    rows: list[tuple[Cell, ...]] = [
        (names[source], Count(was), Count(now), Change(now - was)) for source, (was, now) in ordered
    ]
    was, now = (sum(column) for column in zip(*moves.values(), strict=True))
    rows.append((Word("report.total"), Count(was), Count(now), Change(now - was)))
    yield Table("report.change", ("report.source", before, last, "report.difference"), tuple(rows))


def _charts(
    line: Sequence[Period], counts: Counts, shown: Sequence[str], names: Mapping[str, Cell]
) -> tuple[Chart, ...]:
    if not shown:
        return ()
    series = (
        Series(names[source], tuple(float(counts[one.first, source]) for one in line)) for source in shown
    )
    return (Chart("report.over_time", "line", tuple(line), tuple(series)),)
