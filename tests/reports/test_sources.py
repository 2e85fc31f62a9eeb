"""Sources and what they cost, on sums a person can do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from travelled import a_deal, a_journey

from agent.models.journey import Journey
from agent.models.opportunity import Spend
from agent.models.score import Stage
from agent.money import exchange
from agent.reports.reach import by_lead
from agent.reports.report import Cell, Count, Money, Phrase, Report, Share, Span, Text, Word
from agent.reports.sources import sources

EUR = exchange({"USD": 0.5}, "EUR")
MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))


def spent(amount: str, currency: str = "EUR", **fields: Any) -> Spend:
    known: dict[str, Any] = {"id": "S", "first": date(2026, 3, 1), "last": date(2026, 3, 31)}
    return Spend(**known | {"amount": Decimal(amount), "currency": currency} | fields)


def leads(source: str | None, n: int, mqls: int = 0) -> list[Journey]:
    plain = [a_journey(source) for _ in range(n - mqls)]
    return plain + [a_journey(source, proposed={Stage.MQL: "2026-03-05"}) for _ in range(mqls)]


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def named(of: Report) -> list[Cell]:
    return [row[0] for row in of.tables[0].rows]


def test_300_leads_with_100_mqls_beat_1000_leads_with_10_for_the_same_money() -> None:
    everyone = leads("first campaign", 1000, 10) + leads("second campaign", 300, 100)
    spend = [spent("100", campaign="First Campaign"), spent("100", campaign="Second Campaign")]
    made = sources(everyone, {}, spend, Span(), "EUR", EUR)
    assert named(made) == [Text("second campaign"), Text("first campaign"), Word("report.total")]
    second, first, _ = made.tables[0].rows
    assert second[1:3] == (Count(300), Count(100))
    assert (second[9], first[9]) == (euros("1"), euros("10"))


def test_every_cost_is_the_sources_cost_by_what_it_brought() -> None:
    won = a_journey("fair", proposed={Stage.MQL: "2026-03-05"}, decided={Stage.SQL: "2026-03-09"})
    eql = a_journey("fair", proposed={Stage.EQL: "2026-03-05"})
    everyone = [won, eql, *leads("fair", 2)]
    made = sources(everyone, by_lead([a_deal(won)]), [spent("120", channel="fair")], Span(), "EUR", EUR)
    fair, total = made.tables[0].rows
    assert fair[1:7] == (Count(4), Count(1), Count(1), Count(1), Count(1), Share(2, 4))
    assert fair[7:] == tuple(map(euros, ("120", "30", "120", "120", "120", "120")))
    assert total[1:] == fair[1:]


def test_of_spending_over_a_longer_stretch_the_days_asked_about_count() -> None:
    quarter = spent("900", first=date(2026, 3, 1), last=date(2026, 5, 29), channel="fair")
    made = sources(leads("fair", 1), {}, [quarter], MARCH, "EUR", EUR)
    assert made.tables[0].rows[0][7] == euros("310")
    april = Span(date(2026, 6, 1), None)
    assert sources(leads("fair", 1), {}, [quarter], april, "EUR", EUR).tables[0].rows[-1][7] is None


def test_spending_goes_to_campaign_then_channel_then_partner_and_else_stands_alone() -> None:
    everyone = [*leads("spring", 1), *leads("email", 1), a_journey(None, partner="Nuvia")]
    spend = [
        spent("1", campaign="Spring", channel="email"),
        spent("2", campaign="summer", channel="Email"),
        spent("4", partner="nuvia"),
        spent("8", channel="radio"),
    ]
    rows = {
        row[0]: (row[1], row[7]) for row in sources(everyone, {}, spend, Span(), "EUR", EUR).tables[0].rows
    }
    assert rows == {
        Text("spring"): (Count(1), euros("1")),
        Text("email"): (Count(1), euros("2")),
        Text("Nuvia"): (Count(1), euros("4")),
        Text("radio"): (Count(0), euros("8")),
        Word("report.total"): (Count(3), euros("15")),
    }


def test_a_currency_without_a_rate_is_left_out_and_said() -> None:
    spend = [spent("10", "USD", channel="fair"), spent("10", "CHF", channel="fair")]
    made = sources(leads("fair", 1), {}, spend, Span(), "EUR", EUR)
    assert made.tables[0].rows[0][7] == euros("5.0")
    assert Phrase("report.no_rate", {"n": Count(1), "currency": Text("CHF")}) in made.remarks


def test_spellings_of_one_source_are_one_and_a_lead_without_is_told_apart() -> None:
    everyone = [*leads("Salon", 1), *leads("salon ", 1), *leads(None, 1)]
    made = sources(everyone, {}, [], Span(), "EUR", EUR)
    assert named(made) == [Text("Salon"), Word("report.no_source"), Word("report.total")]
    assert Phrase("report.no_spend") in made.remarks


def test_a_source_that_costs_nothing_stands_before_one_that_costs_and_before_one_nobody_knows_of() -> None:
    everyone = leads("paid", 2, 1) + leads("free", 2, 1) + leads("unknown", 9, 9)
    made = sources(everyone, {}, [spent("1", channel="paid"), spent("0", channel="free")], Span(), "EUR", EUR)
    assert named(made)[:3] == [Text("free"), Text("paid"), Text("unknown")]


names = st.sampled_from(["a", "b", None])
wholes = st.integers(0, 10_000).map(str)


@given(st.lists(names), st.lists(st.tuples(wholes, names)))
def test_the_total_is_the_sum_of_the_rows(
    came: list[str | None], costs: list[tuple[str, str | None]]
) -> None:
    spend = [spent(amount, channel=channel) for amount, channel in costs]
    *rows, total = sources([a_journey(one) for one in came], {}, spend, Span(), "EUR", EUR).tables[0].rows
    assert total[1] == Count(len(came))
    spent_in_all = sum((Decimal(amount) for amount, _ in costs), Decimal(0))
    assert total[7] == (Money(spent_in_all, "EUR") if costs else None)
    assert sum(row[7].amount for row in rows if isinstance(row[7], Money)) == spent_in_all
