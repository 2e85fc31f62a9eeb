"""The desk as it looks at the two sizes it is made for, letter by letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitting import NARROW, WIDE, assert_snapshot, sitting

from agent.settings import Language


@pytest.mark.parametrize(
    ("name", "size", "language", "keys"),
    [
        ("wide", WIDE, "en", ()),
        ("wide-french", WIDE, "fr", ("j",)),
        ("wide-quote", WIDE, "en", ("n", "n", "n")),
        ("wide-decided", WIDE, "en", ("j", "a", "a", "k")),
        ("wide-override", WIDE, "en", ("o",)),
        ("wide-reject", WIDE, "en", ("x",)),
        ("wide-help", WIDE, "en", ("question_mark",)),
        ("narrow-queue", NARROW, "en", ()),
        ("narrow-lead", NARROW, "en", ("2",)),
        ("narrow-score", NARROW, "fr", ("3",)),
        ("narrow-notes", NARROW, "en", ("4", "pagedown")),
        ("narrow-gap", NARROW, "fr", ("a",)),
        ("narrow-override", NARROW, "fr", ("o",)),
        ("narrow-reject", NARROW, "fr", ("x", "j")),
        ("narrow-filter", NARROW, "en", ("f",)),
        ("narrow-help", NARROW, "fr", ("f1",)),
    ],
)
async def test_the_desk_looks_as_it_did(
    tmp_path: Path, name: str, size: tuple[int, int], language: Language, keys: tuple[str, ...]
) -> None:
    async with sitting(tmp_path, size=size, language=language) as at:
        await at.press(*keys)
        await at.rest()
        assert_snapshot(name, at.text())
