"""Tables of examples, written as text so that they read as examples."""

from __future__ import annotations


def cases(table: str) -> list[tuple[str, str, str]]:
    """Lines of `language | text | expected`."""
    rows = (line.split(" | ") for line in table.strip().splitlines())
    return [(language.strip(), text.strip(), expected.strip()) for language, text, expected in rows]


def said(words: str) -> list[str]:
    """What stands between bars."""
    return [" ".join(part.split()) for part in words.split("|")]
