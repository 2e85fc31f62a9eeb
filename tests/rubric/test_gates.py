"""Stages are proposed through gates, each of which says why; a score alone passes none of the hard ones."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as any_of
from making import (
    CERTIFIED,
    FACTORY,
    REFERRED,
    RUBRIC,
    SLOTS,
    call,
    cases,
    facts,
    lead,
    missing,
    proposed,
    scored,
    touchpoints,
)

from agent.models.lead import PartnerSource
from agent.models.score import Stage
from agent.models.touchpoint import Kind
from agent.rubric import Case, propose_stage
from agent.rubric.rubric import Rubric

DEMO = touchpoints((Kind.DEMO_REQUEST, 0))
VERIFIED = {"need": "confirmed", "budget": "confirmed", "authority": "indicated", "timing": "indicated"}


def factory(*acts: tuple[Kind, int], **said: Any) -> Case:
    """A lead of the ideal company who did these things."""
    return Case(lead(**said), facts(FACTORY), touchpoints(*acts))


def called(*disqualifiers: str, **statuses: str) -> Case:
    """The ideal lead who asked for a demo and was called."""
    return Case(lead(), facts(FACTORY), DEMO, None, call(*disqualifiers, **statuses))


@any_of(cases())
def test_a_person_alone_makes_an_opportunity_or_a_customer(case: Case) -> None:
    assert proposed(case)[0] in set(Stage) - {Stage.OPPORTUNITY, Stage.CUSTOMER, Stage.RECYCLED}


@any_of(cases())
def test_no_gate_that_fails_is_passed_over(case: Case) -> None:
    stage, gates = proposed(case)
    failing = missing(gates)
    if stage is Stage.MQL:
        assert not any(gates[name].stage is Stage.MQL for name in failing)
    if stage is Stage.EQL:
        assert not any(gates[name].stage is Stage.EQL for name in failing)
    if stage is Stage.SQL:
        assert not any(gates[name].stage is Stage.SQL for name in failing)


@any_of(cases())
def test_every_gate_says_why_in_both_languages(case: Case) -> None:
    result = scored(case)
    english, french = (propose_stage(case, result, RUBRIC, language) for language in ("en", "fr"))
    assert english[0] == french[0]
    assert [(g.name, g.passed) for g in english[1]] == [(g.name, g.passed) for g in french[1]]
    assert all(gate.why and "{" not in gate.why for gate in (*english[1], *french[1]))


def test_fit_and_intent_past_their_thresholds_make_an_mql() -> None:
    stage, gates = proposed(factory((Kind.DEMO_REQUEST, 0)))
    assert stage is Stage.MQL
    assert gates["fit_threshold"].why == "fit 39, 24 needed"
    assert gates["intent_threshold"].why == "intent 32, 26 needed"


def test_no_interest_however_great_makes_up_for_fit() -> None:
    keen = touchpoints(*((kind, 0) for kind in (Kind.DEMO_REQUEST, Kind.QUOTE_REQUEST, Kind.MEETING)))
    stage, gates = proposed(Case(lead(title="Assistant"), facts({"employees": 4}), keen))
    assert stage is Stage.LEAD
    assert gates["fit_threshold"].why == "fit -5 of the 24 needed"


@pytest.mark.parametrize(
    ("gate", "case"),
    [
        ("outside_territory", Case(lead(), facts({**FACTORY, "country": "BR"}), DEMO)),
        ("student", Case(lead(title="Étudiante en gestion des opérations"), facts(FACTORY), DEMO)),
        ("no_consent", Case(lead(consent=False), facts(FACTORY), DEMO)),
        ("closed_company", Case(lead(), facts({**FACTORY, "status": "Cessée"}), DEMO)),
        ("closed_company", Case(lead(), facts({**FACTORY, "status": "Inactive"}), DEMO)),
        ("competitor", called("un concurrent qui se renseigne", **VERIFIED)),
        ("personal_use", called("projet perso", **VERIFIED)),
        ("student", called("student thesis", **VERIFIED)),
        ("no_consent", called("does not want us: do not contact", **VERIFIED)),
        ("outside_territory", called("outside territory", **VERIFIED)),
    ],
)
def test_what_rules_a_lead_out_does_so_whatever_its_score(gate: str, case: Case) -> None:
    stage, gates = proposed(case)
    assert stage is Stage.DISQUALIFIED
    assert gates[gate].passed is False
    assert gates[gate].why


@pytest.mark.parametrize("status", ["Active", "en activité", "Acquired", "Registered"])
def test_a_company_that_lives_is_not_ruled_out(status: str) -> None:
    assert proposed(Case(lead(), facts({**FACTORY, "status": status}), DEMO))[0] is Stage.MQL


def test_a_consent_nobody_asked_for_is_not_a_refused_one() -> None:
    assert proposed(factory((Kind.DEMO_REQUEST, 0), consent=None))[0] is Stage.MQL


@pytest.mark.parametrize("said", [{"company": "RIVAL C.R.M."}, {"domain": "rival.example"}])
def test_a_competitor_on_the_rubrics_list_is_known_by_name_or_domain(said: dict[str, str]) -> None:
    listed = RUBRIC.model_dump()
    listed["disqualifiers"]["competitor"]["companies"] = ["Rival CRM", "rival.example"]
    rubric = Rubric.model_validate(listed)
    case = factory((Kind.DEMO_REQUEST, 0), **said)
    assert propose_stage(case, scored(case), rubric)[0] is Stage.DISQUALIFIED
    assert proposed(case)[0] is Stage.MQL


def test_a_disqualifier_the_rubric_does_not_know_is_shown_and_blocks_nothing() -> None:
    stage, gates = proposed(called("journalist", **VERIFIED))
    assert stage is Stage.SQL
    assert (gates["said_in_call"].passed, gates["said_in_call"].why) == (
        None,
        "said in the call: journalist",
    )


def test_a_free_mail_contact_at_no_company_stays_a_lead() -> None:
    stage, gates = proposed(Case(lead(company="", email="ada@mail.example"), facts(FACTORY), DEMO))
    assert stage is Stage.LEAD
    assert gates["company_known"].why == "no company is known"
    assert proposed(Case(lead(company="", domain="fonderie.example"), facts(FACTORY), DEMO))[0] is Stage.MQL


@pytest.mark.parametrize(
    "source", ["Bought trade-fair list", "liste achetée", "Achat de fichier", "data broker"]
)
def test_a_bought_list_is_unqualified_until_somebody_on_it_asks(source: str) -> None:
    assert proposed(factory(source=source))[0] is Stage.LEAD
    assert proposed(factory((Kind.PAGE_VIEW, 0), source=source))[0] is Stage.LEAD
    assert proposed(factory((Kind.DEMO_REQUEST, 0), source=source))[0] is Stage.MQL


@pytest.mark.parametrize("source", ["webinar", "trade fair", "salon", None])
def test_any_other_source_needs_no_examination(source: str | None) -> None:
    assert proposed(factory(source=source))[0] is Stage.NURTURING


def test_a_need_established_in_a_call_is_interest_enough() -> None:
    stage, gates = proposed(Case(lead(), facts(FACTORY), (), None, call(need="indicated")))
    assert stage is Stage.MQL
    assert gates["intent_threshold"].why == "intent 0 of the 26 needed, but the call established a need"


def test_sql_is_proposed_when_the_call_established_what_sales_needs() -> None:
    assert proposed(called(**VERIFIED))[0] is Stage.SQL


@pytest.mark.parametrize("slot", SLOTS)
def test_a_slot_not_raised_keeps_a_lead_from_sql_and_stands_open(slot: str) -> None:
    stage, gates = proposed(called(**VERIFIED | {slot: "not_raised"}))
    assert stage is Stage.MQL
    assert gates[f"{slot}_verified"].passed is None
    assert gates[f"{slot}_verified"].why == f"{slot} not raised"


@pytest.mark.parametrize("slot", SLOTS)
def test_a_contradictory_slot_keeps_a_lead_from_sql(slot: str) -> None:
    stage, gates = proposed(called(**VERIFIED | {slot: "contradictory"}))
    assert stage is Stage.MQL
    assert gates[f"{slot}_verified"].passed is False


def test_hints_alone_are_not_enough_for_sql() -> None:
    stage, gates = proposed(
        called(need="confirmed", budget="indicated", authority="indicated", timing="indicated")
    )
    assert stage is Stage.MQL
    assert gates["enough_confirmed"].why == "1 of the 2 confirmed answers needed"


def test_sql_needs_fit_as_much_as_mql_does() -> None:
    poor = Case(lead(title="Assistant"), facts({"employees": 4}), DEMO, None, call(**VERIFIED))
    assert proposed(poor)[0] is Stage.LEAD


@pytest.mark.parametrize("slot", ["need", "budget"])
def test_a_denied_need_or_budget_hands_the_lead_back_to_marketing(slot: str) -> None:
    assert proposed(called(**VERIFIED | {slot: "denied"}))[0] is Stage.NURTURING


def partner(*acts: tuple[Kind, int], source: PartnerSource = REFERRED, **changes: Any) -> Case:
    """A lead that a certified partner referred."""
    who = lead(partner=source, source="partner referral")
    return Case(who, facts(FACTORY), touchpoints(*acts), **{"partner": CERTIFIED, **changes})


BUYING = ((Kind.INTEGRATION_CLICK, 2), (Kind.DEMO_REQUEST, 1))


def test_a_partner_lead_with_all_it_needs_is_an_eql_for_both_sides_to_confirm() -> None:
    stage, gates = proposed(partner(*BUYING))
    assert stage is Stage.EQL
    assert gates["both_sides"].passed is None
    assert missing(gates) == set()


@pytest.mark.parametrize(
    ("gate", "why", "case"),
    [
        (
            "partner_source",
            "partner source without referral date",
            partner(*BUYING, source=PartnerSource(partner="P", tier="gold")),
        ),
        (
            "partner_source",
            "partner source without tier",
            partner(*BUYING, source=REFERRED.model_copy(update={"tier": None}), partner=None),
        ),
        (
            "ecosystem_signal",
            "referred, no certification on record",
            partner(
                (Kind.PRICING_PAGE, 2),
                (Kind.DEMO_REQUEST, 1),
                partner=CERTIFIED.model_copy(update={"certified": False}),
            ),
        ),
        (
            "triggers",
            "1 of the 2 triggers needed",
            partner((Kind.DEMO_REQUEST, 1), (Kind.DEMO_REQUEST, 2), (Kind.CALL, 1)),
        ),
        (
            "buying_signal",
            "no demo request, confirmed budget or clear use case",
            partner((Kind.PRICING_PAGE, 0), (Kind.INTEGRATION_CLICK, 0), (Kind.CONTACT_FORM, 0)),
        ),
    ],
)
def test_each_thing_an_eql_lacks_is_named(gate: str, why: str, case: Case) -> None:
    stage, gates = proposed(case)
    assert stage is Stage.MQL
    assert (missing(gates) - {"intent_threshold"}, gates[gate].why) == ({gate}, why)


def test_fit_intent_and_ecosystem_must_reach_the_eql_threshold_together() -> None:
    weak = Case(
        lead(partner=REFERRED, source="referral", title="Chargée de mission"),
        facts(FACTORY),
        touchpoints((Kind.INTEGRATION_CLICK, 70), (Kind.DEMO_REQUEST, 70)),
        CERTIFIED,
    )
    stage, gates = proposed(weak)
    assert stage is Stage.NURTURING
    assert gates["eql_threshold"].why == "fit, intent and ecosystem 58 of the 70 needed"


def test_an_unknown_certification_holds_an_eql_back_but_is_open_not_failed() -> None:
    stage, gates = proposed(partner((Kind.PRICING_PAGE, 2), (Kind.DEMO_REQUEST, 1), partner=None))
    assert stage is Stage.MQL
    assert gates["ecosystem_signal"].passed is None


def test_a_confirmed_budget_or_a_clear_use_case_is_a_buying_signal() -> None:
    acts = ((Kind.INTEGRATION_CLICK, 0), (Kind.PRICING_PAGE, 0))
    for slot in ("need", "budget"):
        stage, gates = proposed(partner(*acts, established=call(**{slot: "confirmed"})))
        assert stage is Stage.EQL
        assert gates["buying_signal"].why == f"buying signal: {slot} confirmed"


def test_an_eql_becomes_sql_on_the_same_terms_as_an_mql() -> None:
    assert proposed(partner(*BUYING, established=call(**VERIFIED)))[0] is Stage.SQL


def test_a_direct_lead_is_never_asked_for_what_an_eql_needs() -> None:
    assert not any(gate.stage is Stage.EQL for gate in proposed(factory())[1].values())


def test_a_firm_of_five_is_no_target_however_senior_the_person() -> None:
    owner = Case(lead(title="CEO"), facts({**FACTORY, "employees": 5}), DEMO)
    assert proposed(owner)[0] is Stage.LEAD


@pytest.mark.parametrize(
    ("sides", "passed", "why"),
    [
        (set(), None, "for sales and partner to confirm"),
        ({"us"}, None, "confirmed by sales, for the partner to confirm"),
        ({"partner"}, None, "confirmed by the partner, for sales to confirm"),
        ({"us", "partner"}, True, "confirmed by sales and partner"),
    ],
)
def test_the_gate_of_both_sides_says_who_has_still_to_confirm(
    sides: set[Any], passed: bool | None, why: str
) -> None:
    stage, gates = proposed(partner(*BUYING, confirmed=frozenset(sides)))
    assert stage is Stage.EQL
    assert (gates["both_sides"].passed, gates["both_sides"].why) == (passed, why)


@pytest.mark.parametrize(
    ("sides", "expected"), [(set(), Stage.MQL), ({"us"}, Stage.MQL), ({"us", "partner"}, Stage.EQL)]
)
def test_a_rubric_may_require_both_sides_before_an_eql_is_proposed(sides: set[Any], expected: Stage) -> None:
    strict = RUBRIC.model_copy(update={"eql": RUBRIC.eql.model_copy(update={"both_sides": "required"})})
    case = partner((Kind.REFERRAL, 0), *BUYING, (Kind.WEBINAR, 1), confirmed=frozenset(sides))
    assert propose_stage(case, scored(case), strict)[0] is expected


def test_a_word_from_both_sides_makes_no_eql_of_a_lead_that_lacks_the_rest() -> None:
    both = frozenset({"us", "partner"})
    stage, gates = proposed(partner((Kind.DEMO_REQUEST, 1), confirmed=both))
    assert stage is not Stage.EQL
    assert "triggers" in missing(gates)
