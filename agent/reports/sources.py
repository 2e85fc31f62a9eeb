"""Where leads come from, and what those worth a call cost: sources ranked by qualified leads for the money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import inf
from typing import TYPE_CHECKING

from agent.identity import fold
from agent.models.journey import Journey
from agent.models.opportunity import Spend
from agent.money import Exchange, exchange

from . import Asked
from .reach import Deals, Reach, Step, by_lead, reached
from .report import Cell, Chart, Count, Money, Phrase, Report, Series, Share, Span, Table, Text, Word

if TYPE_CHECKING:
    from agent.store import Tx

_HEAD = (
    "report.source", "report.leads", "report.mql", "report.eql", "report.sql", "report.won", "report.qualified_share",
    "report.cost", "report.per_lead", "report.per_mql", "report.per_eql", "report.per_sql", "report.cac",
)  # fmt: skip
_COSTED = ("leads", "mql", "eql", "sql", "won")
_CHARTED = 12
"""Sources in a chart; the table has them all."""


@dataclass
class _Source:
    """What one source brought, and took."""

    name: Cell
    counts: Counter[str] = field(default_factory=Counter)
    cost: Decimal | None = None
    """In the report's currency; None where nothing says."""

    @property
    def qualified(self) -> int:
        return self.counts["mql"] + self.counts["eql"]

    @property
    def rank(self) -> tuple[bool, float, int, int]:
        """Qualified leads for the money first; then, of those that cost nothing known, by how many they are."""
        for_money = 0.0
        if self.cost is not None and self.qualified:
            for_money = self.qualified / float(self.cost) if self.cost else inf
        return self.cost is None, -for_money, -self.qualified, -self.counts["leads"]


def report(tx: Tx, asked: Asked) -> Report:
    """The sources of the store's leads."""
    from agent.store import journeys, spend

    settings = asked.settings
    rows, deals = journeys.all(tx), by_lead(journeys.deals(tx))
    to = exchange(settings.exchange, settings.currency)
    return sources(rows, deals, spend.all(tx), asked.span, settings.currency, to)


def sources(
    journeys: Iterable[Journey],
    deals: Deals,
    spend: Iterable[Spend],
    span: Span,
    currency: str,
    to: Exchange,
) -> Report:
    """What the leads of the span became up to now, by source, and what was spent on them in the span.

    Spending belongs to the source that its campaign names, else its channel, else its partner; of a longer
    stretch, as many days as lie in the span.
    """
    found = _counted(reached(journeys, deals, span))
    left = _charge(found, spend, span, to)
    ranked = sorted(found.values(), key=lambda source: source.rank)
    total = _Source(Word("report.total"), sum((source.counts for source in ranked), Counter()))
    costs = [source.cost for source in ranked if source.cost is not None]
    total.cost = sum(costs, Decimal(0)) if costs else None
    rows = tuple(_row(source, currency) for source in (*ranked, total))
    remarks = (Phrase("report.cohort"), *_remarks(total, left))
    table = Table("report.by_source", _HEAD, rows)
    return Report("sources", (table,), tuple(_charts(ranked, currency)), remarks, span.since, span.until)


def _counted(ways: Iterable[Reach]) -> dict[str, _Source]:
    """Folded name of the source → what it brought. A lead whose source nobody names goes by its partner."""
    found: dict[str, _Source] = {}
    for way in ways:
        said = way.journey.source or way.journey.partner
        source = found.setdefault(fold(said or ""), _Source(Text(said) if said else Word("report.no_source")))
        source.counts["leads"] += 1
        if way.step >= Step.QUALIFIED:
            source.counts["eql" if way.ecosystem else "mql"] += 1
        source.counts["sql"] += way.step >= Step.SQL
        source.counts["won"] += way.step >= Step.CUSTOMER
    return found


def _charge(found: dict[str, _Source], spend: Iterable[Spend], span: Span, to: Exchange) -> Counter[str]:
    """Adds what was spent to the sources. Currency → entries left out because no rate is known."""
    left: Counter[str] = Counter()
    for entry in spend:
        if not (share := _share(entry, span)):
            continue
        amount = to(entry.amount, entry.currency)
        if amount is None:
            left[entry.currency] += 1
            continue
        source = _source_of(entry, found)
        source.cost = (source.cost or Decimal(0)) + amount * share
    return left


def _share(entry: Spend, span: Span) -> Decimal:
    """Of the days it was spent over, the part that lies in the span."""
    first, last = max(entry.first, span.since or entry.first), min(entry.last, span.until or entry.last)
    days = max((last - first).days + 1, 0)
    return Decimal(days) / ((entry.last - entry.first).days + 1)


def _source_of(entry: Spend, found: dict[str, _Source]) -> _Source:
    """The source its words name; one of its own, without leads, where they name none."""
    words = [word for word in (entry.campaign, entry.channel, entry.partner) if word]
    for word in words:
        if fold(word) in found:
            return found[fold(word)]
    name = Text(words[0]) if words else Word("report.no_source")
    return found.setdefault(fold(words[0]) if words else "", _Source(name))


def _row(source: _Source, currency: str) -> tuple[Cell, ...]:
    counts = source.counts
    share = Share(source.qualified, counts["leads"]) if counts["leads"] else None
    cost = Money(source.cost, currency) if source.cost is not None else None
    each = (
        Money(source.cost / counts[name], currency) if source.cost is not None and counts[name] else None
        for name in _COSTED
    )
    return (source.name, *(Count(counts[name]) for name in _COSTED), share, cost, *each)


def _charts(ranked: list[_Source], currency: str) -> Iterator[Chart]:
    shown = ranked[:_CHARTED]
    if shown:
        series = tuple(
            Series(Word(f"report.{name}"), tuple(float(source.counts[name]) for source in shown))
            for name in ("mql", "eql", "sql")
        )
        yield Chart("report.by_source", "bar", tuple(source.name for source in shown), series)
    costed = [source for source in shown if source.cost and source.qualified]
    if costed:
        each = tuple(float(source.cost or 0) / source.qualified for source in costed)
        names = tuple(source.name for source in costed)
        yield Chart(
            "report.per_qualified",
            "bar",
            names,
            (Series(Word("report.per_qualified"), each),),
            "money",
            currency,
        )


def _remarks(total: _Source, left: Mapping[str, int]) -> Iterator[Phrase]:
    if total.cost is not None:
        yield Phrase("report.ranked")
    else:
        yield Phrase("report.no_spend")
    for currency, n in sorted(left.items()):
        yield Phrase("report.no_rate", {"n": Count(n), "currency": Text(currency)})
