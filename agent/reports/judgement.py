"""Proposals beside what people and customers made of them: the cases of an audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from math import sqrt
from statistics import fmean, variance
from typing import NamedTuple

from agent.evals.interval import Interval, wilson
from agent.models.decision import Action
from agent.models.opportunity import DealState, Opportunity
from agent.models.score import Stage
from agent.models.verdict import Judged, Verdict

from .report import Share, Span, Word

JUDGING = frozenset(
    {Action.ACCEPT.value, Action.OVERRIDE.value, Action.REJECT.value, Action.DISQUALIFY.value}
)
"""What says something about a proposal; the others move the lead on."""
LADDER = (
    Stage.DISQUALIFIED, Stage.RECYCLED, Stage.NURTURING, Stage.LEAD, Stage.MQL, Stage.EQL, Stage.SQL,
    Stage.OPPORTUNITY, Stage.CUSTOMER,
)  # fmt: skip
"""Stages, the further up the more a lead is worth a call."""
_Z = 1.959964
"""The normal quantile that leaves 2.5 % on each side."""


_QUALIFIED = frozenset(LADDER[LADDER.index(Stage.MQL) :])


def is_qualified(stage: Stage) -> bool:
    """Whether somebody at this stage is worth a call."""
    return stage in _QUALIFIED


class Case(NamedTuple):
    """One lead's proposal, and what became of it."""

    proposed: Stage
    total: int
    fit: int
    intent: int
    decided: Stage | None
    """What people made of it; None where nobody judged it in the span."""
    kept: bool | None
    """Whether that is MQL or above."""
    won: bool | None
    """Whether a deal was won; None where none was closed in the span."""


@dataclass(slots=True)
class Tally:
    """How many were kept of those judged, and won of those with a closed deal."""

    judged: int = 0
    kept: int = 0
    closed: int = 0
    won: int = 0
    points: int = 0
    """Of the level counted, added up."""
    n: int = 0

    def add(self, case: Case, points: int = 0) -> None:
        """Counts one more."""
        self.n += 1
        self.points += points
        if case.kept is not None:
            self.judged += 1
            self.kept += case.kept
        if case.won is not None:
            self.closed += 1
            self.won += case.won


class Chosen(NamedTuple):
    """Whom an audit looks at, before their proposals are read."""

    proposals: Mapping[str, str | None]
    """Lead id → the proposal last judged; None is the latest."""
    decided: Mapping[str, Stage]
    won: Mapping[str, bool]

    def case(self, judged: Judged) -> Case:
        """The lead's proposal beside what became of it."""
        decided = self.decided.get(judged.lead_id)
        kept = is_qualified(decided) if decided else None
        won = self.won.get(judged.lead_id)
        return Case(judged.stage, judged.total, judged.fit, judged.intent, decided, kept, won)


def choose(verdicts: Iterable[Verdict], deals: Iterable[Opportunity], span: Span) -> Chosen:
    """The leads judged in the span, by their last judgement in it, and those of which a deal was closed in it.

    A closed deal is held against the proposal people last judged, whenever they did: a later one knows of the deal.
    """
    decided: dict[str, Stage] = {}
    proposals: dict[str, str | None] = {}
    last: dict[str, str] = {}
    for one in verdicts:
        if one.action in JUDGING and one.stage:
            last[one.lead_id] = one.proposal_id
            if day(one.at) in span:
                decided[one.lead_id], proposals[one.lead_id] = one.stage, one.proposal_id
    won: dict[str, bool] = {}
    for deal in deals:
        if deal.lead_id and deal.state is not DealState.OPEN and deal.closed_on in span:
            won[deal.lead_id] = won.get(deal.lead_id, False) or deal.state is DealState.WON
    return Chosen({id: last.get(id) for id in won} | proposals, decided, won)


def day(at: datetime) -> date:
    """The day of a moment (UTC)."""
    return at.astimezone(UTC).date()


def tally(cases: Iterable[Case]) -> Tally:
    """The cases, counted."""
    found = Tally()
    for case in cases:
        found.add(case)
    return found


def share(part: int, whole: int, least: int) -> Share | Word | None:
    """So many of so many, with the interval it lies in; in words where they are fewer than `least`, None of none."""
    if not whole:
        return None
    return Share(part, whole, *wilson(part, whole)) if whole >= least else Word("audit.too_few")


def tenths(cases: Sequence[Case]) -> Iterator[tuple[int, int, list[Case]]]:
    """Cases in tenths by their points, fewest first, with the least and most points of each; equal points together."""
    ordered = sorted(cases, key=lambda case: case.total)
    first = {case.total: place for place, case in reversed(list(enumerate(ordered)))}
    groups = groupby(ordered, lambda case: first[case.total] * 10 // len(ordered))
    for members in (list(members) for _, members in groups):
        yield members[0].total, members[-1].total, members


class Gap(NamedTuple):
    """By how much one group has more points than another, on average."""

    points: float
    interval: Interval


def gap(more: Sequence[int], fewer: Sequence[int]) -> Gap:
    """The difference of two means with its 95 % interval, by Welch's variance; at least two of each."""
    points = fmean(more) - fmean(fewer)
    reach = _Z * sqrt(variance(more) / len(more) + variance(fewer) / len(fewer))
    return Gap(points, (points - reach, points + reach))


def fit_alone_tells(cases: Iterable[Case], least: int) -> tuple[Gap, Gap] | None:
    """The gaps in fit and in intent between those people kept and those they handed back, of leads proposed as MQL
    or above: where fit plainly tells them apart and intent does not, and there are `least` of either. Else None.
    """
    proposed = [case for case in cases if case.kept is not None and is_qualified(case.proposed)]
    kept = [case for case in proposed if case.kept]
    back = [case for case in proposed if not case.kept]
    if min(len(kept), len(back)) < max(least, 2):
        return None
    fit = gap([one.fit for one in kept], [one.fit for one in back])
    intent = gap([one.intent for one in kept], [one.intent for one in back])
    return (fit, intent) if fit.interval[0] > 0 >= intent.interval[0] else None
