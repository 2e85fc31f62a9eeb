"""Whether scores hold: proposals beside what people decided and what customers did, stage by stage, level by level.

Shares carry a 95 % interval; of too few leads none is given. A share says what went together, not what caused it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from agent.identity import fold
from agent.lifecycle import Policy
from agent.models.decision import Action
from agent.models.score import Stage
from agent.models.verdict import Judged, Verdict
from agent.rubric import Rubric, load_rubric

from . import Asked
from .judgement import LADDER, Case, Chosen, Tally, choose, day, fit_alone_tells, share, tally, tenths
from .report import Cell, Change, Chart, Count, Named, Phrase, Report, Series, Share, Span, Table, Text, Word

if TYPE_CHECKING:
    from agent.store import Tx

_STAGES = (
    "audit.proposed", "audit.judged", "audit.agreed", "audit.higher", "audit.lower", "audit.closed", "audit.won",
)  # fmt: skip
_LEVELS = (
    "audit.criterion", "audit.level", "audit.points", "audit.judged", "audit.kept", "audit.lift", "audit.closed",
    "audit.won",
)  # fmt: skip
_TENTHS = ("audit.score", "audit.judged", "audit.kept", "audit.closed", "audit.won")
_CURVES = {name: _TENTHS.index(name) for name in ("audit.kept", "audit.won")}
_REASONS = ("audit.action", "audit.reason", "audit.times")
_REASONED = (Action.OVERRIDE.value, Action.REJECT.value, Action.DISQUALIFY.value)
Levels = dict[str, dict[str, Tally]]
"""Criterion → level → those that have it."""
_LISTED = 20
"""Reasons in the table, the commonest first; the rest share a row."""


def report(tx: Tx, asked: Asked) -> Report:
    """The audit of the store's scores, over the settings' days where none are asked for."""
    from agent.store import journeys, verdicts

    span = asked.span
    until = span.until or asked.today
    since = span.since or until - timedelta(asked.settings.reports.audit_days - 1)
    span = Span(since, until)
    made = list(verdicts.all(tx))
    chosen = choose(made, journeys.deals(tx), span)
    judged = verdicts.judged(tx, chosen.proposals)
    return audit(judged, chosen, (one for one in made if day(one.at) in span), span, asked)


def audit(
    judged: Iterable[Judged], chosen: Chosen, verdicts: Iterable[Verdict], span: Span, asked: Asked
) -> Report:
    """Each lead counts once, with the last proposal people judged. `verdicts`: those of the span."""
    least, rubric = asked.settings.reports.audit_sample, load_rubric(asked.settings.rubric)
    cases: list[Case] = []
    levels: Levels = defaultdict(lambda: defaultdict(Tally))
    for one in judged:
        cases.append(case := chosen.case(one))
        for given in one.given:
            levels[given.criterion][given.level].add(case, given.points)
    calibration = _calibration(cases, least)
    tables = (
        _by_stage(cases, least),
        calibration,
        _by_level(levels, tally(cases), least, rubric),
        _reasons(verdicts, asked.settings.lifecycle),
    )
    remarks = tuple(_remarks(cases, asked))
    return Report("audit", tables, tuple(_charts(calibration)), remarks, span.since, span.until)


def _by_stage(cases: Sequence[Case], least: int) -> Table:
    """How precise each proposed stage is."""
    groups: dict[Stage, list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.proposed].append(case)
    rows = [
        (Word(f"stage.{stage}"), *_agreement(groups[stage], least)) for stage in LADDER if stage in groups
    ]
    rows.append((Word("report.total"), *_agreement(cases, least)))
    return Table("audit.by_stage", _STAGES, tuple(rows))


def _agreement(cases: Sequence[Case], least: int) -> tuple[Cell, ...]:
    moves = [LADDER.index(case.decided) - LADDER.index(case.proposed) for case in cases if case.decided]
    higher, lower = sum(move > 0 for move in moves), sum(move < 0 for move in moves)
    agreed = share(len(moves) - higher - lower, len(moves), least)
    _, _, *won = _shares(tally(cases), least)
    return (Count(len(moves)), agreed, Count(higher), Count(lower), *won)


def _shares(of: Tally, least: int) -> tuple[Cell, Cell, Cell, Cell]:
    """Leads judged and how many of them were kept; leads with a closed deal and how many of them were won."""
    kept, won = share(of.kept, of.judged, least), share(of.won, of.closed, least)
    return Count(of.judged), kept, Count(of.closed), won


def _calibration(cases: Sequence[Case], least: int) -> Table:
    rows = ((_points(low, high), *_shares(tally(members), least)) for low, high, members in tenths(cases))
    return Table("audit.calibration", _TENTHS, tuple(rows))


def _points(low: int, high: int) -> Text:
    return Text(str(low) if low == high else f"{low} … {high}")


def _by_level(levels: Levels, everybody: Tally, least: int, rubric: Rubric) -> Table:
    """What each level of each criterion says of those that have it; levels of one criterion together, best first."""
    rows: list[tuple[Cell, ...]] = []
    for criterion, its in levels.items():
        for level, found in sorted(its.items(), key=lambda item: (-item[1].points / item[1].n, item[0])):
            names = (_named(rubric, criterion), _named(rubric, criterion, level))
            judged, kept, closed, won = _shares(found, least)
            lift = _lift(found, everybody) if isinstance(kept, Share) else kept
            rows.append((*names, Count(found.points / found.n), judged, kept, lift, closed, won))
    return Table("audit.by_level", _LEVELS, tuple(rows))


def _lift(some: Tally, everybody: Tally) -> Share | None:
    """How much oftener than all leads these are kept: 1 is as often."""
    if not everybody.kept:
        return None
    return Share(Fraction(some.kept, some.judged), Fraction(everybody.kept, everybody.judged))


def _named(rubric: Rubric, criterion: str, level: str | None = None) -> Named:
    english, french = rubric.label(criterion, level, "en"), rubric.label(criterion, level, "fr")
    return Named(level or criterion, english, french)


def _reasons(verdicts: Iterable[Verdict], policy: Policy) -> Table:
    """Why people went against a proposal: a rejection by its code, the others in their words, spellings as one."""
    counts: Counter[tuple[str, str]] = Counter()
    names: dict[str, Cell] = {}
    for one in verdicts:
        if one.action not in _REASONED:
            continue
        key = one.reason_code or fold(one.reason or "")
        counts[one.action, key] += 1
        names.setdefault(key, _reason(one, policy))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows: list[tuple[Cell, ...]] = [
        (Word(f"action.{action}"), names[key], Count(n)) for (action, key), n in ordered[:_LISTED]
    ]
    if others := sum(n for _, n in ordered[_LISTED:]):
        rows.append((Word("report.others"), None, Count(others)))
    return Table("audit.reasons", _REASONS, tuple(rows))


def _reason(one: Verdict, policy: Policy) -> Cell:
    listed = policy.reject_reasons.get(one.reason_code or "")
    if listed and one.reason_code:
        return Named(one.reason_code, listed.en, listed.fr)
    said = one.reason or one.reason_code
    return Text(said) if said else None


def _charts(calibration: Table) -> Iterator[Chart]:
    """The calibration curve; a tenth with too few leads leaves a gap."""
    lines = {
        name: tuple(_height(row[column]) for row in calibration.rows) for name, column in _CURVES.items()
    }
    series = tuple(Series(Word(name), line) for name, line in lines.items() if any(line))
    if series:
        yield Chart("audit.calibration", "line", tuple(row[0] for row in calibration.rows), series, "share")


def _height(cell: Cell) -> float | None:
    return cell.value if isinstance(cell, Share) else None


def _remarks(cases: Sequence[Case], asked: Asked) -> Iterator[Phrase]:
    settings = asked.settings.reports
    least = Count(settings.audit_sample)
    agreed = [case.decided == case.proposed for case in cases if case.decided]
    found, n = share(sum(agreed), len(agreed), settings.audit_sample), Count(len(agreed))
    if isinstance(found, Share):
        yield Phrase("audit.in_all", {"n": n, "share": found})
    else:
        yield Phrase("audit.in_all_too_few", {"n": n, "least": least})
    yield Phrase("audit.counted", {"least": least})
    if gaps := fit_alone_tells(cases, settings.audit_sample):
        fit, intent = (Change(one.points) for one in gaps)
        yield Phrase("audit.correction", {"fit": fit, "intent": intent, "points": Count(settings.correction)})
