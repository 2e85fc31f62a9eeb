"""Foreign text, cleaned once where it enters.

Whatever a note, a cell, a registry, a web page or a model says may carry terminal escapes, bidirectional
overrides or bytes a database refuses. `clean` replaces them one for one, so that offsets into the cleaned
text stay true; past the boundary nothing in leadsift cleans again.
"""

from __future__ import annotations

import re

# Every character of the Unicode categories Cc, Cf, Cs, Co, Zl and Zp, but for newline, tab and the two joiners
# (which carry meaning in Persian, in Indic scripts and in emoji). A test compares the list with unicodedata.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u2064\u2066-\u206f\ud800-\uf8ff\ufeff\ufff9-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
    "\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)
_INVISIBLE = re.compile(
    "[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0001-\U000e007f]"
)
_NEWLINES = re.compile("\r\n?")


def clean(text: str) -> str:
    """The same text, of the same length, with each unsafe character replaced by U+FFFD."""
    return _UNSAFE.sub("\ufffd", text)


def clean_document(text: str) -> str:
    """A note or transcript: line ends become "\\n", a leading mark is dropped, the rest is cleaned.

    Offsets of evidence count characters of this text.
    """
    return clean(_NEWLINES.sub("\n", text.removeprefix("\ufeff")))


def clean_field(text: str) -> str:
    """One value of a record: invisible characters removed, white space folded to single spaces, trimmed."""
    return " ".join(clean(" ".join(_INVISIBLE.sub("", text).split())).split())
