"""Prices in a typed note that are named as ours: "our Plus tier is $310", "62 k€, notre tarif"."""

from __future__ import annotations

import re

from .scene import Scene
from .sentence import Sentence

_PRICE = (
    r"(?:price|pricing|quote|offer|list|tier|plan|pack\w*|rate|fee|proposal|estimate|figure|kit|licen[cs]e|grid|tarif|prix|"
    r"devis|offre|grille|formule|forfait|palier|proposition|propale|abonnement|estimation|fourchette|chiffrage|solution|"
    r"bareme)s?"
)
_OUR_PRICE = re.compile(
    rf"\b(?:our|my|notre|nos|mon|mes)\s(?:[^\s.;\d\"]+\s){{0,2}}?{_PRICE}\b[^.;\d\"]{{0,30}}$"
    r"|\b(?:ours|le notre|la notre)\b[^.;\d\"]{0,20}$"
    r"|\b(?:price|tariff|rate) (?:sheet|list|card)\b[^.;\d\"]{0,30}$|\bgrille tarifaire\b[^.;\d\"]{0,30}$"
)
_YOURS_AFTER = re.compile(
    rf"[^.;\d\"]{{0,20}}\b(?:de|dans|sur|of|in|on|from) (?:votre|vos|your) (?:\w+ )?{_PRICE}\b"
)
_OURS_AFTER = re.compile(
    rf"\W{{0,3}}(?:(?:is|was|being|c'est|c'etait|etait|est|soit)\s)?(?:our|notre|nos) (?:\w+ )?{_PRICE}\b"
)


def our_price(scene: Scene, s: Sentence, start: int, end: int) -> bool:
    """Whether a sum is named as ours: "our Plus tier is $310", "62 k€, notre tarif", a buyer's "in your price list"."""
    if _YOURS_AFTER.match(scene.folded, end, s.end):
        return True
    if s.side is not None or s.turn is not None or scene.folded.count('"', s.start, start) % 2:
        return False
    before = _OUR_PRICE.search(scene.folded, max(s.start, start - 60), start)
    return before is not None or _OURS_AFTER.match(scene.folded, end, s.end) is not None
