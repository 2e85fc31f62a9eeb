"""A note as claims about it are checked: where its words, its figures and its names stand, and who says them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice

from agent.llm.offline.amounts import Amount
from agent.llm.offline.cues import find_cues
from agent.llm.offline.fold import fold
from agent.llm.offline.scene import amounts_of
from agent.models.evidence import Span
from agent.models.note import Note

LONGEST_QUOTE = 300
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FIGURE = re.compile(r"\d+(?:[.,  ]\d+)*")
_CAPITAL = re.compile(r"(?<=[^.!?:\n«\"(] )[A-ZÀ-Þ][\w'’-]+")


class _Line:
    """A text as one line, every run of white space a single space, and where each word of it stands in the text."""

    def __init__(self, text: str) -> None:
        words = [(word.start(), word[0]) for word in re.finditer(r"\S+", text)]
        self._line = " ".join(word for _, word in words)
        self._in_text = [start for start, _ in words]
        self._in_line = [0, *accumulate(len(word) + 1 for _, word in words)]

    def places(self, spaced: str) -> Iterator[tuple[int, int]]:
        """Start and end, in the text, of each place that reads so."""
        at = self._line.find(spaced)
        while at >= 0:
            yield self._place(at), self._place(at + len(spaced) - 1) + 1
            at = self._line.find(spaced, at + len(spaced))

    def _place(self, at: int) -> int:
        word = bisect_right(self._in_line, at) - 1
        return self._in_text[word] + at - self._in_line[word]


@dataclass
class Grounds:
    """A note as claims about it are checked: with its sides, and what in it is no evidence."""

    note: Note
    flagged: tuple[Span, ...] = ()
    sellers: frozenset[str] = frozenset()
    """Speakers whom the note itself puts on our side; a side that only their manner tells is not held against them."""

    @cached_property
    def folded(self) -> str:
        """The text to compare with, its flagged stretches blanked."""
        text = fold(self.note.text)
        for span in self.flagged:
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
        return text

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of it."""
        return frozenset(_WORD.findall(self.folded)) | frozenset(re.findall(r"[a-z0-9]+", self.folded))

    @cached_property
    def figures(self) -> frozenset[str]:
        """Every figure of it, digits only."""
        return frozenset(_digits(found) for found in _FIGURE.findall(self.folded))

    def locate(self, quote: str) -> Span | None:
        """Where a quote stands: outside flagged stretches, in a buyer's turn rather than elsewhere; else None."""
        spaced = " ".join(quote.split())
        if not spaced or len(quote) > LONGEST_QUOTE:
            return None
        spans = [self._span(start, end) for start, end in islice(self._line.places(spaced), 50)]
        free = [s for s in spans if not any(f.start < s.end and s.start < f.end for f in self.flagged)]
        return min(free, key=lambda s: (s.side != "buyer", s.side == "seller", s.start), default=None)

    @cached_property
    def _line(self) -> _Line:
        return _Line(self.note.text)

    def _span(self, start: int, end: int) -> Span:
        """With the speaker; a quote that reaches into a buyer's turn is the buyer's."""
        turns = [turn for turn in self.note.turns if turn.start < end and start < turn.end]
        turn = next((turn for turn in turns if turn.side == "buyer"), turns[0] if turns else None)
        return Span(start=start, end=end, speaker=turn and turn.speaker, side=turn and turn.side)

    def amounts(self, text: str, language: str) -> tuple[Amount, ...]:
        """The sums in a text."""
        return amounts_of(text, "fr" if language == "fr" else "en")

    def unsaid(self, text: str) -> bool:
        """Whether a free text holds a figure or a name the note does not."""
        if any(not self._figure_said(_digits(found)) for found in _FIGURE.findall(text)):
            return True
        return any(fold(name) not in self.words and not self.named(name) for name in _CAPITAL.findall(text))

    def named(self, name: str) -> bool:
        """Whether every word of a name is in the note."""
        words = _words(name)
        return bool(words) and len(name) <= 80 and all(word in self.words for word in words)

    def touches(self, role: str) -> bool:
        """Whether some word of a role is in the note."""
        return len(role) <= 80 and any(word in self.words for word in _words(role))

    def disqualifies(self, reason: str) -> bool:
        """Whether the note has a word of the reason, or a turn of phrase that stands for it."""
        if len(reason) > 60:
            return False
        kind = "disqualifier." + fold(reason).replace(" ", "_")
        said = any(len(word) > 3 and word in self.words for word in _words(reason))
        return said or any(cue.name == kind for cue in find_cues(self.folded))

    def _figure_said(self, digits: str) -> bool:
        """ "40 000" is said where the note has 40k, and the other way round."""
        if {digits, digits.removesuffix("000"), digits + "000"} & self.figures:
            return True
        value = float(digits) if digits else 0.0
        return any(value in (amount.min, amount.max) for amount in self.amounts(self.folded, "en"))


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z0-9]+", fold(text)) if len(word) > 1]


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
