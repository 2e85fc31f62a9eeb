"""Boards of Greenhouse as a source. The answers are invented, in the shape its reference documents."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import pytest
from canned import Canned, Sleeper, applies, ask, facts, reply

from agent.settings import Settings
from agent.sources.greenhouse import Greenhouse, open
from agent.sources.trouble import TooLarge, Unreachable, Unreadable

TOOL = "greenhouse_by_domain"
DOMAIN = "brightloom.example"
HOST = "https://boards-api.greenhouse.io"
BOARD = {"name": "Brightloom", "content": None}
MISSING = reply({"status": 404, "error": "Job not found"}, 404)


def job(id: int = 127817, content: str = "<p>Python &amp; Kafka</p>", **said: Any) -> dict[str, Any]:
    return {
        "id": id,
        "internal_job_id": 144381,
        "title": "Data engineer",
        "updated_at": "2026-01-14T10:55:28-05:00",
        "requisition_id": "50",
        "location": {"name": "Lyon"},
        "absolute_url": f"https://www.{DOMAIN}/jobs?gh_jid={id}",
        "metadata": None,
        "content": escape(content),
        "departments": [{"id": 13583, "name": "Data", "parent_id": None, "child_ids": []}],
        "offices": [],
        **said,
    }


def jobs(*listed: object) -> Any:
    return reply({"jobs": listed, "meta": {"total": len(listed)}})


def greenhouse(*replies: Any) -> tuple[Greenhouse, Canned]:
    http = Canned(replies)
    return Greenhouse(http, sleep=Sleeper()), http


async def found(*replies: Any) -> Any:
    return await ask(greenhouse(*replies)[0], TOOL, website=DOMAIN)


async def test_the_board_of_the_domain_tells_the_tools_its_adverts_name() -> None:
    source, http = greenhouse(reply(BOARD), jobs(job(), job(127818, "<ul><li>python</li></ul>")))
    (one,) = await ask(source, TOOL, website=DOMAIN)
    assert http.asked == [f"{HOST}/v1/boards/brightloom", f"{HOST}/v1/boards/brightloom/jobs?content=true"]
    assert facts(one) == {"technologies": ("Python", "Kafka")}
    assert (one.name, one.domains) == ("Brightloom", (DOMAIN,))
    assert {fact.as_of for fact in one.facts} == {date(2026, 1, 14)}
    assert "open roles: 2 (Data 2)" in {proof.snippet for proof in one.evidence}
    assert all(fact.evidence in {proof.id for proof in one.evidence} for fact in one.facts)


async def test_a_link_in_an_advert_states_the_domain_too() -> None:
    hosted: dict[str, Any] = {"absolute_url": "https://boards.greenhouse.io/brightloom/jobs/1"}
    linked = f'<a href="https://{DOMAIN}/">Us</a>, write to robin@{DOMAIN}'
    assert len(await found(reply(BOARD), jobs(job(content=linked, **hosted)))) == 1
    assert await found(reply(BOARD), jobs(job(**hosted)), MISSING) == ()


async def test_what_an_advert_hides_from_its_reader_names_nothing() -> None:
    (one,) = await found(reply(BOARD), jobs(job(content='<p style="display:none">Salesforce</p><p>SAP</p>')))
    assert facts(one) == {"technologies": ("SAP",)}


async def test_a_board_nobody_has_finds_nothing() -> None:
    source, http = greenhouse(MISSING)
    assert await ask(source, TOOL, website="bright-loom.example") == ()
    assert http.asked == [f"{HOST}/v1/boards/brightloom", f"{HOST}/v1/boards/bright-loom"]


async def test_of_a_board_that_is_too_large_titles_and_addresses_are_read() -> None:
    short = {name: value for name, value in job(title="Kafka engineer").items() if name != "content"}
    (one,) = await found(reply(BOARD), TooLarge("larger than 2048 KiB"), jobs(short))
    assert facts(one) == {"technologies": ("Kafka",)}


@pytest.mark.parametrize(
    "odd", [7, None, {}, {"title": None, "content": 7, "departments": None}, {"content": "&#" + "9" * 5000}]
)
async def test_an_advert_of_another_shape_spoils_no_other(odd: object) -> None:
    (one,) = await found(reply(BOARD), jobs(odd, job()))
    assert facts(one) == {"technologies": ("Kafka", "Python")}


@pytest.mark.parametrize("content", ["<html>", {}, {"jobs": None}, {"jobs": {"1": 2}}])
async def test_an_answer_of_another_shape_is_told(content: object) -> None:
    with pytest.raises(Unreadable):
        await found(reply(BOARD), reply(content))


async def test_a_board_without_a_name_is_known_by_its_adverts() -> None:
    named = job(content="Brightloom uses SAP")
    (one,) = await found(reply({"name": None}), jobs(named))
    assert one.name == "Brightloom"


async def test_too_often_means_later() -> None:
    source, http = greenhouse(reply("", 429, retry_after="1"), reply(BOARD), jobs(job()))
    assert len(await ask(source, TOOL, website=DOMAIN)) == 1
    assert len(http.asked) == 3
    with pytest.raises(Unreachable):
        await found(reply("", 429, retry_after="600"))


def test_it_only_adds_to_a_company_whose_domain_is_known() -> None:
    source = open(Canned([]), Settings())
    assert source.card.role == "adds"
    assert applies(source, TOOL, mail=DOMAIN)
    assert not applies(source, TOOL, company="Brightloom", country="FR", legal_ids={"siren": "732829320"})
