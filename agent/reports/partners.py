"""Partners ranked by the pipeline they brought, so that the best get more and the weakest are looked into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from agent.evals.interval import wilson
from agent.identity import fold
from agent.models.journey import Journey
from agent.models.opportunity import Opportunity
from agent.models.partner import Partner
from agent.money import exchange

from . import Asked
from .programme import NOTHING, Purse, Worth, eqls
from .reach import Reach, Step, by_lead, came_on, reached
from .report import Cell, Chart, Count, Money, Phrase, Report, Series, Share, Table, Text, Word

if TYPE_CHECKING:
    from agent.store import Tx

Mark = Literal["top", "bottom"]
Rank = tuple[Decimal, Decimal]
"""Pipeline, then revenue."""

_RANKING = (
    "partners.partner", "partners.mark", "report.leads", "report.eql", "report.sql", "report.won",
    "partners.pipeline", "partners.revenue", "partners.arr",
)  # fmt: skip
_QUALITY = (
    "partners.partner", "partners.tier", "report.eql", "partners.both_triggers", "partners.goal",
    "partners.win_rate", "partners.per_eql",
)  # fmt: skip
_CHARTED = 12
"""Partners in the chart; the tables have them all."""


@dataclass
class _Partner:
    """What one partner brought."""

    name: Cell
    tier: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    worth: Worth = NOTHING
    of_eqls: Decimal = Decimal(0)
    """Of the pipeline, what leads that were EQL brought."""

    @property
    def rank(self) -> Rank:
        return self.worth.pipeline, self.worth.revenue


def report(tx: Tx, asked: Asked) -> Report:
    """The partners of the store."""
    from agent.store import ecosystem, journeys
    from agent.store import partners as known

    rows = journeys.all(tx)
    complete = ecosystem.triggered(tx, eqls(rows))
    return partners(rows, journeys.deals(tx), known.all(tx), complete, asked)


def partners(
    journeys: Sequence[Journey],
    deals: Iterable[Opportunity],
    known: Iterable[Partner],
    triggered: Set[str],
    asked: Asked,
) -> Report:
    """What the leads of the span became up to now, by the partner that brought them.

    A deal is the partner's whom the CRM names, else of the one that brought its lead. One that no lead is known for
    counts where it was opened in the span. `triggered`: the EQLs that had all triggers.
    """
    every, span = list(deals), asked.span
    inside = {one.lead_id: one.partner for one in journeys if came_on(one) in span}
    its_eqls = set(eqls(journeys))
    found = {fold(one.name): _Partner(Text(one.name), one.tier) for one in known}
    for way in reached((one for one in journeys if one.partner), by_lead(every), span):
        _add_lead(found, way, triggered)
    purse = Purse(exchange(asked.settings.exchange, asked.settings.currency))
    for deal in every:
        counts = deal.lead_id in inside if deal.lead_id else deal.opened_on in span
        if counts and (name := deal.partner or inside.get(deal.lead_id or "")):
            partner = found.setdefault(fold(name), _Partner(Text(name)))
            partner.counts[deal.state.value] += 1
            worth = purse.worth(deal)
            partner.worth = _sum((partner.worth, worth))
            partner.of_eqls += worth.pipeline if deal.lead_id in its_eqls else 0
    ranked = sorted(found.values(), key=lambda one: (*one.rank, one.counts["eql"]), reverse=True)
    remarks = (*_remarks(ranked, asked), *purse.remarks())
    tables = (_ranking(ranked, asked), _quality(ranked, asked))
    charts = _charts(ranked, asked.settings.currency)
    return Report("partners", tables, charts, remarks, span.since, span.until)


def marked(ranks: Sequence[Rank], part: float) -> list[Mark | None]:
    """Which of them belong to that part of them all at the top, and which to the one at the bottom.

    Equals are marked alike: those that brought nothing are all at the bottom, however many they are; where all are
    equal nobody is marked.
    """
    n = int(Fraction(str(part)) * len(ranks))

    def mark(one: Rank) -> Mark | None:
        top = sum(other > one for other in ranks) < n
        bottom = sum(other < one for other in ranks) < n
        return None if top == bottom else "top" if top else "bottom"

    return [mark(one) for one in ranks]


def _add_lead(found: dict[str, _Partner], way: Reach, triggered: Set[str]) -> None:
    if name := way.journey.partner:
        counts = found.setdefault(fold(name), _Partner(Text(name))).counts
        counts["leads"] += 1
        counts["eql"] += way.ecosystem
        counts["triggered"] += way.ecosystem and way.journey.lead_id in triggered
        counts["sql"] += way.step >= Step.SQL


def _sum(worths: Iterable[Worth]) -> Worth:
    return Worth(*(sum(column, Decimal(0)) for column in zip(NOTHING, *worths, strict=True)))


def _total(ranked: Sequence[_Partner]) -> _Partner:
    counts = sum((one.counts for one in ranked), Counter[str]())
    of_eqls = sum((one.of_eqls for one in ranked), Decimal(0))
    return _Partner(Word("report.total"), None, counts, _sum(one.worth for one in ranked), of_eqls)


def _ranking(ranked: Sequence[_Partner], asked: Asked) -> Table:
    currency, rows = asked.settings.currency, []
    marks = marked([one.rank for one in ranked], asked.settings.reports.marked)
    for one, mark in zip((*ranked, _total(ranked)), (*marks, None), strict=True):
        counts = (Count(one.counts[name]) for name in ("leads", "eql", "sql", "won"))
        amounts = (Money(amount, currency) for amount in one.worth)
        rows.append((one.name, Word(f"partners.{mark}") if mark else None, *counts, *amounts))
    return Table("partners.ranking", _RANKING, tuple(rows))


def _quality(ranked: Sequence[_Partner], asked: Asked) -> Table:
    goal, rows = asked.settings.reports.trigger_goal, []
    for one in (*ranked, _total(ranked)):
        eql, won, closed = one.counts["eql"], one.counts["won"], one.counts["won"] + one.counts["lost"]
        both = Share(one.counts["triggered"], eql) if eql else None
        met = Word("partners.met" if (both.value or 0) >= goal else "partners.not_met") if both else None
        rate = Share(won, closed, *wilson(won, closed)) if closed else None
        per_eql = Money(one.of_eqls / eql, asked.settings.currency) if eql else None
        rows.append((one.name, Text(one.tier) if one.tier else None, Count(eql), both, met, rate, per_eql))
    return Table("partners.quality", _QUALITY, tuple(rows))


def _charts(ranked: Sequence[_Partner], currency: str) -> tuple[Chart, ...]:
    shown = [one for one in ranked[:_CHARTED] if one.worth.pipeline]
    if not shown:
        return ()
    series = (
        Series(Word("partners.pipeline"), tuple(float(one.worth.pipeline) for one in shown)),
        Series(Word("partners.revenue"), tuple(float(one.worth.revenue) for one in shown)),
    )
    return (Chart("partners.ranking", "bar", tuple(one.name for one in shown), series, "money", currency),)


def _remarks(ranked: Sequence[_Partner], asked: Asked) -> Iterator[Phrase]:
    settings = asked.settings.reports
    yield Phrase("report.cohort")
    yield Phrase("partners.ranked", {"share": Share(Decimal(str(settings.marked)), 1)})
    counts = _total(ranked).counts
    if counts["eql"]:
        both, goal = Share(counts["triggered"], counts["eql"]), Share(Decimal(str(settings.trigger_goal)), 1)
        yield Phrase("partners.triggers", {"n": Count(counts["triggered"]), "share": both, "goal": goal})
