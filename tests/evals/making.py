"""Invented labels and readings for the tests of evaluation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from agent.models.bant import Authority, Bant, Budget, Need, Person, Slot, Status, Timing

SENTENCES = (
    "We set 30k aside for it.",
    "Ana Ruiz signs, she runs finance.",
    "We lose two days a week to it.",
    "It must run by June.",
    "On a 40 k€ validés, la DAF signe.",
)
TEXT = "\n".join(SENTENCES)

_statuses = st.sampled_from(Status)
_quotes = st.lists(st.sampled_from([*SENTENCES, "nobody said this", ""]), max_size=3).map(tuple)
_amounts = st.none() | st.sampled_from([0.0, 9_950.0, 10_000.0, 10_101.0, 40_000.0])
_days = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
_people = st.builds(
    Person,
    name=st.sampled_from([None, "Ana", "Ana Ruiz", "Ana Maria Ruiz Gil", "Zoé Ruiz", ""]),
    role=st.sampled_from([None, "DAF", "head of finance", "finance", "é"]),
    part=st.just("signs"),
)
_slots: dict[str, st.SearchStrategy[Slot]] = {
    "budget": st.builds(
        Budget,
        status=_statuses,
        quotes=_quotes,
        amount_min=_amounts,
        amount_max=_amounts,
        currency=st.sampled_from([None, "EUR", "USD"]),
        period=st.sampled_from([None, "year", "one_off"]),
    ),
    "authority": st.builds(
        Authority, status=_statuses, quotes=_quotes, people=st.lists(_people, max_size=3).map(tuple)
    ),
    "need": st.builds(Need, status=_statuses, quotes=_quotes),
    "timing": st.builds(
        lambda from_, **rest: Timing(from_=from_, **rest),
        status=_statuses,
        quotes=_quotes,
        from_=_days,
        to=_days,
    ),
}
bants: st.SearchStrategy[Bant] = st.builds(Bant, language=st.sampled_from(["fr", "en"]), **_slots)
"""Any annotation, be it as a label or as what a reader makes of `TEXT`."""

SAID: dict[str, Any] = {
    "budget": {"status": "confirmed", "amount_min": 30000, "amount_max": 30000, "quotes": [SENTENCES[0]]},
    "authority": {
        "status": "confirmed",
        "people": [{"name": "Ana Ruiz", "role": "finance", "part": "signs"}],
        "quotes": [SENTENCES[1]],
    },
    "need": {"status": "confirmed", "quotes": [SENTENCES[2]]},
    "timing": {"status": "confirmed", "to": "2026-06-30", "quotes": [SENTENCES[3]]},
}
"""What `TEXT` establishes, as a label has it."""


def label(**slots: Mapping[str, Any]) -> dict[str, Any]:
    """A label of `TEXT`, some slots otherwise."""
    return {"language": "en", **SAID, **slots}


def bant(**slots: Mapping[str, Any]) -> Bant:
    """The same, checked."""
    return Bant.model_validate(label(**slots))


def labelled(folder: Path, notes: Mapping[str, str], labels: Mapping[str, Any]) -> tuple[Path, Path]:
    """Writes texts and labels; their two folders."""
    for name in ("notes", "labels"):
        (folder / name).mkdir(exist_ok=True)
    for id, text in notes.items():
        (folder / "notes" / f"{id}.txt").write_text(text, encoding="utf-8")
    for id, one in labels.items():
        text = one if isinstance(one, str) else json.dumps(one)
        (folder / "labels" / f"{id}.json").write_text(text, encoding="utf-8")
    return folder / "notes", folder / "labels"
