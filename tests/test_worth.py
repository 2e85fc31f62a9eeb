"""Whether learning more could move a lead to another stage."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import FACTORY, RUBRIC, TODAY, facts, lead, touchpoints

from agent.models.account import FieldName, Value
from agent.models.touchpoint import Kind
from agent.rubric import Case, propose_stage, score
from agent.worth import needed, worth_asking

KEEN = touchpoints((Kind.DEMO_REQUEST, 1), (Kind.PRICING_PAGE, 2), (Kind.TRIAL_SIGNUP, 3))
EVERY = frozenset(FACTORY) | {"status"}


def worth(
    *fields: FieldName, known: Mapping[FieldName, Value] | None = None, unheard: bool = False, **said: Any
) -> bool:
    acts = said.pop("acts", ())
    case = Case(lead(**said), {}, acts)
    could_move = worth_asking([case], RUBRIC, TODAY, unheard={"L1"} if unheard else ())
    return could_move(facts(dict(known or {})), frozenset(fields))


def test_the_rubric_needs_what_it_gives_points_for_and_what_rules_out() -> None:
    assert needed(RUBRIC) == {"industry", "employees", "country", "status"}


def test_a_field_that_could_lift_a_lead_over_the_threshold_is_worth_asking_for() -> None:
    known: dict[FieldName, Value] = {"industry": "Industrie manufacturière", "country": "FR"}
    assert worth("employees", known=known, acts=KEEN)


def test_a_field_the_rubric_does_not_read_is_not() -> None:
    assert not worth("revenue", "parent", "legal_ids", acts=KEEN)


def test_nothing_is_worth_asking_for_a_lead_that_is_ruled_out() -> None:
    assert not worth(*EVERY, consent=False)
    assert not worth(*EVERY, known={"status": "closed"}, acts=KEEN)


def test_whether_a_company_still_stands_is_worth_asking_though_it_was_active() -> None:
    assert worth("status", known={**FACTORY, "status": "active"}, acts=KEEN)


def test_a_country_that_would_rule_a_lead_out_is_worth_asking_for_however_few_points_it_has() -> None:
    assert worth("country", title="Stagiaire", known={"employees": 4, "industry": "Restaurant"})


def test_one_lead_of_an_account_for_whom_it_matters_is_enough() -> None:
    out, hopeful = Case(lead(consent=False), {}), Case(lead(id="L2"), {}, KEEN)
    assert not worth_asking([out], RUBRIC, TODAY)({}, EVERY)
    assert worth_asking([out, hopeful], RUBRIC, TODAY)({}, EVERY)


VALUES: dict[FieldName, list[Value]] = {
    "industry": ["Industrie manufacturière", "Logistics", "Restaurant", "Church"],
    "employees": [4, 15, 30, 180, 900, 5000, 20000],
    "country": ["FR", "US", "BR", "JP"],
}


@pytest.mark.parametrize("title", ["Directrice des opérations", "Assistant", None])
@given(
    known=st.fixed_dictionaries({}, optional={name: st.sampled_from(each) for name, each in VALUES.items()}),
    acts=st.lists(st.tuples(st.sampled_from(list(Kind)), st.integers(0, 90)), max_size=4),
)
def test_where_nothing_is_worth_asking_no_answer_moves_the_lead(
    title: str | None, known: dict[FieldName, Value], acts: list[tuple[Kind, int]]
) -> None:
    missing = [name for name in VALUES if name not in known]
    case = Case(lead(title=title), facts(known), touchpoints(*acts))
    if worth_asking([case], RUBRIC, TODAY)(facts(known), frozenset(missing)):
        return
    stage, _ = propose_stage(case, score(case, RUBRIC, TODAY), RUBRIC)
    for answers in product(*(VALUES[name] for name in missing)):
        learnt = Case(case.lead, facts(known | dict(zip(missing, answers, strict=True))), case.touchpoints)
        assert propose_stage(learnt, score(learnt, RUBRIC, TODAY), RUBRIC)[0] is stage
