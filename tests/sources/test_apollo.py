"""Apollo as a source. The answers are invented, in the shape its reference documents."""

from __future__ import annotations

from typing import Any

import pytest
from canned import Canned, Sleeper, applies, ask, facts, reply

from agent.models.account import Money
from agent.sources.apollo import CARD, Apollo
from agent.sources.trouble import Closed, Unreachable, Unreadable

TOOL = "apollo_by_domain"
KEY = "apollo-invented-key"


def record(**said: Any) -> dict[str, Any]:
    organization = {
        "id": "0123456789abcdef01234567",
        "name": "Brightloom",
        "website_url": "http://www.brightloom.example",
        "primary_domain": "brightloom.example",
        "industry": "textiles",
        "estimated_num_employees": 84,
        "annual_revenue": 12000000.0,
        "annual_revenue_printed": "12M",
        "founded_year": 2014,
        "city": "Lyon",
        "state": "Auvergne-Rhône-Alpes",
        "country": "France",
        "technology_names": ["Nginx", "Kafka"],
        "owned_by_organization": {
            "id": "f" * 24,
            "name": "Osprey Group",
            "website_url": "http://osprey.example",
        },
        "people": [],
        **said,
    }
    return {"organization": organization}


def vendor(*replies: Any) -> tuple[Apollo, Canned]:
    http = Canned(replies)
    return Apollo(http, KEY, sleep=Sleeper()), http


async def test_the_record_at_the_domain_is_read_with_a_proof_of_each_fact() -> None:
    source, _ = vendor(reply(record()))
    (found,) = await ask(source, TOOL, website="brightloom.example")
    assert facts(found) == {
        "name": "Brightloom",
        "domain": "brightloom.example",
        "industry": "textiles",
        "employees": 84,
        "revenue": Money(min=12e6, max=12e6, currency="USD"),
        "founded": 2014,
        "country": "FR",
        "region": "Auvergne-Rhône-Alpes",
        "city": "Lyon",
        "parent": "Osprey Group",
        "technologies": ("Nginx", "Kafka"),
    }
    assert found.domains == ("brightloom.example",)
    assert {fact.evidence for fact in found.facts} == {proof.id for proof in found.evidence}


async def test_the_key_travels_in_a_header_and_stands_in_no_address_and_no_proof() -> None:
    source, http = vendor(reply(record()))
    (found,) = await ask(source, TOOL, website="brightloom.example")
    assert http.headers[0] == {"X-Api-Key": KEY}
    assert http.question() == {"domain": "brightloom.example"}
    assert KEY not in http.asked[0] + found.model_dump_json()


async def test_nulls_and_zeros_make_no_claim() -> None:
    nothing = dict.fromkeys(
        ("annual_revenue", "founded_year", "technology_names", "owned_by_organization", "city")
    )
    source, _ = vendor(reply(record(**nothing, estimated_num_employees=0)))
    (found,) = await ask(source, TOOL, website="brightloom.example")
    assert facts(found).keys() == {"name", "domain", "industry", "country", "region"}


@pytest.mark.parametrize("content", [{}, {"organization": None}, {"organization": []}])
async def test_an_answer_without_an_organization_is_no_company(content: Any) -> None:
    source, _ = vendor(reply(content))
    assert await ask(source, TOOL, website="brightloom.example") == ()


@pytest.mark.parametrize(("status", "why"), [(401, "key"), (402, "credits"), (403, "key")])
async def test_a_refused_key_or_an_empty_account_closes_it_for_the_run(status: int, why: str) -> None:
    source, _ = vendor(reply({"error": "No.", "error_code": "API_INACCESSIBLE"}, status))
    with pytest.raises(Closed, match=why):
        await ask(source, TOOL, website="brightloom.example")
    assert source.lookups() == ()


async def test_too_many_requests_are_asked_again_when_it_says() -> None:
    source, http = vendor(reply("", 429, retry_after="2"), reply(record()))
    assert await ask(source, TOOL, website="brightloom.example")
    assert len(http.asked) == 2


@pytest.mark.parametrize(("status", "trouble"), [(422, Unreadable), (500, Unreachable)])
async def test_no_answer_is_told_and_is_no_miss(status: int, trouble: type[Exception]) -> None:
    source, _ = vendor(reply({"error": "No."}, status))
    with pytest.raises(trouble):
        await ask(source, TOOL, website="brightloom.example")


def test_it_is_asked_by_domain_alone_and_costs_something() -> None:
    source, _ = vendor(reply(record()))
    assert applies(source, TOOL, mail="brightloom.example")
    assert not applies(source, TOOL, company="Brightloom")
    assert CARD.price > 0
