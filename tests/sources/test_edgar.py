"""The filings of listed companies as a source. The answers are invented, in the shape its reference documents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from canned import Canned, Sleeper, applies, ask, clue, facts, reply
from hypothesis import given
from hypothesis import strategies as st

from agent.models.account import Money
from agent.settings import Settings
from agent.sources.edgar import Edgar, open
from agent.sources.trouble import Closed, TooLarge, Unreachable, Unreadable

BY_NUMBER, BY_NAME = "edgar_by_legal_id", "edgar_by_name"
CIK = "0001234567"
MISSING = reply(
    "<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", 404, content_type="application/xml"
)


def submissions(**said: Any) -> dict[str, Any]:
    return {
        "cik": "1234567",
        "entityType": "operating",
        "sic": "7372",
        "sicDescription": "Services-Prepackaged Software",
        "name": "BRIGHTLOOM SYSTEMS INC /DE/",
        "tickers": ["BRLM"],
        "exchanges": ["Nasdaq"],
        "ein": "000000000",
        "lei": None,
        "website": "",
        "fiscalYearEnd": "0131",
        "stateOfIncorporation": "DE",
        "addresses": {
            "mailing": {"city": "DOVER", "stateOrCountry": "DE", "stateOrCountryDescription": "DE"},
            "business": {
                "street1": "1 LOOM STREET",
                "city": "AUSTIN",
                "stateOrCountry": "TX",
                "stateOrCountryDescription": "TX",
                "isForeignLocation": 0,
            },
        },
        "phone": "",
        "formerNames": [
            {"name": "LOOM & SONS INC", "from": "2001-02-03T05:00:00.000Z", "to": "2010-01-01T05:00:00.000Z"}
        ],
        "filings": {"recent": {"form": ["10-K"]}, "files": []},
        **said,
    }


def row(
    start: str, end: str, val: object, *, fy: object = 2024, filed: str = "2025-03-20", **said: Any
) -> dict[str, Any]:
    return {
        "start": start, "end": end, "val": val, "accn": "0001234567-25-000001", "fy": fy, "fp": "FY",
        "form": "10-K", "filed": filed, **said,
    }  # fmt: skip


LAST = row("2024-02-01", "2025-01-31", 412_000_000)


def concept(*rows: dict[str, Any], unit: str = "USD", **units: Any) -> dict[str, Any]:
    return {"cik": 1234567, "taxonomy": "us-gaap", "tag": "Revenues", "units": {unit: list(rows), **units}}


def tickers(*titles: tuple[int, str]) -> dict[str, Any]:
    return {
        str(n): {"cik_str": cik, "ticker": f"T{n}", "title": title} for n, (cik, title) in enumerate(titles)
    }


def edgar(*replies: Any) -> tuple[Edgar, Canned]:
    http = Canned(replies)
    return Edgar(http, sleep=Sleeper()), http


async def by_number(*replies: Any) -> Any:
    source, _ = edgar(*replies)
    (one,) = await ask(source, BY_NUMBER, legal_ids={"cik": CIK})
    return one


async def revenue(*rows: dict[str, Any], **units: Any) -> Any:
    one = await by_number(reply(submissions()), reply(concept(*rows, **units)), MISSING, MISSING, MISSING)
    return next((fact for fact in one.facts if fact.field == "revenue"), None)


async def test_a_company_is_read_with_its_turnover() -> None:
    source, http = edgar(reply(submissions()), reply(concept(LAST)))
    (one,) = await ask(source, BY_NUMBER, legal_ids={"cik": "1234567"})
    assert http.asked == [
        f"https://data.sec.gov/submissions/CIK{CIK}.json",
        f"https://data.sec.gov/api/xbrl/companyconcept/CIK{CIK}/us-gaap/Revenues.json",
    ]
    assert facts(one) == {
        "name": "BRIGHTLOOM SYSTEMS INC",
        "industry": "Software publishing",
        "country": "US",
        "region": "TX",
        "city": "AUSTIN",
        "legal_ids": {"cik": CIK},
        "revenue": Money(min=412e6, max=412e6, currency="USD", year=2024),
    }
    assert one.other_names == ("LOOM & SONS INC",)
    proofs = {proof.id: proof for proof in one.evidence}
    assert all(fact.evidence in proofs for fact in one.facts)
    assert "sic, sicDescription: 7372 (Services-Prepackaged Software)" in {p.snippet for p in one.evidence}


async def test_an_industry_without_a_label_keeps_the_words_of_the_register() -> None:
    odd = submissions(sic="9995", sicDescription="Non-Operating Establishments")
    one = await by_number(reply(odd), reply(concept(LAST)))
    assert facts(one)["industry"] == "Non-Operating Establishments"
    silent = await by_number(reply(submissions(sic="", sicDescription="")), reply(concept(LAST)))
    assert "industry" not in facts(silent)


async def test_the_year_is_that_of_the_first_filing_of_the_period_and_the_figure_that_of_the_newest() -> None:
    restated = row("2024-02-01", "2025-01-31", 410_000_000, fy=2025, filed="2026-02-20")
    before = row("2023-02-01", "2024-01-31", 390_000_000, fy=2024)
    fact = await revenue(before, LAST, restated)
    assert fact.value == Money(min=410e6, max=410e6, currency="USD", year=2024)
    assert fact.as_of == date(2025, 1, 31)


@pytest.mark.parametrize(
    ("fy", "year"), [(2025, 2025), (2024, 2024), (2031, 2025), (None, 2025), ("2024", 2025)]
)
async def test_a_fiscal_year_that_cannot_be_is_the_year_of_its_end(fy: object, year: int) -> None:
    assert (await revenue(row("2024-02-01", "2025-01-31", 1, fy=fy))).value.year == year


@pytest.mark.parametrize(
    "odd",
    [
        row("2024-11-01", "2025-01-31", 99_000_000),
        row("2024-02-01", "2025-01-31", 99_000_000, form="10-Q"),
        row("2024-02-01", "2025-01-31", None),
        row("2024-02-01", "2025-01-31", -5),
        row("2024-02-01", "2025-01-31", "412"),
        row("2024-02-01", "soon", 1),
        {"end": "2025-01-31", "val": 7},
        {},
    ],
)
async def test_what_is_no_figure_of_a_year_is_passed_over(odd: dict[str, Any]) -> None:
    assert await revenue(odd) is None
    assert (await revenue(odd, row("2023-02-01", "2024-01-31", 390, fy=2023))).value.year == 2023


async def test_a_turnover_has_the_currency_it_is_reported_in() -> None:
    euros = [row(f"{year}-01-01", f"{year}-12-31", 5e9, fy=year, form="20-F") for year in (2023, 2024)]
    convenience = [row("2024-01-01", "2024-12-31", 6e9, form="20-F")]
    fact = await revenue(*euros, unit="EUR", USD=convenience, **{"USD/shares": convenience})
    assert (fact.value.currency, fact.value.min) == ("EUR", 5e9)


@pytest.mark.parametrize("units", [None, [], {"USD": None}, {"USD": [None, 3]}, {"shares": [LAST]}])
async def test_a_concept_of_another_shape_is_no_turnover(units: object) -> None:
    odd = reply({"cik": 1234567, "units": units})
    one = await by_number(reply(submissions()), odd, MISSING)
    assert "revenue" not in facts(one)


async def test_an_old_concept_is_left_for_the_one_the_company_reports_now() -> None:
    old = row("2016-02-01", "2017-01-31", 100, fy=2016, filed="2017-03-20")
    source, http = edgar(reply(submissions()), reply(concept(old)), reply(concept(LAST)))
    (one,) = await ask(source, BY_NUMBER, legal_ids={"cik": CIK})
    assert facts(one)["revenue"].year == 2024
    assert len(http.asked) == 3


async def test_a_company_that_reports_no_turnover_is_a_company() -> None:
    source, http = edgar(reply(submissions()), MISSING)
    (one,) = await ask(source, BY_NUMBER, legal_ids={"cik": CIK})
    assert "revenue" not in facts(one)
    assert len(http.asked) == 5


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ({"stateOrCountry": "DE", "stateOrCountryDescription": "DE"}, "US"),
        ({"stateOrCountry": "I0", "stateOrCountryDescription": "FRANCE", "isForeignLocation": 1}, "FR"),
        ({"stateOrCountry": "A6", "stateOrCountryDescription": "ONTARIO, CANADA"}, "CA"),
        ({"stateOrCountry": None, "country": "GERMANY", "isForeignLocation": 1}, "DE"),
        ({"stateOrCountry": "X0"}, None),
        (None, None),
    ],
)
async def test_a_state_is_no_country_though_it_has_the_letters_of_one(
    address: object, country: str | None
) -> None:
    one = await by_number(reply(submissions(addresses={"business": address})), reply(concept(LAST)))
    assert facts(one).get("country") == country
    assert ("region" in facts(one)) is (country == "US")


async def test_a_website_and_an_lei_are_told_where_they_are_filed() -> None:
    filed = submissions(website="https://www.brightloom.example/investors", lei="549300LBI3LRIZ2V8V66")
    one = await by_number(reply(filed), reply(concept(LAST)))
    assert one.domains == ("brightloom.example",)
    assert one.legal_ids == {"cik": CIK, "lei": "549300LBI3LRIZ2V8V66"}


async def test_a_person_who_files_is_no_company() -> None:
    person = {"cik": "1234567", "entityType": "other", "sic": "", "name": "WEAVER ROBIN", "tickers": []}
    source, http = edgar(reply(person))
    assert await ask(source, BY_NUMBER, legal_ids={"cik": CIK}) == ()
    assert len(http.asked) == 1


async def test_a_name_is_looked_for_in_the_list_of_the_listed_once_a_run() -> None:
    listed = tickers(
        (7654321, "HARBOUR MILLS CORP"),
        (1234567, "BRIGHTLOOM SYSTEMS INC /DE/"),
        (1234567, "BRIGHTLOOM SYSTEMS INC /DE/"),
    )
    source, http = edgar(reply(listed), reply(submissions()))
    for _ in range(2):
        (one,) = await ask(source, BY_NAME, company="Brightloom Systems", country="US")
        assert (one.record, one.name) == (CIK, "BRIGHTLOOM SYSTEMS INC")
    assert [url.rpartition("/")[2] for url in http.asked] == ["company_tickers.json", *[f"CIK{CIK}.json"] * 2]
    assert await ask(source, BY_NAME, company="Osprey Holdings", country="US") == []


@pytest.mark.parametrize("content", [{}, {"0": None}, {"0": {"cik_str": None, "title": "X"}}, []])
async def test_a_list_of_another_shape_is_told(content: object) -> None:
    source, _ = edgar(reply(content))
    with pytest.raises(Unreadable):
        await ask(source, BY_NAME, company="Brightloom", country="US")


def test_a_name_is_searched_for_american_companies_and_a_number_for_all() -> None:
    source, _ = edgar()
    assert applies(source, BY_NAME, company="Brightloom", country="US")
    assert not applies(source, BY_NAME, company="Brightloom")
    assert not applies(source, BY_NAME, company="Brightloom", country="GB")
    assert applies(source, BY_NUMBER, legal_ids={"cik": "320"}, country="DE")
    assert not applies(source, BY_NUMBER, legal_ids={"cik": "000"})
    assert not applies(source, BY_NUMBER, legal_ids={"siren": "552100554"})


@given(st.text(max_size=20))
def test_no_number_leads_to_another_address(number: str) -> None:
    source, _ = edgar()
    (lookup, _) = source.lookups()
    if lookup.applies(clue(legal_ids={"cik": number})):
        assert number.isascii()
        assert number.isdecimal()


async def test_a_number_nobody_has_finds_nothing() -> None:
    source, _ = edgar(MISSING)
    assert await ask(source, BY_NUMBER, legal_ids={"cik": CIK}) == ()


async def test_an_answer_about_another_company_is_refused() -> None:
    with pytest.raises(Unreadable):
        await by_number(reply(submissions(cik="999")), MISSING)


async def test_who_is_refused_asks_no_more() -> None:
    source, http = edgar(reply("<html>Request Rate Threshold Exceeded</html>", 403))
    with pytest.raises(Closed, match="too often, or without a contact"):
        await ask(source, BY_NUMBER, legal_ids={"cik": CIK})
    assert source.lookups() == ()
    assert len(http.asked) == 1


async def test_without_its_list_it_is_still_asked_by_number() -> None:
    source, _ = edgar(reply("", 403))
    with pytest.raises(Closed):
        await ask(source, BY_NAME, company="Brightloom", country="US")
    assert [one.tool.name for one in source.lookups()] == [BY_NUMBER]


async def test_a_turnover_that_cannot_be_had_now_is_a_failure_and_no_silence() -> None:
    with pytest.raises(Unreachable):
        await by_number(reply(submissions()), Unreachable("no answer"))
    with pytest.raises(TooLarge):
        await by_number(TooLarge("the answer is larger than 2048 KiB"))


async def test_too_often_means_later() -> None:
    source, http = edgar(reply("", 429), reply(submissions()), reply(concept(LAST)))
    (one,) = await ask(source, BY_NUMBER, legal_ids={"cik": CIK})
    assert one.record == CIK
    assert len(http.asked) == 3


def test_it_keeps_to_ten_requests_a_second_over_both_its_hosts() -> None:
    source = open(Canned([]), Settings())
    assert source.card.per_second is not None
    assert source.card.per_second <= 10
    assert source.card.needs_contact
