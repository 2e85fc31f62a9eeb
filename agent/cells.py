"""Spreadsheet cells that cannot run.

A cell that begins like a formula is run by spreadsheets when the file is opened (CWE-1236; OWASP ASVS 5, 1.2.10).
`guard` puts an apostrophe before it, `unguard` takes it away again: writing a file and reading it back changes
nothing.
"""

from __future__ import annotations

import unicodedata

_TRIGGERS = frozenset("=+-@|\t\r\n\0")


def guard(text: str) -> str:
    """The text as it may stand in a cell."""
    return "'" + text if _live(text.lstrip("'")) else text


def unguard(text: str) -> str:
    """The text a guarded cell stood for; any other cell unchanged."""
    return text[1:] if text.startswith("'") and _live(text.lstrip("'")) else text


def _live(text: str) -> bool:
    # Full-width forms count as what they look like, and white space or invisible characters hide nothing.
    for char in unicodedata.normalize("NFKC", text[:64]):
        if char in _TRIGGERS:
            return True
        if not (char.isspace() or unicodedata.category(char) in ("Cf", "Cc")) and char != "\ufffd":
            return False
    return False
