"""The registers through the one client for the web, and what an enrichment makes of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from canned import NOW, ask, recorded
from sources.web import PUBLIC, Answer, Request, site, web
from test_recherche_entreprises import answer, company

from agent.enrich import enrich
from agent.identity import account_of
from agent.llm.offline import Offline
from agent.models.account import Band
from agent.models.lead import Lead
from agent.sources import Source, gleif, recherche_entreprises
from agent.sources.gleif import Gleif
from agent.sources.recherche_entreprises import RechercheEntreprises
from agent.sources.safe_http import SafeHttp
from agent.sources.trouble import Unreachable, Unsafe
from agent.sources.website import Website

FRENCH, WORLD = "ok.example", "other.example"
"""Where the registers are in our internet: its certificate is of these names."""
HOSTS = {FRENCH: [PUBLIC], WORLD: ["1.1.1.1"]}
TOOL = "recherche_entreprises_by_legal_id"
LEAD = {"id": "L1", "account_id": "A1", "company": "Métropole du Grand Paris", "country": "FR"}


@pytest.fixture(autouse=True)
def _moved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recherche_entreprises, "HOST", FRENCH)
    monkeypatch.setattr(gleif, "HOST", WORLD)


def sources(http: SafeHttp) -> tuple[Source, ...]:
    return RechercheEntreprises(http), Gleif(http)


def replies(content: object, status: int = 200, **headers: str) -> Answer:
    return Answer(json.dumps(content), status, {"content-type": "application/json", **headers})


@pytest.mark.parametrize("known", [{"legal_id": "200 054 781 00022"}, {"city": "Paris"}])
async def test_a_lead_is_enriched_from_the_recorded_register_and_costs_one_request(
    shared: Path, known: dict[str, str]
) -> None:
    path = shared / "firmographics/recherche-entreprises/recherche-entreprise__grand-paris.json"
    lead = Lead.model_validate({**LEAD, **known})
    account = account_of(lead.company, None, "FR")
    async with web(HOSTS, lambda _: replies(recorded(path))) as (internet, http):
        enrichment, evidence = await enrich(account, [lead], Offline(), sources(http), now=NOW)
    assert (enrichment.outcome, enrichment.calls, len(internet.requests)) == ("matched", 1, 1)
    values = {fact.field: fact.value for fact in enrichment.facts}
    assert (values["employees"], values["country"]) == (Band(min=100, max=199), "FR")
    assert {fact.evidence for fact in enrichment.facts} <= {proof.id for proof in evidence}
    assert {fact.source for fact in enrichment.facts} == {"recherche-entreprises"}


async def test_a_register_that_cannot_know_the_company_is_not_asked(shared: Path) -> None:
    lei = "9845001B2AD43E664E58"
    content = recorded(shared / f"firmographics/gleif/v1__fixtures__{lei}_issued.json")

    def serve(request: Request) -> Answer:
        return replies(content if request.host == WORLD else {"results": [], "total_pages": 0})

    lead = Lead.model_validate(
        {**LEAD, "company": "Matrix Power & Automation", "country": "IN", "legal_id": lei}
    )
    async with web(HOSTS, serve) as (internet, http):
        enrichment, _ = await enrich(account_of(lead.company), [lead], Offline(), sources(http), now=NOW)
    assert enrichment.outcome == "matched"
    assert [request.host for request in internet.requests] == [WORLD]


LEGAL = """<h1>Mentions légales</h1><p>Le site est édité par Brightloom, SAS au capital de 10 000 €,
siège social : 12 rue des Lilas, 69002 Lyon</p><p>RCS Lyon 732 829 320</p>"""


async def test_the_number_of_a_legal_page_opens_the_register() -> None:
    pages = {"/": "<title>Looms</title>", "/mentions-legales": LEGAL}

    def serve(request: Request) -> Answer:
        return replies(answer(company())) if request.host == FRENCH else site(pages)(request)

    lead = Lead(id="L1", account_id="A1", company="Brightloom", email="claire@brightloom.example")
    async with web({**HOSTS, "brightloom.example": [PUBLIC]}, serve) as (internet, http):
        enrichment, _ = await enrich(
            account_of("Brightloom", "brightloom.example"),
            [lead],
            Offline(),
            [RechercheEntreprises(http), Website(http)],
            now=NOW,
            wanted=("status", "employees"),
        )
    assert [one.source for one in enrichment.matched] == ["website", "recherche-entreprises"]
    assert {fact.field for fact in enrichment.facts if fact.source == "recherche-entreprises"} > {"status"}
    assert enrichment.calls == 2
    assert [target.partition("?")[0] for target in internet.asked] == [
        "brightloom.example/",
        "brightloom.example/mentions-legales",
        f"{FRENCH}/search",
    ]


async def test_a_register_that_sends_its_client_elsewhere_is_not_followed() -> None:
    def serve(_: Request) -> Answer:
        return Answer(status=302, headers={"location": f"https://{WORLD}/"})

    async with web(HOSTS, serve) as (internet, http):
        with pytest.raises(Unsafe):
            await ask(RechercheEntreprises(http), TOOL, legal_ids={"siren": "200054781"})
    assert [request.host for request in internet.requests] == [FRENCH]


async def test_a_busy_register_is_asked_again_and_then_given_up() -> None:
    busy = Answer("slow down", 429, {"content-type": "text/html", "retry-after": "0"})
    async with web(HOSTS, lambda _: busy) as (internet, http):
        with pytest.raises(Unreachable, match="too busy"):
            await ask(RechercheEntreprises(http), TOOL, legal_ids={"siren": "200054781"})
    assert len(internet.requests) == 3
