"""The funnel, on few enough leads to count by hand."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from travelled import a_deal, a_journey

from agent.models.journey import Journey
from agent.models.opportunity import DealState, Opportunity
from agent.models.score import Stage
from agent.reports.funnel import funnel
from agent.reports.reach import Step, by_lead, reach
from agent.reports.report import Count, Days, Phrase, Report, Share, Span, Word

MQL, EQL, SQL = Stage.MQL, Stage.EQL, Stage.SQL


def counts(of: Report) -> list[float]:
    """The second column of the first table."""
    return [float(row[1].n) for row in of.tables[0].rows if isinstance(row[1], Count)]


def test_each_step_says_how_many_of_the_step_before_of_all_leads_and_how_many_stayed() -> None:
    customer = a_journey(proposed={MQL: "2026-03-03"}, decided={SQL: "2026-03-13"})
    everyone = [
        customer,
        a_journey(proposed={MQL: "2026-03-03"}, decided={SQL: "2026-03-07"}),
        a_journey(proposed={EQL: "2026-03-03"}),
        a_journey(proposed={MQL: "2026-03-03"}),
        a_journey(proposed={Stage.LEAD: "2026-03-03"}),
    ]
    made = funnel(everyone, by_lead([a_deal(customer)]), 20, Span())
    assert counts(made) == [20, 5, 4, 2, 1, 1]
    users, leads, qualified, sql, opportunity, won = made.tables[0].rows
    assert users[2:] == (None, None, None, None)
    assert leads[2:5] == (Share(5, 20), None, Count(15))
    assert qualified[2:] == (Share(4, 5), Share(4, 5), Count(1), Days(1))
    assert sql[2:] == (Share(2, 4), Share(2, 5), Count(2), Days(7))
    assert opportunity[2:] == (Share(1, 2), Share(1, 5), Count(1), Days(19))
    assert won[2:] == (Share(1, 1), Share(1, 5), Count(0), Days(30))


def test_mqls_and_eqls_are_followed_apart() -> None:
    everyone = [
        a_journey(proposed={MQL: "2026-03-03"}, decided={SQL: "2026-03-07"}),
        a_journey(proposed={MQL: "2026-03-03"}),
        a_journey(proposed={MQL: "2026-03-03", EQL: "2026-03-05"}),
    ]
    mql, eql = funnel(everyone, {}, 0, Span()).tables[1].rows
    assert mql == (Word("stage.mql"), Count(2), Count(1), Count(0), Count(0), Share(0, 2))
    assert eql == (Word("stage.eql"), Count(1), Count(0), Count(0), Count(0), Share(0, 1))


def test_a_proposal_of_sql_is_a_qualified_lead_and_no_more() -> None:
    assert reach(a_journey(proposed={SQL: "2026-03-03"})).step is Step.QUALIFIED


def test_a_deal_that_came_from_nowhere_counts_at_every_step_and_the_report_says_so() -> None:
    stranger = a_journey()
    made = funnel([stranger], by_lead([a_deal(stranger, DealState.LOST)]), 0, Span())
    assert counts(made) == [1, 1, 1, 1, 0]
    told = [remark.values["step"] for remark in made.remarks if remark.key == "report.skipped"]
    assert told == [Word("report.step_1"), Word("report.step_2")]


def test_only_leads_that_came_in_the_span_count_whatever_became_of_them_later() -> None:
    march = a_journey(came="2026-03-31", decided={SQL: "2026-06-01"})
    april = a_journey(came="2026-04-01")
    nobody_knows = a_journey(came=None)
    first_scored = a_journey(came=None, proposed={Stage.LEAD: "2026-03-15"})
    everyone = [march, april, nobody_knows, first_scored]
    made = funnel(everyone, {}, 0, Span(date(2026, 3, 1), date(2026, 3, 31)))
    assert counts(made) == [2, 1, 1, 0, 0]
    assert counts(funnel(everyone, {}, 0, Span()))[0] == 4


def test_of_more_leads_than_users_no_share_is_given_and_the_report_says_why() -> None:
    made = funnel([a_journey(), a_journey()], {}, 1, Span())
    assert made.tables[0].rows[1][2:] == (None, None, None, None)
    assert Phrase("report.more_leads") in made.remarks


def test_an_empty_store_makes_a_funnel_of_noughts() -> None:
    made = funnel([], {}, 0, Span())
    assert counts(made) == [0, 0, 0, 0, 0]
    assert Phrase("report.cohort") in made.remarks


stages = st.dictionaries(st.sampled_from(list(Stage)), st.just("2026-03-05"))
states = st.lists(st.sampled_from(list(DealState)), max_size=2)


@given(st.lists(st.tuples(stages, stages, states), max_size=12))
def test_no_step_is_wider_than_the_one_before(
    ways: list[tuple[dict[Stage, str], dict[Stage, str], list[DealState]]],
) -> None:
    everyone: list[Journey] = []
    deals: list[Opportunity] = []
    for proposed, decided, of in ways:
        everyone.append(a_journey(proposed=proposed, decided=decided))
        deals += [a_deal(everyone[-1], state) for state in of]
    found = counts(funnel(everyone, by_lead(deals), 0, Span()))
    assert found[0] == len(everyone)
    assert found == sorted(found, reverse=True)
