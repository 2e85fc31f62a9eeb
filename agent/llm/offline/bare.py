"""Sums said without their thousands: "sixty for the year", "c'est 22", "it's thirty-five now".

Between two people who talk about thousands, a bare figure means thousands. Only an answer about the budget, an
approval or a correction of an earlier sum is read this way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .amounts import Amount
from .numerals import OPENING, read_number
from .scene import Scene
from .sentence import Sentence
from .terms import terms
from .terms_said import currency_said

_TOKEN = re.compile(r"(?<![\w.,€£$/-])(?:\d{1,3}(?!\w|[%€£$/:-])|[a-z]+)")
_FOLLOWED = re.compile(
    r"\s*(?:$|[.,;:!?)\"]|(?:for|now|a|an|per|in|max|maxi|maximum|tops|ht|ttc|hors|excl\w*|plus|pour|par|sur|au|la|le|cette|"
    r"this|that|maintenant|dollars?|pounds?|quid|euros?|balles|bucks|grand|all|tout|and|et|on|dans|only|seulement|left|"
    r"available|approved|is|was|est|que|of|with|avec|from|until|before|after|if|si|maybe|then|so|donc|yes|yeah|oui|once|each|every|chaque|valides?|to|ferme|alors|mais|but|while|instead|when|quand)\b)"
)
_LIMIT = re.compile(r"\b(?:au-?(?: |-)?dela de|over|above|beyond|plus de|more than|depasse)\s*$")
_COUNTS = re.compile(
    r"\b(?:minute|min|page|ligne|line|chapitre|chapter|article|art|stand|booth|salle|room|floor|etage|version|step|etape|"
    r"point|item|code|lot|phase|semaine|week|jour|day|age|aged|no|n°|num\w*)\.? $"
    r"|\b(?:(?:re)?trouv|perd|vend|achet|embauch|licenci|ouvr|livr|compt|hir|fir|los|sold|bought|found|count|open|ship|miss)"
    r"\w*\s$"
)
"""What numbers something, or counts it by the piece."""
LEAST, MOST = 5, 999


def bare_sum(scene: Scene, s: Sentence, start: int = 0) -> Amount | None:
    """The first figure of a sentence past `start`, in thousands, or None where it counts something else."""
    return next(bare_sums(scene, s, start), None)


def bare_sums(scene: Scene, s: Sentence, start: int = 0) -> Iterator[Amount]:
    """Every such figure."""
    for token in _TOKEN.finditer(scene.folded, max(start, s.body or s.start), s.end):
        word = token[0]
        if not (word.isdigit() or word in OPENING) or word in ("un", "une", "one", "a", "an", "des"):
            continue
        number = read_number(scene.folded, token.start(), word)
        value = _value(number.values) if number else None
        if number is None or value is None:
            continue
        if _LIMIT.search(scene.folded, max(s.start, token.start() - 20), token.start()):
            continue
        if _COUNTS.search(scene.folded, max(s.start, token.start() - 24), token.start()):
            continue
        if not _FOLLOWED.match(scene.folded, number.end) or scene.within(
            scene.dates, token.start() - 12, token.start() + 1
        ):
            continue
        found = terms(scene.text, scene.language, token.start(), number.end, s.end)
        amount = Amount(token.start(), number.end, value, value, period=found.period, tax=found.tax)
        said = scene.folded[number.end : min(s.end + 40, len(scene.folded))]
        yield replace(amount, currency=currency_said(said))


def _value(numbers: Sequence[float]) -> float | None:
    if len(numbers) != 1:
        return None
    if LEAST <= numbers[0] <= MOST:
        return numbers[0] * 1000
    return numbers[0] if numbers[0] >= 3000 else None  # less may be a year


def in_thousands(scene: Scene, amount: Amount) -> bool:
    """Whether the talk is about thousands: a sum of at least five of them is named by either side, or by the figure."""
    written = amount.end - amount.start > 3 and scene.text[amount.end - 3 : amount.end].isdigit()
    return written or any((a.max or a.min or 0) >= 5000 for a in scene.amounts)
