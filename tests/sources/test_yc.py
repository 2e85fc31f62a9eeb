"""Real input: leads at 300 of 5,706 companies, misspelt as people do, and never the wrong company.

A third of the leads write from the company's domain, a third give a website as it comes out of a browser, a third
give a name only. Contacts are invented. A lead is undecidable when it gives a name only, and another company's name
is as near to what is written as the right one: nobody could tell, and it must not be told.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from misspelling import misspelt, written_otherwise
from rapidfuzz.distance import OSA

from agent.enrich import enrich
from agent.identity import account_of, company_domain
from agent.intake.companies import index_companies
from agent.llm.offline import Offline
from agent.models.account import Enrichment
from agent.models.lead import Lead
from agent.sources.directory import Directory
from agent.sources.names import spelling
from agent.store import Store, open_store

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KINDS = ("e-mail", "website", "name")


@pytest.fixture(scope="module")
def companies(shared: Path) -> list[dict[str, Any]]:
    with (shared / "companies" / "yc_companies.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(str(tmp_path_factory.mktemp("yc") / "leadsift.db")) as opened:
        (indexed,) = index_companies(opened, [shared / "companies" / "yc_companies.jsonl"])
        assert (indexed.records, indexed.skipped) == (5706, 0)
        yield opened


def lead_at(company: dict[str, Any], number: int, luck: Random) -> Lead:
    """A lead that gives its company away by what its turn says, and writes its name with mistakes."""
    kind = KINDS[number % 3]
    name = luck.choice([misspelt, written_otherwise])(company["name"], luck)
    address = company["website"] or ""
    email = website = None
    if kind == "e-mail" and (domain := company_domain(address)):
        email = f"claire.durand{number}@{domain}"
    if kind == "website":
        host = address.partition("://")[2].partition("/")[0].removeprefix("www.")
        path = luck.choice(["", "/", "/about-us", "/fr/contact?utm_source=fair"])
        website = luck.choice(["http://www.", "https://", "", "HTTP://WWW."]) + host + path if host else None
    if kind != "e-mail":
        email = luck.choice([None, f"paul.martin{number}@gmail.com"])
    return Lead(id=f"L{number}", account_id="A1", company=name, email=email, website=website)


def decidable(lead: Lead, record: int, companies: list[dict[str, Any]]) -> bool:
    """Whether no other company's name is as near to the lead's as that of its own company."""
    if lead.website or company_domain(lead.email or ""):
        return True
    written = spelling(lead.company)
    distances = [OSA.distance(written, spelling(company["name"])) for company in companies]
    return distances.count(min(distances)) == 1 and distances[record] == min(distances)


async def enriched(lead: Lead, source: Directory) -> Enrichment:
    domain = company_domain(lead.website or lead.email or "")
    enrichment, proofs = await enrich(account_of(lead.company, domain), [lead], Offline(), [source], now=NOW)
    assert {fact.evidence for fact in enrichment.facts} <= {proof.id for proof in proofs}
    return enrichment


@pytest.mark.parametrize("seed", range(6))
async def test_300_leads_find_their_company_and_none_a_wrong_one(
    seed: int, companies: list[dict[str, Any]], store: Store
) -> None:
    luck, source = Random(seed), Directory(store)
    outcomes: Counter[str] = Counter()
    for number, record in enumerate(luck.sample(range(len(companies)), 300)):
        lead = lead_at(companies[record], number, luck)
        enrichment = await enriched(lead, source)
        if enrichment.outcome == "matched":
            right = f"yc_companies.jsonl#{record + 1}" in {one.record for one in enrichment.matched}
            outcomes["right" if right else "wrong"] += 1
        else:
            assert not enrichment.facts
            assert enrichment.candidates or enrichment.outcome == "not found"
            outcomes["missed" if decidable(lead, record, companies) else "undecidable"] += 1
    assert outcomes["wrong"] == 0, outcomes
    assert outcomes["right"] / 300 >= 0.95, outcomes
    assert outcomes["right"] / (300 - outcomes["undecidable"]) >= 0.96, outcomes


async def test_the_facts_are_the_records_own(companies: list[dict[str, Any]], store: Store) -> None:
    lead = Lead(id="L1", account_id="A1", company="circuit hub Inc", email="claire@circuithub.com")
    enrichment = await enriched(lead, Directory(store))
    record = next(company for company in companies if company["name"] == "CircuitHub")
    facts = {fact.field: fact.value for fact in enrichment.facts}
    assert facts == {
        "name": "CircuitHub",
        "domain": "circuithub.com",
        "industry": record["industry"],
        "employees": record["team_size"],
        "country": "GB",
        "region": "England",
        "city": "London",
        "status": "active",
    }


async def test_a_name_of_several_companies_is_shown_and_not_guessed(store: Store) -> None:
    enrichment = await enriched(Lead(id="L1", account_id="A1", company="Atlas"), Directory(store))
    assert enrichment.outcome == "ambiguous"
    assert enrichment.facts == ()
    assert len([one for one in enrichment.candidates if one.name == "Atlas"]) == 4
