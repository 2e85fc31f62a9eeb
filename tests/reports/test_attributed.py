"""Attribution, on deals whose shares a person can work out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from travelled import at

from agent.attribution import MODELS, Weights
from agent.models.lead import Lead, PartnerSource
from agent.models.opportunity import DealState, Opportunity, Spend
from agent.models.touchpoint import Kind, Touchpoint
from agent.money import exchange
from agent.reports.attributed import Terms, attributed
from agent.reports.report import Cell, Count, Money, Phrase, Report, Share, Span, Text, Word
from agent.reports.won import Until, won
from tui.words import catalogue

EUR = exchange({"USD": 0.5}, "EUR")
SPRING = Span(date(2026, 4, 1), date(2026, 6, 30))


def lead(id: str = "L1", **fields: Any) -> Lead:
    return Lead(**{"id": id, "account_id": "A1", "company": "Acme", "source": "fair"} | fields)


def deal(
    amount: str | None, currency: str | None = "EUR", lead_id: str | None = "L1", **fields: Any
) -> Opportunity:
    known: dict[str, Any] = {
        "id": f"D{lead_id}", "state": DealState.WON, "amount": Decimal(amount) if amount else None,
        "currency": currency, "opened_on": date(2026, 4, 1), "closed_on": date(2026, 5, 1), "lead_id": lead_id,
    }  # fmt: skip
    return Opportunity(**known | fields)


def touch(id: str, day: str, channel: str | None, kind: Kind = Kind.WEBINAR, **fields: Any) -> Touchpoint:
    return Touchpoint(id=id, at=at(day), kind=kind, channel=channel, **fields)


JOURNEY = (
    touch("ad", "2026-03-02", "ads", utm={"utm_campaign": "Spring"}),
    touch("word", "2026-03-09", "partners", Kind.REFERRAL, partner="Openlink"),
    touch("demo", "2026-03-20", "web", Kind.DEMO_REQUEST),
    touch("mail", "2026-04-20", "email"),
)


def made(
    deals: list[Opportunity],
    leads: list[Lead],
    touched: dict[str, tuple[Touchpoint, ...]],
    spend: list[Spend] | None = None,
    span: Span = SPRING,
    until: Until = "closed",
    **terms: Any,
) -> Report:
    found, omitted = won(deals, {one.id: one for one in leads}, touched, span, until, EUR)
    return attributed(found, omitted, spend or [], span, Terms("EUR", until=until, **terms), EUR)


def table(of: Report, name: str) -> dict[str, tuple[Cell, ...]]:
    """Name of the line, or "total", or "none" → its cells."""
    [found] = [one for one in of.tables if one.title == f"attribution.{name}"]
    return {
        row[0].said
        if isinstance(row[0], Text)
        else "total"
        if row[0] == Word("report.total")
        else "none": row[1:]
        for row in found.rows
    }


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def spent(amount: str, **fields: Any) -> Spend:
    known: dict[str, Any] = {
        "id": "S", "first": date(2026, 4, 1), "last": date(2026, 4, 30), "amount": Decimal(amount), "currency": "EUR",
    }  # fmt: skip
    return Spend(**known | fields)


def test_a_deal_is_40_40_20_for_the_first_the_last_and_the_partner() -> None:
    report = made([deal("10000")], [lead()], {"L1": JOURNEY})
    channels = table(report, "by_channel")
    assert {name: cells[2] for name, cells in channels.items()} == {
        "ads": euros("4000"), "email": euros("4000"), "partners": euros("2000"), "web": euros("0"),
        "total": euros("10000"),
    }  # fmt: skip
    assert channels["partners"][:2] == (Count(Fraction(1, 5)), Count(Fraction(1, 5)))
    assert table(report, "by_campaign")["Spring"][2] == euros("4000")
    assert table(report, "by_campaign")["none"][2] == euros("6000")
    assert table(report, "by_partner")["Openlink"][2] == euros("2000")


def test_every_model_stands_beside_it_with_a_sum_of_its_own() -> None:
    report = made([deal("10000")], [lead()], {"L1": JOURNEY})
    by_model = {
        name: dict(zip(MODELS, cells, strict=True))
        for name, cells in table(report, "models_by_channel").items()
    }
    assert {name: of["key"] for name, of in by_model.items()} == {
        "ads": euros("4000"), "email": euros("2000"), "partners": euros("0"), "web": euros("4000"),
        "total": euros("10000"),
    }  # fmt: skip
    assert {name: of["linear"] for name, of in by_model.items()} == dict.fromkeys(
        ("ads", "email", "partners", "web"), euros("2500")
    ) | {"total": euros("10000")}
    assert by_model["ads"]["first"] == by_model["email"]["last"] == euros("10000")


def test_up_to_the_opening_of_the_deal_the_demo_was_last() -> None:
    report = made([deal("10000")], [lead()], {"L1": JOURNEY}, until="opened")
    assert table(report, "by_channel")["web"][2] == euros("4000")
    assert "email" not in table(report, "by_channel")


def test_cac_is_the_channels_cost_by_its_part_in_new_customers_and_return_its_revenue_by_its_cost() -> None:
    deals = [deal("10000"), deal("2000", "USD", "L2")]
    touched = {"L1": JOURNEY, "L2": (touch("ad2", "2026-03-03", "Ads"),)}
    spend = [spent("700", channel="ADS"), spent("100", currency="USD", channel="radio")]
    report = made(deals, [lead(), lead("L2")], touched, spend)
    channels = table(report, "by_channel")
    assert channels["ads"] == (
        Count(Fraction(7, 5)), Count(Fraction(7, 5)), euros("5000"), euros("700"), euros("500"),
        Share(Decimal(5000), Decimal(700)),
    )  # fmt: skip
    assert channels["radio"] == (
        Count(0),
        Count(0),
        euros("0"),
        euros("50"),
        None,
        Share(Decimal(0), Decimal(50)),
    )
    assert channels["total"][:5] == (Count(2), Count(2), euros("11000"), euros("750"), euros("375"))


def test_the_second_deal_of_a_customer_is_revenue_and_no_new_customer() -> None:
    again = deal("500", id="D9", closed_on=date(2026, 6, 1))
    channels = table(made([deal("1000"), again], [lead()], {"L1": JOURNEY[:1]}), "by_channel")
    assert channels["ads"][:3] == (Count(2), Count(1), euros("1500"))


def test_what_has_no_rate_no_amount_or_no_lead_is_counted_and_never_taken_as_it_stands() -> None:
    deals = [deal("1000", "SEK"), deal(None, lead_id="L2"), deal("70", lead_id=None), deal("30", None, "L3")]
    leads = [lead(), lead("L2"), lead("L3", source=None)]
    report = made(deals, leads, {"L1": JOURNEY[:1], "L2": JOURNEY[:1]}, [spent("9", currency="XAF")])
    assert table(report, "by_channel")["ads"][:3] == (Count(2), Count(2), euros("0"))
    assert table(report, "by_channel")["none"][:3] == (Count(2), Count(2), euros("70"))
    assert {remark.key: remark.values["n"] for remark in report.remarks if "n" in remark.values} == {
        "attribution.no_lead": Count(1),
        "attribution.no_touch": Count(1),
        "attribution.no_amount": Count(2),
        "attribution.no_rate": Count(1),
        "report.no_rate": Count(1),
    }


def test_a_partners_trail_is_a_touch_of_theirs_and_a_lead_without_any_goes_by_its_source() -> None:
    trail = PartnerSource(partner="Nuvia", referred_on=date(2026, 3, 10))
    report = made([deal("1000")], [lead(partner=trail)], {"L1": (JOURNEY[0], JOURNEY[3])})
    assert table(report, "by_partner")["Nuvia"][2] == euros("200")
    assert table(made([deal("1000")], [lead()], {}), "by_channel")["fair"][2] == euros("1000")


def test_nobody_is_won_by_taking_their_leave() -> None:
    left = (*JOURNEY[:1], touch("bye", "2026-04-02", "email", Kind.UNSUBSCRIBE))
    assert "email" not in table(made([deal("1000")], [lead()], {"L1": left}), "by_channel")


@pytest.mark.parametrize("closed", [date(2026, 3, 31), date(2026, 7, 1), None])
def test_only_deals_won_in_the_span_count(closed: date | None) -> None:
    others = [deal("1", closed_on=closed), deal("1", id="D8", state=DealState.LOST)]
    assert table(made(others, [lead()], {"L1": JOURNEY}), "by_channel") == {
        "total": (Count(0), Count(0), euros("0"), None, None, None)
    }


CHANNELS = st.none() | st.sampled_from(["ads", "Ads", "web", "fair"])
TOUCHES = st.lists(
    st.builds(
        touch,
        st.uuids().map(str),
        st.dates(date(2026, 1, 1), date(2026, 6, 30)).map(str),
        CHANNELS,
        st.sampled_from(Kind),
        partner=st.none() | st.sampled_from(["Nuvia", "Openlink"]),
    ),
    max_size=6,
)
CENTS = st.none() | st.integers(1, 10**9).map(lambda cents: str(Decimal(cents) / 100))


@given(st.lists(st.tuples(CENTS, TOUCHES), max_size=6))
def test_every_column_adds_up_to_the_deals_and_to_their_revenue_exactly(
    deals: list[tuple[str | None, list[Touchpoint]]],
) -> None:
    won_deals = [deal(amount, lead_id=f"L{n}") for n, (amount, _) in enumerate(deals)]
    leads = [lead(f"L{n}") for n in range(len(deals))]
    touched = {f"L{n}": tuple(touches) for n, (_, touches) in enumerate(deals)}
    report = made(won_deals, leads, touched, weights=Weights(partner=(1, 2, 4)))
    revenue = sum((one.amount for one in won_deals if one.amount), Decimal(0))
    for by in ("channel", "campaign", "partner"):
        if by != "channel" and not any(one.title == f"attribution.by_{by}" for one in report.tables):
            continue
        lines = table(report, f"by_{by}")
        total = lines.pop("total")
        assert total[:3] == (Count(len(deals)), Count(len(deals)), Money(revenue, "EUR"))
        assert sum(Fraction(cells[0].n) for cells in lines.values() if isinstance(cells[0], Count)) == len(
            deals
        )
        assert all(
            cell in (Money(revenue, "EUR"), Count(len(deals)))
            for cell in table(report, f"models_by_{by}")["total"]
        )


def test_every_word_of_the_report_is_in_the_catalogue_in_both_languages() -> None:
    report = made([deal("10", "SEK"), deal("1", lead_id=None)], [lead()], {"L1": JOURNEY}, [spent("1")])
    keys = [one.title for one in report.tables] + [one.title for one in report.charts]
    keys += [head for one in report.tables for head in one.head if isinstance(head, str)]
    keys += [cell.key for one in report.tables for row in one.rows for cell in row if isinstance(cell, Word)]
    keys += [
        cell.key for remark in report.remarks for cell in remark.values.values() if isinstance(cell, Word)
    ]
    keys += [remark.key for remark in report.remarks]
    for key in keys:
        group, _, word = key.partition(".")
        assert catalogue()[group][word].keys() == {"en", "fr"}
    assert Phrase("attribution.chosen", {"model": Word("attribution.model_partner")}) in report.remarks
