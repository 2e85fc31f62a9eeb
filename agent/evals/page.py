"""Trials as one HTML file that needs nothing else: the measures side by side, then each miss in its note.

Notes, labels and models are foreign: their texts go through `escape`, and the page allows no script.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import chain
from typing import Any

from agent.models.bant import Bant, Slot, Status
from agent.models.note import Note

from .judge import faults
from .labels import SLOTS
from .mark import Mark, place, stretches
from .measures import ERRORS, GROUPS, Measure, confusion
from .trial import Trial

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>leadsift eval</title><style>
{style}</style></head><body><main>"""
_LEGEND = (
    '<p>In the notes: <mark class="expected">what the label quotes</mark>, '
    '<mark class="came">what the reading quotes</mark>, '
    '<mark class="expected came">what both do</mark>; of the slots with a miss alone.</p>'
)


def page(
    trials: Sequence[Trial], notes: Mapping[str, Note], labels: Mapping[str, Bant], currency: str
) -> Iterator[str]:
    """The file, piece by piece. `labels` and the notes they are of go by note id."""
    yield _HEAD.format(style=files(__package__).joinpath("page.css").read_text("utf-8"))
    yield f"<h1>How {len(labels)} labelled notes were read</h1>"
    yield _measures(trials, currency)
    yield from (_confusion(trial) for trial in trials)
    missed = [id for id in labels if any(_faulty(trial, id) for trial in trials)]
    yield f"<h2>Misses</h2><p>{len(missed)} of {len(labels)} notes have one.</p>{_LEGEND}"
    yield from (_missed(id, notes.get(id), labels[id], trials) for id in missed)
    yield "</main></body></html>"


def _measures(trials: Sequence[Trial], currency: str) -> str:
    rows = [_row(name, [_measure(trial.measures[name]) for trial in trials]) for name in chain(*GROUPS)]
    rows.append(_row("seconds per note", [_figure(trial.seconds) for trial in trials]))
    rows.append(_row(f"{currency} per note", [_figure(trial.cost) for trial in trials]))
    rows.append(_row("claims dropped, not borne out", [str(trial.dropped) for trial in trials]))
    rows.append(_row("notes not read", [_figure(len(_unread(trial))) for trial in trials]))
    head = "".join(f'<th scope="col">{escape(trial.variant)}</th>' for trial in trials)
    less = ", ".join(sorted(ERRORS))
    return (
        f"<h2>Measures</h2><p>With 95 % intervals and what each is a share of. Less is better of {less}.</p>"
        f'<table class="measures"><tr><th scope="col">measure</th>{head}</tr>{"".join(rows)}</table>'
    )


def _row(name: str, cells: Iterable[str]) -> str:
    filled = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(name)}</th>{filled}</tr>'


def _measure(of: Measure) -> str:
    if of.value is None or of.low is None or of.high is None:
        return "–"
    bar = f"--low:{of.low:.1%};--wide:{of.high - of.low:.1%};--at:{of.value:.1%}"
    span = f"{of.low:.2f}–{of.high:.2f}, n {of.n}"
    return f'<b>{of.value:.4f}</b> <small>{span}</small><span class="range" style="{bar}"></span>'


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"


def _confusion(trial: Trial) -> str:
    counts = confusion(trial.verdicts.values())
    head = "".join(f'<th scope="col">{status}</th>' for status in Status)
    rows = (_row(gold, [_count(counts[gold, got], right=gold is got) for got in Status]) for gold in Status)
    return (
        f"<h2>What came of each status: {escape(trial.variant)}</h2>"
        f'<table class="confusion"><tr><th scope="col">expected</th>{head}</tr>{"".join(rows)}</table>'
    )


def _count(n: int, *, right: bool) -> str:
    return f"<b>{n}</b>" if right and n else str(n or "·")


def _missed(id: str, note: Note | None, label: Bant, trials: Sequence[Trial]) -> str:
    slots = [name for name in SLOTS if any(name in _faulty(trial, id) for trial in trials)]
    head = "".join(f'<th scope="col">{escape(trial.variant)}</th>' for trial in trials)
    rows = (_row(name, _cells(name, id, label, trials)) for name in slots)
    text = (
        _marked(note.text, _marks(id, note.text, label, slots, trials)) if note else "There is no such note."
    )
    return (
        f"<section><h3>{escape(id)}</h3>"
        f'<table><tr><th scope="col">slot</th><th scope="col">expected</th>{head}</tr>{"".join(rows)}</table>'
        f"<details open><summary>The note</summary><pre>{text}</pre></details></section>"
    )


def _cells(name: str, id: str, label: Bant, trials: Sequence[Trial]) -> Iterator[str]:
    yield _slot(label.slots()[name])
    for trial in trials:
        wrong = "".join(
            f' <strong class="fault">{escape(word)}</strong>' for word in _faulty(trial, id).get(name, ())
        )
        reading = trial.readings.get(id)
        yield (
            _slot(reading.bant.slots()[name]) if reading else escape(trial.failures.get(id, "not read"))
        ) + wrong


def _slot(slot: Slot) -> str:
    quotes = "".join(f"<q>{escape(quote)}</q>" for quote in slot.quotes)
    values = slot.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude={"status", "quotes", "spans"}
    )
    said = " · ".join(f"{key} {_said(value)}" for key, value in values.items() if value)
    return f"<b>{slot.status}</b> {escape(said)}{quotes}"


def _said(value: Any) -> str:
    match value:
        case list():
            return "; ".join(map(_said, value))
        case dict():
            return ", ".join(map(_said, value.values()))
        case float():
            return f"{value:.12g}"
    return str(value)


def _faulty(trial: Trial, id: str) -> dict[str, tuple[str, ...]]:
    """Slot → what is wrong with it, for the slots with a fault."""
    found = {name: faults(name, slot) for name, slot in trial.verdicts[id].slots.items()}
    return {name: words for name, words in found.items() if words}


def _unread(trial: Trial) -> set[str]:
    return trial.verdicts.keys() - trial.readings.keys()


def _marks(id: str, text: str, label: Bant, slots: Sequence[str], trials: Sequence[Trial]) -> list[Mark]:
    marks = []
    for name in slots:
        places = [place(quote, text) for quote in label.slots()[name].quotes]
        marks += [Mark(*found, "expected", name) for found in places if found]
        for trial in trials:
            if (reading := trial.readings.get(id)) and name in _faulty(trial, id):
                what = f"{name}, {trial.variant}" if len(trials) > 1 else name
                marks += [
                    Mark(span.start, span.end, "came", what) for span in reading.bant.slots()[name].spans
                ]
    return marks


def _marked(text: str, marks: Sequence[Mark]) -> str:
    return "".join(_piece(piece, over) for piece, over in stretches(text, marks))


def _piece(text: str, over: Sequence[Mark]) -> str:
    if not over:
        return escape(text)
    kinds = " ".join(sorted({mark.whose for mark in over}))
    of = "; ".join(dict.fromkeys(f"{mark.whose}: {mark.what}" for mark in over))
    return f'<mark class="{kinds}" title="{escape(of)}">{escape(text)}</mark>'
