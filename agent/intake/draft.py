"""A note as its file tells it, before it is one of many: what every format is read into."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from agent.clean import clean_document, clean_field
from agent.errors import BadInput
from agent.models.note import Turn

from .encoding import is_binary

LONGEST = 5_000_000
"""Characters of one note; a whole day of speech is under one million."""
_MARKS_ON_A_LETTER = 30
_FOREIGN_RUN = re.compile(rf"[^\x00-\x7f]{{{_MARKS_ON_A_LETTER + 1},}}")

_NOT_TEXT = (
    b"PK\x03\x04", b"PK\x05\x06", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x89PNG",
    b"\xff\xd8\xff", b"GIF8", b"{\\rtf",
)  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """Text with what the file says beside it. Offsets of `turns` count characters of `text`, which is clean."""

    text: str
    turns: tuple[Turn, ...] | None = None
    """None: whoever speaks is to be found in the text."""
    name: str | None = None
    """What the note goes by, where its file gives each of its notes a name."""
    part: str | None = None
    """Of several in a file that has none: which one."""
    day: date | None = None
    """From the file's own data about the call or the mail."""
    title: str | None = None
    company: str | None = None
    contact: str | None = None
    addresses: tuple[str, ...] = ()
    seller: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """A document's text, composed and clean. Raises `BadInput` when it is longer than any call."""
    if len(text) > LONGEST:
        raise BadInput(f"{len(text):,} characters are more than a note can have")
    return clean_document(_composed(text))


def tidy_line(text: str) -> str:
    """One utterance, name or title: composed, clean, its white space folded."""
    return clean_field(_composed(text))


def as_text(raw: bytes) -> str:
    """UTF-8, or UTF-16/32 by its mark or its zeros, or else what Western Windows wrote.

    Raises `BadInput` for what is no text whatever its encoding.
    """
    if raw.startswith(_NOT_TEXT):
        raise BadInput("not a text file", remedy="Save the note as .txt or .docx")
    for mark, encoding in ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
                           (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):  # fmt: skip
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    sample = raw[:4000]
    if sample.count(0) * 3 > len(sample):
        wide = "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
        return raw.decode(wide, "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        if is_binary(raw):
            raise BadInput("not a text file", remedy="Save the note as .txt or .docx") from None
        return raw.decode("cp1252", "replace")


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", _FOREIGN_RUN.sub(_unstacked, text))


def _unstacked(run: re.Match[str]) -> str:
    """At most thirty accents on one letter, as the stream-safe form of Unicode has it: putting them in order
    takes the square of their number."""
    kept: list[str] = []
    marks = 0
    for letter in run[0]:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= _MARKS_ON_A_LETTER:
            kept.append(letter)
    return "".join(kept)
