"""The register of legal entity identifiers as a source: recorded answers, parents, and what "lapsed" means."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from canned import FETCHED, Canned, applies, ask, clue, facts, recorded, reply

from agent.sources import Sought
from agent.sources.gleif import Gleif
from agent.sources.identity import decide
from agent.sources.trouble import Unreachable, Unreadable

BY_NUMBER, BY_NAME = "gleif_by_legal_id", "gleif_by_name"
LEI, PARENT = "9695000BRIGHTLOOM042", "9695000OSPREYGROUP42"
LAPSED, ISSUED = "549300LBI3LRIZ2V8V66", "9845001B2AD43E664E58"


def record(lei: str = LEI, name: str = "BRIGHTLOOM", **entity: Any) -> dict[str, Any]:
    address = {"city": "LYON", "country": "FR", "region": "FR-ARA"}
    return {
        "type": "lei-records",
        "id": lei,
        "attributes": {
            "lei": lei,
            "entity": {
                "legalName": {"name": name},
                "legalAddress": address,
                "headquartersAddress": address,
                "registeredAs": "732 829 320",
                "status": "ACTIVE",
                **entity,
            },
            "registration": {"status": "ISSUED", "lastUpdateDate": "2025-06-01T08:00:00Z"},
        },
    }


def with_parent(child: dict[str, Any], *tiers: str) -> dict[str, Any]:
    links = {tier: {"links": {"lei-record": "https://elsewhere.example/"}} for tier in tiers}
    return {**child, "relationships": links}


async def test_a_recorded_registration_that_lapsed_leaves_the_company_active(shared: Path) -> None:
    path = shared / f"firmographics/gleif/v1__fixtures__{LAPSED}_lapsed.json"
    http = Canned([reply(recorded(path))])
    (one,) = await ask(Gleif(http), BY_NUMBER, legal_ids={"lei": LAPSED})
    assert http.asked == [f"https://api.gleif.org/api/v1/lei-records/{LAPSED}"]
    said = facts(one)
    assert (said["status"], said["country"], said["city"]) == ("active", "IE", "DUBLIN")
    assert "founded" not in said
    days = {fact.field: fact.as_of for fact in one.facts}
    assert (days["name"], days["status"]) == (date(2023, 7, 31), None)


async def test_a_recorded_trader_is_known_by_its_trade_name(shared: Path) -> None:
    path = shared / f"firmographics/gleif/v1__fixtures__{ISSUED}_issued.json"
    (one,) = await ask(Gleif(Canned([reply(recorded(path))])), BY_NUMBER, legal_ids={"lei": ISSUED})
    assert (one.name, one.other_names) == ("RAHUL", ("MATRIX POWER & AUTOMATION",))
    assert facts(one)["founded"] == 2019
    assert one.legal_ids == {"lei": ISSUED}
    proofs = {proof.id: proof for proof in one.evidence}
    assert all(proofs[fact.evidence].retrieved_at == FETCHED for fact in one.facts)
    assert all(
        proof.locator.startswith(f"https://api.gleif.org/api/v1/lei-records/{ISSUED} @")
        for proof in proofs.values()
    )


async def test_a_recorded_record_that_says_little_is_read_as_far_as_it_goes(shared: Path) -> None:
    content = recorded(shared / "firmographics/gleif/v2__fixtures__sparse_record.json")
    (one,) = await ask(Gleif(Canned([reply(content)])), BY_NAME, company="Sparse Example", country="SE")
    assert facts(one).keys() == {"name", "country", "legal_ids", "status"}


async def test_a_number_nobody_has_finds_nothing() -> None:
    assert (
        await ask(
            Gleif(Canned([reply({"errors": [{"status": "404"}]}, 404)])), BY_NUMBER, legal_ids={"lei": LEI}
        )
        == []
    )
    assert await ask(Gleif(Canned([reply({"data": []})])), BY_NUMBER, legal_ids={"siren": "732829320"}) == []


async def test_a_french_company_is_found_by_its_siren_and_carries_it() -> None:
    http = Canned([reply({"data": [record()]})])
    (one,) = await ask(Gleif(http), BY_NUMBER, legal_ids={"siren": "732829320"})
    assert http.question()["filter[entity.registeredAs]"] == "732829320"
    assert one.legal_ids == {"lei": LEI, "siren": "732829320"}


async def test_a_number_of_another_countrys_register_is_no_siren() -> None:
    abroad = {"city": "MUMBAI", "country": "IN"}
    (one,) = await ask(
        Gleif(Canned([reply({"data": record(legalAddress=abroad, headquartersAddress=abroad)})])),
        BY_NUMBER,
        legal_ids={"lei": LEI},
    )
    assert one.legal_ids == {"lei": LEI}


@pytest.mark.parametrize(
    "tiers", [("direct-parent",), ("ultimate-parent",), ("direct-parent", "ultimate-parent")]
)
async def test_a_reported_parent_is_looked_up_under_an_address_built_by_code(tiers: tuple[str, ...]) -> None:
    parent = record(PARENT, "OSPREY GROUP")
    http = Canned([reply({"data": with_parent(record(), *tiers)}), reply({"data": parent})])
    (one,) = await ask(Gleif(http), BY_NUMBER, legal_ids={"lei": LEI})
    assert http.asked[1] == f"https://api.gleif.org/api/v1/lei-records/{LEI}/{tiers[0]}"
    assert facts(one)["parent"] == "OSPREY GROUP"
    proof = next(proof for proof in one.evidence if "OSPREY" in proof.snippet)
    assert PARENT in proof.locator


async def test_a_parent_that_is_excused_or_cannot_be_had_loses_no_company() -> None:
    excused = {
        **record(),
        "relationships": {"direct-parent": {"links": {"reporting-exception": "https://x.example"}}},
    }
    http = Canned([reply({"data": excused})])
    (one,) = await ask(Gleif(http), BY_NUMBER, legal_ids={"lei": LEI})
    assert len(http.asked) == 1
    assert "parent" not in facts(one)
    failing = Canned([reply({"data": with_parent(record(), "direct-parent")}), Unreachable("no answer")])
    (one,) = await ask(Gleif(failing), BY_NUMBER, legal_ids={"lei": LEI})
    assert one.name == "BRIGHTLOOM"
    assert "parent" not in facts(one)


async def test_parents_of_many_are_not_asked_for() -> None:
    many = [with_parent(record(), "direct-parent"), with_parent(record(PARENT), "direct-parent")]
    http = Canned([reply({"data": many})])
    assert len(await ask(Gleif(http), BY_NAME, company="Brightloom", country="FR")) == 2
    assert len(http.asked) == 1


async def test_a_company_that_ended_is_closed_since_the_day_it_did() -> None:
    ended = record(status="INACTIVE", expiration={"date": "2024-12-31T00:00:00Z", "reason": "DISSOLVED"})
    (one,) = await ask(Gleif(Canned([reply({"data": ended})])), BY_NUMBER, legal_ids={"lei": LEI})
    (status,) = (fact for fact in one.facts if fact.field == "status")
    assert (status.value, status.as_of) == ("closed", date(2024, 12, 31))


@pytest.mark.parametrize("status", ["DUPLICATE", "ANNULLED"])
async def test_a_registration_that_is_void_is_no_company(status: str) -> None:
    void = record()
    void["attributes"]["registration"]["status"] = status
    assert await ask(Gleif(Canned([reply({"data": void})])), BY_NUMBER, legal_ids={"lei": LEI}) == []


async def test_names_that_are_only_alike_are_not_the_company() -> None:
    alike = [
        record(f"9695000{n:011}42", name) for n, name in enumerate(("HAWKER", "Hakera OÜ", "Hackett UK Ltd"))
    ]
    hits = await ask(Gleif(Canned([reply({"data": alike})])), BY_NAME, company="hacker", country="FR")
    sought = Sought(account_id="A1", clues=(clue(company="hacker", country="FR"),))
    assert len(hits) == 3
    assert decide(sought, hits, 0.85, 0.6).outcome != "matched"


def test_a_name_is_searched_where_the_country_is_known() -> None:
    assert applies(Gleif(Canned([])), BY_NAME, company="Brightloom", country="FR")
    assert not applies(Gleif(Canned([])), BY_NAME, company="Brightloom")
    assert not applies(Gleif(Canned([])), BY_NAME, country="FR")
    assert not applies(Gleif(Canned([])), BY_NUMBER, legal_ids={"vat": "DE136695976"})


async def test_it_is_asked_less_than_once_a_second() -> None:
    http = Canned([reply({"data": []})])
    await ask(Gleif(http), BY_NAME, company="Brightloom & Fils", country="FR")
    assert http.question()["filter[entity.names]"] == "Brightloom & Fils"
    assert http.apis[0] is not None
    assert http.apis[0].interval > 1


@pytest.mark.parametrize("content", [{}, {"data": "x"}, {"data": None}])
async def test_an_answer_of_another_shape_is_told(content: object) -> None:
    with pytest.raises(Unreadable):
        await ask(Gleif(Canned([reply(content)])), BY_NUMBER, legal_ids={"lei": LEI})


@pytest.mark.parametrize(
    "odd", [{"attributes": None}, {"attributes": {"lei": "../../secret"}}, {"attributes": {"lei": 7}}, 7]
)
async def test_a_record_without_a_proper_number_is_left_out(odd: object) -> None:
    assert (
        await ask(Gleif(Canned([reply({"data": [odd]})])), BY_NAME, company="Brightloom", country="FR") == []
    )
