"""Who brought the revenue: won deals shared out among channels, campaigns and partners, under every model.

The credits of a deal add up to exactly 1, so every column of every table adds up to the deals, or to their revenue.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, get_args

from agent.attribution import MODELS, Credits, ModelName, Weights, credit
from agent.identity import fold
from agent.models.opportunity import DealState, Spend
from agent.money import Exchange, exchange

from . import Asked
from .report import Cell, Chart, Count, Money, Phrase, Report, Series, Share, Span, Table, Text, Word
from .won import Omitted, Until, Won, won

if TYPE_CHECKING:
    from agent.store import Tx

By = Literal["channel", "campaign", "partner"]
_BYS: tuple[By, ...] = get_args(By)
_HEAD = (
    "attribution.deals", "attribution.customers", "attribution.revenue", "report.cost", "report.cac",
    "attribution.return",
)  # fmt: skip
_CHARTED = 12
"""Channels in the chart; the table has them all."""
_BESIDE: tuple[ModelName, ...] = ("first", "last", "linear")
"""Models in the chart, beside the chosen one."""


@dataclass
class _Line:
    """What one channel, campaign or partner brought, and took."""

    name: Cell
    deals: dict[ModelName, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    revenue: dict[ModelName, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    customers: Fraction = Fraction(0)
    """Under the chosen model."""
    cost: Decimal | None = None
    """None where nothing says."""


class _Tally:
    """Exact sums, denominator by denominator: ten thousand deals added up as fractions take a minute."""

    def __init__(self) -> None:
        self.deals: dict[int, int] = defaultdict(int)
        self.customers: dict[int, int] = defaultdict(int)
        self.revenue: dict[int, int] = defaultdict(int)

    def add(self, share: Fraction, amount: Fraction, new: bool) -> None:
        """The share of a deal of that amount."""
        numerator, denominator = share.numerator, share.denominator
        self.deals[denominator] += numerator
        self.revenue[denominator * amount.denominator] += numerator * amount.numerator
        if new:
            self.customers[denominator] += numerator


@dataclass(frozen=True, slots=True)
class Terms:
    """How the report is reckoned."""

    currency: str
    model: ModelName = "partner"
    """The one by which customers, CAC and return are told."""
    weights: Weights = field(default_factory=Weights)
    until: Until = "closed"


def report(tx: Tx, asked: Asked) -> Report:
    """The attribution of the store's won deals."""
    from agent.store import journeys, leads, spend, touchpoints

    set_to, currency = asked.settings.attribution, asked.settings.currency
    to = exchange(asked.settings.exchange, currency)
    deals = [deal for deal in journeys.deals(tx) if deal.state is DealState.WON]
    counted = {deal.lead_id for deal in deals if deal.lead_id and deal.closed_on in asked.span}
    behind = leads.get_many(tx, sorted(counted))
    touched = touchpoints.of_leads(tx, list(behind.values()))
    found, omitted = won(deals, behind, touched, asked.span, set_to.until, to)
    terms = Terms(currency, set_to.model, set_to.weights, set_to.until)
    return attributed(found, omitted, spend.all(tx), asked.span, terms, to)


def attributed(
    deals: Sequence[Won],
    omitted: Omitted,
    spend: Iterable[Spend],
    span: Span,
    terms: Terms,
    exchange: Exchange,
) -> Report:
    """The deals won in the span, and what was spent in it, by channel, campaign and partner."""
    credits = [_credits(deal, terms.weights) for deal in deals]
    costs, left = _costs(spend, span, exchange)
    tables: list[Table] = []
    charts: list[Chart] = []
    for by in _BYS:
        lines = _lines(by, deals, credits, costs[by], terms.model)
        if by != "channel" and not any(isinstance(line.name, Text) for line in lines):
            continue
        total = _total(lines)
        tables.append(_table(by, [*lines, total], terms))
        tables.append(_models(by, [*lines, total], terms.currency))
        if by == "channel":
            charts += _chart(lines, terms)
    remarks = (*_basis(terms), *_remarks(omitted, bool(costs["channel"]), left))
    return Report("attribution", tuple(tables), tuple(charts), remarks, span.since, span.until)


def _credits(deal: Won, weights: Weights) -> dict[ModelName, Credits]:
    touches = [mark.touch for mark in deal.marks]
    return {model: credit(touches, model, weights) or {"": Fraction(1)} for model in MODELS}


def _lines(
    by: By,
    deals: Sequence[Won],
    credits: Sequence[Mapping[ModelName, Credits]],
    costs: Mapping[str | None, Decimal],
    chosen: ModelName,
) -> list[_Line]:
    """One for each name, those that brought most first; what goes by no name comes last."""
    names: dict[str, Cell] = {}
    tallies: dict[tuple[str, ModelName], _Tally] = defaultdict(_Tally)

    def key(name: str | None) -> str:
        folded = fold(name or "")
        names.setdefault(folded, Text(name) if name else Word(f"attribution.no_{by}"))
        return folded

    for deal, shares in zip(deals, credits, strict=True):
        keys = {mark.touch.id: key(getattr(mark, by)) for mark in deal.marks} or {"": key(None)}
        amount = Fraction(deal.amount or 0)
        for model, of_model in shares.items():
            for id, share in of_model.items():
                tallies[keys[id], model].add(share, amount, deal.new)
    charged: dict[str, Decimal] = defaultdict(Decimal)
    for name, cost in costs.items():
        charged[key(name)] += cost
    lines = [
        _line(cell, {model: tallies[name, model] for model in MODELS}, charged.get(name), chosen)
        for name, cell in names.items()
    ]
    return sorted(
        lines,
        key=lambda one: (isinstance(one.name, Word), -one.revenue[chosen], -one.deals[chosen], str(one.name)),
    )


def _line(name: Cell, tallies: Mapping[ModelName, _Tally], cost: Decimal | None, chosen: ModelName) -> _Line:
    deals = {model: _whole(tally.deals) for model, tally in tallies.items()}
    revenue = {model: _whole(tally.revenue) for model, tally in tallies.items()}
    return _Line(name, deals, revenue, _whole(tallies[chosen].customers), cost)


def _whole(parts: Mapping[int, int]) -> Fraction:
    return sum((Fraction(numerator, denominator) for denominator, numerator in parts.items()), Fraction(0))


def _total(lines: Iterable[_Line]) -> _Line:
    total = _Line(Word("report.total"))
    for one in lines:
        for model in MODELS:
            total.deals[model] += one.deals[model]
            total.revenue[model] += one.revenue[model]
        total.customers += one.customers
        if one.cost is not None:
            total.cost = (total.cost or Decimal(0)) + one.cost
    return total


def _costs(
    spend: Iterable[Spend], span: Span, exchange: Exchange
) -> tuple[dict[By, dict[str | None, Decimal]], Counter[str]]:
    """What was spent in the span, by each of the three; and currency → entries left out for want of a rate."""
    costs: dict[By, dict[str | None, Decimal]] = {by: defaultdict(Decimal) for by in _BYS}
    left: Counter[str] = Counter()
    for entry in spend:
        part = _part(entry, span)
        amount = exchange(entry.amount, entry.currency) if part else None
        if amount is not None:
            for by in _BYS:
                costs[by][getattr(entry, by)] += amount * part
        elif part:
            left[entry.currency] += 1
    return costs, left


def _part(entry: Spend, span: Span) -> Decimal:
    """Of the days it was spent over, the part that lies in the span."""
    first, last = max(entry.first, span.since or entry.first), min(entry.last, span.until or entry.last)
    return Decimal(max((last - first).days + 1, 0)) / ((entry.last - entry.first).days + 1)


def _table(by: By, lines: Iterable[_Line], terms: Terms) -> Table:
    """Under the chosen model."""
    rows = []
    for one in lines:
        revenue, cost = _decimal(one.revenue[terms.model]), one.cost
        rows.append(
            (
                one.name,
                Count(one.deals[terms.model]),
                Count(one.customers),
                Money(revenue, terms.currency),
                None if cost is None else Money(cost, terms.currency),
                Money(cost / _decimal(one.customers), terms.currency)
                if cost is not None and one.customers
                else None,
                Share(revenue, cost) if cost else None,
            )
        )
    return Table(f"attribution.by_{by}", (f"attribution.{by}", *_HEAD), tuple(rows))


def _models(by: By, lines: Sequence[_Line], currency: str) -> Table:
    """Revenue under every model; deals, where no amount is known."""
    paid = any(lines[-1].revenue.values())
    rows = tuple(
        (
            one.name,
            *(
                Money(_decimal(one.revenue[model]), currency) if paid else Count(one.deals[model])
                for model in MODELS
            ),
        )
        for one in lines
    )
    return Table(
        f"attribution.models_by_{by}",
        (f"attribution.{by}", *(f"attribution.model_{model}" for model in MODELS)),
        rows,
    )


def _chart(lines: Sequence[_Line], terms: Terms) -> Iterator[Chart]:
    shown = lines[:_CHARTED]
    if not any(one.deals for one in shown):
        return
    paid = any(any(one.revenue.values()) for one in lines)
    series = tuple(
        Series(
            Word(f"attribution.model_{model}"),
            tuple(float((one.revenue if paid else one.deals)[model]) for one in shown),
        )
        for model in dict.fromkeys((terms.model, *_BESIDE))
    )
    names, title = tuple(one.name for one in shown), "attribution.models_by_channel"
    yield Chart(title, "bar", names, series, "money" if paid else "count", terms.currency if paid else None)


def _basis(terms: Terms) -> Iterator[Phrase]:
    yield Phrase("attribution.chosen", {"model": Word(f"attribution.model_{terms.model}")})
    yield Phrase(f"attribution.until_{terms.until}")


def _remarks(omitted: Omitted, spent: bool, left: Mapping[str, int]) -> Iterator[Phrase]:
    for word, n in (
        ("no_lead", omitted.leads), ("no_touch", omitted.touches), ("no_amount", omitted.amounts),
    ):  # fmt: skip
        if n:
            yield Phrase(f"attribution.{word}", {"n": Count(n)})
    for currency, n in sorted(omitted.rates.items()):
        yield Phrase("attribution.no_rate", {"n": Count(n), "currency": Text(currency)})
    if not spent:
        yield Phrase("attribution.no_spend")
    for currency, n in sorted(left.items()):
        yield Phrase("report.no_rate", {"n": Count(n), "currency": Text(currency)})


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)
