"""An answer from the web: its bytes within bounds, its text in a known encoding."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from .trouble import TooLarge, Unreadable

LARGEST = 2 * 1024 * 1024
"""Bytes of a page, unpacked."""
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^<>]{0,256}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# As browsers read them: what is called Latin-1 or ASCII is Windows-1252. No other codec of Python's is used,
# and so neither UTF-7 nor rot13.
_CODECS = {
    **dict.fromkeys(("us-ascii", "ascii", "iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252"), "cp1252"),
    **{f"iso-8859-{n}": f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
    **{f"windows-125{n}": f"cp125{n}" for n in (0, 1, 3, 4, 5, 6, 7, 8)},
    **{"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5", "euc-kr": "cp949"},
    **{"shift_jis": "cp932", "euc-jp": "euc_jp", "koi8-r": "koi8_r", "koi8-u": "koi8_u"},
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One answer of a host, whatever its status."""

    url: str
    """Where it was found in the end, redirects followed."""
    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes
    """Unpacked. Empty where a status of 300 or more came with a body of another kind than was expected."""
    retrieved_at: datetime

    @property
    def content_type(self) -> str:
        """Without parameters, in lower case; empty where the host gives none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def text(self) -> str:
        """The body as text: foreign, and not yet cleaned."""
        return decode(self.body, self.headers.get("content-type", ""))


def decode(body: bytes, content_type: str) -> str:
    """Text by its byte-order mark, its header or its own word, else UTF-8. What cannot be read is U+FFFD."""
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body.decode(codec, "replace")
    said = _CHARSET.search(content_type)
    meta = None if said else _META_CHARSET.search(body, 0, 1024)
    name = said[1] if said else meta[1].decode("ascii") if meta else ""
    if codec := _CODECS.get(name.lower(), ""):
        return body.decode(codec, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("utf-8" if name else "cp1252", "replace")


async def read_body(chunks: AsyncIterator[bytes], encoding: str, most: int = LARGEST) -> bytes:
    """The whole body, unpacked a little at a time, so that a bomb of any size costs no more than `most` bytes.

    `encoding` is the Content-Encoding. Raises `TooLarge`, and `Unreadable` for another packing than gzip.
    """
    packing = encoding.strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise Unreadable("the answer is packed in a way that was not asked for")
    gzip = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in packing else None
    body, received = bytearray(), 0
    async for chunk in chunks:
        received += len(chunk)
        try:
            body += gzip.decompress(chunk, most + 1 - len(body)) if gzip else chunk
        except zlib.error as error:
            raise Unreadable("the answer is damaged: it cannot be unpacked") from error
        if max(len(body), received) > most:
            raise TooLarge(f"the answer is larger than {most // 1024} KiB")
        if gzip and gzip.eof:
            break
    if gzip and received and not gzip.eof:
        raise Unreadable("the answer is damaged: it ends too early")
    return bytes(body)
