"""A case and a rubric make a score. The same three arguments always make the same one."""

from __future__ import annotations

from datetime import date

from agent.models.score import Contribution, Family, Score

from .bant import bant
from .case import Case
from .ecosystem import ecosystem
from .fit import fit
from .intent import intent
from .rubric import Rubric


def score(case: Case, rubric: Rubric, as_of: date) -> Score:
    """The score on that day. Later touchpoints are not yet seen; the unknown widens floor and ceiling."""
    profile = rubric.profiles["direct" if case.profile == "direct" else "partner"]
    contributions: tuple[Contribution, ...] = (
        *fit(case, rubric),
        *intent(case, rubric, profile.intent, as_of),
        *(ecosystem(case, rubric, as_of) if profile.max.ecosystem else ()),
        *bant(case, rubric),
    )
    points: dict[Family, int] = {"fit": 0, "intent": 0, "bant": 0, "ecosystem": 0}
    for contribution in contributions:
        points[contribution.family] += contribution.points
    return Score(
        total=sum(points.values()),
        **points,
        floor=sum(contribution.low for contribution in contributions),
        ceiling=sum(contribution.high for contribution in contributions),
        contributions=contributions,
        rubric=rubric.reference,
        profile=case.profile,
        as_of=as_of,
    )
