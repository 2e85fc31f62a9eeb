"""The boundary: what is replaced, what stays, and that nothing moves."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.clean import clean, clean_document, clean_field

BANNED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
KEPT = frozenset("\n\t\u200c\u200d")
anything = st.text(st.characters(codec=None))


def test_every_character_of_a_banned_category_is_replaced_and_no_assigned_other() -> None:
    for point in range(sys.maxunicode + 1):
        char = chr(point)
        category = unicodedata.category(char)
        replaced = clean(char) != char
        if category in BANNED and char not in KEPT:
            assert replaced, f"U+{point:04X} {category} gets through"
        elif category != "Cn":  # what this Python does not know yet may be on the list already
            assert not replaced, f"U+{point:04X} {category} is replaced"


@given(anything)
def test_cleaning_moves_nothing(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert all(new in (old, "\ufffd") for old, new in zip(text, cleaned, strict=True))


@given(anything)
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_field(clean_field(text)) == clean_field(text)
    assert clean_document(clean_document(text)) == clean_document(text)


@given(anything)
def test_clean_text_can_be_stored_and_printed(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert "\0" not in cleaned
    assert "\x1b" not in cleaned


@given(anything)
def test_a_field_is_one_line_without_space_at_its_ends(text: str) -> None:
    field = clean_field(text)
    assert field == field.strip()
    assert not set(field) & set("\n\r\t\u2028")
    assert "  " not in field


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Ac\u200bme", "Acme"),
        ("\ufeffAcme", "Acme"),
        ("Initech\xad", "Initech"),
        ("\u202eemcA\u202c", "emcA"),
        ("two\r\nlines", "two lines"),
        ("narrow\u202fspace and\xa0another", "narrow space and another"),
        ("bell\x07", "bell\ufffd"),
        ("", ""),
    ],
)
def test_invisible_characters_vanish_from_a_field_and_controls_show(text: str, field: str) -> None:
    assert clean_field(text) == field


def test_a_document_has_one_kind_of_line_end_and_no_mark() -> None:
    assert clean_document("\ufeffa\r\nb\rc\n") == "a\nb\nc\n"
