"""Questions, and what they make of the sentences that answer them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .sentence import SLOTS, Sentence

_ASKED = re.compile(
    r"\b(?:asked|asking|i ask|question|demande|demandai|je demande|pose la question|quand je demande)\b"
)
_ASKS = re.compile(
    r"\W*(?:who|what|when|where|why|how|which|is|are|do|does|did|can|could|would|will|any|and (?:who|"
    r"when|what|is|do)|qui|que|quoi|"
    r"quand|ou|comment|combien|pourquoi|quel\w*|est-ce|avez|auriez|c'est quoi|y a-t-il|et (?:qui|quand|"
    r"le|la)|pour quand)\b"
)


_SETTLES = ("authority.decide", "authority.sign", "authority.self", "authority.denied")
"""A question in these words asks who decides, however it is put."""


def is_question(sentence: Sentence, folded: str) -> bool:
    """In speech a question mark asks; in a typed note it may only doubt ("maybe by june?", "Benoît (RAF ?)")."""
    if folded.find("?", sentence.start, sentence.end) < 0:
        return False
    if sentence.turn is not None:
        return True
    last = folded[sentence.start : sentence.end].rstrip(' "»”)')
    return last.endswith("?") and (
        len(last) < 30 or _ASKS.match(folded, sentence.body or sentence.start) is not None
    )


def answer(found: Sequence[Sentence], folded: str) -> None:
    """Give each sentence the slots of the question it answers."""
    asked: frozenset[str] = frozenset()
    place: tuple[int, int] | None = None
    asker: int | None = None
    for sentence in found:
        if sentence.turn is None:
            if asker != sentence.line:
                asked, place = frozenset(), None
            if sentence.asks or _ASKED.search(folded, sentence.start, sentence.end):
                asked, place, asker = _slots_asked(sentence), (sentence.start, sentence.end), sentence.line
                continue
        elif sentence.side != "buyer":
            if slots := _slots_asked(sentence) if sentence.asks or sentence.has("seller.question") else None:
                asked, place, asker = slots, (sentence.start, sentence.end), sentence.turn
            elif asker is not None and sentence.turn - asker > 1:
                asked, place = frozenset(), None
            continue
        elif sentence.asks and (slots := _slots_asked(sentence)):
            asked, place, asker = slots, (sentence.start, sentence.end), sentence.turn
            continue
        elif asker is None or sentence.turn - asker > 1:
            asked, place = frozenset(), None
        sentence.asked, sentence.question = asked, place


def _slots_asked(sentence: Sentence) -> frozenset[str]:
    asked = {slot for slot in SLOTS if sentence.has(f"seller.asks_{slot}")}
    return frozenset(asked | {"authority"} if sentence.has(*_SETTLES) else asked)
