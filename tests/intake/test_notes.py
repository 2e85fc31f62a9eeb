"""Notes in: files of every encoding, cues joined, leads found."""

from __future__ import annotations

import importlib.util
import re
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import BadInput
from agent.intake.notes import front_matter, join_notes, note_from_text, read_notes
from agent.intake.transcripts import cue_text
from agent.models.lead import Lead

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def lead(id: str, company: str, email: str | None = None, name: str = "") -> Lead:
    first, _, last = name.partition(" ")
    return Lead(
        id=id,
        account_id="A" + company,
        company=company,
        email=email,
        first_name=first or None,
        last_name=last or None,
    )


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    """The scorer's own idea of what a note's text is."""
    spec = importlib.util.spec_from_file_location("score_bant", shared / "score_bant.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "cp1252"])
def test_a_french_note_reads_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Décision d'ici l’été – budget 40 k€, c'est validé"
    (tmp_path / "note.txt").write_bytes(text.encode(encoding))
    (note,), problems = read_notes([tmp_path])
    assert note.text == text
    assert problems == ()


def test_a_sentence_runs_across_the_cues_of_an_srt() -> None:
    raw = (
        "1\r\n00:00:01,000 --> 00:00:02,000\r\nSpeaker 1: we have\r\n\r\n"
        "2\r\n00:00:02,000 --> 00:00:03,000\r\n40k for it\r\n"
    )
    assert note_from_text(raw, "call", ".srt").text == "Speaker 1: we have\n40k for it"


def test_voice_tags_become_names_and_style_blocks_leave_a_gap() -> None:
    raw = (
        "WEBVTT - Zoom\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nintro-1\n00:01.000 --> 00:02.000\n"
        "<v Marie Dupré><b>Oui</b>, 40 000 €.</v>\n\nintro-2\n00:02.000 --> 00:03.000\n<v Rep>Merci.\n"
    )
    assert cue_text(raw).strip() == "Marie Dupré: Oui, 40 000 €.\n\nRep: Merci."


def test_every_labelled_quote_stands_in_the_text_as_read(scorer: ModuleType, shared: Path) -> None:
    import json

    checked = 0
    for base in (FIXTURES, shared / "notes-dev"):
        notes, problems = read_notes([base / "notes"])
        assert not problems
        for note in notes:
            label = json.loads((base / "labels" / f"{note.id}.json").read_text(encoding="utf-8"))
            for slot in ("budget", "authority", "need", "timing"):
                for quote in label[slot]["quotes"]:
                    assert scorer.verbatim(quote, scorer.fold(note.text)), (note.id, quote)
                    checked += 1
    assert checked > 200


def test_the_text_of_a_cue_file_is_what_the_scorer_reads(scorer: ModuleType, shared: Path) -> None:
    for path in (shared / "notes-dev" / "notes").iterdir():
        if path.suffix in (".vtt", ".srt"):
            (note,), _ = read_notes([path])
            assert scorer.fold(note.text) == scorer.note_text(path)


def test_no_transcript_of_the_corpus_brings_a_traceback(shared: Path) -> None:
    folders = [shared / "corpus" / "transcripts", shared / "corpus" / "third_party" / "webvtt-py"]
    files = [p for folder in folders for p in folder.iterdir() if p.suffix in (".txt", ".md", ".vtt", ".srt")]
    notes, problems = read_notes(files)
    assert len(notes) + len(problems) == len(files)
    assert all(re.search("empty", str(problem)) for problem in problems)


@given(st.text(max_size=400), st.sampled_from([".txt", ".vtt", ".srt", ".md"]))
def test_any_text_is_a_note_or_says_it_is_empty(text: str, suffix: str) -> None:
    try:
        note = note_from_text(text, "x", suffix)
    except BadInput:
        return
    assert all(0 <= turn.start < turn.end <= len(note.text) for turn in note.turns)


def test_what_cannot_be_a_note_is_a_problem_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("hello")
    (tmp_path / "empty.md").write_text("  \n")
    (tmp_path / "deck.pdf").write_text("%PDF")
    notes, problems = read_notes([tmp_path, tmp_path / "deck.pdf", tmp_path / "gone.txt"])
    assert [note.id for note in notes] == ["good"]
    assert len(problems) == 3


def test_two_notes_of_one_stem_keep_apart_by_their_suffix(tmp_path: Path) -> None:
    (tmp_path / "acme.md").write_text("one")
    (tmp_path / "acme.txt").write_text("two")
    notes, _ = read_notes([tmp_path])
    assert [note.id for note in notes] == ["acme", "acme.txt"]


def test_a_transcript_has_turns_and_a_note_with_headings_has_none() -> None:
    spoken = note_from_text("Tori: Do you have a budget?\nManny: No.\nTori: OK.\nManny: Bye.", "a")
    assert [turn.speaker for turn in spoken.turns] == ["Tori", "Manny", "Tori", "Manny"]
    typed = note_from_text("Budget: 40k\nDecision: CFO\nTiming: Q3\nContact: Jane", "b")
    assert typed.turns == ()


def test_role_words_and_a_legend_settle_the_sides() -> None:
    chat = note_from_text(
        "Rep: is there a budget for it this year?\nJo: We have forty thousand for it, approved.", "a"
    )
    assert [turn.side for turn in chat.turns] == ["seller", "buyer"]
    legend = note_from_text(
        "(locuteur A = nous)\nA: bonjour\nB: oui bonjour\nA: alors\nB: eh bien\nA: oui\nB: non", "b"
    )
    assert {turn.speaker: turn.side for turn in legend.turns} == {"A": "seller", "B": "buyer"}


def test_speaker_one_being_ours_does_not_make_speaker_two_ours() -> None:
    note = note_from_text(
        "seller: Speaker 1\nSpeaker 1: hi\nSpeaker 2: hello\nSpeaker 1: so\nSpeaker 2: yes", "a"
    )
    assert {turn.speaker: turn.side for turn in note.turns} == {"Speaker 1": "seller", "Speaker 2": "buyer"}


def test_front_matter_names_lead_company_and_day() -> None:
    note = note_from_text("lead: jo@acme.example\nCompte : Acme SAS\ndate: 2026-03-12\n\nSpoke to Jo.", "x")
    assert front_matter(note.text)["lead"] == "jo@acme.example"
    assert front_matter(note.text)["company"] == "Acme SAS"
    assert note.call_date == date(2026, 3, 12)


LEADS = [
    lead("L1", "Acme Dental Group", "jo@acme-dental.example", "Jo Park"),
    lead("L2", "Société Générale de Menuiserie SAS", None, "Gaël Puymirol"),
    lead("L3", "Twin Ltd", "ann@twin.example", "Ann Lee"),
    lead("L4", "Twin Ltd", "bob@twin.example", "Bob Ray"),
]


@pytest.mark.parametrize(
    ("id", "text", "owner"),
    [
        ("x", "lead: L2\nbudget 40k", "L2"),
        ("x", "lead: ann@twin.example\nbudget 40k", "L3"),
        ("x", "From: Jo <jo@acme-dental.example>\nHello", "L1"),
        ("2026-03-12_acme-dental-group", "budget 40k", "L1"),
        ("x", "Call with Acme Dental Group\nbudget 40k", "L1"),
        ("x", "Compte : Société générale de menuiserie\nbudget", "L2"),
        ("x", "Twin Ltd, spoke to Bob\nBob Ray wants it", "L4"),
        ("L3", "nothing else", "L3"),
    ],
)
def test_a_note_finds_its_lead(id: str, text: str, owner: str) -> None:
    joined = join_notes([note_from_text(text, id)], LEADS)
    assert list(joined.by_lead) == [owner]
    assert joined.by_lead[owner][0].contact


@pytest.mark.parametrize(
    "text", ["Call with Twin Ltd\nbudget", "Nobody we know", "lead: L9\nAcme Dental Group"]
)
def test_a_note_two_leads_could_own_is_left_with_its_reason(text: str) -> None:
    joined = join_notes([note_from_text(text, "x")], LEADS)
    assert not joined.by_lead
    assert joined.unjoined[0][1]
