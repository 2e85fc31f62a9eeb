"""Whether a record is the company looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sources import Clue, Found, Sought
from agent.sources.identity import Verdict, decide, judge

ACCEPT, SHOW = 0.85, 0.6


def sought(company: str = "", **clue: object) -> Sought:
    return Sought(
        account_id="A1", clues=(Clue.model_validate({"lead_id": "L1", "company": company, **clue}),)
    )


def record(name: str, n: int = 1, source: str = "directory", **found: object) -> Found:
    return Found.model_validate({"source": source, "record": f"list.csv#{n}", "name": name, **found})


def verdict(looked_for: Sought, *records: Found) -> Verdict:
    return decide(looked_for, records, ACCEPT, SHOW)


def matched(looked_for: Sought, *records: Found) -> list[str]:
    return [one.found.record for one in verdict(looked_for, *records).matched]


LOOM = record("Brightloom", domains=("brightloom.example",), countries=("FR",), cities=("Lyon",))


@pytest.mark.parametrize(
    "looked_for",
    [
        sought("Brightloom", website="brightloom.example"),
        sought("BRGHTLOOM sas", mail="brightloom.example"),
        sought("", mail="brightloom.example"),
        sought("Brightloom Lyon", website="brightloom.example"),
        sought("Brightloom"),
        sought("Brigthloom"),
        sought("Brightloom", country="FR", city="Lyon"),
    ],
)
def test_a_company_is_known_by_domain_and_name_or_by_a_whole_name(looked_for: Sought) -> None:
    assert matched(looked_for, LOOM) == ["list.csv#1"]


@pytest.mark.parametrize(
    "looked_for",
    [
        sought("Kestrel Analytics", mail="brightloom.example"),  # who writes from there may work elsewhere
        sought("Kestrel Analytics", website="brightloom.example"),
        sought("Brightloom", website="bright-loom.example"),  # another company may have the name
        sought("Brightloom", country="DE"),
        sought("Brightloom Robotics"),
    ],
)
def test_what_agrees_in_one_thing_and_contradicts_in_another_is_shown_only(looked_for: Sought) -> None:
    found = verdict(looked_for, LOOM)
    assert found.outcome == "ambiguous"
    assert found.shown[0].match.quality < ACCEPT
    assert found.shown[0].match.reasons


def test_a_stranger_is_not_found() -> None:
    assert verdict(sought("Kestrel"), LOOM) == Verdict("not found")
    assert verdict(sought("Kestrel")) == Verdict("not found")


def test_a_name_of_several_companies_is_ambiguous_until_place_or_domain_settles_it() -> None:
    lyon = record("Atlas", 1, domains=("atlas.example",), countries=("FR",), cities=("Lyon",))
    oslo = record("Atlas", 2, domains=("atlas.test",), countries=("NO",), cities=("Oslo",))
    both = verdict(sought("Atlas"), lyon, oslo)
    assert both.outcome == "ambiguous"
    assert len(both.shown) == 2
    assert matched(sought("Atlas", country="NO"), lyon, oslo) == ["list.csv#2"]
    assert matched(sought("Atlas", city="lyon"), lyon, oslo) == ["list.csv#1"]
    assert matched(sought("Atlas", mail="atlas.example"), lyon, oslo) == ["list.csv#1"]


def test_a_name_that_may_be_a_slip_of_a_longer_one_is_ambiguous() -> None:
    coupl, couple = record("Coupl", 1), record("Couple", 2)
    assert verdict(sought("Coupl"), coupl, couple).outcome == "ambiguous"
    assert matched(sought("Couple"), coupl, couple) == ["list.csv#2"]


def test_a_slip_between_two_names_is_ambiguous() -> None:
    assert verdict(sought("Spek"), record("Speak", 1), record("Speck", 2)).outcome == "ambiguous"


def test_a_short_name_must_be_whole() -> None:
    assert verdict(sought("Brx"), record("Brex")).outcome == "ambiguous"
    assert matched(sought("BREX"), record("Brex")) == ["list.csv#1"]


def test_a_former_name_counts_less_than_the_name_of_today() -> None:
    gusto = record("Gusteau", 1, other_names=("Zenrolling",))
    assert matched(sought("Zenrolling"), gusto) == ["list.csv#1"]
    assert matched(sought("Zenrolling"), gusto, record("Zenrolling", 2)) == ["list.csv#2"]
    assert verdict(sought("Wave"), record("Sendaway", 1, other_names=("Wave",))).outcome == "ambiguous"


def test_a_domain_of_several_companies_does_not_tell_them_apart() -> None:
    parent, child = (
        record("Northwind Group", 1, domains=("northwind.example",)),
        record("Northwind Energy", 2, domains=("northwind.example",)),
    )
    assert verdict(sought("", website="northwind.example"), parent, child).outcome == "ambiguous"
    assert matched(sought("Northwind Energy", website="northwind.example"), parent, child) == ["list.csv#2"]


def test_a_name_in_the_domain_stands_for_a_record_filed_under_another() -> None:
    filed = record("Facegroup", domains=("metaverse.example",))
    assert matched(sought("Metaverse", website="metaverse.example"), filed) == ["list.csv#1"]


def test_a_number_settles_and_another_number_excludes() -> None:
    filed = record("Ateliers Brightloom", legal_ids={"siren": "732829320"}, countries=("FR",))
    assert matched(sought("Brightloom", legal_ids={"siren": "732829320"}), filed) == ["list.csv#1"]
    assert matched(sought("", legal_ids={"siren": "732829320"}, country="DE"), filed) == ["list.csv#1"]
    assert verdict(sought("Kestrel", legal_ids={"siren": "732829320"}), filed).outcome == "ambiguous"
    assert (
        verdict(sought("Ateliers Brightloom", legal_ids={"siren": "005880596"}), filed).outcome == "not found"
    )


def test_records_of_one_company_in_two_files_are_matched_together() -> None:
    other = record("BRIGHTLOOM SAS", 7, source="registry", domains=("brightloom.example",))
    assert matched(sought("Brightloom"), LOOM, other) == ["list.csv#1", "list.csv#7"]
    numbered = record("Brightloom", 8, legal_ids={"siren": "732829320"})
    namesake = record("Brightloom", 9, legal_ids={"siren": "005880596"})
    assert verdict(sought("Brightloom"), numbered, namesake).outcome == "ambiguous"


def test_an_offices_other_country_does_not_weigh_against_the_domain() -> None:
    assert matched(sought("Brightloom", website="brightloom.example", country="US", city="Austin"), LOOM)


def test_the_lead_that_tells_most_decides_for_its_account() -> None:
    clues = (
        Clue(lead_id="L1", company="BL"),
        Clue(lead_id="L2", company="Brightloom", mail="brightloom.example"),
    )
    assert matched(Sought(account_id="A1", clues=clues), LOOM) == ["list.csv#1"]


@given(
    st.text(max_size=20),
    st.sampled_from([None, "brightloom.example", "kestrel.example"]),
    st.sampled_from([None, "FR", "DE"]),
    st.text(max_size=20),
)
def test_a_quality_is_between_0_and_1_and_has_reasons(
    company: str, domain: str | None, country: str | None, name: str
) -> None:
    filed = record(name, domains=("brightloom.example",), countries=("FR",))
    match = judge(sought(company, website=domain, country=country), filed).match
    assert 0 <= match.quality <= 1
    assert bool(match.reasons) == (match.quality > 0)


@given(st.permutations(range(5)))
def test_the_order_of_the_records_decides_nothing(order: list[int]) -> None:
    records = [
        record("Brightloom", 1, domains=("brightloom.example",)),
        record("Brightlooms", 2),
        record("Bright Loom", 3, countries=("DE",)),
        record("Kestrel", 4),
        record("Brightloom", 5, domains=("brightloom.test",)),
    ]
    looked_for = sought("Brightloom", mail="brightloom.example")
    assert verdict(looked_for, *(records[place] for place in order)) == verdict(looked_for, *records)
