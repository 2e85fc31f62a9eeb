"""Word documents as notes: what is read of them, and what is refused."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from agent.errors import BadInput
from agent.intake.notes import note_from_bytes
from agent.models.note import Note

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def docx(body: str, *, before: str = "", part: str = "word/document.xml", **parts: str) -> bytes:
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>'
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, xml)
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return held.getvalue()


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t xml:space='preserve'>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def read(raw: bytes) -> Note:
    return note_from_bytes(raw, "note", ".docx")


def test_a_paragraph_is_a_line_however_it_is_cut_into_runs() -> None:
    raw = docx(
        paragraph("Budget : 40", "&#160;000 € valid", "és")
        + paragraph("Déci")
        + "<w:p/>"
        + paragraph("fin T1")
    )
    assert read(raw).text == "Budget : 40\xa0000 € validés\nDéci\n\nfin T1"


def test_breaks_tabs_and_table_cells_keep_words_apart() -> None:
    run = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"
    run = f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{run}</w:p>"
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Budget", "40k"))
    assert read(docx(f"{run}<w:tbl><w:tr>{cells}</w:tr></w:tbl>")).text == "a\tb\nc\nBudget \t40k"


def test_what_was_struck_out_moved_away_or_drawn_twice_is_not_read() -> None:
    raw = docx(
        "<w:p><w:del><w:r><w:delText>90k</w:delText></w:r></w:del><w:ins><w:r><w:t>40k</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>90k</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE 90k</w:instrText></w:r>"
        "<mc:AlternateContent><mc:Choice><w:r><w:t> ok</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>90k</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert read(raw).text == "40k ok"


def test_comments_are_left_out_and_said() -> None:
    note = read(docx(paragraph("Budget ok"), comments="<x>90k</x>"))
    assert note.text == "Budget ok"
    assert note.remarks == ("its comments are left out",)


def test_a_transcript_pasted_into_word_has_its_turns() -> None:
    raw = docx(
        "".join(map(paragraph, ("Tori: Any budget?", "Marie: 40k.", "Tori: And when?", "Marie: June.")))
    )
    assert [turn.speaker for turn in read(raw).turns] == ["Tori", "Marie", "Tori", "Marie"]


def test_the_text_is_found_under_the_name_newer_programs_give_it() -> None:
    assert read(docx(paragraph("Budget ok"), part="word/document2.xml")).text == "Budget ok"


def bomb() -> bytes:
    return docx("<w:p><w:r><w:t>" + "0" * 60_000_000 + "</w:t></w:r></w:p>")


def locked() -> bytes:
    raw = bytearray(docx(paragraph("Budget ok")))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = raw.find(mark)
        while start >= 0:
            raw[start + place] |= 1
            start = raw.find(mark, start + 1)
    return bytes(raw)


LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"Budget ok 40k", "not a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word document"),
        (docx(paragraph("Budget ok"))[:-30], "not a Word document"),
        (docx(paragraph("Budget ok"), part="xl/workbook.xml"), "not a Word document"),
        (docx(paragraph("&c;"), before=LAUGHS), "declares entities"),
        (docx(paragraph("&x;"), before=OUTSIDE), "declares entities"),
        (docx(paragraph("Budget") + "<w:p>"), "damaged"),
        (docx("<w:p/>"), "empty"),
        (locked(), "not a Word document"),
        (bomb(), "once unpacked"),
    ],
)
def test_what_is_no_word_document_is_refused_in_plain_words(raw: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        read(raw)


def test_a_document_longer_than_any_note_is_refused() -> None:
    with pytest.raises(BadInput, match="5,000,000 characters"):
        read(docx(paragraph("0" * 6_000_000)))
