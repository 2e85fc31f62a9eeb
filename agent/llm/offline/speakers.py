"""Which side a speaker is on, where only the manner of speaking tells: sellers ask, present, offer to send."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from agent.models.note import Turn
from agent.turns import BUYER_WORDS, SELLER_WORDS, complete, label_end

from .cues import Cue, find_cues
from .fold import fold

_WEIGHTS = {
    "seller.act": 2.0,
    "seller.pitch": 1.5,
    "seller.asks_budget": 0.3,
    "seller.asks_authority": 0.3,
    "seller.asks_timing": 0.2,
    "budget.denied": -1.5,
    "budget.pending": -0.5,
    "authority.denied": -1.5,
    "timing.denied": -1.0,
    "need.denied": -1.0,
    "need.pain": -0.3,
    "need.wish": -0.3,
}
_OURS = re.compile(
    r"\b(?:chez nous|nous on|on a (?:un|une|des|deux|trois)|we'?ve got|we have|i've got|we don'?t (?:need|have)|"
    r"my boss|mon patron|notre dsi|our budget|"
    r"notre budget|our cfo|our ceo|our board|notre daf|my team|mon equipe|we're (?:about|on)|"
    r"nos salaries|our people)\b"
)
_SELLS = (
    # Whoever comes from somewhere: "it's Dawn from X", "Julie, de chez X".
    (
        3.0,
        re.compile(
            r"\b(?:it's|its|this is|i'm|my name is|ici|c'est|je suis|je m'appelle|moi c'est)\s+(?:\w+[ ,]+){1,2}"
            r"(?:from|of|de chez|de la societe|chez|pour)\s+(?!here\b|ici\b|nous\b|moi\b|the\b|la\b|le\b)\w"
            r"|^\W*(?:hi|hello|bonjour|allo)\W+\w+\s+(?:from|de chez|de)\s+(?!the\b|la\b|l'|nous\b)\w"
        ),
    ),
    # Whoever speaks of clients, and of what is seen at them.
    (1.5, re.compile(r"\b(?:our (?:clients|customers)|nos clients|what we see|ce qu'on voit)\b")),
    # Whoever will send, book, prepare something for the other.
    (
        2.0,
        re.compile(
            r"\b(?:i'?ll|i will|we'?ll|i can|let me) (?:just )?(?:send|pop|put|e-?mail|mail|drop|ping|share|forward|"
            r"follow up|reach out|prepare|book|set up)\b"
            r"|\bje (?:vous|t'|te) ?(?:envoie|prepare|propose|montre|adresse|poste|transmets|bloque|cale)\b"
        ),
    ),
    # Whoever asks the other about himself, with or without a question mark.
    (
        0.6,
        re.compile(
            r"\b(?:have|do|did|are|would|could|can|will|what's|is|who's) (?:you|your)\b"
            r"|\bwould (?:that|there|it|this) be\b"
            r"|\b(?:avez|etes|auriez|pouvez|pourriez|voulez|comptez|utilisez|seriez)[- ]vous\b"
            r"|(?:^|[.?!,:]\s*|\b(?:et|donc|alors|ok) )(?:vous (?:avez|etes|utilisez|comptez|seriez)|"
            r"qui (?:decide|signe|valide))\b"
            r"|(?:^|[.?!,:]\s*|\b(?:and|so|ok|okay|right|well) )(?:who|when|how (?:much|many|do|are)|what)\b"
        ),
    ),
)
"""Manners of a seller, and their weights."""
_QUESTION = 1.0
_SELLS_TOO = 1.0
"""The score from which a third voice beside a known seller is of his side."""
_HOSTS = frozenset(
    ("moderateur", "moderatrice", "moderator", "animateur", "animatrice", "presenter", "organisateur")
)


def with_sides(turns: Sequence[Turn], text: str) -> tuple[Turn, ...]:
    """The turns, each with a side. Those the note itself gives stand; where nothing tells, it stays None."""
    speakers = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
    sides = told_sides(turns, text)
    if len(sides) < len(speakers):
        scores = _scores(turns, text)
        if "seller" in sides.values():
            sides |= {s: "buyer" for s in speakers if s not in sides and scores[s] < _SELLS_TOO}
            return _sided(turns, sides)
        seller = max((s for s in speakers if s not in sides), key=lambda s: scores[s])
        rest = [scores[s] for s in speakers if s not in sides and s != seller]
        if len(speakers) > 1 and scores[seller] > max([0.0, *rest]):
            sides = complete({**sides, seller: "seller"}, speakers)
    return _sided(turns, sides)


def told_sides(turns: Sequence[Turn], text: str) -> dict[str, str]:
    """Speaker → side, of those whose side the note itself tells: by its file, a legend, a role, or who is opposite."""
    legend = text[: turns[0].start] if turns else ""
    told = {turn.speaker: turn.side or _of_role(turn.speaker, legend) for turn in turns if turn.speaker}
    known = {speaker: side for speaker, side in told.items() if side}
    return complete(known, list(told))


def _sided(turns: Sequence[Turn], sides: Mapping[str, str]) -> tuple[Turn, ...]:
    return tuple(turn.model_copy(update={"side": sides.get(turn.speaker or "", turn.side)}) for turn in turns)


def _of_role(speaker: str, legend: str) -> str | None:
    """The side that a word for a role tells, in a speaker's name ("agent Devika") or in the legend: "L1 nous, L2 …"."""
    if re.search(rf"\b{re.escape(speaker)}\W{{1,3}}(?:nous|moi|us|me)\b", legend):
        return "seller"
    words = set(fold(speaker).split())
    if words & (SELLER_WORDS | _HOSTS):
        return "seller"
    return "buyer" if words & BUYER_WORDS else None


def _scores(turns: Sequence[Turn], text: str) -> dict[str, float]:
    """How much each speaker sounds like a seller, a turn."""
    folded = fold(text)
    cues = find_cues(folded)
    starts = [cue.start for cue in cues]
    sums: dict[str, float] = defaultdict(float)
    count: dict[str, int] = defaultdict(int)
    for turn in turns:
        speaker = turn.speaker or ""
        said = folded[turn.start : turn.end]
        mine: Sequence[Cue] = cues[bisect_left(starts, turn.start) : bisect_left(starts, turn.end)]
        sums[speaker] += sum(_WEIGHTS.get(cue.name, 0.0) for cue in mine)
        words = folded[label_end(text, turn) : turn.end]
        sums[speaker] += sum(weight * len(pattern.findall(words)) for weight, pattern in _SELLS)
        sums[speaker] += _QUESTION * said.count("?") - len(_OURS.findall(said))
        count[speaker] += 1
    return {speaker: total / (count[speaker] + 1) for speaker, total in sums.items()}
