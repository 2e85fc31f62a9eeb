"""What amounts, dates and people have in common: no text breaks them, none makes them slow, and what the labelled
notes ask for is among what they find."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.clean import clean_document
from agent.llm.offline.amounts import context_currency, find_amounts
from agent.llm.offline.dates import find_call_date, find_dates
from agent.llm.offline.people import find_people

Language = Literal["fr", "en"]
CALL = date(2026, 5, 12)

languages: st.SearchStrategy[Language] = st.sampled_from(("fr", "en"))
calls = st.none() | st.dates()

WORDS = """
30 40k 1,200 5 000 k€ € £ $ euros pounds - – / to à et and or entre between up jusqu'à max min HT TTC /an
par mois per user vingt mille cent million half a demi grand une dizaine de milliers point , . : ( ) = %
2026 0 00 k e M double that + le la the 14 1er 24th of juin May march 27 26 by before avant fin mid end Q1
T2 H2 s12 next this prochain in dans 3 six deux weeks mois year d'ici sous quinzaine rentrée Thanksgiving
last depuis vendredi Monday été summer EOQ 99 31/12 semaine first dernier between from not until M. Mme
Claire Dumont Jane Roe DAF CFO our my boss mon associé head of director directeur des opérations is est
comité d'investissement board chief executive officer dir. resp. RH chez who's VP Sales brother-in-law IT
"""
heaps = st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=30)


@given(st.text(max_size=300), languages, calls, st.integers(1, 12))
def test_no_text_raises_and_every_find_lies_in_it(
    text: str, language: Language, call: date | None, fiscal: int
) -> None:
    spans = [(amount.start, amount.end) for amount in find_amounts(text, language)]
    spans += [(when.start, when.end) for when in find_dates(text, language, call, fiscal)]
    spans += [(mention.start, mention.end) for mention in find_people(text, language)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    find_call_date(text, language)


@given(heaps, st.sampled_from(["", " "]), languages, calls)
def test_no_heap_of_their_own_words_raises(
    pieces: list[str], gap: str, language: Language, call: date | None
) -> None:
    text = gap.join(pieces)
    for amount in find_amounts(text, language):
        assert amount.min is not None or amount.max is not None
        assert (amount.min or 0) <= (amount.max or float("inf"))
    for when in find_dates(text, language, call):
        assert when.from_ is None or when.to is None or when.from_ <= when.to
    for mention in find_people(text, language):
        said = text[mention.start : mention.end]
        assert mention.name or mention.role
        assert (mention.name or "") in said
        assert (mention.role or "") in said


PARSERS: dict[str, Callable[[str], Any]] = {
    "amounts": lambda text: find_amounts(text, "fr"),
    "dates": lambda text: find_dates(text, "fr", CALL),
    "people": lambda text: find_people(text, "fr"),
}
REPEATED = (
    "1|1 000 |1,|30-|vingt |mille |k€ |€|a |une dizaine de |/ |( |max |10k |1/|le |in |first week of |june |before the "
    "|dans dans |24/04 |-| |d'|A|A |Mme |Jane Roe, |directeur de |head of |my |Jane CFO |chief |D'|a-|Zed:\n|de la "
    "|not a |fin |by by |\n"
)


@pytest.mark.parametrize("piece", REPEATED.split("|"))
@pytest.mark.parametrize("parser", PARSERS)
def test_a_hundred_kilobytes_of_anything_take_no_time_worth_noting(parser: str, piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    began = time.process_time()
    PARSERS[parser](text)
    assert time.process_time() - began < 3.0


def labelled(shared: Path) -> Iterator[tuple[dict[str, Any], str, Language, date | None]]:
    """Each label with its note, its language and the date of its call."""
    folder = shared / "notes-dev"
    dates = json.loads((folder / "call_dates.json").read_text("utf-8"))
    for path in sorted((folder / "labels").glob("*.json")):
        label = json.loads(path.read_text("utf-8"))
        note = clean_document(next((folder / "notes").glob(f"{label['id']}.*")).read_text("utf-8"))
        given = dates.get(label["id"])
        call = date.fromisoformat(given) if given else find_call_date(note, label["language"])
        yield label, note, label["language"], call


def test_the_call_dates_of_the_labelled_notes_are_found_where_the_note_says_them(shared: Path) -> None:
    assert [str(call or "") for _, _, _, call in labelled(shared)] == [
        label["call_date"] or "" for label, *_ in labelled(shared)
    ]


def test_the_labelled_budgets_are_among_the_amounts(shared: Path) -> None:
    hits = []
    for label, note, language, _ in labelled(shared):
        gold, amounts = label["budget"], find_amounts(note, language)
        if (gold["amount_min"], gold["amount_max"]) != (None, None):
            usual = context_currency(amounts, language)
            found = {(a.min, a.max, a.currency or usual) for a in amounts}
            hits.append((gold["amount_min"], gold["amount_max"], gold["currency"]) in found)
    assert sum(hits) >= 0.9 * len(hits)


def test_the_labelled_windows_are_among_the_dates(shared: Path) -> None:
    hits = []
    for label, note, language, call in labelled(shared):
        gold = label["timing"]
        if gold["from"] or gold["to"]:
            found = {(str(w.from_ or ""), str(w.to or "")) for w in find_dates(note, language, call)}
            hits.append((gold["from"] or "", gold["to"] or "") in found)
    assert sum(hits) >= 0.9 * len(hits)


def words(text: str | None) -> set[str]:
    return set(re.findall(r"\w+", (text or "").lower()))


def test_the_labelled_people_are_among_those_found(shared: Path) -> None:
    hits = []
    for label, note, language, _ in labelled(shared):
        mentions = find_people(note, language)
        for gold in label["authority"]["people"]:
            key: Literal["name", "role"] = "name" if gold["name"] else "role"
            hits.append(any(words(gold[key]) & words(getattr(mention, key)) for mention in mentions))
    assert sum(hits) >= 0.9 * len(hits)
