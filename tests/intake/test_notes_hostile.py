"""Notes from anywhere: whatever the bytes, a note or one plain sentence, soon, and offsets that hold."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import BadInput
from agent.intake.notes import SUFFIXES, note_from_bytes, read_notes, suffix_of
from agent.models.note import Note

TURNS = [
    {"speaker": "Tori", "start": 1.0, "text": "Any budget?"},
    {"speaker": "Zoé", "start": 4, "text": "40 000 €."},
]
CUES = "{0}\n00:00:01{1}000 --> 00:00:04{1}000\n{2}\n\n"


def _mail() -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Date"] = (
        "Zoé <z@a.example>",
        "t@b.example",
        "Thu, 12 Mar 2026 23:30:00 -0500",
    )
    made.set_content("Oui, 40 000 €.\n\nOn Mon, Mar 9, 2026 Tori <t@b.example> wrote:\n> Any budget?\n")
    made.add_alternative("<div>Oui</div><blockquote>Any budget?</blockquote>", subtype="html")
    made.add_attachment(b"\0\1", maintype="application", subtype="pdf", filename="offre.pdf")
    return made.as_bytes()


TEXT = "<w:p><w:r><w:t>Tori: Any budget?</w:t></w:r></w:p><w:p><w:r><w:t>Zoé: 40 000 €.</w:t></w:r></w:p>"
XML = f'<w:document xmlns:w="w"><w:body>{TEXT}</w:body></w:document>'.encode()


def _docx(xml: bytes) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", xml)
    return held.getvalue()


SAMPLES: dict[str, bytes] = {
    ".txt": "lead: z@a.example\n\nTori: Any budget?\nZoé: 40 000 €.\nTori: By when?\nZoé: June.".encode(),
    ".md": "## Call\n**Contact** : Zoé\n- Budget: 40k\n> on a 40k validés".encode(),
    ".vtt": f"WEBVTT\n\n{CUES.format(1, '.', '<v Tori>Any?</v>')}{CUES.format(2, '.', '<v Zoé>40k.</v>')}".encode(),
    ".srt": (CUES.format(1, ",", "Tori: Any budget?") + CUES.format(2, ",", "Zoé: 40 000 €.")).encode(),
    ".json": json.dumps({"started": "2026-03-12", "parties": [{"name": "Tori"}], "transcript": TURNS}).encode(),
    ".eml": _mail(),
    ".docx": _docx(XML),
    ".docx inside": XML,
    ".csv": b'id,e-mail,date,notes\n1,z@a.example,2026-03-12,"Budget ok\n40k"\n2,,12/03/2026,DAF decide\n',
}  # fmt: skip


def whole(note: Note) -> bool:
    """Turns in order, within the text, one after another."""
    edges = [edge for turn in note.turns for edge in (turn.start, turn.end)]
    return edges == sorted(edges) and all(0 <= edge <= len(note.text) for edge in edges)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@st.composite
def mangled(draw: st.DrawFn) -> tuple[str, bytes]:
    """A good file cut short, with a part of it doubled, foreign bytes in it, or a part of another file."""
    suffix = draw(st.sampled_from(sorted(SAMPLES)))
    raw = SAMPLES[suffix]
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted((draw(st.integers(0, len(raw))), draw(st.integers(0, len(raw)))))
        put = draw(
            st.one_of(
                st.just(b""),
                st.just(raw[start:end] * draw(st.integers(2, 40))),
                st.binary(max_size=40),
                st.sampled_from([other[start:end] for other in SAMPLES.values()]),
                st.sampled_from(
                    [b"\0", b'"', b"{", b"]", b"<", b">", b"\r\n\r\n", b"\xff\xfe", b"--", b"\\ud83d"]
                ),
            )
        )
        raw = raw[:start] + put + raw[draw(st.sampled_from([start, end, len(raw)])) :]
    return suffix, raw


@given(mangled())
@settings(max_examples=500, deadline=2000)
def test_a_mangled_file_is_notes_or_plain_sentences(folder: Path, file: tuple[str, bytes]) -> None:
    suffix, raw = file
    path = folder / f"x{suffix.removesuffix(' inside')}"
    path.write_bytes(_docx(raw) if suffix.endswith("inside") else raw)
    notes, problems = read_notes([path], seller=["b.example", "Tori"])
    assert notes or problems
    assert all(note.text.strip() and whole(note) for note in notes)
    assert all(str(path) in str(problem) for problem in problems)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["speaker", "text", "transcript", "words", "sentences", "participants", "name", "email", "start", "from",
             "id", "alternatives", "host", "date", "isHost", "role", "title", "segments", "speakers"]
        ) | st.text(max_size=3),
        inner,
        max_size=5,
    ),
    max_leaves=30,
)  # fmt: skip


@given(JSON)
@settings(max_examples=400, deadline=2000)
def test_any_json_is_a_note_or_a_plain_sentence(value: object) -> None:
    try:
        note = note_from_bytes(json.dumps(value).encode(), "x", ".json", seller=["Tori"])
    except BadInput:
        return
    assert whole(note)


NASTY = ("<b ", "<v ", "<!--", "</", "<a b='", "> ", "a@", "From: a\nSent: b\n", "On a ", "Ab: ", "Ab:\n",
         "e\u0301\u0316", "0:01 --> ", "[",
         '{"a":', "=?utf-8?q?a?= ", "Rep: a ", "&amp", "- **", "\ufeff", "\0")  # fmt: skip
HEADS: dict[str, Callable[[bytes], bytes]] = {
    ".txt": lambda body: body,
    ".vtt": lambda body: b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + body,
    ".json": lambda body: json.dumps([{"speaker": "A", "text": body.decode()}, *TURNS]).encode(),
    ".eml": lambda body: b"From: a@b.example\nTo: c@d.example\n\n" + body,
    ".eml html": lambda body: b"From: a@b.example\nContent-Type: text/html\n\n" + body,
    ".eml head": lambda body: b"From: " + body.replace(b"\n", b" ")[:150_000] + b"\n\nhello",
    ".eml type": lambda body: b"From: a@b.example\nContent-Type: " + body.replace(b"\n", b" ") + b"\n\nhello",
}


@pytest.mark.parametrize("kind", HEADS)
def test_no_repetition_takes_the_square_of_its_length(kind: str) -> None:
    for unit in NASTY:
        raw = HEADS[kind]((unit * (200_000 // len(unit))).encode())
        started = time.process_time()
        with suppress(BadInput):
            assert whole(note_from_bytes(raw, "x", kind.split()[0], seller=["b.example"]))
        assert time.process_time() - started < 4, unit


@pytest.mark.parametrize("folder", ["transcripts", "third_party/webvtt-py"])
def test_no_file_of_the_corpus_brings_a_traceback(shared: Path, folder: str) -> None:
    files = [path for path in sorted((shared / "corpus" / folder).iterdir()) if path.suffix in SUFFIXES]
    notes, problems = read_notes(files)
    assert len(notes) + len(problems) == len(files)
    assert all(whole(note) for note in notes)
    assert {Path(str(problem.file)).name for problem in problems} <= {
        "comments.json", "empty.json", "empty.vtt", "header_only.vtt", "no_captions.vtt", "truncated.json",
    } | {path.name for path in files if "invalid" in path.name or "missing" in path.name}  # fmt: skip


def test_good_transcripts_of_the_corpus_are_the_same_call(shared: Path) -> None:
    names = (
        "good.vtt",
        "bom.json",
        "bom_cr.srt",
        "utf16.json",
        "utf16.vtt",
        "time_short.vtt",
        "no_blank_lines.vtt",
    )
    notes, problems = read_notes([shared / "corpus" / "transcripts" / name for name in names])
    assert problems == ()
    assert {turn.speaker for note in notes for turn in note.turns} == {"Rep", "Marie", "Marie Dupré"}
    assert all("40 000 €" in note.text for note in notes)


def test_a_folder_s_own_files_and_what_is_no_file_are_passed_over(tmp_path: Path) -> None:
    for name in ("call.txt", "._call.txt", "~$call.docx"):
        (tmp_path / name).write_text("Budget ok")
    (tmp_path / "old.txt").mkdir()
    notes, problems = read_notes([tmp_path])
    assert [note.id for note in notes] == ["call"]
    assert problems == ()


def test_a_file_beyond_every_limit_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(3 << 30)
    notes, problems = read_notes([tmp_path])
    assert notes == ()
    assert "more than a note can have" in str(problems[0])


def test_bytes_that_are_no_text_are_no_note() -> None:
    noise = bytes((i * 73 + 41) % 256 for i in range(2000))
    with pytest.raises(BadInput, match="not a text file"):
        note_from_bytes(noise, "stdin")


@pytest.mark.parametrize(
    "text", ["[Appel du 12 mars] Budget ? [40 k€]", "{note} on relance {jeudi}", "[bold]Oui[/]"]
)
def test_a_bracket_that_a_person_typed_is_no_json(text: str) -> None:
    assert suffix_of(text.encode()) == ".txt"


@pytest.mark.parametrize(
    "text", ['[{"text": "Oui"}]', '{ "turns": [] }', "[]", '\ufeff\n[\n  {"text": "Oui"}\n]\n']
)
def test_pasted_json_is_read_as_json(text: str) -> None:
    assert suffix_of(text.encode()) == ".json"


def test_a_path_that_leads_nowhere_is_said_to(tmp_path: Path) -> None:
    _, problems = read_notes([tmp_path / "call"])
    assert "there is no such file" in str(problems[0])
