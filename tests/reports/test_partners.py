"""Partners, on few enough leads to rank by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from travelled import a_deal, a_journey

from agent.evals.interval import wilson
from agent.models.journey import Journey
from agent.models.opportunity import DealState, Opportunity
from agent.models.partner import Partner
from agent.models.score import Stage
from agent.reports import Asked
from agent.reports.partners import marked, partners
from agent.reports.report import Cell, Count, Money, Phrase, Report, Share, Span, Text, Word
from agent.settings import Settings

OPEN, WON, LOST = DealState.OPEN, DealState.WON, DealState.LOST
EUR = Asked(Settings(currency="EUR"))


def sent(partner: str, *stages: Stage) -> Journey:
    """A lead of a partner that was proposed or, from SQL on, decided to be at these stages."""
    proposed = {stage: "2026-03-03" for stage in stages if stage is not Stage.SQL}
    decided = {stage: "2026-03-09" for stage in stages if stage is Stage.SQL}
    return a_journey("referral", partner=partner, proposed=proposed, decided=decided)


def worth(of: Journey | None, amount: int | None, state: DealState = OPEN, **fields: Any) -> Opportunity:
    known: dict[str, Any] = {"amount": None if amount is None else Decimal(amount), "currency": "EUR"}
    return a_deal(of, state, **known | fields)


def made(journeys: list[Journey], deals: list[Opportunity], asked: Asked = EUR, **given: Any) -> Report:
    return partners(journeys, deals, given.get("known", ()), given.get("triggered", set()), asked)


def euros(amount: int | str) -> Money:
    return Money(Decimal(amount), "EUR")


def names(of: Report) -> list[Cell]:
    return [row[0] for row in of.tables[0].rows]


def test_partners_are_ranked_by_pipeline_then_by_revenue() -> None:
    nuvia, orbis, tello = (sent(name, Stage.EQL) for name in ("Nuvia", "Orbis", "Tello"))
    deals = [worth(nuvia, 500), worth(orbis, 500, WON), worth(tello, 900), worth(tello, 5000, LOST)]
    ranked = made([nuvia, orbis, tello], deals)
    assert names(ranked) == [Text("Tello"), Text("Orbis"), Text("Nuvia"), Word("report.total")]


def test_a_row_counts_leads_and_adds_up_deals() -> None:
    first, second = sent("Nuvia", Stage.EQL, Stage.SQL), sent("nuvia ", Stage.EQL)
    deals = [worth(first, 300, WON, recurring=Decimal(120)), worth(second, 100), worth(second, 50, LOST)]
    found = made([first, second, sent("Nuvia", Stage.MQL)], deals, triggered={first.lead_id})
    row, _ = found.tables[0].rows
    assert row[:2] == (Text("Nuvia"), None)
    assert row[2:6] == (Count(3), Count(2), Count(2), Count(1))
    assert row[6:] == (euros(400), euros(300), euros(120))
    quality, _ = found.tables[1].rows
    assert quality[2:] == (
        Count(2), Share(1, 2), Word("partners.not_met"), Share(1, 2, *wilson(1, 2)), euros(200),
    )  # fmt: skip


def test_the_pipeline_per_eql_is_what_eqls_brought() -> None:
    eql, direct = sent("Nuvia", Stage.EQL), sent("Nuvia", Stage.MQL)
    found = made([eql, direct, sent("Nuvia", Stage.EQL)], [worth(eql, 300), worth(direct, 5000)])
    assert [row[-1] for row in found.tables[1].rows] == [euros(150), euros(150)]


def test_the_goal_of_both_triggers_is_a_setting() -> None:
    leads = [sent("Nuvia", Stage.EQL) for _ in range(5)]
    four = {one.lead_id for one in leads[:4]}
    assert made(leads, [], triggered=four).tables[1].rows[0][4] == Word("partners.met")
    stricter = Asked(Settings.model_validate({"reports": {"trigger_goal": 0.9}}))
    assert made(leads, [], stricter, triggered=four).tables[1].rows[0][4] == Word("partners.not_met")


def test_a_deal_belongs_to_the_partner_the_crm_names_else_to_the_one_that_brought_the_lead() -> None:
    lead = sent("Nuvia")
    deals = [worth(lead, 1), worth(lead, 2, partner="Orbis"), worth(None, 4, partner="Tello"), worth(None, 8)]
    rows = {row[0]: row[6] for row in made([lead], deals).tables[0].rows}
    assert rows == {
        Text("Nuvia"): euros(1),
        Text("Orbis"): euros(2),
        Text("Tello"): euros(4),
        Word("report.total"): euros(7),
    }


def test_only_leads_of_the_span_count_and_their_deals_whenever_those_were_opened() -> None:
    march = a_journey(partner="Nuvia", came="2026-03-05")
    april = a_journey(partner="Nuvia", came="2026-04-05")
    asked = Asked(EUR.settings, Span(date(2026, 3, 1), date(2026, 3, 31)))
    deals = [worth(march, 1), worth(april, 2), worth(None, 4, partner="Nuvia", opened_on=date(2026, 3, 9))]
    row, _ = made([march, april], deals, asked).tables[0].rows
    assert (row[2], row[6]) == (Count(1), euros(5))


def test_what_has_no_rate_or_no_amount_is_counted_but_worth_nothing_and_said() -> None:
    lead = sent("Nuvia")
    deals = [worth(lead, 9, WON, currency="CHF"), worth(lead, None, WON), worth(lead, None, LOST)]
    found = made([lead], deals)
    assert found.tables[0].rows[0][5:7] == (Count(2), euros(0))
    assert Phrase("partners.no_rate", {"n": Count(1), "currency": Text("CHF")}) in found.remarks
    assert Phrase("partners.no_amount", {"n": Count(1)}) in found.remarks


def test_a_partner_that_brought_nobody_stands_in_the_ranking_with_its_tier() -> None:
    found = made([sent("Nuvia")], [], known=[Partner(name="Orbis", tier="gold")])
    assert set(names(found)) == {Text("Nuvia"), Text("Orbis"), Word("report.total")}
    assert found.tables[1].rows[0][:2] == (Text("Orbis"), Text("gold"))


def ranks(*pipelines: int) -> list[tuple[Decimal, Decimal]]:
    return [(Decimal(one), Decimal(0)) for one in pipelines]


def test_of_ten_partners_two_are_marked_at_either_end() -> None:
    marks = marked(ranks(*range(10, 0, -1)), 0.2)
    assert marks == ["top", "top", *[None] * 6, "bottom", "bottom"]


def test_29_percent_of_a_hundred_are_29_whatever_binary_fractions_say() -> None:
    assert marked(ranks(*range(100, 0, -1)), 0.29).count("top") == 29


def test_all_that_brought_nothing_are_at_the_bottom_and_of_four_nobody_is_marked() -> None:
    assert marked(ranks(9, 8, 0, 0, 0, 0), 0.2) == ["top", None, *["bottom"] * 4]
    assert marked(ranks(4, 3, 2, 1), 0.2) == [None] * 4
    assert marked(ranks(*[5] * 10), 0.2) == [None] * 10


@given(st.lists(st.integers(0, 5)), st.sampled_from([0.1, 0.2, 0.5]))
def test_equals_are_marked_alike_and_nobody_at_the_bottom_stands_above_the_top(
    pipelines: list[int], part: float
) -> None:
    found = dict(zip(pipelines, marks := marked(ranks(*pipelines), part), strict=True))
    assert [found[one] for one in pipelines] == marks
    top = [one for one, mark in found.items() if mark == "top"]
    assert all(one < min(top, default=9) for one, mark in found.items() if mark == "bottom")


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 999), st.sampled_from(list(DealState))), max_size=9
    )
)
def test_the_total_is_the_sum_of_the_partners(brought: list[tuple[str, int, DealState]]) -> None:
    leads = [sent(name) for name, _, _ in brought]
    deals = [worth(lead, amount, state) for lead, (_, amount, state) in zip(leads, brought, strict=True)]
    *rows, total = made(leads, deals).tables[0].rows
    assert total[2] == Count(len(brought))
    won = sum(amount for _, amount, state in brought if state is WON)
    assert total[7] == euros(won)
    assert sum(row[7].amount for row in rows if isinstance(row[7], Money)) == won
