"""Figures saved, and the gate they make."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evals.making import TEXT, bant

from agent.errors import BadInput
from agent.evals.baseline import Baseline, baseline_of, falls, fingerprint_of, read_baseline, save_baseline
from agent.evals.judge import judge
from agent.evals.measures import Measure, measure
from agent.evals.trial import Trial
from agent.models.bant import Bant

LABELS = {"one": bant()}


def trial(*read: Bant) -> Trial:
    """What reading the label's note that way comes to."""
    verdicts = {str(at): judge(LABELS["one"], one, TEXT) for at, one in enumerate(read)}
    return Trial("offline", {}, {}, verdicts, measure(list(verdicts.values())), 0, None)


def share(value: float | None) -> Measure:
    return Measure(value, value, value, 1)


def test_figures_saved_are_read_back_the_same(tmp_path: Path) -> None:
    before = baseline_of([trial(bant())], LABELS, None)
    save_baseline(before, tmp_path / "base.json")
    assert read_baseline(tmp_path / "base.json") == before
    assert falls(before, "offline", trial(bant()).measures) == ()


def test_a_worse_reader_falls_and_a_better_one_does_not() -> None:
    good, bad = bant(), bant(need={"status": "not_raised"})
    fallen = falls(baseline_of([trial(good)], LABELS, None), "offline", trial(bad).measures)
    assert {"status_accuracy", "need.accuracy", "missed_rate"} <= {fall.name for fall in fallen}
    assert falls(baseline_of([trial(bad)], LABELS, None), "offline", trial(good).measures) == ()


@pytest.mark.parametrize(
    ("name", "was", "now", "fell"),
    [
        ("status_accuracy", 0.80, 0.79, False),
        ("status_accuracy", 0.80, 0.7899, True),
        ("invented_rate", 0.10, 0.11, False),
        ("invented_rate", 0.10, 0.1101, True),
        ("need.accuracy", 0.80, 0.77, False),
        ("need.accuracy", 0.80, 0.7699, True),
        ("quote_validity", 1.0, 0.9999, True),
        ("amount_accuracy", 0.8, None, True),
    ],
)
def test_a_measure_may_fall_by_its_tolerance_and_no_more(
    name: str, was: float, now: float | None, fell: bool
) -> None:
    baseline = Baseline(labels="", measures={"offline": {name: was}})
    assert bool(falls(baseline, "offline", {name: share(now)})) is fell


def test_a_tolerance_changed_by_hand_counts_and_survives_saving() -> None:
    loose = Baseline(
        labels="", measures={"offline": {"status_accuracy": 1}}, tolerances={"status_accuracy": 0.5}
    )
    assert falls(loose, "offline", {"status_accuracy": share(0.5)}) == ()
    assert baseline_of([trial(bant())], LABELS, loose).tolerances == {"status_accuracy": 0.5}


def test_labels_are_known_by_what_they_say() -> None:
    assert fingerprint_of(LABELS) == fingerprint_of({"one": bant()})
    assert fingerprint_of(LABELS) != fingerprint_of({"one": bant(need={"status": "denied"})})
    assert fingerprint_of(LABELS) != fingerprint_of({"other": bant()})


def test_a_baseline_that_is_none_is_refused_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"base\.json: cannot be read.*--save"):
        read_baseline(tmp_path / "base.json")
    (tmp_path / "base.json").write_text(json.dumps({"labels": "", "measures": {"offline": 1}}))
    with pytest.raises(BadInput, match=r"base\.json, column measures\.offline"):
        read_baseline(tmp_path / "base.json")
