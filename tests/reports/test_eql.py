"""The week of the partner programme, on days a person can count."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from travelled import a_deal, a_journey

from agent.models.journey import Journey
from agent.models.opportunity import DealState, Opportunity
from agent.models.score import Stage
from agent.reports import Asked
from agent.reports.eql import eql
from agent.reports.report import Cell, Count, Money, Period, Phrase, Report, Share, Span, Word
from agent.settings import Settings

EQL, SQL = Stage.EQL, Stage.SQL
EUR = Settings(currency="EUR")


def made(
    journeys: list[Journey], deals: list[Opportunity], asked: Asked | None = None, **given: Any
) -> Report:
    visits, triggered = given.get("visits", ()), given.get("triggered", set())
    return eql(journeys, deals, visits, triggered, asked or Asked(EUR))


def weeks(of: Report) -> dict[Cell, tuple[Cell, ...]]:
    return {row[0]: row[1:] for row in of.tables[0].rows}


def numbers(visitors: int, eqls: int, sqls: int, won: int) -> tuple[Count, ...]:
    return tuple(map(Count, (visitors, eqls, sqls, won)))


def euros(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


def week(first: str) -> Period:
    return Period(date.fromisoformat(first), "week")


def test_everything_counts_in_the_week_it_happened_and_an_empty_week_keeps_its_row() -> None:
    lead = a_journey(partner="Nuvia", proposed={EQL: "2026-03-03"}, decided={SQL: "2026-03-17"})
    known = {"amount": Decimal(900), "recurring": Decimal(300), "currency": "EUR", "opened_on": None}
    deal = a_deal(lead, closed_on=date(2026, 3, 24), **known)
    found = weeks(made([lead], [deal], visits=[(date(2026, 3, 8), "ana")], triggered={lead.lead_id}))
    assert found == {
        week("2026-03-02"): (*numbers(1, 1, 0, 0), euros(0), Share(1, 1)),
        week("2026-03-09"): (*numbers(0, 0, 0, 0), euros(0), None),
        week("2026-03-16"): (*numbers(0, 0, 1, 0), euros(0), None),
        week("2026-03-23"): (*numbers(0, 0, 0, 1), euros(300), None),
        Word("report.total"): (*numbers(1, 1, 1, 1), euros(300), Share(1, 1)),
    }


def test_a_lead_is_an_eql_once_on_the_first_day_it_was_one() -> None:
    lead = a_journey(proposed={EQL: "2026-03-20"}, decided={EQL: "2026-03-05"})
    found = weeks(made([lead], []))
    assert found[week("2026-03-02")][1] == Count(1)
    assert found[Word("report.total")][1] == Count(1)


def test_leads_that_never_were_eql_are_none_of_the_programmes() -> None:
    direct = a_journey(proposed={Stage.MQL: "2026-03-03"}, decided={SQL: "2026-03-04"})
    assert list(weeks(made([direct], [a_deal(direct)]))) == [Word("report.total")]


def test_a_visitor_counts_once_a_week_and_once_in_all() -> None:
    days = [
        (date(2026, 3, 2), "ana"),
        (date(2026, 3, 3), "ana"),
        (date(2026, 3, 9), "ana"),
        (date(2026, 3, 9), "bo"),
    ]
    found = weeks(made([], [], visits=days))
    assert [row[0] for row in found.values()] == [Count(1), Count(2), Count(2)]


def test_only_what_happened_in_the_span_counts_and_months_can_be_asked_for() -> None:
    lead = a_journey(proposed={EQL: "2026-02-27"}, decided={SQL: "2026-03-31"})
    asked = Asked(EUR, Span(date(2026, 3, 1), date(2026, 3, 31)), "month")
    found = weeks(made([lead], [a_deal(lead)], asked))
    assert list(found) == [Period(date(2026, 3, 1), "month"), Word("report.total")]
    assert found[Word("report.total")][:4] == numbers(0, 0, 1, 0)


def test_what_is_open_or_lost_is_not_won() -> None:
    lead = a_journey(proposed={EQL: "2026-03-03"})
    deals = [a_deal(lead, state) for state in (DealState.OPEN, DealState.LOST)]
    assert weeks(made([lead], deals))[Word("report.total")][3] == Count(0)


def test_the_share_with_both_triggers_is_held_against_the_goal() -> None:
    leads = [a_journey(proposed={EQL: "2026-03-03"}) for _ in range(4)]
    found = made(leads, [], triggered={one.lead_id for one in leads[:3]})
    said = {"n": Count(3), "share": Share(3, 4), "goal": Share(Decimal("0.8"), 1)}
    assert Phrase("partners.triggers", said) in found.remarks


days = st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(date.isoformat)


@given(st.lists(days, max_size=8))
def test_the_weeks_add_up_to_the_total(on: list[str]) -> None:
    *rows, total = made([a_journey(proposed={EQL: day}) for day in on], []).tables[0].rows
    assert sum(row[2].n for row in rows if isinstance(row[2], Count)) == len(on)
    assert total[2] == Count(len(on))
