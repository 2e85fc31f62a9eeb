"""Which encoding a file is in, and how sure that is."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import BadInput
from agent.intake.encoding import decode
from agent.intake.lines import Remarks

FILE = Path("leads.csv")
FRENCH = "société,prénom\nCafé Noir,Zoë Dupré\nL'Œuvre,Élodie Lefèvre à 5 €\n"


def decoded(raw: bytes, encoding: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    remarks = Remarks()
    found = decode(raw, FILE, remarks, encoding)
    return found.text, found.encoding, remarks.sentences()


@pytest.mark.parametrize(
    ("codec", "mark", "name"),
    [
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\0\0", "utf-32"),
        ("utf-32-be", b"\0\0\xfe\xff", "utf-32"),
    ],
)
def test_a_byte_order_mark_decides_and_is_dropped(codec: str, mark: bytes, name: str) -> None:
    assert decoded(mark + FRENCH.encode(codec)) == (FRENCH, name, ())


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_without_a_mark_is_seen_by_its_zero_bytes(codec: str) -> None:
    text, name, said = decoded(FRENCH.encode(codec))
    assert (text, name) == (FRENCH, codec)
    assert "guessed" in said[0]


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1252", FRENCH),
        ("iso-8859-15", "société,œuvre\nCafé,Zoë au cœur, 5 €\n" * 3),
        ("shift_jis", "company,name\n株式会社トヨタ,山田太郎\n"),
        ("gb18030", "company,name\n北京科技有限公司,你好世界\n"),
        ("cp1251", "company,name\nООО Ромашка,Иван Петров\n"),
        ("mac-roman", "société,prénom\nCafé Noir,Zoë Dupré été à l'été\n"),
    ],
)
def test_an_encoding_is_guessed_and_the_guess_is_said(codec: str, text: str) -> None:
    found, name, said = decoded(text.encode(codec))
    assert (found, name) == (text, codec)
    assert said[0].startswith(f"encoding guessed: {codec}")


def test_a_line_pasted_from_another_encoding_is_read_and_named() -> None:
    raw = "été\nhiver doré\n".encode() + "café\n".encode("cp1252") + "dupré\n".encode()
    assert decoded(raw) == (
        "été\nhiver doré\ncafé\ndupré\n",
        "utf-8",
        ("not UTF-8, read as cp1252 on line 3",),
    )


def test_the_given_encoding_is_taken_at_its_word() -> None:
    assert decoded("é".encode("cp1252"), "cp1252")[:2] == ("é", "cp1252")
    assert decoded("é".encode("utf-16"), "utf-16")[0] == "é"


def test_an_encoding_that_does_not_fit_names_the_line() -> None:
    with pytest.raises(BadInput, match=r"leads.csv:2: not valid utf-8"):
        decoded(b"a\nb\xff\n", "utf-8")


@pytest.mark.parametrize("name", ["utf-7", "klingon", "hex", "rot13", "idna", "unicode_escape", "undefined"])
def test_what_is_no_encoding_of_text_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="no encoding of text"):
        decoded(b"+AOk-", name)


def test_text_spoilt_before_it_came_is_noticed() -> None:
    twice = FRENCH.encode().decode("cp1252", "ignore")
    assert "double-encoded" in decoded(twice.encode())[2][0]
    assert "UTF-7" in decoded(b"Soci+AOk-t+AOk- G+AOk-n+AOk-rale, +AMk-lodie\n")[2][0]
    assert decoded("Zoë+crm@x.example, +33 1 42, C++\n".encode())[2] == ()


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"PK\x03\x04rest", "ZIP archive or an Excel workbook"),
        (b"%PDF-1.7\n", "PDF"),
        (gzip.compress(b"a,b\n"), "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"\x89PNG\r\n", "picture"),
        (bytes(range(128, 256)) + bytes(range(1, 32)) * 4, "not a text file"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(raw: bytes, what: str) -> None:
    with pytest.raises(BadInput, match=what):
        decoded(raw)


def test_text_cut_in_the_middle_of_a_character_is_read_to_there() -> None:
    text, _, said = decoded("\ufeffété".encode("utf-16-le") + b"x")
    assert text.startswith("été")
    assert "cut short" in said[0]


@given(st.text())
def test_utf8_comes_back_as_it_was(text: str) -> None:
    remarks = Remarks()
    try:
        found = decode(text.encode(), FILE, remarks)
    except BadInput:
        return
    if found.encoding == "utf-8":
        assert found.text == text.removeprefix("\ufeff").removesuffix("\x1a")


@given(st.binary())
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    with suppress(BadInput):
        decode(raw, FILE, Remarks()).text.encode("utf-8")
