"""Hunter as a source. The answers are invented, in the shape its reference documents."""

from __future__ import annotations

from typing import Any

import pytest
from canned import Canned, Sleeper, applies, ask, facts, reply

from agent.models.account import Band, Money
from agent.sources.hunter import CARD, Hunter
from agent.sources.trouble import Closed, Unreachable, Unreadable

TOOL = "hunter_by_domain"
KEY = "hunter-invented-key"


def record(**said: Any) -> dict[str, Any]:
    company = {
        "id": "00000000-1111-4222-8333-444444444444",
        "name": "Brightloom",
        "legalName": "Brightloom SAS",
        "domain": "brightloom.example",
        "domainAliases": ["brightloom.test"],
        "category": {"sector": "Industrials", "industryGroup": "Machinery", "industry": "Textile machines"},
        "foundedYear": 2014,
        "geo": {"city": "Lyon", "state": "Auvergne-Rhône-Alpes", "country": "France", "countryCode": "FR"},
        "metrics": {"employees": "51-200", "annualRevenue": None, "estimatedAnnualRevenue": "$10M-$50M"},
        "tech": ["nginx", "kafka", "nginx"],
        "parent": {"domain": None},
        **said,
    }
    return {"data": company, "meta": {"domain": "brightloom.example"}}


def vendor(*replies: Any) -> tuple[Hunter, Canned, Sleeper]:
    http, sleeper = Canned(replies), Sleeper()
    return Hunter(http, KEY, sleep=sleeper), http, sleeper


def refusal(status: int, name: str = "") -> Any:
    return reply({"errors": [{"id": name, "code": status, "details": "No."}]}, status)


async def test_the_record_at_the_domain_is_read_with_a_proof_of_each_fact() -> None:
    source, _, _ = vendor(reply(record()))
    (found,) = await ask(source, TOOL, website="brightloom.example")
    assert facts(found) == {
        "name": "Brightloom",
        "domain": "brightloom.example",
        "industry": "Textile machines",
        "employees": Band(min=51, max=200),
        "revenue": Money(min=10e6, max=50e6, currency="USD"),
        "founded": 2014,
        "country": "FR",
        "region": "Auvergne-Rhône-Alpes",
        "city": "Lyon",
        "technologies": ("nginx", "kafka"),
    }
    assert found.domains == ("brightloom.example", "brightloom.test")
    assert found.other_names == ("Brightloom SAS",)
    assert {fact.evidence for fact in found.facts} == {proof.id for proof in found.evidence}


async def test_the_key_travels_in_a_header_and_stands_in_no_address_and_no_proof() -> None:
    source, http, _ = vendor(reply(record()))
    (found,) = await ask(source, TOOL, website="brightloom.example")
    assert http.headers[0] == {"X-Api-Key": KEY}
    assert http.question() == {"domain": "brightloom.example"}
    assert KEY not in http.asked[0] + found.model_dump_json()


async def test_403_asks_to_slow_down_and_is_asked_again() -> None:
    source, http, sleeper = vendor(refusal(403, "too_many_requests"), reply(record()))
    assert await ask(source, TOOL, website="brightloom.example")
    assert len(http.asked) == 2
    assert sleeper.slept


@pytest.mark.parametrize(("status", "why"), [(401, "key"), (429, "quota")])
async def test_a_refused_key_or_a_used_up_quota_closes_it_for_the_run(status: int, why: str) -> None:
    source, http, _ = vendor(refusal(status))
    with pytest.raises(Closed, match=why):
        await ask(source, TOOL, website="brightloom.example")
    assert len(http.asked) == 1
    assert source.lookups() == ()


@pytest.mark.parametrize("content", [refusal(404), reply({"data": None}), reply({"data": {"name": None}})])
async def test_a_domain_it_does_not_know_is_no_company(content: Any) -> None:
    source, _, _ = vendor(content)
    assert await ask(source, TOOL, website="brightloom.example") == ()


@pytest.mark.parametrize(
    ("status", "trouble"), [(400, Unreadable), (422, Unreadable), (403, Unreachable), (500, Unreachable)]
)
async def test_no_answer_is_told_and_is_no_miss(status: int, trouble: type[Exception]) -> None:
    source, _, _ = vendor(refusal(status))
    with pytest.raises(trouble):
        await ask(source, TOOL, website="brightloom.example")


def test_it_is_asked_by_domain_alone_and_costs_something() -> None:
    source, _, _ = vendor(reply(record()))
    assert applies(source, TOOL, mail="brightloom.example")
    assert not applies(source, TOOL, company="Brightloom")
    assert CARD.price > 0
