"""Text as the parsers compare it: lower case, no accents, plain quotes and dashes; every offset unchanged."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PLAIN = dict.fromkeys("’‘ʼ", "'") | dict.fromkeys("–—‑−", "-") | dict.fromkeys("«»“”", '"')
_PLAIN |= dict.fromkeys("\xa0\u202f\u2009\u2007\t", " ")
for _code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
    _base = unicodedata.normalize("NFKD", chr(_code))[0].lower()
    if _base.isascii() and _base.isalpha():
        _PLAIN[chr(_code)] = _base


@lru_cache(maxsize=8)
def fold(text: str) -> str:
    """The same text, of the same length, in lower case without accents. Line ends stay."""
    folded = text.lower()
    if len(folded) != len(text):  # a handful of capitals, such as İ, become two characters
        folded = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    if folded.isascii() and "\t" not in folded:
        return folded
    for letter in set(folded):
        if letter in _PLAIN:
            folded = folded.replace(letter, _PLAIN[letter])
    return folded


_WORD = re.compile(r"[a-zœ]+|\d+")


@lru_cache(maxsize=8)
def words(text: str) -> tuple[tuple[int, str], ...]:
    """Every word and every row of digits of the folded text, with its offset."""
    return tuple([(match.start(), match[0]) for match in _WORD.finditer(fold(text))])
