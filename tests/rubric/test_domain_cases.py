"""The cases that must come out right, as the sources tell them."""

from __future__ import annotations

from dataclasses import replace

from making import CERTIFIED, FACTORY, REFERRED, call, facts, lead, missing, proposed, touchpoints

from agent.lifecycle import Asked, Situation, check, outcome
from agent.models.account import FieldName, Value
from agent.models.decision import Action
from agent.models.lead import PartnerSource
from agent.models.score import Stage
from agent.models.touchpoint import Kind
from agent.rubric import Case


def proposed_and_open(case: Case) -> tuple[Stage, tuple[str, ...]]:
    """The stage proposed, and which of its conditions nobody verified."""
    stage, gates = proposed(case)
    return stage, tuple(
        gate.why for gate in gates.values() if gate.stage is stage and gate.passed is not True
    )


def accepts(now: Situation) -> Stage | None:
    """Where the lead stands once a person accepted; no reason given, so nothing may be open."""
    asked = Asked(Action.ACCEPT)
    assert check(asked, now) is None
    return outcome(asked, now)


def test_an_operations_decision_maker_of_an_industrial_firm_goes_from_mql_to_sql() -> None:
    downloads = (Kind.CONTENT_DOWNLOAD, 21)
    attends = (Kind.WEBINAR, 10)
    asks = (Kind.DEMO_REQUEST, 1)
    for employees in (50, 180, 500):
        company = facts({**FACTORY, "employees": employees})
        assert proposed(Case(lead(), company, touchpoints(downloads, attends, asks)))[0] is Stage.MQL

    validated = call(need="confirmed", budget="confirmed", authority="confirmed", timing="indicated")
    after_the_call = Case(lead(), facts(FACTORY), touchpoints(downloads, attends, asks), None, validated)
    assert proposed(after_the_call)[0] is Stage.SQL

    before_the_call = Case(lead(), facts(FACTORY), touchpoints(downloads, attends, asks))
    accepted = [accepts(Situation(proposed=proposed(before_the_call)[0]))]
    accepted.append(accepts(Situation(accepted[-1], *proposed_and_open(after_the_call), changed=True)))
    assert accepted == [Stage.MQL, Stage.SQL]


def test_a_trade_fair_contact_of_excellent_fit_is_nurtured_until_a_meeting_qualifies_the_need() -> None:
    director = lead(title="Directeur de l'innovation", source="salon professionnel")
    mid_cap = facts({"industry": "Services informatiques", "employees": 4200, "country": "FR"})
    met_at_the_fair = (Kind.EVENT, 5)

    stage, gates = proposed(Case(director, mid_cap, touchpoints(met_at_the_fair)))
    assert stage is Stage.NURTURING
    assert gates["fit_threshold"].passed
    assert missing(gates) == {"intent_threshold"}

    thirty_days_on = touchpoints((Kind.EVENT, 35), (Kind.MEETING, 1))
    qualified = call(need="confirmed", budget="indicated", authority="confirmed", timing="indicated")
    after_the_meeting = Case(director, mid_cap, thirty_days_on, None, qualified)
    assert proposed(after_the_meeting)[0] is Stage.SQL

    waits = Situation(Stage.NURTURING, Stage.NURTURING, quiet_days=29)
    assert check(Asked(Action.RECYCLE, "automation"), waits) is not None
    waited = replace(waits, quiet_days=30)
    assert check(Asked(Action.RECYCLE, "automation"), waited) is None
    met = Situation(Stage.NURTURING, *proposed_and_open(after_the_meeting), changed=True)
    assert accepts(met) is Stage.SQL
    assert check(Asked(Action.ACCEPT, "automation"), met) is not None

    need_alone = Case(director, mid_cap, thirty_days_on, None, call(need="confirmed"))
    stage, gates = proposed(need_alone)
    assert stage is Stage.MQL
    assert {
        slot for slot in ("budget", "authority", "timing") if gates[f"{slot}_verified"].passed is None
    } == {
        "budget",
        "authority",
        "timing",
    }


def test_in_one_day_a_demo_request_a_certified_referral_and_a_bought_list() -> None:
    company = facts(FACTORY)

    demo = Case(lead(source="website"), company, touchpoints((Kind.DEMO_REQUEST, 0)))
    assert proposed(demo)[0] is Stage.MQL

    referral = Case(lead(partner=REFERRED), company, touchpoints((Kind.REFERRAL, 0)), CERTIFIED)
    _, gates = proposed(referral)
    assert gates["partner_source"].passed
    assert gates["ecosystem_signal"].passed
    assert missing(gates) == {"intent_threshold", "triggers", "buying_signal", "eql_threshold"}

    bought = Case(lead(source="bought list of a trade-fair vendor"), company)
    stage, gates = proposed(bought)
    assert stage is Stage.LEAD
    assert gates["source_examined"].why == "a bought list, and no trace of their own yet"


def test_of_120_shared_accounts_only_those_in_target_with_active_use_or_a_referral_are_eql() -> None:
    in_target: dict[FieldName, Value] = FACTORY
    off_target: dict[FieldName, Value] = {"industry": "Restaurants", "employees": 3, "country": "FR"}
    wants_to_buy = ((Kind.DEMO_REQUEST, 2), (Kind.PRICING_PAGE, 3))
    signals: dict[str, tuple[tuple[Kind, int], ...]] = {
        "shared": (),
        "uses the integration": ((Kind.INTEGRATION_INSTALL, 20),),
        "used it a year ago": ((Kind.INTEGRATION_INSTALL, 365),),
        "was referred": ((Kind.REFERRAL, 10),),
    }
    accounts = [
        (
            signal,
            company is in_target,
            Case(who, facts(company), touchpoints(*wants_to_buy, *acts), CERTIFIED),
        )
        for number in range(15)
        for company in (in_target, off_target)
        for signal, acts in signals.items()
        for who in [lead(id=f"L{number}", partner=REFERRED, title="Operations Director")]
    ]
    assert len(accounts) == 120
    for signal, fits, case in accounts:
        expected = fits and signal in ("uses the integration", "was referred")
        assert (proposed(case)[0] is Stage.EQL) == expected


def test_a_partner_contact_with_neither_fit_nor_intent_is_no_eql_and_every_missing_criterion_is_named() -> (
    None
):
    case = Case(lead(title="Bénévole", partner=PartnerSource(partner="Passerelle")), facts({"employees": 4}))
    stage, gates = proposed(case)
    assert stage is Stage.LEAD
    assert missing(gates) == {
        "fit_threshold",
        "intent_threshold",
        "partner_source",
        "ecosystem_signal",
        "triggers",
        "buying_signal",
        "eql_threshold",
    }
    assert gates["partner_source"].why == "partner source without tier, referral date"
