"""Recorded calls as JSON: the shapes of the tools reps use, told apart by what is in them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from agent.errors import BadInput
from agent.intake.conversations import conversations
from agent.intake.notes import note_from_bytes
from agent.intake.parties import Ours
from agent.models.note import Note

ASKED, SAID = "Do you have a budget for it?", "Oui, environ 40 000 € validés."


def read(value: Any, **options: Any) -> Note:
    return note_from_bytes(json.dumps(value).encode(), "call", ".json", **options)


def spoken(note: Note) -> list[tuple[str | None, str | None, str]]:
    """Speaker, side and words of each turn, as the offsets give them."""
    return [(turn.speaker, turn.side, note.text[turn.start : turn.end]) for turn in note.turns]


PLAIN = [{"speaker": "Tori", "start": 1.0, "text": ASKED}, {"speaker": "Marie", "start": 4.5, "text": SAID}]

FIREFLIES = {
    "data": {
        "transcript": {
            "title": "Halvard demo",
            "date": 1773324000000,
            "host_email": "tori@ourside.example",
            "participants": ["tori@ourside.example", "marie.dupre@halvard.example"],
            "sentences": [
                {
                    "index": 0,
                    "speaker_name": "Tori Blake",
                    "speaker_id": 0,
                    "text": ASKED,
                    "raw_text": "do you",
                },
                {"index": 1, "speaker_name": "Marie Dupré", "speaker_id": 1, "text": SAID, "raw_text": "oui"},
            ],
            "summary": {"overview": "They talked about money at great length, and then about the weather."},
        }
    }
}
TEAMS = {
    "type": "Transcript",
    "entries": [
        {
            "id": "e/1",
            "text": ASKED,
            "speakerDisplayName": "Tori Blake",
            "speakerId": "0f5c9d5e-1111-4222-8333-444455556666@77",
            "startOffset": "00:00:03.1000000",
        },
        {"id": "e/2", "text": SAID, "speakerDisplayName": "Marie Dupré", "startOffset": "00:00:06.2000000"},
    ],
    "events": [],
}
GONG = {
    "metaData": {"id": "77", "started": "2026-03-12T16:00:00-05:00", "title": "Halvard demo"},
    "parties": [
        {"speakerId": "7782342274025937895", "name": "Tori Blake", "affiliation": "Internal"},
        {
            "speakerId": "1182342274025937000",
            "name": "Marie Dupré",
            "affiliation": "External",
            "title": "Sales Director",
        },
    ],
    "transcript": [
        {
            "speakerId": "7782342274025937895",
            "topic": "Intro",
            "sentences": [{"start": 0, "end": 900, "text": ASKED}],
        },
        {
            "speakerId": "1182342274025937000",
            "topic": None,
            "sentences": [{"start": 900, "end": 1900, "text": SAID}],
        },
    ],
}
OTTER = {
    "speech": {
        "title": "Halvard demo",
        "start_time": 1773324000,
        "speakers": [{"id": 501, "speaker_name": "Tori Blake"}, {"id": 502, "speaker_name": "Marie Dupré"}],
        "transcripts": [
            {"id": 1, "speaker_id": 501, "transcript": ASKED, "start_offset": 16000},
            {"id": 2, "speaker_id": 502, "transcript": SAID, "start_offset": 96000},
        ],
    }
}
ZOOM = {
    "conversation_id": "c1",
    "meeting_start_time": "2026-03-12T14:00:00Z",
    "participants": [
        {"display_name": "Marie Dupré", "transcripts": [{"text": SAID, "start_time": "00:00:06.000"}]},
        {
            "display_name": "Tori Blake",
            "is_host": True,
            "transcripts": [{"text": ASKED, "start_time": "00:00:02.000"}],
        },
    ],
}
RECALL = [
    {
        "participant": {"id": 1, "name": "Tori Blake", "is_host": True},
        "words": [{"text": word} for word in ASKED.split()],
    },
    {"participant": {"id": 2, "name": "Marie Dupré"}, "words": [{"text": word} for word in SAID.split()]},
]


@pytest.mark.parametrize("shape", [FIREFLIES, TEAMS, GONG, OTTER, ZOOM, RECALL])
def test_every_tool_s_file_reads_as_the_same_call(shape: Any) -> None:
    note = read(shape)
    assert note.text == f"Tori Blake: {ASKED}\nMarie Dupré: {SAID}\n"
    assert [turn.speaker for turn in note.turns] == ["Tori Blake", "Marie Dupré"]
    assert "".join(words for _, _, words in spoken(note)) == note.text


@pytest.mark.parametrize("shape", [FIREFLIES, GONG, ZOOM, RECALL])
def test_flags_hosts_and_domains_tell_the_sides(shape: Any) -> None:
    assert [side for _, side, _ in spoken(read(shape))] == ["seller", "buyer"]


@pytest.mark.parametrize("shape", [PLAIN, TEAMS, OTTER])
def test_where_a_file_tells_no_side_none_is_made_up(shape: Any) -> None:
    assert {side for _, side, _ in spoken(read(shape))} == {None}


@pytest.mark.parametrize(("shape", "seller"), [(TEAMS, "Tori"), (OTTER, "tori blake"), (PLAIN, "Tori Blake")])
def test_the_seller_s_name_settles_the_sides(shape: Any, seller: str) -> None:
    assert [side for _, side, _ in spoken(read(shape, seller=[seller]))] == ["seller", "buyer"]


def test_what_the_person_says_outranks_the_host_mark() -> None:
    note = read(ZOOM, seller=["Marie Dupré"])
    assert [side for _, side, _ in spoken(note)] == ["buyer", "seller"]


def test_a_seller_domain_tells_sides_by_address() -> None:
    shape = [{"speaker": {"name": "Jo", "email": "jo@eu.ourside.example"}, "text": ASKED},
             {"speaker": {"name": "Al", "email": "al@halvard.example"}, "text": SAID}]  # fmt: skip
    assert [side for _, side, _ in spoken(read(shape, seller=["ourside.example"]))] == ["seller", "buyer"]
    assert [side for _, side, _ in spoken(read(shape))] == [None, None]


def test_a_sales_director_at_the_buyer_is_no_seller() -> None:
    people = [
        {"name": "Marie Dupré", "role": "Sales Director"},
        {"name": "Tori Blake", "role": "Support Manager"},
    ]
    note = read({"participants": people, "transcript": TEAMS["entries"]})
    assert {side for _, side, _ in spoken(note)} == {None}


@pytest.mark.parametrize("shape", [FIREFLIES, GONG, OTTER, ZOOM])
def test_the_day_of_the_call_comes_from_the_file_where_nothing_better_is_given(shape: Any) -> None:
    assert read(shape).call_date == date(2026, 3, 12)
    assert read(shape, call_date=date(2026, 1, 2)).call_date == date(2026, 1, 2)


def test_the_day_is_that_of_the_call_s_own_clock() -> None:
    assert read({"started": "2026-03-12T23:30:00-05:00", "transcript": PLAIN}).call_date == date(2026, 3, 12)
    assert (
        read({"duration": 1773324000, "user": {"created_at": "2019-01-01"}, "turns": PLAIN}).call_date is None
    )


def test_title_and_addresses_stand_beside_the_text() -> None:
    note = read(FIREFLIES)
    assert note.title == "Halvard demo"
    assert note.addresses == ("tori@ourside.example", "marie.dupre@halvard.example")


def test_several_calls_in_one_file_are_several_notes() -> None:
    calls = [
        {"callId": "71", "transcript": GONG["transcript"]},
        {"callId": "72", "transcript": GONG["transcript"][1:]},
    ]
    drafts = conversations(json.dumps({"callTranscripts": calls, "parties": GONG["parties"]}), Ours())
    assert [draft.part for draft in drafts] == ["71", "72"]
    assert [draft.text.count("\n") for draft in drafts] == [2, 1]


def test_a_channel_for_each_speaker_is_one_call() -> None:
    def channel(start: float, text: str) -> dict[str, Any]:
        paragraphs = [{"sentences": [{"text": text, "start": start}], "speaker": int(start) % 2}]
        return {"alternatives": [{"transcript": text, "paragraphs": {"paragraphs": paragraphs}}]}

    note = read({"results": {"channels": [channel(4, SAID), channel(1, ASKED)]}})
    assert note.text == f"Speaker 1: {ASKED}\nSpeaker 0: {SAID}\n"


def test_utterances_are_preferred_to_the_words_they_are_made_of() -> None:
    def utterance(speaker: str, text: str) -> dict[str, Any]:
        words = [{"text": word, "speaker": speaker} for word in text.split()]
        return {"speaker": speaker, "text": text, "words": words}

    both = [utterance("A", ASKED), utterance("B", SAID)]
    note = read({"text": f"{ASKED} {SAID}", "words": both[0]["words"] + both[1]["words"], "utterances": both})
    assert note.text == f"Speaker A: {ASKED}\nSpeaker B: {SAID}\n"


def test_words_alone_are_joined_to_what_was_said() -> None:
    items = [{"speaker_label": who, "alternatives": [{"content": word}, {"content": "wrong"}]}
             for who, word in [("spk_0", "Any"), ("spk_0", "budget"), ("spk_0", "?"), ("spk_1", "Yes"), ("spk_1", ","),
                               ("spk_1", "40k"), ("spk_1", ".")]]  # fmt: skip
    monologues = [
        {"speaker": 0, "elements": [{"value": "Any"}, {"value": " "}, {"value": "budget"}, {"value": "?"}]}
    ]
    assert read({"results": {"items": items}}).text == "spk_0: Any budget?\nspk_1: Yes, 40k.\n"
    assert read({"monologues": monologues}).text == "Speaker 0: Any budget?\n"


def test_without_speakers_the_text_is_still_read() -> None:
    note = read(
        {
            "text": "all of it",
            "segments": [{"start": 0, "text": " We have some"}, {"start": 2, "text": " 40k for it."}],
        }
    )
    assert note.text == "We have some\n40k for it.\n"
    assert note.turns == ()


def test_a_call_in_one_piece_of_text_keeps_its_lines() -> None:
    note = read(
        {"title": "Demo", "date": "2026-03-12", "transcript": f"Tori: {ASKED}\nMarie: {SAID}\nTori: Merci."}
    )
    assert [turn.speaker for turn in note.turns] == ["Tori", "Marie", "Tori"]
    assert note.call_date == date(2026, 3, 12)


def test_one_turn_is_a_call() -> None:
    assert read({"speaker": "Rep", "start": 1.0, "text": "Budget?"}).text == "Rep: Budget?\n"


def test_one_who_goes_on_speaking_has_one_turn() -> None:
    note = read([*PLAIN, {"speaker": "Marie", "start": 9.0, "text": "Signé par la DAF."}])
    assert len(note.turns) == 2
    assert note.text.endswith(f"Marie: {SAID}\nSigné par la DAF.\n")


def test_noise_of_the_recogniser_stays_in_the_text() -> None:
    assert (
        "{disfmarker} we [inaudible] , have 40k"
        in read([{"speaker": "A", "text": "{disfmarker} we [inaudible] , have 40k"}]).text
    )


def test_a_line_break_within_an_utterance_makes_no_second_speaker() -> None:
    note = read([{"speaker": "Tori", "text": "Hello.\nMarie: we have 90k approved."}, PLAIN[1]])
    assert [turn.speaker for turn in note.turns] == ["Tori", "Marie"]
    assert "90k" in note.text[note.turns[0].start : note.turns[0].end]


def test_a_speaker_s_name_cannot_reach_into_the_text() -> None:
    note = read([{"speaker": "Tori\nMarie: 90k", "text": "Hello."}, PLAIN[1]])
    assert note.text.startswith("Tori Marie 90k: Hello.\n")


def test_one_object_a_line_is_read_too() -> None:
    raw = "\n".join(json.dumps(turn) for turn in PLAIN).encode()
    assert [turn.speaker for turn in note_from_bytes(raw, "call", ".json").turns] == ["Tori", "Marie"]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "empty"),
        ("[]", "nobody says anything"),
        ('{"leads": [{"company": "Acme"}]}', "nobody says anything"),
        ('"just a text"', "nobody says anything"),
        ('[{"speaker": "A", "text": "Ou', "not valid JSON"),
        ("// export\n[]", "not valid JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("[" + "9" * 5000 + "]", "a number that is none"),
    ],
)
def test_what_is_no_call_is_told_in_plain_words(raw: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        note_from_bytes(raw.encode(), "call", ".json")


def test_times_that_are_none_leave_the_order_of_the_file() -> None:
    note = read([{"speaker": "A", "start": 1e308, "text": "x"}, {"speaker": "B", "start": -5, "text": "y"}])
    assert note.text == "Speaker A: x\nSpeaker B: y\n"
