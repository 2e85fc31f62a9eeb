"""A record read by path."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sources.entry import Entry

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)


@given(content=st.dictionaries(st.sampled_from("abc"), ANYTHING), path=st.sampled_from(("a", "a.b", "a.b.c")))
def test_a_path_gives_clean_text_or_nothing_whatever_stands_there(content: dict[str, Any], path: str) -> None:
    entry = Entry(content)
    for text in (entry.text(path), *entry.texts(path)):
        assert text is None or (text and " ".join(text.split()) == text and "[ND]" not in text)
    assert all(isinstance(one.content, dict) for one in entry.entries(path))


@pytest.mark.parametrize(
    "hidden", ["[ND]", "[ND] [ND]", "[ND] ([ND])", " ([ND] [ND]) ", "", "  ", None, 7, ["x"], {"a": "x"}]
)
def test_what_is_hidden_or_no_text_is_none(hidden: object) -> None:
    assert Entry({"a": hidden}).text("a") is None


def test_what_is_hidden_in_part_is_the_rest() -> None:
    assert Entry({"a": "BRIGHTLOOM ([ND])"}).text("a") == "BRIGHTLOOM"


@pytest.mark.parametrize("value", [float("inf"), float("nan"), True, "7", None])
def test_what_cannot_be_counted_with_is_no_number(value: object) -> None:
    assert Entry({"a": value}).number("a") is None


def test_an_edition_is_the_same_until_the_record_changes() -> None:
    assert Entry({"a": 1, "b": 2}).edition == Entry({"b": 2, "a": 1}).edition
    assert Entry({"a": 1}).edition != Entry({"a": 2}).edition
