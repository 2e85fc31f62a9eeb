"""Mails that quote a mail: two voices in one typed text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .cues import find_cues
from .sentence import Sentence

_MAIL = re.compile(
    r"^\W*(?:from|to|de|a|cc|subject|objet|sent|envoye)\s?:|\b(?:wrote|a ecrit|ecrivait)\s?:", re.MULTILINE
)
"""What a mail has and a note with a `>` for its to-do list has not."""


def take_sides(found: Sequence[Sentence], folded: str) -> None:
    """In a mail that quotes another (`> …`), the two are opposite sides; the seller's is the one that sells."""
    quoted = [s for s in found if s.turn is None and folded.startswith(">", _line_start(folded, s.start))]
    if not quoted or not _MAIL.search(folded):
        return
    inside = {s.line for s in quoted}
    mine = [s for s in found if s.turn is None and s.line not in inside]
    theirs, ours = (mine, quoted) if _sells(folded, quoted) >= _sells(folded, mine) else (quoted, mine)
    for sentence in ours:
        sentence.side = "seller"
    for sentence in theirs:
        sentence.side = "buyer"


def _sells(folded: str, part: Sequence[Sentence]) -> float:
    """How much a mail sounds like a seller's, a hundred characters."""
    text = "\n".join(folded[s.start : s.end] for s in part)
    cues = sum(cue.name in ("seller.pitch", "seller.act") for cue in find_cues(text))
    return (cues + text.count("?")) / (len(text) / 100 + 1)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1
