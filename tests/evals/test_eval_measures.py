"""What the measures say of whole sets."""

from __future__ import annotations

import time
from itertools import chain

import pytest
from evals.making import TEXT, bant, bants
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.evals.interval import bootstrap, wilson
from agent.evals.judge import faults, judge
from agent.evals.measures import ERRORS, GROUPS, better, confusion, measure
from agent.models.bant import Bant, Status

sets = st.lists(st.tuples(bants, bants), min_size=1, max_size=6)
quick = settings(max_examples=20, deadline=None)


def of(*pairs: tuple[Bant, Bant | None]) -> dict[str, float | None]:
    """Each measure's value."""
    return {name: found.value for name, found in measure([judge(*pair, TEXT) for pair in pairs]).items()}


@given(st.lists(bants, min_size=1, max_size=6))
@quick
def test_a_reader_that_says_what_the_labels_say_makes_no_error(labels: list[Bant]) -> None:
    values = of(*((label, label) for label in labels))
    assert values["status_accuracy"] == values["status_macro_f1"] == 1
    assert values["invented_rate"] in (0, None)
    assert values["missed_rate"] in (0, None)
    assert values["amount_accuracy"] in (1, None)


@given(st.lists(bants, min_size=1, max_size=6))
@quick
def test_a_reader_that_says_nothing_invents_nothing_and_misses_everything(labels: list[Bant]) -> None:
    values = of(*((label, None) for label in labels))
    assert values["invented_rate"] in (0, None)
    assert values["missed_rate"] in (1, None)
    assert values["quote_validity"] is None
    assert values["people_recall"] in (0, None)


@given(sets)
@quick
def test_every_figure_is_a_share_inside_its_interval_and_the_order_of_notes_is_nothing(
    pairs: list[tuple[Bant, Bant]],
) -> None:
    found = measure([judge(*pair, TEXT) for pair in pairs])
    assert tuple(found) == tuple(chain(*GROUPS))
    for name, one in found.items():
        if one.value is None or one.low is None or one.high is None:
            assert one.n == 0 or name.endswith("f1")
            continue
        assert 0 <= one.low <= one.high <= 1
        assert 0 <= one.value <= 1
        assert name.endswith("f1") or one.low <= one.value <= one.high
    assert of(*reversed(pairs)) == pytest.approx(of(*pairs))


@given(sets)
@quick
def test_all_slots_together_are_the_mean_of_the_four(pairs: list[tuple[Bant, Bant]]) -> None:
    values = of(*pairs)
    parts = [values[f"{slot}.accuracy"] for slot in ("budget", "authority", "need", "timing")]
    assert values["status_accuracy"] == pytest.approx(sum(part or 0 for part in parts) / 4)
    counts = confusion([judge(*pair, TEXT) for pair in pairs])
    right = sum(count for (gold, got), count in counts.items() if gold is got)
    assert right == round((values["status_accuracy"] or 0) * 4 * len(pairs))


def test_a_denial_that_comes_as_a_hint_is_invented_and_the_reverse_is_missed() -> None:
    denied, hinted = bant(budget={"status": "denied"}), bant(budget={"status": "indicated"})
    assert of((denied, hinted))["budget.invented_rate"] == 1
    assert of((hinted, denied))["budget.missed_rate"] == 1
    assert of((bant(budget={"status": "contradictory"}), hinted))["budget.invented_rate"] is None


def test_of_an_error_less_is_better() -> None:
    assert better("invented_rate", 0.1, 0.2) > 0
    assert better("budget.missed_rate", 0.1, 0.2) > 0
    assert better("status_accuracy", 0.1, 0.2) < 0
    assert {name.rpartition(".")[2] for name in chain(*GROUPS) if "_rate" in name} == ERRORS


def test_faults_name_what_is_wrong_and_a_slot_that_did_not_come_has_one_alone() -> None:
    gold = bant()
    wrong = bant(
        budget={"status": "indicated", "amount_max": 9, "quotes": ["It must run by June!"]}, timing={}
    )
    slots = judge(gold, wrong, TEXT).slots
    assert faults("budget", slots["budget"]) == ("status", "amount", "quote", "not verbatim")
    assert faults("timing", slots["timing"]) == ("missed",)
    assert faults("need", slots["need"]) == ()
    assert slots["budget"].got is Status.INDICATED


@given(st.integers(1, 500), st.data())
def test_a_share_lies_in_its_interval_which_more_notes_narrow(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    more = wilson(hits * 4, n * 4)
    assert more[1] - more[0] < high - low
    assert (1 - high, 1 - low) == pytest.approx(wilson(n - hits, n))


def test_wilson_s_interval_is_the_published_one() -> None:
    assert wilson(0, 10) == pytest.approx(
        (0, 0.2775), abs=5e-5
    )  # Newcombe 1998, Stat. Med. 17: 857, method 3
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)


def test_a_bootstrap_is_the_same_each_time_and_surrounds_a_mean() -> None:
    def mean(of: object) -> dict[str, float]:
        assert isinstance(of, list)
        return {"mean": sum(of) / len(of)}

    sample = [float(n % 10) for n in range(200)]
    low, high = bootstrap(sample, mean, seed=0)["mean"]
    assert (low, high) == bootstrap(sample, mean, seed=0)["mean"]
    assert (low, high) == pytest.approx((4.5 - 0.4, 4.5 + 0.4), abs=0.1)  # 1.96 · 2.87 / √200
    assert bootstrap([], mean, seed=0) == {}


def test_a_thousand_notes_are_scored_in_seconds() -> None:
    begun = time.process_time()
    found = measure([judge(bant(), bant(), TEXT) for _ in range(1000)])
    assert found["status_macro_f1"].n == 1000
    assert time.process_time() - begun < 5  # under one where nothing else runs
