"""A score adds up, says what it rests on, and is the same for the same lead, rubric and day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st
from making import (
    CERTIFIED,
    FACTORY,
    REFERRED,
    RUBRIC,
    SLOTS,
    TODAY,
    call,
    cases,
    facts,
    given,
    lead,
    scored,
    touchpoints,
)

from agent.models.bant import Authority, Bant, Budget, Established, Need, Person, Timing
from agent.models.evidence import Span, evidence_id, note_locator
from agent.models.touchpoint import Kind
from agent.rubric import Case, deciding, load_rubric, score

FIRMER = ("denied", "contradictory", "indicated", "confirmed")


@any_of(cases())
def test_the_total_is_the_sum_of_the_contributions(case: Case) -> None:
    result = scored(case)
    assert result.total == sum(c.points for c in result.contributions)
    assert result.total == result.fit + result.intent + result.ecosystem + result.bant


@any_of(cases())
def test_floor_and_ceiling_enclose_the_total(case: Case) -> None:
    result = scored(case)
    assert result.floor <= result.total <= result.ceiling
    assert all(c.low <= c.points <= c.high for c in result.contributions)


@any_of(cases(), st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_the_same_lead_rubric_and_day_give_the_same_score(case: Case, day: date) -> None:
    assert score(case, RUBRIC, day) == score(case, load_rubric(), day)


@any_of(cases())
def test_no_family_gives_more_than_its_profile_allows(case: Case) -> None:
    result = scored(case)
    most = RUBRIC.profiles["direct" if result.profile == "direct" else "partner"].max
    assert result.fit <= most.fit
    assert 0 <= result.intent <= most.intent
    assert 0 <= result.ecosystem <= most.ecosystem
    assert result.bant <= most.bant


@any_of(cases())
def test_every_level_has_a_name_in_both_languages(case: Case) -> None:
    for c in scored(case).contributions:
        assert RUBRIC.label(c.criterion, None, "fr") != c.criterion
        assert RUBRIC.label(c.criterion, c.level, "fr") != c.level


@any_of(cases(), st.sampled_from(SLOTS), st.sampled_from(FIRMER[:-1]))
def test_a_slot_stated_more_firmly_never_gives_less(case: Case, slot: str, status: str) -> None:
    firmer = FIRMER[FIRMER.index(status) + 1]
    weak = Case(case.lead, case.facts, case.touchpoints, case.partner, call(**{slot: status}))
    strong = Case(case.lead, case.facts, case.touchpoints, case.partner, call(**{slot: firmer}))
    assert scored(strong).total >= scored(weak).total


def test_every_slot_is_unknown_before_the_first_call_and_after_one_that_did_not_raise_it() -> None:
    for case in (Case(lead(), {}), Case(lead(), {}, (), None, call())):
        levels = {(c.level, c.points) for c in scored(case).contributions if c.family == "bant"}
        assert levels == {("unknown", 0)}


def test_a_finding_is_proved_by_its_quotes_and_put_in_few_words() -> None:
    span = Span(start=10, end=42)
    established = Established(
        bant=Bant(
            language="fr",
            budget=Budget(
                status="confirmed", amount_min=30000, amount_max=40000, currency="EUR", spans=(span,)
            ),
            authority=Authority(
                status="confirmed", people=(Person(name="Claire Exemple", role="DAF", part="signs"),)
            ),
            need=Need(status="indicated", pains=("relances manuelles", "erreurs")),
            timing=Timing.model_validate({"status": "indicated", "to": "2027-03-31"}),
        ),
        notes={"budget": "appel-1"},
    )
    case = Case(lead(), {}, (), None, established)
    assert given(case, "budget").evidence == (evidence_id("note", note_locator("appel-1", span)),)
    assert [given(case, slot).because for slot in SLOTS] == [
        "30000–40000 EUR",
        "DAF",
        "relances manuelles",
        "≤ 2027-03-31",
    ]


def test_a_person_is_never_named_by_a_contribution() -> None:
    people = (Person(name="Claire Exemple", part="signs"),)
    bant = Bant(language="fr", authority=Authority(status="confirmed", people=people))
    named = lead(first_name="Ada", last_name="Exemple", email="ada@exemple.fr")
    result = scored(Case(named, facts(FACTORY), (), None, Established(bant=bant)))
    assert not any("Claire" in c.because or "Ada" in c.because for c in result.contributions)


def test_the_score_names_the_rubric_its_profile_and_the_day() -> None:
    result = scored(Case(lead(partner=REFERRED), {}))
    assert (result.profile, result.as_of) == ("partner", TODAY)
    assert result.rubric == RUBRIC.reference
    assert result.rubric.startswith("b2b-saas@1#")


def test_a_partner_lead_trades_points_of_intent_for_those_of_the_ecosystem() -> None:
    did = touchpoints((Kind.DEMO_REQUEST, 0), (Kind.QUOTE_REQUEST, 0), (Kind.INTEGRATION_INSTALL, 0))
    direct = scored(Case(lead(), facts(FACTORY), did))
    partner = scored(Case(lead(partner=REFERRED, source="referral"), facts(FACTORY), did, CERTIFIED))
    assert (direct.ecosystem, partner.ecosystem) == (0, 20)
    assert partner.fit == direct.fit
    assert partner.intent + partner.ecosystem <= 60


def test_without_the_partners_record_its_certification_stays_open() -> None:
    referred = lead(partner=REFERRED, source="partner referral")
    signal = given(Case(referred, {}), "partner_signal")
    assert (signal.level, signal.points, signal.high) == ("referral", 4, 12)
    certified = given(Case(referred, {}, (), CERTIFIED), "partner_signal")
    assert (certified.level, certified.low, certified.high) == ("certified_referral", 12, 12)


@pytest.mark.parametrize(
    ("source", "low", "points", "high"),
    [
        ("Recommandation partenaire", 12, 12, 12),
        ("account mapping", 0, 0, 0),
        ("partner", 0, 0, 12),
        (None, 0, 0, 12),
    ],
)
def test_a_referral_date_alone_leaves_open_whether_it_was_a_referral(
    source: str | None, low: int, points: int, high: int
) -> None:
    case = Case(lead(partner=REFERRED, source=source), {}, (), CERTIFIED)
    signal = given(case, "partner_signal")
    assert (signal.low, signal.points, signal.high) == (low, points, high)


def test_a_date_after_the_day_is_no_referral_yet() -> None:
    case = Case(lead(partner=REFERRED), {}, (), CERTIFIED)
    assert given(case, "partner_signal", date(2026, 11, 1)).high == 0


def test_an_integration_untouched_for_a_quarter_is_no_longer_in_use() -> None:
    def level(age: int) -> str:
        installed = touchpoints((Kind.INTEGRATION_INSTALL, age))
        return given(
            Case(lead(partner=REFERRED.model_copy(update={"referred_on": None})), {}, installed),
            "partner_signal",
        ).level

    assert (level(90), level(91)) == ("active_integration", "overlap")


def test_the_unknown_that_could_move_the_score_most_decides() -> None:
    decides = deciding(scored(Case(lead(), facts(FACTORY))).contributions)
    assert decides is not None
    assert (decides.criterion, decides.high - decides.low) == ("need", 22)
    every = call(need="confirmed", budget="denied", authority="indicated", timing="contradictory")
    assert deciding(scored(Case(lead(), facts(FACTORY), (), None, every)).contributions) is None


def test_a_score_of_an_earlier_day_ignores_what_came_later() -> None:
    did = touchpoints((Kind.DEMO_REQUEST, 1), (Kind.WEBINAR, 10))
    earlier = TODAY - timedelta(days=5)
    assert score(Case(lead(), {}, did), RUBRIC, earlier) == score(Case(lead(), {}, did[1:]), RUBRIC, earlier)
