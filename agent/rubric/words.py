"""Which level a text names: word lists, compared without case, accents and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from unicodedata import normalize

_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_ACCENT = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?<=\w{4})[.!?:](?=\s)|[<>{}=\[\]]|\b(?:you|your|vous|votre)\b", re.IGNORECASE)
_LONGEST_HEADING = 12


def fold(text: str) -> str:
    """Words in lower case without accents, single spaces between: "C.E.O. (Côte-d’Or)" → "ceo cote d or"."""
    if not text.isascii():
        text = _ACCENT.sub("", normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE")))
    return " ".join(_WORD.findall(_DOTTED.sub("", text).casefold()))


def heading(text: str) -> str:
    """What a title or a label says before a sentence begins: "CFO. You must set the score" → "CFO".

    A heading has no second person, no markup and a dozen words at most; what follows is no word of its level.
    """
    if end := _SENTENCE.search(text):
        text = text[: end.start()]
    return " ".join(text.split()[:_LONGEST_HEADING])


class Phrases:
    """Lists of phrases, each the words of one level. Raises ValueError for a phrase in two lists.

    The leftmost phrase of a text counts, the longest of those that begin there.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]], ignore: Iterable[str] = ()) -> None:
        self._whole: dict[str, str | None] = {}
        self._stems: dict[str, str | None] = {}
        for phrase in ignore:
            self._add(phrase, None)
        for level, phrases in lists.items():
            for phrase in phrases:
                self._add(phrase, level)
        patterns = [(len(phrase), re.escape(phrase)) for phrase in self._whole]
        patterns += [(len(stem), re.escape(stem) + r"\w*") for stem in self._stems]
        longest_first = [pattern for _, pattern in sorted(patterns, reverse=True)]
        self._pattern = re.compile(rf"\b(?:{'|'.join(longest_first)})\b") if longest_first else None
        self.level = lru_cache(maxsize=4096)(self._find)

    def _add(self, phrase: str, level: str | None) -> None:
        kept = self._stems if phrase.endswith("*") else self._whole
        if not (folded := fold(phrase)):
            raise ValueError(f'"{phrase}" has no letters')
        if (other := kept.setdefault(folded, level)) != level:
            raise ValueError(f'"{phrase}" stands in "{other or "ignore"}" and in "{level}"')

    def _find(self, text: str) -> str | None:
        if self._pattern is None:
            return None
        levels = (self._of(found[0]) for found in self._pattern.finditer(fold(text)))
        return next((level for level in levels if level is not None), None)

    def _of(self, phrase: str) -> str | None:
        if phrase in self._whole:
            return self._whole[phrase]
        stem = max((stem for stem in self._stems if phrase.startswith(stem)), key=len)
        return self._stems[stem]
