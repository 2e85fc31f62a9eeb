"""Bytes in, text out: which encoding a file is in, and how sure that is.

A byte order mark decides; then UTF-8, which hardly ever fits by accident; then a guess, which is said.
UTF-7 is never decoded: nobody writes it, and it hides markup from whoever looks at the bytes.
"""

from __future__ import annotations

import codecs
import re
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass
from pathlib import Path

from agent.errors import BadInput

from .lines import Remarks

_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTAINERS = (
    (
        b"PK\x03\x04",
        "a ZIP archive or an Excel workbook",
        "If it is a workbook, name it .xlsx; else unpack it",
    ),
    (b"PK\x05\x06", "an empty ZIP archive", "Unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Office document", "Name it .xls, or save it as CSV"),
    (b"%PDF", "a PDF", "Export the list as CSV or XLSX"),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first"),
    (b"BZh", "a bzip2 archive", "Unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "Unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "Unpack it first"),
    (b"Rar!", "a RAR archive", "Unpack it first"),
    (b"PAR1", "a Parquet file", "Name it .parquet"),
    (b"SQLite format 3\x00", "a database", "Export the list as CSV"),
    (b"\x89PNG", "a picture", "Give the list itself"),
    (b"\xff\xd8\xff", "a picture", "Give the list itself"),
    (b"GIF8", "a picture", "Give the list itself"),
    (b"{\\rtf", "an RTF document", "Save the list as CSV"),
)
# What spreadsheets and CRMs write. A longer list makes the guess worse, not better.
_LIKELY = (
    "cp1252", "iso-8859-15", "cp1250", "cp1251", "mac-roman", "cp1253", "cp1254",
    "shift_jis", "cp932", "euc_jp", "gb18030", "big5", "euc_kr", "cp949",
)  # fmt: skip
_NOT_TEXT = frozenset({"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
_SAMPLE = 1 << 18
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]")
_FOREIGN_RUN = re.compile(r"[^\x00-\x7f\s]{2,}")
_PLUS_RUN = re.compile(r"\+([A-Za-z0-9/]{3,11})(?=[-\s,;|\"]|$)")


@dataclass(frozen=True)
class Decoded:
    """A file's text, without its mark, and the encoding it was read in."""

    text: str
    encoding: str


def decode(raw: bytes, file: Path, remarks: Remarks, encoding: str | None = None) -> Decoded:
    """The text of a file. `encoding` is the person's word and is not second-guessed.

    Raises `BadInput` for what is no text, and where the given encoding is unknown or does not fit.
    """
    found = _as_told(raw, file, encoding) if encoding else _as_found(raw, file, remarks)
    text = found.text.removeprefix("\ufeff").removesuffix("\x1a")
    _look_twice(text, remarks)
    return Decoded(text, found.encoding)


def _as_told(raw: bytes, file: Path, encoding: str) -> Decoded:
    remedy = "Try --encoding utf-8, cp1252 or utf-16"
    try:
        name = codecs.lookup(encoding).name
        if name in _NOT_TEXT:
            raise LookupError
        return Decoded(raw.decode(encoding), encoding.lower())
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadInput(f"not valid {encoding}", file=file, line=line, remedy=remedy) from error
    except (LookupError, ValueError) as error:
        raise BadInput(f"'{encoding}' is no encoding of text", file=file, remedy=remedy) from error


def _as_found(raw: bytes, file: Path, remarks: Remarks) -> Decoded:
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return Decoded(_decode_to_the_end(raw, name, remarks), name)
    for magic, what, remedy in _CONTAINERS:
        if raw.startswith(magic):
            raise BadInput(f"this is {what}, not a text file", file=file, remedy=remedy)
    if wide := _without_mark(raw):
        remarks.add(f"encoding guessed: {wide}, without a byte order mark")
        return Decoded(_decode_to_the_end(raw, wide, remarks), wide)
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if is_binary(raw):
        raise BadInput("this is not a text file", file=file, remedy="Export the list as CSV, JSONL or XLSX")
    return _line_by_line(raw, remarks) or _guessed(raw, remarks)


def is_binary(raw: bytes) -> bool:
    """Whether what is no UTF-8 is no text in any old encoding either, by its control characters."""
    sample = raw[:_SAMPLE]
    return len(_CONTROL.findall(sample)) > len(sample) // 20


def _decode_to_the_end(raw: bytes, name: str, remarks: Remarks) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError:
        remarks.add(f"some bytes are not {name}: the file may be cut short")
        return raw.decode(name, "replace")


def _without_mark(raw: bytes) -> str | None:
    """UTF-16 or UTF-32 by where its zero bytes stand."""
    sample = raw[:4096]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    zeros = [sample[place::4].count(0) * 4 / len(sample) for place in range(4)]
    full = [share > 0.6 for share in zeros]
    patterns = {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }
    name = patterns.get((full[0], full[1], full[2], full[3]))
    return name if name and len(raw) % (4 if "32" in name else 2) == 0 else None


def _line_by_line(raw: bytes, remarks: Remarks) -> Decoded | None:
    """UTF-8 with some lines pasted from elsewhere; None when it is rather another encoding throughout."""
    texts, foreign, good = [], [], 0
    for number, line in enumerate(raw.split(b"\n"), 1):
        try:
            texts.append(line.decode("utf-8"))
            good += not line.isascii()
        except UnicodeDecodeError:
            texts.append(line.decode("cp1252", "replace"))
            foreign.append(number)
    if good <= len(foreign):
        return None
    for number in foreign:
        remarks.add("not UTF-8, read as cp1252", number)
    return Decoded("\n".join(texts), "utf-8")


def _guessed(raw: bytes, remarks: Remarks) -> Decoded:
    from charset_normalizer import from_bytes

    sample = raw[:_SAMPLE]
    best = from_bytes(sample, cp_isolation=list(_LIKELY)).best()
    # Several encodings may give the very same text: the commonest of them is meant.
    name = next((name for name in _LIKELY if best and _reads(sample, name) == str(best)), "cp1252")
    remarks.add(f"encoding guessed: {name}; if letters look wrong, give --encoding")
    return Decoded(_decode_to_the_end(raw, name, remarks), name)


def _reads(sample: bytes, name: str) -> str | None:
    try:
        return sample.decode(name)
    except UnicodeDecodeError:
        return None


def _look_twice(text: str, remarks: Remarks) -> None:
    """Text that decodes well and was still spoilt before it came here."""
    runs = _FOREIGN_RUN.findall(text[:_SAMPLE])
    if runs and sum(map(_is_double, runs)) * 2 > len(runs):
        remarks.add("looks double-encoded (é shows as Ã©): export the list again as UTF-8")
    if sum(map(_is_plus_encoded, _PLUS_RUN.findall(text[:_SAMPLE]))) > 1:
        remarks.add("plus-encoded text (UTF-7) left as is: export the list again as UTF-8")


def _is_double(run: str) -> bool:
    try:
        return len(run.encode("cp1252").decode("utf-8")) < len(run)
    except UnicodeError:
        return False


def _is_plus_encoded(run: str) -> bool:
    try:
        letters = b64decode(run + "=" * (-len(run) % 4)).decode("utf-16-be")
    except (Base64Error, UnicodeDecodeError):
        return False
    return all("\x7f" < letter < "\u2200" for letter in letters)
