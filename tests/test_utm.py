"""UTM rules: every violation is told, the mended value proposed, and what was found stays as it was found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.models.touchpoint import Kind as Act
from agent.models.touchpoint import Touchpoint
from agent.utm import Kind, Rules, Utm, Violation, governance

RULES = Rules(Utm(), ["Passerelle Énergie", "Openlink"])


def link(
    *, partner: str | None = None, doubles: tuple[str, ...] = (), origin: str = "t.csv:2", **utm: str
) -> Touchpoint:
    return Touchpoint(
        id="T1",
        at=datetime(2026, 11, 3, tzinfo=UTC),
        kind=Act.PAGE_VIEW,
        partner=partner,
        doubles=doubles,
        origin=origin,
        utm={f"utm_{name}": value for name, value in utm.items()},
    )  # fmt: skip


def tagged(partner: str | None, utm: dict[str, str]) -> Touchpoint:
    return link(partner=partner).model_copy(
        update={"utm": {f"utm_{name}": text for name, text in utm.items()}}
    )


def told(touchpoint: Touchpoint, rules: Rules = RULES) -> list[tuple[Kind, str, str]]:
    return [(one.kind, one.parameter, one.proposed) for one in rules.check(touchpoint)]


@pytest.mark.parametrize(
    "fine",
    [
        link(source="linkedin", medium="social", campaign="spring_2026"),
        link(source="openlink", medium="referral"),
        link(source="passerelle_energie", medium="referral", partner="PASSERELLE energie"),
        link(source="newcomer", medium="referral", partner="Newcomer"),
        link(source="ai_overview"),
        link(source="google", medium="cpc", term="CRM Software", content="Blue Button"),
        link(),
        link(partner="Openlink"),
    ],
)
def test_a_link_that_keeps_the_rules_is_not_told(fine: Touchpoint) -> None:
    assert told(fine) == []


@pytest.mark.parametrize(
    ("source", "kinds", "proposed"),
    [
        ("LinkedIn", [Kind.CASE], "linkedin"),
        (" linkedin", [Kind.SPACES], "linkedin"),
        ("linkdin", [Kind.SPELLING], "linkedin"),
        ("Linked-In", [Kind.CASE, Kind.SPELLING], "linkedin"),
        ("AI Overview", [Kind.SPACES, Kind.CASE], "ai_overview"),
        ("chatgpt.com", [Kind.ALIAS], "ai_overview"),
        ("fb", [Kind.ALIAS], "facebook"),
        ("zzyzx", [Kind.UNKNOWN], ""),
        ("…", [Kind.UNKNOWN], ""),
    ],
)
def test_a_source_off_the_list_gets_the_value_that_is_meant(
    source: str, kinds: list[Kind], proposed: str
) -> None:
    assert told(link(source=source, medium="social")) == [
        (kind, "utm_source", proposed) for kind in kinds
    ] or (
        proposed == "ai_overview"
        and told(link(source=source)) == [(kind, "utm_source", proposed) for kind in kinds]
    )


def test_a_partners_link_names_the_partner_as_source_and_referral_as_medium() -> None:
    wrong = link(partner="Openlink", source="linkedin", medium="social")
    assert told(wrong) == [
        (Kind.PARTNER_SOURCE, "utm_source", "openlink"),
        (Kind.PARTNER_MEDIUM, "utm_medium", "referral"),
    ]


def test_a_source_that_is_a_partners_name_makes_it_the_partners_link() -> None:
    assert told(link(source="Open-Link", medium="email")) == [
        (Kind.CASE, "utm_source", "openlink"),
        (Kind.SPELLING, "utm_source", "openlink"),
        (Kind.PARTNER_MEDIUM, "utm_medium", "referral"),
    ]


def test_a_partners_name_nearly_right_is_a_misspelling_and_not_somebody_else() -> None:
    assert told(link(partner="Openlink", source="openlnk", medium="referal")) == [
        (Kind.SPELLING, "utm_source", "openlink"),
        (Kind.SPELLING, "utm_medium", "referral"),
    ]


def test_what_is_missing_is_told_and_proposed_where_the_partner_tells_it() -> None:
    assert told(link(campaign="spring")) == [
        (Kind.MISSING, "utm_source", ""),
        (Kind.MISSING, "utm_medium", ""),
    ]
    assert told(link(partner="Openlink", campaign="spring")) == [
        (Kind.MISSING, "utm_source", "openlink"),
        (Kind.MISSING, "utm_medium", "referral"),
    ]


def test_a_parameter_given_twice_is_told_with_every_value() -> None:
    twice = link(source="linkedin", medium="social", doubles=("utm_source=fb", "utm_source=x"))
    assert RULES.check(twice) == (Violation(Kind.DOUBLE, "utm_source", "linkedin, fb, x", "linkedin"),)


def test_a_campaign_has_no_list_but_neither_capitals_nor_spaces() -> None:
    assert told(link(source="google", medium="cpc", campaign="Spring Sale")) == [
        (Kind.SPACES, "utm_campaign", "spring_sale"),
        (Kind.CASE, "utm_campaign", "spring_sale"),
    ]


def test_lists_aliases_likeness_and_separator_are_settings() -> None:
    ours = Rules(
        Utm(
            sources=("Trade-Press",),
            mediums=("print",),
            aliases={"tp": "Trade-Press"},
            near=100,
            separator="-",
        ),
        ["Acme Cloud"],
    )
    assert told(link(source="tp", medium="print"), ours) == [(Kind.ALIAS, "utm_source", "Trade-Press")]
    assert told(link(source="trade-pres", medium="print"), ours) == [(Kind.UNKNOWN, "utm_source", "")]
    assert told(link(source="acme-cloud", medium="referral"), ours) == []


values = st.one_of(
    st.text(max_size=15),
    st.sampled_from(["Openlink", "LinkedIn ", "cpc", "REFERRAL", "mail", "Passerelle Énergie", "goggle"]),
)


@given(values, values, values, st.sampled_from([None, "Openlink", "Newcomer"]))
def test_a_link_mended_as_proposed_breaks_no_rule_that_had_a_proposal(
    source: str, medium: str, campaign: str, partner: str | None
) -> None:
    utm = {
        name: text for name, text in (("source", source), ("medium", medium), ("campaign", campaign)) if text
    }
    found = RULES.check(tagged(partner, utm))
    mended = utm | {one.parameter.removeprefix("utm_"): one.proposed for one in found if one.proposed}
    again = RULES.check(tagged(partner, mended))
    proposed = {one.parameter for one in found if one.proposed}
    # A source mended into a partner's name makes it the partner's link, which has one more rule for the medium.
    assert {one.parameter for one in again} & proposed <= {"utm_medium"}


@given(values, values)
def test_checking_changes_nothing(source: str, medium: str) -> None:
    touchpoint = link(source=source, medium=medium)
    before = touchpoint.model_dump_json()
    RULES.check(touchpoint)
    assert touchpoint.model_dump_json() == before


def test_violations_are_counted_by_kind_with_every_place_the_most_frequent_first() -> None:
    good, bad = link(source="google", medium="cpc"), [
        link(source="Google", medium="cpc", origin=f"t.csv:{line}") for line in (3, 9)
    ]  # fmt: skip
    unknown = link(source="zzyzx", medium="cpc", origin="u.csv:2")
    found = governance([good, link(), unknown, *bad], RULES)
    assert (found.tagged, found.wrong, found.by_kind()) == (4, 3, {Kind.CASE: 2, Kind.UNKNOWN: 1})
    assert [(one.violation.found, one.places) for one in found.findings] == [
        ("Google", ("t.csv:3", "t.csv:9")),
        ("zzyzx", ("u.csv:2",)),
    ]
