"""Which of a note's sums is the budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log10

from agent.llm.offline.amounts import Amount
from agent.llm.offline.scene import Scene
from agent.llm.offline.sentence import Sentence
from agent.llm.offline.sums import weigh as by_rule
from agent.llm.offline.terms_said import capped, currency_said, period_said, tax_said
from agent.models.bant import Budget

from .candidates import Candidate, evidence_traits, order_traits, place_traits, traits_of
from .evidence import Shares


def sums(scene: Scene, budget: Budget, evidence: Sequence[Shares]) -> list[Candidate[Amount]]:
    """Every sum of the buyer's, and the one the rules chose where it is read from no figure alone."""
    placed = [
        (i, s, a) for i, s in enumerate(scene.heard) for a in scene.within(scene.amounts, s.start, s.end)
    ]
    found = []
    for rank, (i, s, a) in enumerate(placed):
        chosen = is_of(budget, a)
        looks = [*_looks(scene, s, a, budget, chosen), *order_traits(rank, len(placed))]
        found.append(Candidate("amount", a, s, traits_of(evidence_traits(evidence[i]), looks), chosen))
    return found


def _looks(scene: Scene, s: Sentence, a: Amount, budget: Budget, chosen: bool) -> Iterator[str]:
    yield from place_traits(scene, s, a.start, a.end)
    yield from (f"flag {flag}" for flag in a.flags)
    yield f"tax {a.tax}"
    yield f"period {a.period}"
    yield "in a currency" if a.currency else "bare"
    yield f"of {int(log10(max(a.max or a.min or 1, 1)))} zeros"
    yield "range" if a.min != a.max else "figure"
    weighed = by_rule(scene, s, a)
    yield f"by rule {weighed.status.value} {weighed.kind} {weighed.rank}" if weighed else "by rule none"
    if any(q.start <= a.start < q.end for q in budget.spans):
        yield "cited"
    if chosen:
        yield "chosen"
    elif budget.amount_max is not None or budget.amount_min is not None:
        yield "another chosen"
    yield f"rules {budget.status.value}"


def is_of(budget: Budget, a: Amount) -> bool:
    """Whether a sum is the one a budget holds, limits aside."""
    held = (budget.amount_min or budget.amount_max, budget.amount_max or budget.amount_min)
    return held == (a.min or a.max, a.max or a.min) and held != (None, None)


def priced(scene: Scene, s: Sentence, a: Amount) -> Budget:
    """The value side of a budget of this sum, with what its sentence says of period, tax and limit."""
    said = scene.said(s)
    if a.min == a.max and capped(said):
        a = replace(a, min=None)
    return Budget(
        amount_min=a.min,
        amount_max=a.max,
        currency=a.currency or currency_said(said) or scene.currency,
        period=a.period or period_said(said),
        tax=a.tax or tax_said(said),
    )
