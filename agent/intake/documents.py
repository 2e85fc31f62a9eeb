"""Word documents (.docx) as text: a line a paragraph, the cells of a row between tabs.

`word/document.xml` is read here rather than with python-docx: that is one more C library (lxml) for an object model
nobody needs, and it unpacks whatever it is given. What is refused: more text than a call has, a document type (and
with it every entity), a password, another format under this name.
"""

from __future__ import annotations

import lzma
import re
import struct
import zlib
from io import BytesIO
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from agent.errors import BadInput

from .draft import LONGEST, Draft, tidy

_LARGEST = 40_000_000
"""Bytes of XML once unpacked; Word writes some ten for each letter."""
_MOST_FILES = 10_000
_MAIN = re.compile(r"word/document\d*\.xml")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNREAD = frozenset({"moveFrom", "Fallback"})
"""What Word keeps beside the text: where a moved passage was, the picture of a text box for older versions."""
_DAMAGED = (
    BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    LookupError, OSError,
)  # fmt: skip
"""What the archive's reader raises for bytes that are none, an unknown compression, or a password."""
_SAVE_AGAIN = "Open it in a word processor and save it again as .docx"


def document(raw: bytes) -> Draft:
    """The text of a .docx. Comments, headers and what was struck out are left out. Raises `BadInput`."""
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput("an old Word document, or one with a password", remedy=_SAVE_AGAIN)
    try:
        with ZipFile(BytesIO(raw)) as archive:
            xml, others = _main(archive)
    except _DAMAGED as error:
        raise BadInput("not a Word document, or a damaged one", remedy=_SAVE_AGAIN) from error
    beside = {"word/comments.xml": "comments", "word/footnotes.xml": "footnotes"}
    remarks = tuple(f"its {what} are left out" for name, what in beside.items() if name in others)
    return Draft(tidy(_Body().read(xml)), remarks=remarks)


def _main(archive: ZipFile) -> tuple[bytes, frozenset[str]]:
    """The part with the text, unpacked no further than it may reach; and the names of all parts."""
    parts = archive.infolist()
    if len(parts) > _MOST_FILES:
        raise BadInput("an archive of too many files to be a document")
    main = next((part for part in parts if _MAIN.fullmatch(part.filename)), None)
    if main is None:
        raise BadInput("an archive, but not a Word document", remedy="Notes are one file each: unpack it")
    with archive.open(main) as unpacked:
        xml = unpacked.read(_LARGEST + 1)
    if len(xml) > _LARGEST:
        raise BadInput(f"more than {_LARGEST // 1_000_000} MB once unpacked: not a note")
    return xml, frozenset(part.filename for part in parts)


class _Body:
    """Takes the text out of the XML as it goes by."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.inside: list[str] = []
        self.unread = 0

    def read(self, xml: bytes) -> str:
        """Raises `BadInput` for XML that is none, is too long, or declares a document type."""
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler, parser.EndElementHandler = self._open, self._close
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(xml, True)
        except (ExpatError, ValueError, LookupError) as error:  # the latter two: an encoding nobody has
            raise BadInput("a Word document whose text is damaged", remedy=_SAVE_AGAIN) from error
        lines = "".join(self.parts).split("\n")
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip(" \t") for line in lines)).strip("\n")

    def _refuse(self, *_: Any) -> None:
        raise BadInput("a Word document that declares entities, which Word never does")

    def _open(self, tag: str, _: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self.inside.append(name)
        self.unread += name in _UNREAD
        if name in _BREAKS and "r" in self.inside[-2:-1]:  # a "tab" elsewhere is a tab stop
            self._add(_BREAKS[name])

    def _close(self, _: str) -> None:
        name = self.inside.pop()
        self.unread -= name in _UNREAD
        if name == "p":
            self._add("\n" if "tc" not in self.inside else " ")
        elif name == "tc":
            self._add("\t")
        elif name == "tr":
            self._add("\n")

    def _text(self, text: str) -> None:
        if self.inside[-1] == "t":
            self._add(text)

    def _add(self, text: str) -> None:
        if not self.unread:
            self.parts.append(text)
            self.length += len(text)
            if self.length > LONGEST:
                raise BadInput(f"more than {LONGEST:,} characters: not a note")
