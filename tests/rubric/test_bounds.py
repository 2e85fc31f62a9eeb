"""Floor and ceiling, tried out: every lead of a small rubric, completed in every way there is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from making import CERTIFIED, REFERRED, SLOTS, TODAY, call, facts, lead, touchpoints

from agent.models.account import Band, FieldName, Value
from agent.models.bant import Status
from agent.models.score import Score
from agent.models.touchpoint import Kind
from agent.rubric import Case, load_rubric, score

SMALL = load_rubric(Path(__file__).with_name("small.toml"))
SIZES: dict[Value | None, list[Value | None]] = {
    None: [None, 1, 4, 9, Band(min=5, max=9)],
    4: [4],
    Band(min=1, max=4): [1, 2, 3, 4, Band(min=1, max=4), Band(min=3, max=4)],
    Band(min=5, max=None): [5, 6, 7, 40, Band(min=5, max=6)],
    Band(min=None, max=3): [0, 2, 3],
}
"""What is known of the size → what may turn out."""
COUNTRIES: dict[Value | None, list[Value | None]] = {None: [None, "FR", "BR"], "FR": ["FR"]}
TITLES = {None: [None, "Boss", "Clerk"], "Boss": ["Boss"]}
STATUSES = [status.value for status in Status]
ACTS = touchpoints((Kind.DEMO_REQUEST, 3), (Kind.UNSUBSCRIBE, 1), (Kind.PAGE_VIEW, 12))


def case(size: Value | None, country: Value | None, title: str | None, held: dict[str, str]) -> Case:
    known: dict[FieldName, Value] = {}
    known |= {} if size is None else {"employees": size}
    known |= {} if country is None else {"country": country}
    return Case(lead(title=title), facts(known), ACTS, None, call(**held) if held else None)


def completions(held: dict[str, str]) -> Iterator[dict[str, str]]:
    """Every way the slots that were not raised may turn out."""
    ways = [[held[slot]] if held.get(slot, "not_raised") != "not_raised" else STATUSES for slot in SLOTS]
    return (dict(zip(SLOTS, way, strict=True)) for way in product(*ways))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("held", [{}, {"budget": "denied"}, {"need": "confirmed", "timing": "not_raised"}])
def test_floor_and_ceiling_contain_every_completion_and_are_reached(
    size: Value | None, country: Value | None, title: str | None, held: dict[str, str]
) -> None:
    before = score(case(size, country, title, held), SMALL, TODAY)
    totals = [
        score(case(*company, person, slots), SMALL, TODAY).total
        for *company, person in product(SIZES[size], COUNTRIES[country], TITLES[title])
        for slots in completions(held)
    ]
    assert min(totals) == before.floor
    assert max(totals) == before.ceiling


@pytest.mark.parametrize("acts", [(), ((Kind.INTEGRATION_CLICK, 2),), ((Kind.REFERRAL, 2),)])
def test_a_partner_lead_may_turn_out_referred_or_not_and_its_partner_certified_or_not(
    acts: tuple[tuple[Kind, int], ...],
) -> None:
    def partner(certified: bool | None, source: str | None) -> Score:
        who = lead(title="Boss", partner=REFERRED, source=source)
        known = facts({"employees": 4, "country": "FR"})
        record = CERTIFIED.model_copy(update={"certified": certified})
        every = call(**dict.fromkeys(SLOTS, "confirmed"))
        return score(Case(who, known, touchpoints(*acts), record, every), SMALL, TODAY)

    before = partner(None, None)
    after = [partner(*known).total for known in product((True, False), ("referral", "overlap"))]
    assert (before.floor, before.ceiling) == (min(after), max(after))


def test_when_nothing_is_unknown_floor_and_ceiling_are_the_total() -> None:
    known = score(case(4, "FR", "Boss", dict.fromkeys(SLOTS, "denied")), SMALL, TODAY)
    assert known.floor == known.total == known.ceiling
