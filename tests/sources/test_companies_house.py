"""The register of the United Kingdom as a source. The answers are invented, in the shape its reference documents."""

from __future__ import annotations

from base64 import b64decode
from datetime import date
from typing import Any

import pytest
from canned import Canned, Sleeper, applies, ask, clue, facts, reply
from hypothesis import given
from hypothesis import strategies as st

from agent.settings import Settings
from agent.sources import Found, Sought
from agent.sources.companies_house import CompaniesHouse, open
from agent.sources.identity import decide
from agent.sources.trouble import Closed, Unreachable, Unreadable

BY_NUMBER, BY_NAME = "companies_house_by_legal_id", "companies_house_by_name"
NUMBER = "01234567"


def profile(**said: Any) -> dict[str, Any]:
    return {
        "company_name": "BRIGHTLOOM TEXTILES LIMITED",
        "company_number": NUMBER,
        "company_status": "active",
        "type": "ltd",
        "jurisdiction": "england-wales",
        "date_of_creation": "1994-03-17",
        "sic_codes": ["13200", "46410"],
        "registered_office_address": {
            "address_line_1": "1 Weaver Row",
            "locality": "Leeds",
            "region": "West Yorkshire",
            "postal_code": "LS1 0AA",
            "country": "England",
        },
        "previous_company_names": [
            {"name": "LOOM & SONS LIMITED", "effective_from": "1994-03-17", "ceased_on": "2001-05-02"}
        ],
        "confirmation_statement": {"last_made_up_to": "2025-11-30", "overdue": False},
        "links": {"self": f"/company/{NUMBER}", "officers": f"/company/{NUMBER}/officers"},
        **said,
    }


def hit(number: str = NUMBER, title: str = "BRIGHTLOOM TEXTILES LIMITED", **said: Any) -> dict[str, Any]:
    return {
        "kind": "searchresults#company",
        "title": title,
        "company_number": number,
        "company_status": "active",
        "date_of_creation": "1994-03-17",
        "address": {"locality": "Leeds", "country": "England", "premises": "1"},
        "matches": {"title": [1, 10]},
        "snippet": "",
        **said,
    }


def results(*items: object) -> dict[str, Any]:
    return {"kind": "search#companies", "items_per_page": 50, "total_results": len(items), "items": items}


def house(*replies: Any) -> tuple[CompaniesHouse, Canned]:
    http = Canned(replies)
    return CompaniesHouse(http, "invented", sleep=Sleeper()), http


async def by_number(content: object, status: int = 200, number: str = NUMBER) -> list[Found]:
    source, _ = house(reply(content, status))
    return list(await ask(source, BY_NUMBER, legal_ids={"company_number": number}))


async def test_the_company_with_the_number_is_read_whole() -> None:
    (one,) = await by_number(profile())
    assert facts(one) == {
        "name": "BRIGHTLOOM TEXTILES LIMITED",
        "industry": "Manufacture of textiles",
        "country": "GB",
        "region": "West Yorkshire",
        "city": "Leeds",
        "founded": 1994,
        "legal_ids": {"company_number": NUMBER},
        "status": "active",
    }
    assert one.other_names == ("LOOM & SONS LIMITED",)
    proofs = {proof.id: proof for proof in one.evidence}
    assert all(fact.evidence in proofs for fact in one.facts)
    assert "sic_codes: 13200" in {proof.snippet for proof in one.evidence}
    assert {fact.as_of for fact in one.facts if fact.field == "industry"} == {date(2025, 11, 30)}


async def test_the_key_goes_as_the_user_of_basic_and_nowhere_else() -> None:
    source, http = house(reply(profile()))
    await ask(source, BY_NUMBER, legal_ids={"company_number": NUMBER})
    scheme, login = http.headers[0]["Authorization"].split()
    assert (scheme, b64decode(login)) == ("Basic", b"invented:")
    assert http.asked == [f"https://api.company-information.service.gov.uk/company/{NUMBER}"]


async def test_officers_and_owners_are_never_asked_for() -> None:
    source, http = house(reply(profile()))
    await ask(source, BY_NUMBER, legal_ids={"company_number": NUMBER})
    assert len(http.asked) == 1


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("active", "active"),
        ("open", "active"),
        ("dissolved", "closed"),
        ("converted-closed", "closed"),
        ("liquidation", "insolvent"),
        ("administration", "insolvent"),
        ("some-day-new", None),
        (None, None),
    ],
)
async def test_a_state_of_the_register_is_a_status_or_none(state: str | None, status: str | None) -> None:
    (one,) = await by_number(profile(company_status=state))
    assert facts(one).get("status") == status


async def test_a_company_that_was_dissolved_is_closed_since_that_day() -> None:
    (one,) = await by_number(profile(company_status="dissolved", date_of_cessation="2019-08-06"))
    (status,) = (fact for fact in one.facts if fact.field == "status")
    assert (status.value, status.as_of) == ("closed", date(2019, 8, 6))


async def test_the_country_is_that_of_the_office_else_that_of_the_law() -> None:
    (silent,) = await by_number(profile(registered_office_address={"locality": "Leeds"}))
    (abroad,) = await by_number(profile(registered_office_address={"country": "France"}))
    (overseas,) = await by_number(profile(registered_office_address=None, jurisdiction="noneu"))
    assert [facts(one).get("country") for one in (silent, abroad, overseas)] == ["GB", "FR", None]


async def test_a_code_that_no_table_knows_stays_as_it_is() -> None:
    (one,) = await by_number(profile(sic_codes=["04999"]))
    assert facts(one)["industry"] == "04999"


async def test_a_record_that_says_little_is_read_as_far_as_it_goes() -> None:
    bare: dict[str, Any] = {
        "company_name": None,
        "company_number": NUMBER,
        "sic_codes": None,
        "previous_company_names": [None, {}],
    }
    (one,) = await by_number(bare)
    assert facts(one) == {"legal_ids": {"company_number": NUMBER}}


async def test_a_number_whose_zeros_were_eaten_is_asked_for_in_full() -> None:
    source, http = house(reply(profile()))
    await ask(source, BY_NUMBER, legal_ids={"company_number": "1234567"})
    assert http.asked[0].endswith(f"/company/{NUMBER}")


def test_numbers_of_other_countries_are_not_looked_for() -> None:
    source, _ = house()
    numbers = {"company_number": NUMBER}
    assert applies(source, BY_NUMBER, legal_ids=numbers)
    assert not applies(source, BY_NUMBER, legal_ids=numbers, country="DE")
    assert not applies(source, BY_NUMBER, legal_ids={"company_number": "HRB123456789"})
    assert not applies(source, BY_NUMBER, legal_ids={"company_number": "../../x1"})
    assert not applies(source, BY_NUMBER, legal_ids={"siren": "552100554"})


@given(st.text(max_size=20))
def test_no_number_leads_to_another_address(number: str) -> None:
    source, _ = house()
    (lookup,) = (one for one in source.lookups() if one.tool.name == BY_NUMBER)
    if lookup.applies(clue(legal_ids={"company_number": number})):
        assert number.isalnum()


def test_a_name_is_searched_where_the_lead_is_british() -> None:
    source, _ = house()
    assert applies(source, BY_NAME, company="Brightloom", country="GB")
    assert applies(source, BY_NAME, company="Brightloom", website="brightloom.co.uk")
    assert not applies(source, BY_NAME, company="Brightloom")
    assert not applies(source, BY_NAME, company="Brightloom", country="US", website="brightloom.co.uk")


async def test_a_search_tells_which_companies_there_are_and_a_former_name_one_was_found_by() -> None:
    other = hit(
        "SC765432", "HARBOUR MILLS LIMITED", snippet="BRIGHTLOOM SCOTLAND LIMITED ", company_status=None
    )
    source, http = house(reply(results(hit(), other, hit(), {"title": "NO NUMBER"}, 7)))
    one, two = await ask(source, BY_NAME, company="Brightloom Textiles Ltd", country="GB")
    assert http.question() == {"q": "brightloom textiles", "items_per_page": "50"}
    assert (one.record, one.cities, facts(one)["country"]) == (NUMBER, ("Leeds",), "GB")
    assert (two.record, two.other_names) == ("SC765432", ("BRIGHTLOOM SCOTLAND LIMITED",))
    assert "status" not in facts(two)


async def test_a_name_that_is_only_alike_is_not_the_company() -> None:
    source, _ = house(reply(results(hit(title="HACKETT UK LTD"), hit("01234568", "HAWKER LIMITED"))))
    hits = await ask(source, BY_NAME, company="Hacker", country="GB")
    sought = Sought(account_id="A1", clues=(clue(company="Hacker", country="GB"),))
    assert decide(sought, hits, 0.85, 0.6).outcome != "matched"


async def test_a_number_nobody_has_finds_nothing() -> None:
    missing = {"errors": [{"error": "company-profile-not-found", "type": "ch:service"}]}
    assert await by_number(missing, 404) == []
    assert await by_number(profile(company_number="07654321")) == []


@pytest.mark.parametrize("status", [401, 403])
async def test_a_key_that_is_refused_closes_the_source_for_the_run(status: int) -> None:
    source, http = house(reply({"error": "Invalid Authorization", "type": "ch:service"}, status))
    with pytest.raises(Closed, match="does not accept the key"):
        await ask(source, BY_NUMBER, legal_ids={"company_number": NUMBER})
    assert source.lookups() == ()
    assert len(http.asked) == 1


async def test_who_asked_too_often_waits_and_asks_again() -> None:
    source, http = house(reply("", 429), reply(profile()))
    (one,) = await ask(source, BY_NUMBER, legal_ids={"company_number": NUMBER})
    assert one.record == NUMBER
    assert len(http.asked) == 2


async def test_a_register_that_stays_too_busy_gives_no_answer() -> None:
    source, _ = house(reply("", 429, retry_after="300"))
    with pytest.raises(Unreachable):
        await ask(source, BY_NUMBER, legal_ids={"company_number": NUMBER})


@pytest.mark.parametrize("content", ["<html>", "[1]", {}, {"company_number": 7}, {"company_number": "../x"}])
async def test_an_answer_of_another_shape_is_told(content: object) -> None:
    with pytest.raises(Unreadable):
        await by_number(content)


@pytest.mark.parametrize("content", [{}, {"items": None}, {"items": "x"}])
async def test_a_search_of_another_shape_is_told(content: object) -> None:
    source, _ = house(reply(content))
    with pytest.raises(Unreadable):
        await ask(source, BY_NAME, company="Brightloom", country="GB")


def test_it_is_opened_with_its_key_and_keeps_to_its_pace() -> None:
    http = Canned([reply(profile())])
    source = open(http, Settings(source_keys={"companies-house": "invented"}))
    assert source.card.per_second is not None
    assert source.card.per_second * 300 <= 600
