"""Boards of Lever as a source. The answers are invented, in the shape its reference documents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from canned import Canned, Sleeper, applies, ask, facts, reply

from agent.settings import Settings
from agent.sources.lever import Lever, open
from agent.sources.trouble import Unreachable, Unreadable

TOOL = "lever_by_domain"
DOMAIN = "brightloom.example"
MISSING = reply({"ok": False, "error": "Document not found"}, 404)


def posting(id: str = "5ac21346", **said: Any) -> dict[str, Any]:
    return {
        "id": id,
        "text": "Data engineer",
        "categories": {"location": "Lyon", "team": "Data", "department": "Tech", "commitment": "Full-time"},
        "country": "FR",
        "createdAt": 1767225600000,
        "description": f'<div>At Brightloom. <a href="https://www.{DOMAIN}">Us</a></div>',
        "descriptionPlain": "At Brightloom we weave with Kafka.\n",
        "lists": [{"text": "You know", "content": "<li>Python</li><li>SAP</li>"}],
        "additional": "",
        "additionalPlain": "",
        "hostedUrl": f"https://jobs.lever.co/brightloom/{id}",
        "applyUrl": f"https://jobs.lever.co/brightloom/{id}/apply",
        "workplaceType": "hybrid",
        **said,
    }


def lever(*replies: Any) -> tuple[Lever, Canned]:
    http = Canned(replies)
    return Lever(http, sleep=Sleeper()), http


async def found(*replies: Any) -> Any:
    return await ask(lever(*replies)[0], TOOL, website=DOMAIN)


async def test_the_board_of_the_domain_tells_the_tools_its_adverts_name() -> None:
    source, http = lever(reply([posting()]))
    (one,) = await ask(source, TOOL, website=DOMAIN)
    assert http.asked == ["https://api.lever.co/v0/postings/brightloom?mode=json&skip=0&limit=50"]
    assert facts(one) == {"technologies": ("Kafka", "Python", "SAP")}
    assert (one.name, one.domains) == ("Brightloom", (DOMAIN,))
    assert {fact.as_of for fact in one.facts} == {date(2026, 1, 1)}
    assert "open roles: 1 (Data 1)" in {proof.snippet for proof in one.evidence}


async def test_a_board_that_is_not_there_may_be_kept_in_europe() -> None:
    source, http = lever(MISSING, reply([posting()]))
    (one,) = await ask(source, TOOL, website=DOMAIN)
    assert [url.partition("/v0")[0] for url in http.asked] == [
        "https://api.lever.co",
        "https://api.eu.lever.co",
    ]
    assert one.evidence[0].locator.startswith("https://api.eu.lever.co/v0/postings/brightloom @")


async def test_a_board_nobody_has_finds_nothing() -> None:
    assert await found(MISSING) == ()


async def test_a_board_that_does_not_state_the_company_is_passed_over() -> None:
    assert await found(reply([posting(description="<p>At Brightloom.</p>")]), reply([])) == ()
    assert await found(reply([posting(descriptionPlain="We weave.")]), reply([])) == ()


async def test_a_large_board_is_read_by_the_page_and_no_further_than_it_says() -> None:
    pages = [reply([posting(f"{page}-{n}") for n in range(50)]) for page in range(4)]
    source, http = lever(*pages)
    (one,) = await ask(source, TOOL, website=DOMAIN)
    assert [http.question(n)["skip"] for n in range(4)] == ["0", "50", "100", "150"]
    assert len(http.asked) == 4
    assert "open roles: 200 or more (Data 200)" in {proof.snippet for proof in one.evidence}
    source, http = lever(pages[0], reply([]))
    (one,) = await ask(source, TOOL, website=DOMAIN)
    assert "open roles: 50 (Data 50)" in {proof.snippet for proof in one.evidence}


@pytest.mark.parametrize(
    "odd",
    [
        7,
        None,
        {},
        posting(createdAt=None, lists=None, categories=None),
        posting(createdAt=-1, lists=[None, {"content": 7}]),
        posting(createdAt=10**30),
    ],
)
async def test_an_advert_of_another_shape_spoils_no_other(odd: object) -> None:
    (one,) = await found(reply([odd, posting()]))
    assert set(facts(one)["technologies"]) == {"Kafka", "Python", "SAP"}
    assert {fact.as_of for fact in one.facts} == {date(2026, 1, 1)}


@pytest.mark.parametrize("content", ["<html>", {"ok": False}, {"items": 7}, '"text"'])
async def test_an_answer_of_another_shape_is_told(content: object) -> None:
    with pytest.raises(Unreadable):
        await found(reply(content))


async def test_too_often_means_later() -> None:
    assert len(await found(reply("", 429), reply([posting()]))) == 1
    with pytest.raises(Unreachable):
        await found(reply("", 429, retry_after="600"))


def test_it_only_adds_to_a_company_whose_domain_is_known() -> None:
    source = open(Canned([]), Settings())
    assert source.card.role == "adds"
    assert applies(source, TOOL, website=DOMAIN)
    assert not applies(source, TOOL, company="Brightloom", country="FR")
