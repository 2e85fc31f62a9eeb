"""Whether knowing more of a company could change where its leads stand: when it could not, nobody is asked.

The unknown is supposed at its worst and at its best, and at every level that rules a lead out. Points only ever
add up to thresholds, so what holds at both ends holds between them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from agent.models.account import Fact, FieldName
from agent.models.score import Contribution, Score, Stage
from agent.rubric import Case, Rubric, propose_stage, score

Level = tuple[str, int]
"""A level's id, and its points."""


def needed(rubric: Rubric) -> frozenset[FieldName]:
    """The fields of a company that the rubric reads."""
    fields: set[FieldName] = {criterion.of for criterion in rubric.fit.values() if criterion.of != "title"}
    if any(one.status for one in rubric.disqualifiers.values()):
        fields.add("status")
    return frozenset(fields)


def worth_asking(
    cases: Sequence[Case], rubric: Rubric, as_of: date, *, unheard: Collection[str] = ()
) -> Callable[[Mapping[FieldName, Fact], frozenset[FieldName]], bool]:
    """Tells, for facts that stand, whether learning certain fields could move one of these leads to another stage.

    `unheard` are the ids of leads whose calls are not read yet: for them every gate counts, since what the calls
    say may make it the deciding one.
    """

    def could_move(facts: Mapping[FieldName, Fact], fields: frozenset[FieldName]) -> bool:
        known = (replace(case, facts=facts) for case in cases)
        return any(_may_move(case, rubric, as_of, fields, case.lead.id in unheard) for case in known)

    return could_move


def _may_move(
    case: Case, rubric: Rubric, as_of: date, fields: frozenset[FieldName], is_unheard: bool
) -> bool:
    points = score(case, rubric, as_of)
    stage, gates = propose_stage(case, points, rubric)
    if stage is Stage.DISQUALIFIED:
        return False
    if _may_be_named(rubric, fields):
        return True
    stands = (stage, [(gate.name, gate.passed) for gate in gates] if is_unheard else ())
    for learnt in _suppositions(points, rubric, fields):
        stage, gates = propose_stage(case, _as_if(points, learnt), rubric)
        if (stage, [(gate.name, gate.passed) for gate in gates] if is_unheard else ()) != stands:
            return True
    return False


def _may_be_named(rubric: Rubric, fields: frozenset[FieldName]) -> bool:
    """Whether the company may turn out to be one that is ruled out by its status, its name or its domain."""
    rules = rubric.disqualifiers.values()
    by_status = "status" in fields and any(rule.status for rule in rules)
    return by_status or bool(fields & {"name", "domain"} and any(rule.companies for rule in rules))


def _suppositions(
    points: Score, rubric: Rubric, fields: frozenset[FieldName]
) -> Iterator[Mapping[str, Level]]:
    """By criterion, what the open ones may turn out to be: all at their least, all at their most, and ruled out."""
    open_ones = [
        one
        for one in points.contributions
        if one.family == "fit" and rubric.fit[one.criterion].of in fields and one.low < one.high
    ]
    yield {one.criterion: _level(one, rubric, one.low) for one in open_ones}
    yield {one.criterion: _level(one, rubric, one.high) for one in open_ones}
    ruling_out = {level for rule in rubric.disqualifiers.values() for level in rule.levels}
    for one in open_ones:
        for id, level in rubric.fit[one.criterion].levels.items():
            if f"{one.criterion}.{id}" in ruling_out:
                yield {one.criterion: (id, level.points)}


def _level(one: Contribution, rubric: Rubric, points: int) -> Level:
    levels = rubric.fit[one.criterion].levels
    return next((id for id, level in levels.items() if level.points == points), one.level), points


def _as_if(points: Score, learnt: Mapping[str, Level]) -> Score:
    contributions = tuple(
        _learnt(one, *learnt[one.criterion]) if one.family == "fit" and one.criterion in learnt else one
        for one in points.contributions
    )
    fit = sum(one.points for one in contributions if one.family == "fit")
    total = points.total - points.fit + fit
    return points.model_copy(update={"contributions": contributions, "fit": fit, "total": total})


def _learnt(one: Contribution, level: str, points: int) -> Contribution:
    return one.model_copy(update={"level": level, "points": points, "because": level})
