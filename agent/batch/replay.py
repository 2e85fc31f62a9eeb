"""Every stored lead scored again, without a model: what another rubric would change, and for whom.

Both rubrics score the same facts as of the same day, so that nothing but the rubric differs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from agent.discovery import combine
from agent.identity import fold
from agent.models.lead import Lead
from agent.models.partner import Partner
from agent.models.score import Stage
from agent.rubric import Case, Rubric, propose_stage, score
from agent.settle import settle
from agent.store import Store, Tx, accounts, confirmations, leads, notes, partners, touchpoints

_PAGE = 500


class Standing(NamedTuple):
    """Where one rubric puts a lead."""

    stage: Stage
    total: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """One lead under both rubrics."""

    lead: Lead
    before: Standing
    after: Standing

    @property
    def moves(self) -> bool:
        """Whether the stage is another one."""
        return self.before.stage is not self.after.stage


@dataclass(frozen=True)
class Replay:
    """What the change of rubric comes to."""

    leads: int
    stages: Mapping[tuple[Stage, Stage], int]
    """(Stage before, stage after) → leads; those that stay included."""
    points: int
    """The sum of all changes of points."""
    moved: tuple[Replayed, ...]
    """Those whose stage changes, in the order they came."""


def replay(store: Store, before: Rubric, after: Rubric, as_of: date) -> Replay:
    """Every stored lead under both rubrics. Nothing is stored."""
    stages: Counter[tuple[Stage, Stage]] = Counter()
    points, moved = 0, []
    for case in cases(store):
        one = Replayed(case.lead, standing(case, before, as_of), standing(case, after, as_of))
        stages[one.before.stage, one.after.stage] += 1
        points += one.after.total - one.before.total
        if one.moves:
            moved.append(one)
    return Replay(stages.total(), stages, points, tuple(moved))


def standing(case: Case, rubric: Rubric, as_of: date) -> Standing:
    """Where a rubric puts a case on that day."""
    points = score(case, rubric, as_of)
    return Standing(propose_stage(case, points, rubric)[0], points.total)


def cases(store: Store) -> Iterator[Case]:
    """All that is known of every stored lead, in the order they came; few in memory at a time."""
    with store.read() as tx:
        programme = {fold(partner.name): partner for partner in partners.all(tx)}
        everyone = leads.each(tx)
        while page := tuple(islice(everyone, _PAGE)):
            yield from _cases(tx, page, programme)


def _cases(tx: Tx, page: tuple[Lead, ...], programme: Mapping[str, Partner]) -> Iterator[Case]:
    facts = accounts.facts(tx, {lead.account_id for lead in page})
    touched = touchpoints.of_leads(tx, page)
    read = notes.readings(tx, [lead.id for lead in page])
    vouched = confirmations.of_leads(tx, [lead.id for lead in page])
    for lead in page:
        yield Case(
            lead,
            settle(facts[lead.account_id]),
            touched[lead.id],
            programme.get(fold(lead.partner.partner)) if lead.partner else None,
            combine(read[lead.id]) if read[lead.id] else None,
            vouched[lead.id],
        )
