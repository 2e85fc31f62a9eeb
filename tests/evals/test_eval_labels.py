"""Labels that can be used, and what is said of those that cannot."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from evals.making import label, labelled

from agent.errors import BadInput
from agent.evals.labels import read_call_dates, read_labels
from agent.models.bant import Status


def test_a_label_is_read_with_what_its_author_wrote_beside_it(tmp_path: Path) -> None:
    _, folder = labelled(tmp_path, {}, {"one": {"id": "one", "why": {"budget": "said so"}, **label()}})
    read = read_labels(folder)
    assert read["one"].budget.status is Status.CONFIRMED
    assert read["one"].timing.to == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (label(budget={"status": "sure"}), "bad.json, column budget.status"),
        (label(budget={"amount_min": 3}), "bad.json, column budget.status: is missing"),
        (label(timing={"status": "confirmed", "from": "June"}), "bad.json, column timing.from"),
        (label(timing={"status": "confirmed", "form": None}), "bad.json, column timing.form"),
        (
            label(authority={"status": "confirmed", "people": [{"name": "Ana"}]}),
            "bad.json, column authority.people.0.part",
        ),
        ({name: slot for name, slot in label().items() if name != "need"}, "bad.json, column need.status"),
        ({**label(), "id": "other"}, "bad.json, column id"),
        ({**label(), "language": "de"}, "bad.json, column language"),
        ([], "bad.json: a label is one JSON object"),
        ('{"language": "en",\n oh no}', "bad.json:2: not valid JSON"),
        ("[" * 100_000, "bad.json: not JSON"),
    ],
)
def test_a_bad_label_is_refused_with_its_file_and_key(tmp_path: Path, given: Any, said: str) -> None:
    _, folder = labelled(tmp_path, {}, {"bad": given})
    with pytest.raises(BadInput) as refused:
        read_labels(folder)
    assert said in str(refused.value)


def test_a_folder_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no labels"):
        read_labels(tmp_path)
    with pytest.raises(BadInput, match="no labels"):
        read_labels(tmp_path / "nowhere")


def test_no_label_carries_terminal_escapes(tmp_path: Path) -> None:
    _, folder = labelled(
        tmp_path, {}, {"one": label(need={"status": "confirmed", "pains": ["\x1b[2J slow"]})}
    )
    assert read_labels(folder)["one"].need.pains == ("\ufffd[2J slow",)


def test_call_dates_are_read_and_the_unknown_ones_left_out(tmp_path: Path) -> None:
    file = tmp_path / "dates.json"
    file.write_text('{"one": "2026-03-05", "two": null}')
    assert read_call_dates(file) == {"one": date(2026, 3, 5)}
    for bad in ('{"one": "5 March"}', "[]", "{", None):
        file.write_bytes(b"\xff") if bad is None else file.write_text(bad)
        with pytest.raises(BadInput, match=r"dates\.json"):
            read_call_dates(file)
