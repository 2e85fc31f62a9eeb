"""The waterfall: its bars add up to the total, whatever the score."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from review_leads import CLAIRE, label, part, proposal_of, score_of
from sitting import filled

from agent.models.score import Contribution, Score, Stage
from tui.review import waterfall
from tui.review.desk import Desk, LeadView
from tui.review.waterfall import Scale, steps
from tui.words import Words

FAMILIES = ("fit", "intent", "bant", "ecosystem")


@st.composite
def contributions(draw: st.DrawFn) -> Contribution:
    points = draw(st.integers(-30, 40))
    low, high = points - draw(st.integers(0, 9)), points + draw(st.integers(0, 9))
    family = draw(st.sampled_from(FAMILIES))
    return part(family, draw(st.sampled_from("abcdef")), "level", points, low=low, high=high)


scores = st.lists(contributions(), max_size=14).map(lambda parts: score_of(*parts))


def view_of(score: Score) -> LeadView:
    proposal = proposal_of(CLAIRE, Stage.MQL, score.contributions, "Because.")
    return LeadView(CLAIRE, proposal, {}, (), {}, (), ())


@given(scores)
def test_each_step_begins_where_the_others_ended_and_the_last_ends_at_the_total(score: Score) -> None:
    at = 0
    for step in steps(score):
        assert step.start == at
        at = step.end
    assert at == score.total


@given(scores, st.integers(8, 60))
def test_every_bar_with_points_is_seen_and_none_leaves_its_column(score: Score, cells: int) -> None:
    scale = Scale.of(score, cells)
    for step in steps(score):
        bar = scale.bar(step.start, step.end)
        assert len(bar) == cells
        assert (bar.strip() == "") == (step.start == step.end)


@given(scores, st.integers(20, 130), st.sampled_from(["en", "fr"]))
def test_it_keeps_to_its_width(score: Score, width: int, language: str) -> None:
    drawn = waterfall.draw(view_of(score), label, Words("fr" if language == "fr" else "en"), width)
    rows = drawn.plain.split("\n")[: 2 + len(score.contributions)]
    assert all(len(row.rstrip()) <= max(width, 34) for row in rows)


def test_points_are_flush_right_and_families_add_up() -> None:
    score = score_of(
        part("fit", "industry", "core", 10, "Mechanical parts"),
        part("fit", "role", "student", -5),
        part("intent", "depth", "demo_request", 15),
    )
    rows = waterfall.draw(view_of(score), label, Words("en"), 60).plain.split("\n")
    column = [row[33:37] for row in rows[:7]]
    assert column == ["  20", "", "   5", " +10", "  −5", "  15", " +15"]
    assert rows[3].startswith("  Industry  Mechanical parts")


def test_what_is_unknown_is_dotted_up_to_where_it_could_end() -> None:
    score = score_of(part("fit", "industry", "core", 10), part("fit", "role", "unknown", 0, high=10))
    rows = waterfall.draw(view_of(score), label, Words("en"), 60).plain.split("\n")
    assert "━" in rows[3]
    assert "╌" not in rows[3]
    assert rows[4].rstrip().endswith("╌╌╌")
    assert rows[4].index("╌") >= rows[3].rindex("━")


def test_the_line_above_runs_from_floor_to_ceiling_with_the_total_on_it() -> None:
    score = score_of(part("fit", "industry", "x", 50, low=20, high=100))
    ruler = waterfall.draw(view_of(score), label, Words("en"), 100).plain.split("\n")[0].split("50", 1)[1]
    assert ruler.index("├") < ruler.index("●") < ruler.index("┤")


def test_under_the_bars_stand_level_and_proof_of_each_criterion(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        view = Desk(store, actor="Ana").view(CLAIRE.id)
    below = waterfall.draw(view, label, Words("en"), 80).plain.split("Rubric b2b-saas@3")[1]
    assert "as of 12 May 2026" in below
    assert "Mechanical parts · core · companies.csv#214" in below


def test_a_lead_without_a_proposal_has_no_score() -> None:
    view = replace(view_of(score_of()), proposal=None)
    assert waterfall.draw(view, label, Words("en"), 40).plain == "Not scored yet."
