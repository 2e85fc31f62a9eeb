"""What speaks for two leads being one, and what against."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.duplicates.compare import Alike, compare
from agent.duplicates.record import Record, record
from agent.models.lead import Lead, PartnerSource


def lead(id: str = "L1", **fields: object) -> Lead:
    return Lead.model_validate({"id": id, "account_id": "A", "company": "", **fields})


def alike(one: Lead, other: Lead) -> Alike:
    found = compare(record(one), record(other), 100)
    assert found is not None
    return found


JEAN = {"first_name": "Jean", "last_name": "Dupont", "company": "Moulins Réunis SAS"}


def test_one_e_mail_is_one_lead_whatever_the_names() -> None:
    found = alike(
        lead(email="info@moulins.example", **JEAN), lead(email="INFO@moulins.example", last_name="Curie")
    )
    assert found.sure
    assert found.match.reasons[0] == "same e-mail"


def test_a_company_through_one_partner_is_one_record() -> None:
    partner = PartnerSource(partner="Nordwind")
    one = lead(company="Moulins Réunis", website="moulins.example", domain="moulins.example", partner=partner)
    other = lead(email="jean@moulins.example", **JEAN, partner=PartnerSource(partner="NORDWIND"))
    assert alike(one, other).sure
    other_way = lead(email="jean@moulins.example", **JEAN, partner=PartnerSource(partner="Südwind"))
    assert not alike(one, other_way).sure


def test_two_people_whom_one_partner_sent_are_for_a_person_to_look_at() -> None:
    partner = PartnerSource(partner="Nordwind")
    one = lead(email="jean.dupont@moulins.example", **JEAN, partner=partner)
    other = lead(email="marie.curie@moulins.example", first_name="Marie", last_name="Curie", partner=partner)
    found = alike(one, other)
    assert (found.key, found.sure) == (True, False)
    assert "other person" in found.match.reasons


def test_free_mail_makes_no_company_of_two_people_whom_one_partner_sent() -> None:
    partner = PartnerSource(partner="Nordwind")
    one, other = (lead(email=f"{name}@gmail.com", partner=partner) for name in ("jeandupont", "mariecurie"))
    assert not alike(one, other).key


def test_one_person_at_one_legal_id_is_one_lead_and_two_people_are_two() -> None:
    one = lead(**JEAN, legal_id="552100554")
    establishment = lead(
        first_name="Jean", last_name="DUPONT", company="Minoterie", legal_id="552 100 554 00013"
    )
    assert alike(one, establishment).sure == (record(one).legal_id == record(establishment).legal_id)
    assert alike(one, lead(**JEAN, legal_id="552 100 554")).sure
    assert not alike(one, lead(first_name="Marie", last_name="Curie", legal_id="552100554")).sure


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"first_name": "Dupont", "last_name": "Jean", "company": "MOULINS REUNIS"}, "same person"),
        (
            {"first_name": "Jean", "last_name": "Dupond", "company": "Moulins Réunis"},
            "name differs by a slip",
        ),
        (
            {"first_name": "J.", "last_name": "Dupont", "company": "Moulins Réunis"},
            "name shortened to an initial",
        ),
        ({"last_name": "Dupont", "company": "Moulins Réunis", "phone": "01 23 45 67 89"}, "part of the name"),
    ],
)
def test_a_name_written_otherwise_at_the_same_company_is_shown_and_never_sure(
    told: dict[str, str], why: str
) -> None:
    found = alike(lead(**JEAN, phone="+33123456789"), lead(**told))
    assert found.match.quality >= 0.8
    assert why in found.match.reasons
    assert not found.sure


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("jean.dupont@moulins.example", "jean.dupond@moulins.example", "e-mail differs by a slip"),
        ("jean.dupont@moulins.example", "jean.dupont@moulin.example", "e-mail differs by a slip"),
        ("poste12@moulins.example", "poste13@moulins.example", "other e-mail"),
        ("ab@moulins.example", "ac@moulins.example", "other e-mail"),
    ],
)
def test_a_slip_in_an_address_is_told_from_another_address(one: str, other: str, why: str) -> None:
    assert why in alike(lead(email=one), lead(email=other)).match.reasons


@pytest.mark.parametrize(
    "other",
    [
        {"first_name": "Marie", "last_name": "Curie", "company": "Moulins Réunis", "phone": "+33123456789"},
        {"first_name": "Jean", "last_name": "Dupont", "company": "Forges du Nord", "city": "Metz"},
        {"company": "Moulins Réunis"},
        {},
    ],
)
def test_colleagues_namesakes_and_strangers_are_no_duplicates(other: dict[str, str]) -> None:
    mine = lead(**JEAN, phone="+33123456789", city="Lille", email="jean.dupont@moulins.example")
    assert compare(record(mine), record(lead(**other)), 100, 0.8) is None


def test_a_name_that_many_bear_says_less() -> None:
    one, other = record(lead(**JEAN)), record(lead(**JEAN))
    rare = compare(one._replace(bearers=2), other._replace(bearers=2), 100_000)
    common = compare(one._replace(bearers=5000), other._replace(bearers=5000), 100_000)
    assert rare is not None
    assert common is not None
    assert rare.match.quality > common.match.quality


maybe = st.none() | st.sampled_from(["aaaaaaaa", "aaaaaaab", "aaaa bbbb", "b aaaa", "c"])
emails = st.none() | st.sampled_from(
    ["jean.dupont@a.example", "jean.dupond@a.example", "x1@b.example", "x2@b.example"]
)
records = st.builds(Record, st.just(0), st.just("L"), emails, *[maybe] * 8, *[st.integers(1, 9)] * 4)


@given(records, records)
def test_it_does_not_matter_which_of_two_comes_first(one: Record, other: Record) -> None:
    here, there = compare(one, other, 100), compare(other, one, 100)
    assert here is not None
    assert there is not None
    assert here.match.quality == there.match.quality
    assert sorted(here.match.reasons) == sorted(there.match.reasons)
    assert (here.key, here.sure) == (there.key, there.sure)
    assert 0 <= here.match.quality <= 1
