"""People Data Labs as a source. The answers are invented, in the shape its reference documents."""

from __future__ import annotations

from typing import Any

import pytest
from canned import Canned, Sleeper, applies, ask, facts, reply

from agent.models.account import Band, Money
from agent.sources.people_data_labs import CARD, PeopleDataLabs
from agent.sources.trouble import Closed, Unreachable, Unreadable

TOOL = "people_data_labs_by_domain"
KEY = "pdl-invented-key"


def record(**said: Any) -> dict[str, Any]:
    return {
        "status": 200,
        "likelihood": 8,
        "id": "bR1ghtL00mInvented0000000000",
        "name": "brightloom",
        "display_name": "Brightloom",
        "size": "51-200",
        "employee_count": 84,
        "founded": 2014,
        "industry": "textiles",
        "naics": None,
        "sic": None,
        "location": {
            "name": "lyon, auvergne-rhône-alpes, france",
            "locality": "lyon",
            "region": "auvergne-rhône-alpes",
            "country": "france",
            "continent": "europe",
        },
        "website": "brightloom.example",
        "linkedin_url": "linkedin.com/company/brightloom",
        "alternative_names": ["brightloom sas", "Brightloom"],
        "alternative_domains": ["brightloom.test"],
        "inferred_revenue": "$10m-$25m",
        **said,
    }


def vendor(*replies: Any) -> tuple[PeopleDataLabs, Canned]:
    http = Canned(replies)
    return PeopleDataLabs(http, KEY, sleep=Sleeper()), http


def refusal(status: int, kind: str) -> Any:
    return reply({"status": status, "error": {"type": kind, "message": "No."}}, status)


async def test_the_record_at_the_domain_is_read_with_a_proof_of_each_fact() -> None:
    source, _ = vendor(reply(record()))
    (found,) = await ask(source, TOOL, website="brightloom.example")
    assert facts(found) == {
        "name": "Brightloom",
        "domain": "brightloom.example",
        "industry": "textiles",
        "employees": 84,
        "revenue": Money(min=10e6, max=25e6, currency="USD"),
        "founded": 2014,
        "country": "FR",
        "region": "auvergne-rhône-alpes",
        "city": "lyon",
    }
    assert found.domains == ("brightloom.example", "brightloom.test")
    assert found.other_names == ("brightloom sas",)
    assert (found.countries, found.cities) == (("FR",), ("lyon",))
    assert {fact.evidence for fact in found.facts} == {proof.id for proof in found.evidence}
    assert "location.country: france" in {proof.snippet for proof in found.evidence}


async def test_the_key_travels_in_a_header_and_stands_in_no_address_and_no_proof() -> None:
    source, http = vendor(reply(record()))
    (found,) = await ask(source, TOOL, website="brightloom.example")
    assert http.headers[0] == {"X-Api-Key": KEY}
    assert http.question() == {"website": "brightloom.example", "required": "website"}
    assert KEY not in http.asked[0] + found.model_dump_json()


async def test_without_a_count_the_band_the_company_gave_is_taken() -> None:
    source, _ = vendor(reply(record(employee_count=None)))
    (found,) = await ask(source, TOOL, website="brightloom.example")
    assert facts(found)["employees"] == Band(min=51, max=200)


async def test_what_the_record_does_not_say_makes_no_claim() -> None:
    bare = {
        "status": 200,
        "name": "brightloom",
        "website": "brightloom.example",
        "location": None,
        "size": None,
    }
    source, _ = vendor(reply(bare))
    (found,) = await ask(source, TOOL, website="brightloom.example")
    assert facts(found) == {"name": "brightloom", "domain": "brightloom.example"}


@pytest.mark.parametrize(
    "said",
    [
        {"website": None, "alternative_domains": []},
        {"website": "linkedin.com/company/brightloom", "alternative_domains": None},
    ],
)
async def test_a_record_without_a_domain_of_its_own_is_none(said: dict[str, Any]) -> None:
    source, _ = vendor(reply(record(**said)))
    assert await ask(source, TOOL, website="brightloom.example") == ()


async def test_a_domain_it_does_not_know_is_no_company() -> None:
    source, _ = vendor(refusal(404, "not_found"))
    assert await ask(source, TOOL, website="brightloom.example") == ()


@pytest.mark.parametrize(("status", "why"), [(401, "key"), (402, "credits")])
async def test_a_refused_key_or_an_empty_account_closes_it_for_the_run(status: int, why: str) -> None:
    source, _ = vendor(refusal(status, "payment_required"))
    with pytest.raises(Closed, match=why):
        await ask(source, TOOL, website="brightloom.example")
    assert source.lookups() == ()


async def test_too_many_requests_are_asked_again_later() -> None:
    source, http = vendor(refusal(429, "rate_limit_error"), reply(record()))
    assert await ask(source, TOOL, website="brightloom.example")
    assert len(http.asked) == 2


@pytest.mark.parametrize(("status", "trouble"), [(400, Unreadable), (500, Unreachable), (429, Unreachable)])
async def test_no_answer_is_told_and_is_no_miss(status: int, trouble: type[Exception]) -> None:
    source, _ = vendor(refusal(status, "api_error"))
    with pytest.raises(trouble):
        await ask(source, TOOL, website="brightloom.example")


def test_it_is_asked_by_domain_alone_and_costs_something() -> None:
    source, _ = vendor(reply(record()))
    assert applies(source, TOOL, mail="brightloom.example")
    assert not applies(source, TOOL, company="Brightloom", legal_ids={"siren": "732829320"})
    assert CARD.price > 0
