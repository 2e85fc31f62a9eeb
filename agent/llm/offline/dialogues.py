"""Dialogues without a name and a colon: `[visitor] hi`, and lines that each open with a dash, as novels set them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from agent.models.note import Turn

_BRACKETED = re.compile(r"^[ \t]*\[(?P<who>[^\W\d_][\w .'’-]{1,28})\][ \t]+(?=\S)", re.MULTILINE)
_DASHED = re.compile(r"^[ \t]*—[ \t]*(?=\S)", re.MULTILINE)
FEWEST = 5
"""Lines that make a dialogue."""
VOICES = ("1", "2")
"""Whom the lines of a dialogue without names take turns with."""


def dialogue(text: str) -> tuple[Turn, ...]:
    """The turns of such a dialogue, sides yet unknown; empty where the text is none."""
    bracketed = list(_turns(text, _BRACKETED))
    if len(bracketed) >= FEWEST and 1 < len({turn.speaker for turn in bracketed}) < len(bracketed) / 2:
        return tuple(bracketed)
    dashed = [turn for run in _runs(list(_turns(text, _DASHED)), text) for turn in run]
    if len(dashed) >= FEWEST and sum("?" in text[turn.start : turn.end] for turn in dashed) > 1:
        return tuple(
            turn.model_copy(update={"speaker": VOICES[number % 2]}) for number, turn in enumerate(dashed)
        )
    return ()


def _turns(text: str, opens: re.Pattern[str]) -> Iterator[Turn]:
    found = list(opens.finditer(text))
    ends = [line.start() for line in found[1:]] + [len(text)]
    for line, end in zip(found, ends, strict=False):
        yield Turn(start=line.end(), end=end, speaker=line.groupdict().get("who"))


def _runs(turns: list[Turn], text: str) -> Iterator[list[Turn]]:
    """The turns of one line each: a dash with more below it opens no speech."""
    for told, run in groupby(turns, key=lambda turn: "\n\n" not in text[turn.start : turn.end].strip()):
        if told:
            yield list(run)
