"""How firmly a thing is said: hedges, guesses, conditions and corrections, and how far each reaches.

A hedge counts for what stands in its own clause, and for the clauses beside it unless it belongs to another slot
there: in "budget ok 40k, DAF décide, sans doute en mars" only the date is unsure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.models.bant import Status

from .scene import Finding, Scene
from .sentence import Sentence

DOUBT = ("mood.hedge", "mood.guess", "mood.conditional")
_OWN = {
    "budget": frozenset(
        ("budget.noun", "budget.denied", "budget.spend", "budget.approved", "budget.pending")
    ),
    "authority": frozenset(("authority.decide", "authority.sign", "authority.self", "authority.denied")),
    "need": frozenset(("need.pain", "need.denied")),
    "timing": frozenset(("timing.live", "timing.decide", "timing.denied")),
}
_IF = re.compile(
    r"(?<![\w'])(?:if|unless|provided|si|s'il|s'ils)(?![\w'])(?! ?[,.!;]| (?:you|vous|je (?:resume|comprends)))"
)
_QUERY = re.compile(r"\(\s*\?+\s*\)|\w\s*\(\?\)|\?\?+|-ish\b")


def plain(scene: Scene, sentence: Sentence, at: int, slot: str) -> Status:
    """Confirmed, or indicated where doubt reaches the place."""
    return Status.INDICATED if doubted(scene, sentence, at, slot) else Status.CONFIRMED


def doubted(scene: Scene, sentence: Sentence, at: int, slot: str) -> bool:
    """Whether a hedge, a guess or a condition reaches the place."""
    start, end = scene.clause(sentence, at)
    if _QUERY.search(scene.folded, start, min(end + 3, sentence.end)):
        return True
    doubts = [cue.start for cue in sentence.of(*DOUBT)]
    doubts += [m.start() for m in _IF.finditer(scene.folded, sentence.body or sentence.start, sentence.end)]
    for place in doubts:
        low, high = scene.clause(sentence, place)
        if low == start or not _belongs_elsewhere(scene, sentence, low, high, slot):
            return True
    return False


def _belongs_elsewhere(scene: Scene, sentence: Sentence, start: int, end: int, slot: str) -> bool:
    """Whether a clause is about another slot and not about this one."""
    names = {cue.name for cue in sentence.cues if start <= cue.start < end}
    if names & _OWN[slot]:
        return False
    if slot != "timing" and scene.within(scene.dates, start, end):
        return True
    if slot != "budget" and scene.within(scene.amounts, start, end):
        return True
    return any(names & own for other, own in _OWN.items() if other != slot)


_BEFORE_A_NO = re.compile(
    r"[\s\W]*(?:[a-z$ /'-]{1,24}[:=?]\s*)?[\s\W]*(?:(?:ah|oh|well|so|ben|bah|alors|euh|um|uh|for now|la|"
    r"honnetement|honestly|franchement|to be honest)[ ,]+)*"
)


def denies_at_once(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence begins with a no: "none", "rien de prévu", "zero"."""
    before = _BEFORE_A_NO.match(scene.folded, sentence.start, sentence.end)
    start = before.end() if before else sentence.start
    return any(cue.start <= start + 1 for cue in sentence.of("mood.deny"))


def agrees_at_once(sentence: Sentence) -> bool:
    """Whether a sentence begins with a yes."""
    return any(cue.start - sentence.start < 16 for cue in sentence.of("mood.affirm"))


def corrected(scene: Scene, sentence: Sentence) -> bool:
    """Whether a correction stands in the sentence or in one of the two before it."""
    if sentence.has("mood.correct"):
        return True
    return any(s.has("mood.correct") for s in scene.before(sentence, 2))


def disputed(scene: Scene, findings: Sequence[Finding], slot: str) -> bool:
    """Whether the note says, in their sentences or the one or two after, that these findings were not reconciled."""
    numbers = [
        s.number
        for f in findings
        for start, end in f.quotes
        for s in scene.sentences
        if start <= s.start < end
    ]
    if not numbers:
        return False
    first, last = min(numbers), max(numbers)
    lines = {scene.sentences[n].line for n in numbers}
    near = scene.sentences[first : last + 3]
    return any(
        s.has("mood.dispute")
        and s.side != "seller"
        and (s.number <= last + 1 or s.line in lines or s.line - 1 in lines)
        for s in near
        if s.topic in (None, *(scene.sentences[n].topic for n in numbers))
        and (s.number in numbers or not _about_another(scene, s, slot))
    )


def _about_another(scene: Scene, s: Sentence, slot: str) -> bool:
    """Whether a sentence is about other slots only, so that its "not settled" is theirs."""
    return not s.names & _OWN[slot] and _belongs_elsewhere(scene, s, s.start, s.end, slot)


def two_voices(scene: Scene, finding: Finding) -> bool:
    """Whether two people are named where a disputed finding stands."""
    start, end = finding.quotes[0]
    at = next((s for s in scene.sentences if s.start <= start < s.end), None)
    line = [s for s in scene.sentences if at is not None and s.line == at.line]
    low, high = (line[0].start, line[-1].end) if line else (start, end)
    return len({m.name for m in scene.within(scene.people, low, high) if m.name}) > 1
