"""Boards of Ashby as a source. The answers are invented, in the shape its reference documents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from canned import Canned, Sleeper, applies, ask, facts, reply

from agent.settings import Settings
from agent.sources.ashby import Ashby, open
from agent.sources.trouble import TooLarge, Unreachable, Unreadable

TOOL = "ashby_by_domain"
DOMAIN = "brightloom.example"


def job(id: str = "145ff46b", **said: Any) -> dict[str, Any]:
    return {
        "id": id,
        "title": "Data engineer",
        "department": "Tech",
        "team": "Data",
        "employmentType": "FullTime",
        "location": "Lyon",
        "secondaryLocations": [],
        "publishedAt": "2026-01-14T10:55:28.000+00:00",
        "isListed": True,
        "isRemote": False,
        "address": {"postalAddress": {"addressCountry": "France"}},
        "jobUrl": f"https://jobs.ashbyhq.com/brightloom/{id}",
        "applyUrl": f"https://jobs.ashbyhq.com/brightloom/{id}/application",
        "descriptionHtml": f'<p>At <a href="https://{DOMAIN}">Brightloom</a></p>',
        "descriptionPlain": "At Brightloom we weave with Kafka and Python.",
        **said,
    }


def jobs(*listed: object) -> Any:
    return reply({"apiVersion": "1", "jobs": listed})


def ashby(*replies: Any) -> tuple[Ashby, Canned]:
    http = Canned(replies)
    return Ashby(http, sleep=Sleeper()), http


async def found(*replies: Any) -> Any:
    return await ask(ashby(*replies)[0], TOOL, website=DOMAIN)


async def test_the_board_of_the_domain_tells_the_tools_its_adverts_name() -> None:
    source, http = ashby(jobs(job()))
    (one,) = await ask(source, TOOL, website=DOMAIN)
    assert http.asked == ["https://api.ashbyhq.com/posting-api/job-board/brightloom"]
    assert facts(one) == {"technologies": ("Kafka", "Python")}
    assert (one.name, one.domains) == ("Brightloom", (DOMAIN,))
    assert {fact.as_of for fact in one.facts} == {date(2026, 1, 14)}
    assert "open roles: 1 (Tech 1)" in {proof.snippet for proof in one.evidence}


async def test_an_advert_that_is_not_listed_is_not_read() -> None:
    (one,) = await found(jobs(job(), job("2", isListed=False, descriptionPlain="SAP at Brightloom")))
    assert facts(one) == {"technologies": ("Kafka", "Python")}


async def test_without_plain_text_the_markup_is_read() -> None:
    html = f'<p>Brightloom, <a href="https://{DOMAIN}">here</a>: SAP</p><script>Salesforce</script>'
    (one,) = await found(jobs(job(descriptionPlain=None, descriptionHtml=html)))
    assert facts(one) == {"technologies": ("SAP",)}


@pytest.mark.parametrize("answer", [reply("Not Found", 404, content_type="text/plain"), jobs()])
async def test_a_board_nobody_has_finds_nothing(answer: Any) -> None:
    assert await found(answer) == ()


async def test_a_board_that_does_not_state_the_company_is_passed_over() -> None:
    assert await found(jobs(job(descriptionHtml="<p>At Brightloom</p>"))) == ()
    assert await found(jobs(job(descriptionPlain="We weave."))) == ()


@pytest.mark.parametrize(
    "odd", [7, None, {}, job(publishedAt=None, department=None, team=None, descriptionHtml=7)]
)
async def test_an_advert_of_another_shape_spoils_no_other(odd: object) -> None:
    (one,) = await found(jobs(odd, job()))
    assert facts(one) == {"technologies": ("Kafka", "Python")}


@pytest.mark.parametrize("content", ["<html>", {}, {"jobs": None}, [1]])
async def test_an_answer_of_another_shape_is_told(content: object) -> None:
    with pytest.raises(Unreadable):
        await found(reply(content))


async def test_a_board_that_is_too_large_is_told_and_not_guessed_at() -> None:
    with pytest.raises(TooLarge):
        await found(TooLarge("larger than 2048 KiB"))


async def test_too_often_means_later() -> None:
    assert len(await found(reply("", 429), jobs(job()))) == 1
    with pytest.raises(Unreachable):
        await found(reply("", 429, retry_after="600"))


def test_it_only_adds_to_a_company_whose_domain_is_known() -> None:
    source = open(Canned([]), Settings())
    assert source.card.role == "adds"
    assert applies(source, TOOL, website=DOMAIN)
    assert not applies(source, TOOL, company="Brightloom", country="FR")
