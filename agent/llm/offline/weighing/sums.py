"""Which of a note's sums is the budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log10

from agent.llm.offline.amounts import Amount
from agent.llm.offline.bare import bare_sums, in_thousands
from agent.llm.offline.budget import completed, said_after
from agent.llm.offline.scene import Scene
from agent.llm.offline.sentence import Sentence
from agent.llm.offline.sums import weigh as by_rule
from agent.llm.offline.terms import Period
from agent.llm.offline.terms_said import capped, currency_said, period_said, tax_said
from agent.models.bant import Budget

from .candidates import Candidate, evidence_traits, order_traits, place_traits, traits_of
from .evidence import Shares

WORTH = 0.15
"""The share of evidence from which a sentence is looked through for sums without their thousands."""


def sums(scene: Scene, budget: Budget, evidence: Sequence[Shares]) -> list[Candidate[Amount]]:
    """Every sum of the buyer's, said in full or, where it may be the budget, without its thousands."""
    placed = [(i, s, a) for i, s in enumerate(scene.heard) for a in _said(scene, s, evidence[i])]
    found = []
    for rank, (i, s, a) in enumerate(placed):
        chosen = is_of(budget, a)
        looks = [*_looks(scene, s, a, budget, chosen), *order_traits(rank, len(placed))]
        found.append(Candidate("amount", a, s, traits_of(evidence_traits(evidence[i]), looks), chosen))
    return found


def _said(scene: Scene, s: Sentence, shares: Shares) -> list[Amount]:
    """The sums of a sentence, in order."""
    found = scene.within(scene.amounts, s.start, s.end)
    if 1 - shares[0] < WORTH:
        return found
    bare = [
        replace(b, flags=frozenset(("thousands",)))
        for b in bare_sums(scene, s)
        if not any(a.start <= b.start < a.end for a in found)
    ]
    return sorted([*found, *bare], key=lambda a: a.start) if bare else found


def _looks(scene: Scene, s: Sentence, a: Amount, budget: Budget, chosen: bool) -> Iterator[str]:
    yield from place_traits(scene, s, a.start, a.end)
    yield from (f"flag {flag}" for flag in a.flags)
    yield f"tax {a.tax}"
    yield f"period {a.period}"
    yield "in a currency" if a.currency else "bare"
    yield f"of {int(log10(max(a.max or a.min or 1, 1)))} zeros"
    if "thousands" in a.flags and in_thousands(scene, a):
        yield "in thousands"
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


def _period_beside(scene: Scene, s: Sentence, a: Amount) -> Period | None:
    """The period of the sum just before it, where the two are of a size: what they pay, and what they would pay."""
    before = scene.within(scene.amounts, min(b.start for b in [s, *scene.before(s)]), a.start)
    near = [b for b in before if b.period in ("month", "year") and _size(a) <= 3 * _size(b) <= 9 * _size(a)]
    return near[-1].period if near else None


def _size(a: Amount) -> float:
    return a.max or a.min or 0.0


def is_of(budget: Budget, a: Amount) -> bool:
    """Whether a sum is the one a budget holds, limits aside."""
    held = (budget.amount_min or budget.amount_max, budget.amount_max or budget.amount_min)
    return held == (a.min or a.max, a.max or a.min) and held != (None, None)


def priced(scene: Scene, s: Sentence, a: Amount) -> Budget:
    """The value side of a budget of this sum, with what its sentence says of period, tax and limit."""
    a = completed(scene, a)
    after = said_after(scene, s.start, a)
    said = scene.said(s) + (f" {scene.folded[after[0] : after[1]]}" if after else "")
    if a.min == a.max and capped(said):
        a = replace(a, min=None)
    return Budget(
        amount_min=a.min,
        amount_max=a.max,
        currency=a.currency or currency_said(said) or scene.currency,
        period=a.period or period_said(said) or _period_beside(scene, s, a),
        tax=a.tax or tax_said(said),
    )
