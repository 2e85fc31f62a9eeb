"""`leadsift eval`: how well notes are read, measured on labelled ones."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from agent.errors import BadInput
from agent.evals.baseline import (
    Baseline,
    Fall,
    baseline_of,
    falls,
    fingerprint_of,
    read_baseline,
    rounded,
    save_baseline,
)
from agent.evals.judge import faults
from agent.evals.labels import read_call_dates, read_labels
from agent.evals.mark import place
from agent.evals.measures import GROUPS, Measure
from agent.evals.page import page
from agent.evals.trial import Trial, try_all
from agent.evals.variant import OFFLINE, variants
from agent.intake.notes import read_notes
from agent.models.bant import Bant
from agent.models.note import Note
from agent.settings import Settings
from agent.tables import write_lines
from tui import show
from tui.options import say

_WIDE = 200


def evaluate(
    settings: Settings,
    *,
    offline: bool,
    notes: Path,
    labels: Path,
    models: tuple[str, ...] = (),
    prompts: tuple[Path, ...] = (),
    call_dates: Path | None = None,
    baseline: Path | None = None,
    save: bool = False,
    gate: bool = False,
    as_json: bool = False,
    html: Path | None = None,
) -> int:
    """Tries every variant and reports. The exit code: 1 when a note was not read or the gate is shut, else 0.

    Raises `BadInput` before any model is asked, `BudgetExhausted`, `StoreError`, and the `ModelError` of a
    model that could read nothing.
    """
    if (save or gate) and (baseline is None or (save and gate)):
        raise BadInput("--save and --gate each want a --baseline, and not each other")
    if offline and set(models) - {OFFLINE}:
        raise BadInput("--offline asks no model", remedy="Drop it, or --model")
    before = read_baseline(baseline) if baseline and (baseline.exists() or not save) else None
    tried, expected = variants(models, prompts), read_labels(labels)
    texts = _notes(notes, expected, read_call_dates(call_dates) if call_dates else {})
    trials = asyncio.run(try_all(tried, texts, expected, settings))
    fallen = _fallen(before, trials, expected, gate=gate) if before and not save else ()
    if as_json:
        sys.stdout.write(json.dumps(_summary(trials, expected, fallen), ensure_ascii=False, indent=1) + "\n")
    else:
        _print(_table(trials, before, settings.currency))
    if html:
        write_lines(page(trials, texts, expected, settings.currency), html)
    if baseline and save:
        save_baseline(baseline_of(trials, expected, before), baseline)
    for line in (*_failures(trials), *fallen):
        say(f"leadsift: {line}")
    return 1 if (gate and fallen) or any(trial.failures for trial in trials) else 0


def _notes(folder: Path, labels: Mapping[str, Bant], dates: Mapping[str, Any]) -> dict[str, Note]:
    """The labelled notes by id, with the call dates given; what does not match is said."""
    read, problems = read_notes([folder])
    found = {note.id: note for note in read if note.id in labels}
    for problem in problems:
        say(f"leadsift: {problem}")
    if not found:
        raise BadInput(
            "no note here has a label", file=folder, remedy="A label is named after its note: <id>.json"
        )
    if spare := len(read) - len(found):
        say(f"notes left out for want of a label: {spare}")
    for id in labels.keys() - found.keys():
        say(f"label {id}: there is no such note; all of it counts as missed")
    for id, note in found.items():
        for name, slot in labels[id].slots().items():
            if not all(place(quote, note.text) for quote in slot.quotes):
                say(f"label {id}: {name}: a quote does not stand in the note")
    return {
        id: note.model_copy(update={"call_date": dates[id]}) if id in dates else note
        for id, note in found.items()
    }


def _failures(trials: Sequence[Trial]) -> list[str]:
    return [f"{trial.variant}: note {id}: {why}" for trial in trials for id, why in trial.failures.items()]


def _fallen(
    before: Baseline, trials: Sequence[Trial], labels: Mapping[str, Bant], *, gate: bool
) -> tuple[Fall, ...]:
    if before.labels != fingerprint_of(labels):
        say("the labels have changed since the baseline was saved: look at the figures, then save it anew")
    unknown = [trial.variant for trial in trials if trial.variant not in before.measures]
    if gate and unknown:
        raise BadInput(f"the baseline has no figures of {', '.join(unknown)}", remedy="Save them with --save")
    return tuple(fall for trial in trials for fall in falls(before, trial.variant, trial.measures))


def _summary(trials: Sequence[Trial], labels: Mapping[str, Bant], fallen: Sequence[Fall]) -> dict[str, Any]:
    """What `--json` prints: figures of 0 to 1 to four digits, costs and seconds a note."""
    return {
        "notes": len(labels),
        "labels": fingerprint_of(labels),
        "variants": [
            {
                "variant": trial.variant,
                "missing_notes": len(labels.keys() - trial.readings.keys()),
                "cost_per_note": trial.cost,
                "seconds_per_note": trial.seconds,
                "dropped": trial.dropped,
                "measures": {name: _figures(of) for name, of in trial.measures.items()},
                "misses": [
                    {"note": id, "slot": name, "faults": wrong, "expected": slot.gold, "came": slot.got}
                    for id, verdict in trial.verdicts.items()
                    for name, slot in verdict.slots.items()
                    if (wrong := faults(name, slot))
                ],
            }
            for trial in trials
        ],
        "fallen": [asdict(fall) for fall in fallen],
    }


def _figures(of: Measure) -> dict[str, float | None]:
    return {"value": rounded(of.value), "low": rounded(of.low), "high": rounded(of.high), "n": of.n}


def _print(table: Table) -> None:
    """Unfolded where no terminal says how wide it is: a script may read it."""
    console = show.out()
    console.print(table, width=None if console.is_terminal else _WIDE)


def _table(trials: Sequence[Trial], before: Baseline | None, currency: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("measure", no_wrap=True)
    for trial in trials:
        table.add_column(Text(trial.variant), justify="right")
    for group in GROUPS:
        for name in group:
            table.add_row(name, *(_cell(name, trial, before) for trial in trials))
        table.add_row()
    table.add_row("seconds per note", *(_plain(trial.seconds) for trial in trials))
    table.add_row(f"{currency} per note", *(_plain(trial.cost) for trial in trials))
    table.add_row("claims dropped", *(_plain(trial.dropped) for trial in trials))
    return table


def _cell(name: str, trial: Trial, before: Baseline | None) -> Text:
    """`0.798 (0.71–0.86)`, and by how much that is more or less than it was."""
    of = trial.measures[name]
    if of.value is None or of.low is None or of.high is None:
        return Text("–", style="dim")
    cell = Text(f"{of.value:.3f} ").append(f"({of.low:.2f}–{of.high:.2f})", style="dim")
    was = before.measures.get(trial.variant, {}).get(name) if before else None
    if was is not None:
        cell.append(f" {of.value - was:+.3f}")
    return cell


def _plain(value: float | None) -> Text:
    return Text("–" if value is None else f"{value:.4g}")
