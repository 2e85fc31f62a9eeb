"""Stretches of a note that speak to a machine instead of telling what was said.

They are no evidence of anything and are shown to the rep. A detector is never the promise (nothing a note says can
move a score by itself); it is what keeps a payload's own words out of the quotes. Its signs are data
(`cues/flags.toml`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from agent.models.evidence import Span
from agent.models.note import Turn

from .fold import fold

_SLOT = (
    r"(?:budgets?|authority|needs?|timing|timeline|autorite|besoins?|decideurs?|decision ?maker|echeance|"
    r"calendrier|bant)"
)
_RESULT = (
    r"(?:confirm\w*|100\b|max\w*|4/4|sql\b|sales.qualified|qualified|qualifie\w*|accepted|hot\b|"
    r"immediat\w*)"
)
_CODED = re.compile(r"(?<![\w/:.=%-])(?:[A-Za-z0-9+/]{40,}={0,2}(?![\w.])|[0-9a-fA-F]{40,}\b)")
CODE = 40
"""Characters of a word from which it may be a code."""
_HIDDEN = re.compile("(?:\\w\ufffd+\\w[^\n]*?){2}|\ufffd{3}|\\s\ufffd\\w[^\n]{0,80}\\w\ufffd")
_ASIDE = re.compile(r'\[[^\[\]]{8,600}\]|\([^()\n]{8,400}\)|"[^"\n]{8,400}"')
"""What stands in brackets or in quotation marks: where a typed note hides a word to the machine."""
_FENCE = re.compile(r"```.*?(?:```|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_BLOCK = re.compile(r"<([a-z][\w-]*)[^>\n]*>")
_SENTENCE_END = re.compile(r"[.!?…]\s")

_ANNOUNCES = re.compile(r"[:*>=#`-]\s*\Z")
"""How a line ends that brings the next."""

Strength = Literal["strong", "weak", "aside"]
_LINES: tuple[Strength, ...] = ("strong", "weak")
"""Those that flag the line they stand in."""


class _Sign(NamedTuple):
    triggers: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def _signs(strength: Strength) -> tuple[_Sign, ...]:
    rows = tomllib.loads((files(__package__) / "cues" / "flags.toml").read_text(encoding="utf-8"))[strength]
    return tuple(
        _Sign(tuple(row["if"]), re.compile(row["pattern"].replace("SLOT", _SLOT).replace("RESULT", _RESULT)))
        for row in rows
    )


def flags(text: str, turns: Sequence[Turn] = ()) -> tuple[Span, ...]:
    """The instruction-like stretches of a note, in order, without overlap."""
    return _flags(text, tuple(turn.end for turn in turns))


@lru_cache(maxsize=4)
def _flags(text: str, stops: tuple[int, ...]) -> tuple[Span, ...]:
    folded = fold(text)
    found = [_stretch(folded, m.start(), m.end(), stops) for kind in _LINES for m in _matches(folded, kind)]
    found += [m.span() for m in _ASIDE.finditer(folded) if any(_matches(m[0], "aside"))]
    codes = [_CODED] if max(map(len, text.split()), default=0) >= CODE else []
    codes += [_HIDDEN] if "\ufffd" in text else []
    found += [_stretch(folded, m.start(), m.end(), stops) for p in codes for m in p.finditer(text)]
    return tuple(Span(start=start, end=end) for start, end in _joined(sorted(found)))


def _matches(folded: str, strength: Strength) -> Iterator[re.Match[str]]:
    for sign in _signs(strength):
        if any(trigger in folded for trigger in sign.triggers):
            yield from sign.pattern.finditer(folded)


def _stretch(text: str, start: int, end: int, stops: Sequence[int]) -> tuple[int, int]:
    """From the beginning of the sentence that speaks to the machine to the end of its line, and what it announces."""
    for fence in _FENCE.finditer(text):
        if fence.start() <= start < fence.end():
            start, end = fence.start(), fence.end()
    line = text.rfind("\n", 0, start) + 1
    before = [m.end() for m in _SENTENCE_END.finditer(text, line, start)]
    close = _line_end(text, end)
    while close < len(text) and _ANNOUNCES.search(text, start, close):
        close = _line_end(text, close + 1)
    if opened := _BLOCK.match(text, start):
        shut = text.find(f"</{opened[1]}>", end)
        close = max(close, shut + len(opened[1]) + 3) if shut >= 0 else close
    close = min([close, *(stop for stop in stops if stop >= end)])
    return (before[-1] if before else line), close


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _joined(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
