"""What a rubric says that can never matter. What it cannot mean at all was refused when it was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations

from .criteria import Named
from .rubric import Profile, Rubric


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at again."""

    place: str
    """The entry of the file: `fit.industry.levels.core`."""
    what: str
    """In plain words."""


def check(rubric: Rubric) -> tuple[Remark, ...]:
    """Everything in the rubric that can never matter, or that two entries claim; empty when there is nothing."""
    return tuple(
        chain(
            *(_profile(id, profile, rubric) for id, profile in rubric.profiles.items()),
            _intent(rubric),
            _eql(rubric),
            _disqualifiers(rubric),
            _names(rubric),
        )
    )


def _profile(id: str, profile: Profile, rubric: Rubric) -> Iterator[Remark]:
    place = f"profiles.{id}"
    least = sum(criterion.low for criterion in rubric.fit.values())
    if profile.mql.fit <= least:
        yield Remark(f"{place}.mql.fit", f"keeps nobody out: fit is never below {least}")
    if profile.mql.intent <= 0:
        yield Remark(f"{place}.mql.intent", "keeps nobody out: intent is never below 0")
    both = profile.mql.fit + profile.mql.intent
    if profile.eql is not None and profile.eql <= both:
        yield Remark(f"{place}.eql", f"asks no more than the two thresholds of mql, which make {both}")


def _intent(rubric: Rubric) -> Iterator[Remark]:
    engaging = {kind: of for kind, of in rubric.touchpoints.items() if of.points > 0}
    for kind, of in engaging.items():
        if of.at_most is not None and of.at_most < of.points:
            yield Remark(f"touchpoints.{kind}", f"at_most {of.at_most:g} is less than its own points")
    if all(of.at_most is not None for of in engaging.values()):
        most = sum(of.at_most or 0 for of in engaging.values())
        for id, profile in rubric.profiles.items():
            if most < profile.intent.depth:
                yield Remark(f"profiles.{id}.intent.depth", f"out of reach: all kinds together give {most:g}")
    withdrawn = [of for of in rubric.touchpoints.values() if of.points < 0]
    if not withdrawn and any(profile.intent.withdrawal for profile in rubric.profiles.values()):
        yield Remark("intent.withdrawal", "no kind of touchpoint takes points")


def _eql(rubric: Rubric) -> Iterator[Remark]:
    triggers = sum(of.trigger for of in rubric.touchpoints.values())
    if rubric.eql.triggers > triggers:
        yield Remark("eql.triggers", f"out of reach: {triggers} kinds of touchpoint are triggers")
    signals = (
        sum(of.buying_signal for of in rubric.touchpoints.values()) + 2
    )  # and two of a call: budget, need
    if rubric.eql.buying_signals > signals:
        yield Remark("eql.buying_signals", f"out of reach: there are {signals} kinds of them")
    if not any(of.integration for of in rubric.touchpoints.values()):
        yield Remark("eql.active_days", "no kind of touchpoint shows an integration in use")


def _disqualifiers(rubric: Rubric) -> Iterator[Remark]:
    for id, one in rubric.disqualifiers.items():
        if not (one.levels or one.said or one.status or one.companies or one.consent):
            yield Remark(f"disqualifiers.{id}", "nothing is ever ruled out by it")
    for (one_id, one), (other_id, other) in combinations(rubric.disqualifiers.items(), 2):
        for said in sorted({*one.said} & {*other.said}):
            yield Remark(f"disqualifiers.{other_id}", f'"{said}" stands in {one_id} already')


def _names(rubric: Rubric) -> Iterator[Remark]:
    named: dict[str, Named] = {f"profiles.{id}": profile for id, profile in rubric.profiles.items()}
    named |= {f"touchpoints.{kind}": of for kind, of in rubric.touchpoints.items()}
    named |= {f"disqualifiers.{id}": one for id, one in rubric.disqualifiers.items()}
    for family, id, criterion in rubric.criteria():
        named[f"{family}.{id}"] = criterion
        named |= {f"{family}.{id}.levels.{level}": of for level, of in criterion.levels.items()}
    for place, one in named.items():
        for language in ("en", "fr"):
            if not one.name(language).strip():
                yield Remark(f"{place}.{language}", "has no name")
