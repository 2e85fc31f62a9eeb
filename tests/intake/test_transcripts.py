"""Subtitles as text: what players show, and nothing else."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from agent.intake.notes import read_notes
from agent.intake.transcripts import cue_text

TIME = "00:00:01.000 --> 00:00:04.000"


def test_a_line_with_an_arrow_ends_its_cue_as_it_does_for_a_player() -> None:
    assert cue_text(f"WEBVTT\n\n{TIME}\n<v Zoé>Oui --> non\n40k validés.</v>\n") == "40k validés."


def test_a_line_right_above_the_next_times_is_spoken_unless_a_gap_makes_it_a_name() -> None:
    assert cue_text(f"WEBVTT\n\n{TIME}\nwe have\n{TIME}\n40k") == "we have\n40k"
    assert cue_text(f"WEBVTT\n\n{TIME}\nwe have\n\nintro-2\n{TIME}\n40k") == "we have\n\n40k"


def test_what_only_looks_like_a_tag_stays() -> None:
    assert (
        cue_text(f"WEBVTT\n\n{TIME}\n<v Zoé>moins de <40k, soit <b>35k</b> < 40k")
        == "Zoé: moins de <40k, soit 35k < 40k"
    )


def test_every_line_of_the_corpus_s_cues_is_one_that_the_scorer_sees(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("score_bant", shared / "score_bant.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    unlike = {"utf16.vtt", "nul.vtt"}  # the scorer reads UTF-8 only, and keeps what is unsafe on a screen
    checked = 0
    for folder in ("transcripts", "third_party/webvtt-py"):
        for path in sorted((shared / "corpus" / folder).iterdir()):
            if path.suffix in (".vtt", ".srt") and path.name not in unlike:
                for note in read_notes([path])[0]:
                    seen = scorer.note_text(path)
                    assert all(scorer.fold(line) in seen for line in note.text.split("\n")), path.name
                    checked += 1
    assert checked > 30


@given(
    st.lists(
        st.sampled_from(
            ["WEBVTT", "NOTE x", TIME, "", "1", "<v Zoé>", "40k", "-->", "<b", ">", "</v>", "x y"]
        )
    )
)
def test_no_time_and_no_arrow_is_ever_left(lines: list[str]) -> None:
    assert "-->" not in cue_text("\n".join(lines))
