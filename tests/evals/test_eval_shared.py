"""The measures agree with the script the labelled sets are scored by, digit for digit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from evals.making import TEXT, bants
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.discovery import as_annotation, read_note
from agent.evals.judge import judge
from agent.evals.labels import SLOTS, read_call_dates, read_labels
from agent.evals.measures import measure
from agent.intake.notes import read_notes
from agent.llm.offline import Offline
from agent.models.bant import Bant, Status


def scored(script: Path, notes: Path, labels: Path, predictions: Path) -> dict[str, Any]:
    """What the script prints."""
    done = subprocess.run(
        [sys.executable, script, notes, labels, predictions, "--json"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1"},
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def ours(pairs: list[tuple[Bant, Bant | None, str]]) -> dict[str, Any]:
    """The same figures by our measures, in the script's form."""
    found = measure([judge(*pair) for pair in pairs])
    values = {name: None if one.value is None else round(one.value, 4) for name, one in found.items()}
    overall = [name for name in values if "." not in name]
    return {
        "notes": len(pairs),
        "missing_notes": sum(got is None for _, got, _ in pairs),
        **{name: values[name] for name in overall},
        "by_slot": {
            slot: {"accuracy": values[f"{slot}.accuracy"], "macro_f1": values[f"{slot}.macro_f1"]}
            for slot in SLOTS
        },
        "by_status_f1": {s: values[f"{s}.f1"] for s in Status if values[f"{s}.f1"] is not None},
    }


async def test_on_the_notes_of_development_read_by_the_rules(shared: Path, tmp_path: Path) -> None:
    of = shared / "notes-dev"
    dates, labels = read_call_dates(of / "call_dates.json"), read_labels(of / "labels")
    notes = {note.id: note for note in read_notes([of / "notes"])[0]}
    readings = {}
    for id, note in notes.items():
        dated = note.model_copy(update={"call_date": dates.get(id)})
        readings[id] = (await read_note(dated, Offline()))[0]
    lines = [json.dumps(as_annotation(reading)) for reading in readings.values()]
    (tmp_path / "read.jsonl").write_text("\n".join(lines))
    expected = scored(shared / "score_bant.py", of / "notes", of / "labels", tmp_path / "read.jsonl")
    assert expected["notes"] == len(labels) == len(notes)
    assert ours([(label, readings[id].bant, notes[id].text) for id, label in labels.items()]) == expected


@given(pairs=st.lists(st.tuples(bants, st.none() | bants), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_on_whatever_labels_and_readings(
    shared: Path, tmp_path: Path, pairs: list[tuple[Bant, Bant | None]]
) -> None:
    for name in ("notes", "labels"):
        (tmp_path / name).mkdir(exist_ok=True)
        for old in (tmp_path / name).iterdir():
            old.unlink()
    lines = []
    for at, (gold, got) in enumerate(pairs):
        (tmp_path / "notes" / f"{at}.txt").write_text(TEXT)
        (tmp_path / "labels" / f"{at}.json").write_text(gold.model_dump_json(by_alias=True))
        if got:
            lines.append(json.dumps({"id": str(at), **got.model_dump(mode="json", by_alias=True)}))
    (tmp_path / "read.jsonl").write_text("\n".join(lines))
    expected = scored(
        shared / "score_bant.py", tmp_path / "notes", tmp_path / "labels", tmp_path / "read.jsonl"
    )
    assert ours([(gold, got, TEXT) for gold, got in pairs]) == expected
