"""Registers, Wikidata and job boards through the one client for the web, and what an enrichment makes of them."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Collection, Sequence
from typing import Any

import pytest
from canned import NOW
from sources.web import PUBLIC, Answer, Request, Serve, web
from test_companies_house import hit, profile, results
from test_edgar import CIK, LAST, concept, submissions, tickers
from test_greenhouse import BOARD, job
from test_wikidata import BRIGHTLOOM

from agent.enrich import enrich
from agent.identity import account_of
from agent.llm.offline import Offline
from agent.models.account import Enrichment, FieldName, Money
from agent.models.lead import Lead
from agent.sources import Source, companies_house, edgar, greenhouse, wikidata
from agent.sources.companies_house import CompaniesHouse
from agent.sources.edgar import Edgar
from agent.sources.greenhouse import Greenhouse
from agent.sources.wikidata import Wikidata

HERE, THERE = "ok.example", "other.example"
HOSTS = {HERE: [PUBLIC], THERE: ["1.1.1.1"]}
KEY = "Basic " + b64encode(b"invented:").decode()


@pytest.fixture(autouse=True)
def _moved(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (companies_house, edgar, wikidata):
        monkeypatch.setattr(module, "HOST", HERE)
    monkeypatch.setattr(edgar, "LISTED_HOST", THERE)
    monkeypatch.setattr(greenhouse, "HOST", THERE)


def says(content: object, kind: str = "application/json", status: int = 200) -> Answer:
    return Answer(json.dumps(content), status, {"content-type": kind})


async def enriched(sources: Sequence[Source], wanted: Collection[FieldName], **lead: Any) -> Enrichment:
    of = Lead.model_validate({"id": "L1", "account_id": "A1", **lead})
    account = account_of(of.company, None, of.country)
    found, evidence = await enrich(account, [of], Offline(), sources, now=NOW, wanted=wanted)
    assert {fact.evidence for fact in found.facts} <= {proof.id for proof in evidence}
    return found


def values(found: Enrichment) -> dict[str, Any]:
    return {fact.field: fact.value for fact in found.facts}


async def test_a_british_lead_is_found_by_name_and_then_read_by_number() -> None:
    def register(request: Request) -> Answer:
        if request.headers.get("authorization") != KEY:
            return says({"error": "Invalid Authorization"}, status=401)
        return says(results(hit()) if request.target.startswith("/search") else profile())

    async with web(HOSTS, register) as (internet, http):
        found = await enriched(
            [CompaniesHouse(http, "invented")],
            ["industry", "status"],
            company="Brightloom Textiles Ltd",
            country="United Kingdom",
        )
    assert found.outcome == "matched"
    assert [request.target.partition("?")[0] for request in internet.requests] == [
        "/search/companies",
        "/company/01234567",
    ]
    assert (values(found)["industry"], values(found)["status"]) == ("Manufacture of textiles", "active")


async def test_an_american_lead_is_found_in_the_list_and_then_read_with_its_turnover() -> None:
    def sec(request: Request) -> Answer:
        if request.host == THERE:
            return says(tickers((1234567, "BRIGHTLOOM SYSTEMS INC /DE/")))
        return says(submissions() if request.target.startswith("/submissions") else concept(LAST))

    async with web(HOSTS, sec) as (internet, http):
        found = await enriched([Edgar(http)], ["revenue"], company="Brightloom Systems", country="US")
    assert values(found)["revenue"] == Money(min=412e6, max=412e6, currency="USD", year=2024)
    assert values(found)["legal_ids"] == {"cik": CIK}
    assert {request.host for request in internet.requests} == {HERE, THERE}
    assert all(request.headers["user-agent"].startswith("leadsift/") for request in internet.requests)


def with_board(*adverts: object, name: str = "Brightloom") -> Serve:
    """Wikidata, and a board of the company's name with these adverts."""

    def serve(request: Request) -> Answer:
        if request.host == HERE:
            return says(
                {"results": {"bindings": BRIGHTLOOM}}, "application/sparql-results+json;charset=utf-8"
            )
        return says({"jobs": adverts} if "/jobs" in request.target else {**BOARD, "name": name})

    return serve


async def test_the_job_board_of_a_company_that_is_known_adds_the_tools_it_hires_for() -> None:
    async with web(HOSTS, with_board(job())) as (_, http):
        found = await enriched(
            [Wikidata(http), Greenhouse(http)],
            ["employees", "technologies"],
            company="Brightloom",
            website="https://brightloom.example",
        )
    assert values(found)["technologies"] == ("Kafka", "Python")
    assert values(found)["employees"] == 1350
    assert {one.source for one in found.matched} == {"wikidata", "greenhouse"}


@pytest.mark.parametrize(
    ("advert", "name"),
    [
        (job(absolute_url="https://brightloom.test/jobs/1"), "Brightloom"),
        (job(absolute_url="https://boards.greenhouse.io/brightloom/jobs/1"), "Brightloom"),
        (job(), "Osprey Holdings"),
    ],
)
async def test_a_namesakes_job_board_adds_nothing(advert: dict[str, Any], name: str) -> None:
    async with web(HOSTS, with_board(advert, name=name)) as (internet, http):
        found = await enriched(
            [Wikidata(http), Greenhouse(http)],
            ["technologies"],
            company="Brightloom",
            website="https://brightloom.example",
        )
    assert THERE in {request.host for request in internet.requests}
    assert "technologies" not in values(found)
    assert {one.source for one in found.matched} == {"wikidata"}
