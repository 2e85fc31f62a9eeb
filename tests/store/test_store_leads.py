"""Leads, their accounts, facts and proofs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from goods import NOON, a_fact, a_lead, a_proof, an_account, forgotten
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import NotFound
from agent.models.account import Band, Candidate, Enrichment, Match, Money, Value
from agent.models.lead import Lead
from agent.models.partner import Partner
from agent.store import Store, Tx, accounts, evidence, leads, partners


@pytest.fixture
def tx(slate: Store) -> Iterator[Tx]:
    """A write, of which nothing is kept, in a store that holds one account."""
    with forgotten(slate) as tx:
        accounts.save(tx, [an_account()])
        yield tx


def test_leads_come_back_as_they_were_saved(tx: Tx) -> None:
    saved = [a_lead(1), a_lead(2, email=None, consent=False, created_on=date(2026, 1, 2))]
    leads.save(tx, saved)
    assert [leads.get(tx, one.id) for one in saved] == saved
    assert leads.get(tx, "L99999999") is None


def test_saving_a_lead_again_replaces_it_and_keeps_its_place(tx: Tx) -> None:
    leads.save(tx, [a_lead(2), a_lead(1)])
    leads.save(tx, [a_lead(3), a_lead(2, title="CTO")])
    assert list(leads.each(tx)) == [a_lead(2, title="CTO"), a_lead(1), a_lead(3)]


def test_each_gives_the_leads_asked_for_in_the_order_asked_for(tx: Tx) -> None:
    leads.save(tx, [a_lead(number) for number in range(1, 4)])
    asked = [a_lead(3).id, "L99999999", a_lead(1).id]
    assert list(leads.each(tx, asked)) == [a_lead(3), a_lead(1)]
    assert list(leads.get_many(tx, asked)) == [a_lead(3).id, a_lead(1).id]


def test_while_the_leads_are_walked_other_things_can_be_read(store: Store) -> None:
    with store.write() as tx:
        accounts.save(tx, [an_account()])
        leads.save(tx, [a_lead(number) for number in range(2500)])
    with store.read() as tx:
        walked = [accounts.get_many(tx, [lead.account_id])[lead.account_id] for lead in leads.each(tx)]
    assert walked == [an_account()] * 2500


def test_thousands_are_saved_and_fetched_at_once(tx: Tx) -> None:
    many = [a_lead(number) for number in range(6000)]
    leads.save(tx, many)
    assert list(leads.each(tx)) == many
    assert list(leads.get_many(tx, [one.id for one in many]).values()) == many


@pytest.mark.parametrize(
    "name", ["Lab12cd34", "lab12CD34", " Lab12 ", "lab", "Zoé@Firm.example", "zoé@firm.example"]
)
def test_a_lead_is_found_by_id_beginning_of_an_id_or_e_mail(tx: Tx, name: str) -> None:
    sought = a_lead(id="Lab12cd34", email="zoé@firm.example")
    leads.save(tx, [a_lead(1), sought, a_lead(2)])
    assert leads.find(tx, name) == sought


@pytest.mark.parametrize(
    "name", ["", "L", "Lab", "Lab1", "nobody@firm.example", "%", "Lab12cd34%", "twins@firm.example"]
)
def test_a_name_that_fits_no_lead_or_several_finds_none_and_is_not_repeated(tx: Tx, name: str) -> None:
    twins = [a_lead(id=lead_id, email="twins@firm.example") for lead_id in ("Lab12cd34", "Lab1ffff0")]
    leads.save(tx, [a_lead(1), *twins])
    with pytest.raises(NotFound) as told:
        leads.find(tx, name)
    assert "@" not in str(told.value)


def test_a_whole_id_is_found_even_where_it_begins_another(tx: Tx) -> None:
    leads.save(tx, [a_lead(id="Lab1"), a_lead(id="Lab12")])
    assert leads.find(tx, "Lab1").id == "Lab1"


def test_the_leads_of_an_account_come_in_the_order_they_arrived(tx: Tx) -> None:
    accounts.save(tx, [an_account(2)])
    leads.save(tx, [a_lead(3), a_lead(1), a_lead(2, account_id="A00000002")])
    assert accounts.leads_of(tx, "A00000001") == (a_lead(3), a_lead(1))
    assert accounts.leads_of(tx, "A99999999") == ()


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None)
@given(
    st.builds(
        Lead,
        id=st.just("L1"),
        account_id=st.just("A00000001"),
        company=words,
        email=st.none() | words,
        title=st.none() | words,
        comment=st.none() | words,
        created_on=st.none() | st.dates(),
        consent=st.none() | st.booleans(),
        extra=st.dictionaries(words, words, max_size=3),
        partner=st.none(),
        origins=st.just(()),
    )
)
def test_whatever_a_lead_holds_survives(slate: Store, lead: Lead) -> None:
    with forgotten(slate) as tx:
        accounts.save(tx, [an_account()])
        leads.save(tx, [lead])
        assert leads.get(tx, "L1") == lead


VALUES: list[tuple[str, Value]] = [
    ("name", "2010"),
    ("founded", 2010),
    ("employees", 340),
    ("employees", Band(min=50, max=None)),
    ("revenue", Money(min=1e6, max=None, currency="EUR", year=2025)),
    ("legal_ids", {"siren": "552100554"}),
    ("technologies", ("SAP", "Odoo")),
]


@pytest.mark.parametrize(("field", "value"), VALUES)
def test_a_fact_keeps_the_kind_of_its_value(tx: Tx, field: str, value: Value) -> None:
    fact = a_fact(field, value, as_of=date(2026, 1, 1))
    accounts.add_facts(tx, "A00000001", [fact], [a_proof()])
    (found,) = accounts.facts(tx, ["A00000001"])["A00000001"]
    assert found == fact
    assert type(found.value) is type(value)


def test_the_same_fact_from_the_same_place_is_one_fact_last_seen_lately(tx: Tx) -> None:
    first, again = a_fact("city", "Lyon"), a_fact("city", "Lyon", retrieved_at=NOON + timedelta(days=9))
    other = a_fact("city", "Lyon", evidence="Eother")
    accounts.add_facts(tx, "A00000001", [first, other], [a_proof(), a_proof("Eother", locator="more.csv:7")])
    accounts.add_facts(tx, "A00000001", [again], [a_proof()])
    assert accounts.facts(tx, ["A00000001", "A00000002"]) == {"A00000001": (again, other), "A00000002": ()}


def test_the_facts_in_force_are_the_lead_files_and_the_last_enrichments(tx: Tx) -> None:
    said = a_fact("city", "Lyon")
    wrong = a_fact("city", "Paris", source="directory", evidence="Ewrong")
    right = a_fact("city", "Lyon", source="directory", evidence="Eright")
    accounts.add_facts(tx, "A00000001", [said], [a_proof()])
    assert accounts.latest_enrichment(tx, "A00000001") is None
    for fact in (wrong, right):
        found = Enrichment(account_id="A00000001", facts=(fact,), outcome="matched", calls=1, mode="offline")
        accounts.add_enrichment(tx, found, [a_proof(fact.evidence)])
        assert accounts.latest_enrichment(tx, "A00000001") == found
        assert accounts.latest_enrichments(tx, ["A00000001", "A00000002"]) == {"A00000001": found}
    assert accounts.facts(tx, ["A00000001"]) == {"A00000001": (said, right)}


def test_an_ambiguous_enrichment_keeps_its_candidates(tx: Tx) -> None:
    candidate = Candidate(
        record="214", source="directory", name="Firm", match=Match(quality=0.7, reasons=("same domain",))
    )
    found = Enrichment(account_id="A00000001", candidates=(candidate,), outcome="ambiguous", mode="offline")
    accounts.add_enrichment(tx, found, [])
    assert accounts.latest_enrichment(tx, "A00000001") == found


def test_a_proof_found_again_shows_what_stands_there_now(tx: Tx) -> None:
    evidence.add(tx, [a_proof(snippet="old"), a_proof("Eother")])
    evidence.add(tx, [a_proof(snippet="new")])
    found = evidence.get_many(tx, ["Eleads.csv:2", "Eother", "Enone"])
    assert found == {"Eleads.csv:2": a_proof(snippet="new"), "Eother": a_proof("Eother")}


def test_partners_are_known_by_name_without_case_or_accents(tx: Tx) -> None:
    partners.save(tx, [Partner(name="Élan Conseil"), Partner(name="Bravo")])
    partners.save(tx, [Partner(name="ELAN conseil", tier="gold", certified=True)])
    assert partners.all(tx) == (
        Partner(name="Bravo"),
        Partner(name="ELAN conseil", tier="gold", certified=True),
    )
