"""Handoffs to sales: in time, late or missed, by owner and by week, and how long first contact took."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Literal, get_args

from agent.handoff.hours import business_time_between
from agent.models.handoff import Handoff, HandoffState, Owner

from . import Asked
from .report import Cell, Chart, Count, Phrase, Report, Series, Share, Table, Text, Word, period, periods

if TYPE_CHECKING:
    from agent.store import Tx

Fate = Literal["in_time", "late", "missed", "overdue", "waiting", "withdrawn"]
"""Overdue: the time has run out, but nobody took the lead away yet."""

_FATES: tuple[Fate, ...] = get_args(Fate)
_SETTLED: tuple[Fate, ...] = ("in_time", "late", "missed", "overdue")
"""Of these it is known whether they were in time."""
_COUNTED = ("handoffs.made", *(f"handoffs.{fate}" for fate in _FATES), "handoffs.share", "handoffs.took")
_HOUR = timedelta(hours=1)


@dataclass
class _Tally:
    """What became of some handoffs."""

    fates: Counter[Fate] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    """Business hours to first contact."""

    def add(self, fate: Fate, took: float | None) -> None:
        self.fates[fate] += 1
        if took is not None:
            self.took.append(took)

    @property
    def settled(self) -> int:
        return sum(self.fates[fate] for fate in _SETTLED)

    @property
    def share(self) -> Share | None:
        """In time, of those settled."""
        return Share(self.fates["in_time"], self.settled) if self.settled else None

    @property
    def cells(self) -> tuple[Cell, ...]:
        counts = (self.fates.total(), *(self.fates[fate] for fate in _FATES))
        return (*map(Count, counts), self.share, Count(median(self.took)) if self.took else None)


def report(tx: Tx, asked: Asked) -> Report:
    """The handoffs of the store."""
    from agent.store import handoffs as kept
    from agent.store import owners

    known = {owner.id: owner for owner in owners.all(tx)}
    return handoffs(kept.all(tx), known, asked, datetime.now(UTC))


def handoffs(made: Iterable[Handoff], owners: Mapping[str, Owner], asked: Asked, now: datetime) -> Report:
    """The handoffs made in the span, whatever became of them later.

    The time to first contact is the owner's business time; of an owner nobody knows any more it is not reckoned.
    """
    by_owner: dict[str, _Tally] = defaultdict(_Tally)
    by_week: dict[date, _Tally] = defaultdict(_Tally)
    everyone = _Tally()
    for one in made:
        day = one.at.astimezone(UTC).date()
        if day in asked.span:
            outcome = fate(one, now), hours(one, owners.get(one.owner))
            for tally in (by_owner[one.owner], by_week[period(day, asked.by).first], everyone):
                tally.add(*outcome)
    total = (Word("report.total"), *everyone.cells)
    ordered = sorted(by_owner.items(), key=lambda item: (-_share(item[1]), item[0]))
    names = {id: Text(owners[id].name if id in owners else id) for id in by_owner}
    line = periods(min(by_week), max(by_week), asked.by) if by_week else ()
    owner_rows = [(names[id], *tally.cells) for id, tally in ordered]
    week_rows = [(one, *by_week.get(one.first, _Tally()).cells) for one in line]
    tables = (
        Table("handoffs.by_owner", ("handoffs.owner", *_COUNTED), (*owner_rows, total)),
        Table("handoffs.by_week", ("report.period", *_COUNTED), (*week_rows, total)),
    )
    remarks = [Phrase("handoffs.counted")]
    if strangers := sum(tally.fates.total() for id, tally in by_owner.items() if id not in owners):
        remarks.append(Phrase("handoffs.unknown_owner", {"n": Count(strangers)}))
    charts = _chart(tuple(names[id] for id, _ in ordered), [tally for _, tally in ordered])
    return Report("sla", tables, charts, tuple(remarks), asked.span.since, asked.span.until)


def fate(one: Handoff, now: datetime) -> Fate:
    """What became of a handoff up to now."""
    match one.state:
        case HandoffState.DONE:
            return "in_time" if (one.closed_at or now) <= one.due_at else "late"
        case HandoffState.MISSED:
            return "missed"
        case HandoffState.WITHDRAWN:
            return "withdrawn"
    return "overdue" if now > one.due_at else "waiting"


def hours(one: Handoff, owner: Owner | None) -> float | None:
    """Business hours of the owner to first contact; None where there was none, or the owner is not known."""
    if one.state is not HandoffState.DONE or one.closed_at is None or owner is None:
        return None
    return business_time_between(one.at, one.closed_at, owner) / _HOUR


def _share(tally: _Tally) -> float:
    """Who was never settled stands after all others."""
    return -1.0 if tally.share is None or tally.share.value is None else tally.share.value


def _chart(names: tuple[Cell, ...], tallies: list[_Tally]) -> tuple[Chart, ...]:
    if not names:
        return ()
    series = tuple(
        Series(Word(f"handoffs.{fate}"), tuple(float(tally.fates[fate]) for tally in tallies))
        for fate in ("in_time", "late", "missed")
    )
    return (Chart("handoffs.by_owner", "bar", names, series),)
