"""How firmly a thing is said: hedges, guesses, conditions and corrections, and how far each reaches.

A hedge counts for what stands in its own clause, and for the clauses beside it unless it belongs to another slot
there: in "budget ok 40k, DAF décide, sans doute en mars" only the date is unsure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.models.bant import Status

from .fold import fold
from .scene import Finding, Scene
from .sentence import SLOTS, Sentence
from .voices import attributed, differ

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


NEAR = 4
"""Sentences within which one answers another."""
_SETTLES = ("decides", "signs")


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
    """Whether findings were not reconciled: the note says so in or soon after them, or another voice rebuts one."""
    numbers = [
        s.number
        for f in findings
        for start, end in f.quotes
        for s in scene.sentences
        if start <= s.start < end
    ]
    numbers = [
        n for n in numbers if scene.sentences[n].topic not in SLOTS or scene.sentences[n].topic == slot
    ] or numbers
    if not numbers:
        return False
    first, last = min(numbers), max(numbers)
    lines = {scene.sentences[n].line for n in numbers}
    topics = (None, *(scene.sentences[n].topic for n in numbers))
    near = [
        s
        for s in scene.sentences[first : last + 3]
        if s.side != "seller"
        and s.topic in topics
        and (s.number in numbers or not _about_another(scene, s, slot))
    ]
    said = any(
        s.has("mood.dispute") and (s.number <= last + 1 or s.line in lines or s.line - 1 in lines)
        for s in near
    )
    return said or _at_odds(scene, findings, slot) or any(_rebutted(scene, s, numbers) for s in near)


def _at_odds(scene: Scene, findings: Sequence[Finding], slot: str) -> bool:
    """Whether two voices of a typed note, one soon after the other, say what cannot both hold."""
    for i, one in enumerate(findings):
        for other in findings[i + 1 :]:
            first, second = scene.sentence_at(one.at), scene.sentence_at(other.at)
            near = first.turn is None and 0 < second.number - first.number < NEAR
            near = near and {first.topic, second.topic} <= {None, "other", slot}
            if near and differ(first.voice, second.voice) and _cannot_both_hold(scene, one, other, slot):
                return not (agrees_at_once(second) or other.corrects or gives_way(scene, second.number))
    return False


def _cannot_both_hold(scene: Scene, one: Finding, other: Finding, slot: str) -> bool:
    if slot == "need":
        return (one.status is Status.DENIED) != (other.status is Status.DENIED)
    if slot != "authority":
        return True
    said = [(scene.sentence_at(f.at), [p for p in f.value or () if p.part in _SETTLES]) for f in (one, other)]
    settles = [{(p.name or p.role, p.part) for p in people} for _, people in said]
    claims = [{p.part for p in people if p.name and not differ(fold(p.name), s.voice)} for s, people in said]
    parts = [{part for _, part in people} for people in settles]
    if claims[0] & claims[1]:
        return _TOGETHER.search(scene.said(said[1][0])) is None
    return bool(parts[0] & parts[1]) and settles[0].isdisjoint(settles[1])


_TOGETHER = re.compile(
    r"\b(?:both|together|jointly|and (?:i|me)|the two of us|ensemble|a deux|et moi|tous les deux)\b"
)
"""How one who decides too tells it, and contradicts nobody."""
_NO_FIRST = re.compile(
    r"(?:(?:ah|oh|well|but|so|look|listen|honestly|actually|ok|okay|mais|bon|ben|bah|enfin|alors|excusez-moi|"
    r"euh|er|eh|pardon|sorry|excuse me|attends|attendez|hang on|hold on|papa|maman)[ ,.]+|"
    r"\w+, ){0,2}(?:no|non|nan|na|nah|nope|certainly not|certainement pas|i don't know about that|"
    r"not (?:quite|really|this|true|at all|any ?more)|pas (?:du tout|vraiment|encore)|faux|"
    r"pas question|hors de question|nothing of the (?:sort|kind)|exclu|since when|depuis quand|"
    r"that(?:'s| is| was)? (?:earmarked|for|gone|spent|an exaggeration|went)|it(?:'s| has)? (?:went|gone|been)|"
    r"had(?=\.)|(?:ca,? )?c'(?:est|etait) (?:pour|exagere)|on (?:les|l')\s?a (?:mis|depense)|"
    r"wrong|never|jamais|rubbish|nonsense|n'importe quoi|arrete|that(?:'s| is) not|that isn't|"
    r"(?:it|he|she) (?:isn't|doesn't|didn't)|it's not|you don't|we don't|"
    r"(?:ce n'|c')est pas|c'est faux|there(?:'s| is) (?:no|nothing)|"
    r"il n'y a (?:rien|pas)|tu (?:ne )?\w+ (?:pas|rien))\b"
)
"""How one who contradicts begins."""
_OPENING = re.compile(r"(?:\W|that\b(?!')|que\b)*")
_CALLED = re.compile(
    r",\s([a-z][\w-]+)[.!?]?[\"\s]*$|^(?:\W|(?:pardon|mais|non|but|no|sorry),? )*([a-z][\w-]+)(?:,\s|"
    r" (?:has (?:no|never)|(?:does|is|did|has|can)(?:n't| not)|(?:ne |n')\w+ (?:pas|rien|plus))\b)"
)
"""Whom a sentence addresses or denies a thing: "Work orders are fine, Faisal.", "Sherri has no authority"."""
_GIVES_WAY = re.compile(
    r"\b(?:conceded?|concedes|gave (?:in|way)|backed down|(?:fine|ok|okay|alright|true|fair enough)[ ,]+(?:it's |its )?"
    r"(?:you|your|his|her|him|yours|hers)\b|your call then|a cede|cede|"
    r"s'est incline\w*|bon d'accord|ok c'est toi|c'est (?:toi|vous) qui)\b"
)


def gives_way(scene: Scene, after: int) -> bool:
    """Whether somebody gives way within four sentences of one."""
    return any(_GIVES_WAY.search(scene.said(s)) for s in scene.sentences[after + 1 : after + 5])


def _rebutted(scene: Scene, s: Sentence, numbers: Sequence[int]) -> bool:
    """Whether a sentence is another's answer to what one of these says, and begins by contradicting it."""
    told = _answered(scene, s)
    if told.isdisjoint(numbers) or s.has("mood.correct") or not _answers_back(scene, s):
        return False
    start = _words_from(scene, s)
    contradicts = _NO_FIRST.match(scene.folded, start, s.end) or _calls_another(scene, s, start)
    return bool(contradicts) and not gives_way(scene, s.number)


def _answered(scene: Scene, s: Sentence) -> set[int]:
    """The numbers of what another voice has just said, where it is surely another's."""
    told: set[int] = set()
    voice: str | None = None
    for before in reversed(scene.sentences[max(0, s.number - 2 * NEAR) : s.number]):
        if voice is None and before.voice in (None, s.voice):
            continue
        if before.voice not in (None, voice := voice or before.voice):
            break
        told.add(before.number)
    return told if differ(voice, s.voice) else set()


def _answers_back(scene: Scene, s: Sentence) -> bool:
    """Whether a sentence opens its turn right after another buyer's; what a seller asked is just answered."""
    if s.turn is None:
        return True
    before = scene.sentences[s.number - 1] if s.number else None
    return before is not None and before.turn != s.turn and before.side == s.side


def _words_from(scene: Scene, s: Sentence) -> int:
    """Where what is said begins, past who says it."""
    told = attributed(scene.text, s) if s.turn is None else None
    start = told[1] if told else s.start
    mark = _OPENING.match(scene.folded, start, s.end)
    return mark.end() if mark else start


def _calls_another(scene: Scene, s: Sentence, start: int) -> bool:
    """Whether it addresses by name another of those who speak in the note."""
    called = _CALLED.search(scene.folded[start : s.end])
    names = set(filter(None, called.groups())) if called else set()
    return any(names & set(voice.split()) for voice in scene.voices if differ(voice, s.voice))


def _about_another(scene: Scene, s: Sentence, slot: str) -> bool:
    """Whether a sentence is about other slots only, so that its "not settled" is theirs."""
    return not (s.about(slot) or s.names & _OWN[slot]) and _belongs_elsewhere(scene, s, s.start, s.end, slot)


def two_voices(scene: Scene, finding: Finding) -> bool:
    """Whether two people are named where a disputed finding stands, or another voice answers it back."""
    at = scene.sentence_at(finding.quotes[0][0])
    line = [s for s in scene.sentences if s.line == at.line]
    if len({m.name for m in scene.within(scene.people, line[0].start, line[-1].end) if m.name}) > 1:
        return True
    return any(_rebutted(scene, s, [at.number]) for s in scene.sentences[at.number + 1 : at.number + NEAR])
