"""Wikidata as a source. The answers are invented, in the shape of the SPARQL results it documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from canned import Canned, Sleeper, applies, ask, clue, facts, reply
from hypothesis import given
from hypothesis import strategies as st

from agent.models.account import Money
from agent.settings import Settings
from agent.sources import Found
from agent.sources.trouble import Closed, Unreachable, Unreadable
from agent.sources.wikidata import Wikidata, open

BY_NUMBER, BY_DOMAIN = "wikidata_by_legal_id", "wikidata_by_domain"
SIREN, LEI = "732829320", "549300LBI3LRIZ2V8V66"
RESULTS = "application/sparql-results+json;charset=utf-8"
UNKNOWN = "http://www.wikidata.org/.well-known/genid/0f1e2d"


def row(field: str, value: str, *, item: str = "Q101", kind: str = "literal", **also: str) -> dict[str, Any]:
    """One binding; `also` are unit, when, precision and the language of the value."""
    said: dict[str, Any] = {"type": kind, "value": value}
    if language := also.pop("language", None):
        said["xml:lang"] = language
    others = {name: {"type": "literal", "value": text} for name, text in also.items()}
    entity = {"type": "uri", "value": f"http://www.wikidata.org/entity/{item}"}
    return {"item": entity, "field": {"type": "literal", "value": field}, "value": said, **others}


LABEL = row("label", "Brightloom", language="en")
BRIGHTLOOM = (
    LABEL,
    row("label", "Brightloom SA", language="fr"),
    row("alias", "Loom & Sons", language="en"),
    row("P1448", "BRIGHTLOOM TEXTILES", language="en"),
    row("P856", "https://www.brightloom.example/en/", kind="uri"),
    row("P1616", SIREN),
    row("P17", "FR"),
    row("P159", "Lyon", language="en"),
    row("P452", "textile industry", language="en"),
    row("P749", "Osprey Group", language="en"),
    row("P571", "1994-01-01T00:00:00Z", precision="9"),
    row("P1128", "+1200", when="2021-01-01T00:00:00Z", precision="9"),
    row("P1128", "1350", when="2023-06-01T00:00:00Z", precision="10"),
    row("P2139", "98500000.5", unit="EUR", when="2023-01-01T00:00:00Z", precision="9"),
)


def answer(*rows: object) -> Any:
    return reply({"head": {"vars": ["item"]}, "results": {"bindings": list(rows)}}, content_type=RESULTS)


def wikidata(*replies: Any) -> tuple[Wikidata, Canned]:
    http = Canned(replies)
    return Wikidata(http, sleep=Sleeper()), http


async def found(*rows: object) -> Found:
    source, _ = wikidata(answer(*rows))
    (one,) = await ask(source, BY_NUMBER, legal_ids={"siren": SIREN})
    return one


def told(one: Found, field: str) -> Sequence[tuple[Any, date | None]]:
    return [(fact.value, fact.as_of) for fact in one.facts if fact.field == field]


async def test_an_item_is_read_with_the_day_each_figure_was_true() -> None:
    one = await found(*BRIGHTLOOM)
    assert facts(one) == {
        "name": "Brightloom",
        "domain": "brightloom.example",
        "industry": "textile industry",
        "country": "FR",
        "city": "Lyon",
        "parent": "Osprey Group",
        "employees": 1350,
        "revenue": Money(min=98500000.5, max=98500000.5, currency="EUR", year=2023),
        "founded": 1994,
        "legal_ids": {"siren": SIREN},
    }
    assert told(one, "employees") == [(1350, date(2023, 6, 30))]
    assert told(one, "revenue")[0][1] == date(2023, 12, 31)
    assert one.other_names == ("BRIGHTLOOM TEXTILES", "Brightloom SA", "Loom & Sons")
    proofs = {proof.id: proof for proof in one.evidence}
    assert proofs[next(fact.evidence for fact in one.facts if fact.field == "revenue")].snippet == (
        "P2139: 98500000.5 EUR in 2023"
    )
    assert all(proof.locator.startswith("https://www.wikidata.org/wiki/Q101 @") for proof in one.evidence)


async def test_the_order_of_the_rows_changes_nothing() -> None:
    one, other = await found(*BRIGHTLOOM), await found(*reversed(BRIGHTLOOM))
    assert facts(one) == facts(other)
    assert one.evidence == other.evidence


async def test_a_figure_without_a_day_is_told_where_it_is_alone_and_gives_way_to_one_that_has() -> None:
    undated, dated = row("P1128", "90"), row("P1128", "80", when="2019-05-04T00:00:00Z", precision="11")
    assert told(await found(LABEL, undated), "employees") == [(90, None)]
    assert told(await found(LABEL, undated, row("P1128", "70")), "employees") == []
    assert told(await found(LABEL, undated, dated), "employees") == [(80, date(2019, 5, 4))]


async def test_a_moment_that_is_vague_is_no_day_and_no_year() -> None:
    decade = row("P1128", "90", when="1990-01-01T00:00:00Z", precision="8")
    century = row("P571", "1801-01-01T00:00:00Z", precision="7")
    one = await found(LABEL, decade, century)
    assert told(one, "employees") == [(90, None)]
    assert told(one, "founded") == []


async def test_a_year_that_is_not_over_ends_today() -> None:
    one = await found(LABEL, row("P1128", "90", when="2026-01-01T00:00:00Z", precision="9"))
    assert told(one, "employees") == [(90, date(2026, 3, 2))]
    assert (
        told(await found(LABEL, row("P1128", "90", when="2031-01-01T00:00:00Z", precision="9")), "employees")
        == []
    )


@pytest.mark.parametrize("value", ["0", "-5", "many", "NaN", "inf", ""])
async def test_what_is_no_figure_makes_no_claim(value: str) -> None:
    one = await found(LABEL, row("P1128", value), row("P2139", value, unit="EUR"))
    assert told(one, "employees") == told(one, "revenue") == []


async def test_what_nobody_knows_is_passed_over() -> None:
    one = await found(
        LABEL,
        row("P452", UNKNOWN, kind="uri"),
        row("P571", "t1234", kind="bnode"),
        {
            "item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q101"},
            "field": None,
            "value": None,
        },
    )
    assert facts(one).keys() == {"name"}


async def test_of_two_values_without_a_day_neither_is_told() -> None:
    one = await found(
        LABEL, row("P17", "FR"), row("P17", "DE"), row("P452", "retail"), row("P452", "logistics")
    )
    assert facts(one).keys() == {"name"}
    assert one.countries == ("FR", "DE")


async def test_two_numbers_of_one_register_are_of_two_companies() -> None:
    one = await found(LABEL, row("P1616", SIREN), row("P1616", "552100554"), row("P1278", LEI))
    assert one.legal_ids == {"lei": LEI}


async def test_a_number_that_fails_its_check_is_none() -> None:
    assert (await found(LABEL, row("P1616", "732829321"), row("P1278", "X"))).legal_ids == {}


async def test_a_company_that_was_dissolved_is_closed_since_then() -> None:
    assert told(await found(LABEL, row("P576", "2020-07-14T00:00:00Z", precision="11")), "status") == [
        ("closed", date(2020, 7, 14))
    ]
    assert told(await found(LABEL, row("P576", "2040-01-01T00:00:00Z", precision="9")), "status") == []
    assert "status" not in facts(await found(*BRIGHTLOOM))


async def test_several_items_of_one_website_are_several_records() -> None:
    site = row("P856", "https://www.brightloom.example", kind="uri", item="Q102")
    source, _ = wikidata(answer(*BRIGHTLOOM, row("label", "Brightloom UK", language="en", item="Q102"), site))
    one, two = await ask(source, BY_DOMAIN, website="brightloom.example")
    assert [(found.record, found.name) for found in (one, two)] == [
        ("Q101", "Brightloom"),
        ("Q102", "Brightloom UK"),
    ]
    assert two.domains == ("brightloom.example",)


@pytest.mark.parametrize(
    ("numbers", "pattern"),
    [
        ({"siren": SIREN}, f'wdt:P1616 "{SIREN}"'),
        ({"lei": LEI}, f'wdt:P1278 "{LEI}"'),
        ({"cik": "320"}, 'wdt:P5531 "0000000320"'),
        ({"company_number": "SC714161"}, 'wdt:P2622 "SC714161"'),
    ],
)
async def test_it_is_asked_by_each_of_its_numbers(numbers: dict[str, str], pattern: str) -> None:
    source, http = wikidata(answer())
    assert await ask(source, BY_NUMBER, legal_ids=numbers) == []
    assert http.asked[0].startswith("https://query.wikidata.org/sparql?format=json&query=")
    assert f"{{ ?item {pattern} . }}" in http.question()["query"]
    assert "$SUBJECT" not in http.question()["query"]


async def test_a_company_number_of_another_country_is_not_taken_for_a_british_one() -> None:
    source, http = wikidata(answer())
    numbers = {"company_number": "12345678"}
    assert applies(source, BY_NUMBER, legal_ids=numbers)
    assert applies(source, BY_NUMBER, legal_ids=numbers, country="GB")
    assert not applies(source, BY_NUMBER, legal_ids=numbers, country="DE")
    await ask(source, BY_NUMBER, legal_ids={**numbers, "lei": LEI})
    assert "12345678" not in http.question()["query"]


async def test_it_is_asked_by_every_way_a_front_page_is_written() -> None:
    source, http = wikidata(answer())
    await ask(source, BY_DOMAIN, website="brightloom.example", mail="loom.example")
    query = http.question()["query"]
    for address in (
        "https://brightloom.example/",
        "http://www.brightloom.example",
        "https://www.loom.example/",
    ):
        assert f"<{address}>" in query


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_gets_into_a_query_but_checked_numbers_and_domains(number: str, domain: str) -> None:
    source, _ = wikidata()
    by_number, by_domain = source.lookups()
    for scheme in source.card.legal_ids:
        if by_number.applies(clue(legal_ids={scheme: number})):
            assert re.fullmatch("[0-9A-Z]+", number)
    if by_domain.applies(clue(website=domain)):
        assert re.fullmatch("[a-z0-9.-]+", domain)


@pytest.mark.parametrize(
    "domain",
    ["brightloom", "a.example> } #", 'x".example', "brightloom.example/", "BRIGHTLOOM.example", "é.example"],
)
def test_what_is_no_domain_is_not_looked_for(domain: str) -> None:
    assert not applies(wikidata()[0], BY_DOMAIN, website=domain)


@pytest.mark.parametrize("number", ['1" . } #', "73282932", "732829320\n", "７３２８２９３２０", ""])
def test_what_is_no_number_is_not_looked_for(number: str) -> None:
    assert not applies(wikidata()[0], BY_NUMBER, legal_ids={"siren": number, "vat": "FR44732829320"})


async def test_a_number_nobody_has_finds_nothing() -> None:
    source, _ = wikidata(answer())
    assert await ask(source, BY_NUMBER, legal_ids={"siren": SIREN}) == []


async def test_rows_of_no_item_are_left_out() -> None:
    source, _ = wikidata(
        answer(7, {}, row("label", "x", item="../Q1"), row("label", "x", item="P31"), *BRIGHTLOOM)
    )
    (one,) = await ask(source, BY_NUMBER, legal_ids={"siren": SIREN})
    assert one.record == "Q101"


async def test_who_is_told_to_wait_waits_and_asks_again() -> None:
    http = Canned([reply("", 429, retry_after="3"), answer(*BRIGHTLOOM)])
    sleeper = Sleeper()
    assert len(await ask(Wikidata(http, sleep=sleeper), BY_NUMBER, legal_ids={"siren": SIREN})) == 1
    assert sleeper.slept == [pytest.approx(3, abs=0.1)]


async def test_a_query_that_took_too_long_there_is_no_answer() -> None:
    source, _ = wikidata(reply("java.util.concurrent.TimeoutException", 500, content_type="text/plain"))
    with pytest.raises(Unreachable):
        await ask(source, BY_NUMBER, legal_ids={"siren": SIREN})


async def test_who_is_refused_asks_no_more() -> None:
    source, _ = wikidata(reply("", 403))
    with pytest.raises(Closed, match="no contact"):
        await ask(source, BY_NUMBER, legal_ids={"siren": SIREN})
    assert source.lookups() == ()


@pytest.mark.parametrize(
    "content",
    ["<html>", {}, {"results": None}, {"results": {"bindings": {}}}, {"results": {"bindings": "x"}}],
)
async def test_an_answer_of_another_shape_is_told(content: object) -> None:
    source, _ = wikidata(reply(content))
    with pytest.raises(Unreadable):
        await ask(source, BY_NUMBER, legal_ids={"siren": SIREN})


async def test_the_client_is_told_what_the_answer_calls_itself() -> None:
    class Asked(Canned):
        expected: tuple[str, ...] = ()

        async def get(self, url: str, *, expect: Sequence[str] = (), **also: Any) -> Any:
            self.expected = tuple(expect)
            return await super().get(url, expect=expect, **also)

    http = Asked([answer()])
    await ask(open(http, Settings()), BY_NUMBER, legal_ids={"siren": SIREN})
    assert "application/sparql-results+json" in http.expected
