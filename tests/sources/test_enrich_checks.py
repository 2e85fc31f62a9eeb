"""An enrichment when sources fail, and what is asked once the company is known."""

from __future__ import annotations

from canned import FETCHED, NOW, Canned, reply
from test_bodacc import OPENING, SIREN, notice
from test_recherche_entreprises import answer, company

from agent.enrich import enrich
from agent.identity import account_of
from agent.llm.offline import Offline
from agent.models.account import Enrichment
from agent.models.lead import Lead
from agent.settle import settle
from agent.sources.bodacc import Bodacc
from agent.sources.gleif import Gleif
from agent.sources.recherche_entreprises import RechercheEntreprises
from agent.sources.trouble import Unreachable

LEAD = Lead(id="L1", account_id="A1", company="Brightloom", country="FR")
DOWN = Canned([Unreachable("no answer")])


async def enriched(register: Canned, gazette: Canned, max_calls: int = 8) -> Enrichment:
    found, _ = await enrich(
        account_of("Brightloom", None, "FR"),
        [LEAD],
        Offline(),
        [Gleif(DOWN), RechercheEntreprises(register), Bodacc(gazette)],
        now=NOW,
        max_calls=max_calls,
    )
    return found


async def test_a_source_that_gives_no_answer_is_passed_over() -> None:
    found = await enriched(Canned([reply(answer(company()))]), DOWN)
    assert (found.outcome, found.calls) == ("matched", 3)
    assert settle(found.facts)["status"].value == "active"


async def test_a_company_found_by_its_name_is_asked_about_at_the_gazette_by_its_number() -> None:
    gazette = Canned([reply({"results": [notice("2025-10-07", nature=OPENING)]})])
    found = await enriched(Canned([reply(answer(company()))]), gazette)
    assert SIREN in gazette.question()["where"]
    assert settle(found.facts)["status"].value == "insolvent"
    assert [one.source for one in found.matched] == ["recherche-entreprises", "bodacc"]
    assert all(fact.retrieved_at == FETCHED for fact in found.facts)


async def test_a_company_that_is_not_known_is_not_asked_about() -> None:
    gazette = Canned([reply({"results": []})])
    found = await enriched(Canned([reply(answer())]), gazette)
    assert (found.outcome, gazette.asked) == ("not found", [])


async def test_the_gazette_is_asked_within_the_calls_there_are() -> None:
    gazette = Canned([reply({"results": []})])
    found = await enriched(Canned([reply(answer(company()))]), gazette, max_calls=2)
    assert (found.calls, gazette.asked) == (2, [])
