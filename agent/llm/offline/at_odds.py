"""Whose date is whose, and two that cannot both hold."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import combinations, pairwise

from agent.models.bant import Status

from .dates import When
from .due import DECIDE, LIVE
from .fold import fold
from .mood import disputed
from .scene import Finding, Scene
from .voices import differ

_WHO = re.compile(
    r"(?:^|[\s,;:.(\"])(?P<who>he|she|il|elle|lui|moi|me|him|her)\b(?:\s?[=:]|,?\s(?:je |i )?(?:\w+ ){0,2}?"
    r"(?:says?|said|wants?|wanted|thinks?|insists?|dit|disait|veut|voudrait|verrait|parle|pense|maintient|"
    r"dis|vise)\b)"
)
_MEANT = {"il": "he", "lui": "he", "him": "he", "elle": "she", "her": "she"}


def at_odds(scene: Scene, strong: Sequence[Finding]) -> list[Finding]:
    """Two dates that cannot both hold: two people's, or left open by the note."""
    told: dict[tuple[object, ...], tuple[Finding, str | None]] = {}
    for finding in strong:
        if finding.value is not None:
            voice, when = voice_of(scene, finding), finding.value
            said = (when.from_, when.to, voice, finding.rank, finding.status, finding.corrects)
            told.setdefault(said, (finding, voice))
    for (one, first), (other, second) in combinations(told.values(), 2):
        if other.at == one.at or other.corrects or not _apart(one.value, other.value) or _in_turn(one, other):
            continue
        plain = one.status is other.status is Status.CONFIRMED
        if (one.rank == other.rank and differ(first, second)) or (
            plain and disputed(scene, [one, other], "timing")
        ):
            return [one] if one.quotes == other.quotes else [one, other]
    return []


def _in_turn(one: Finding, other: Finding) -> bool:
    """Whether one is a decision and the other a later start."""
    if {one.rank, other.rank} != {DECIDE, LIVE}:
        return False
    choice, start = (one.value, other.value) if one.rank == DECIDE else (other.value, one.value)
    chosen, begun = choice.to or choice.from_, start.to or start.from_
    return start.kind != "not_before" and bool(chosen and begun and chosen <= begun)


def _apart(one: When, other: When) -> bool:
    """Whether the second window lies more than three weeks after the first, or wholly before it."""
    first, second = one.to or one.from_, other.from_ or other.to
    if first and second and (second - first).days > 20:
        return True
    return bool(one.from_ and other.to and other.to < one.from_)


def opposed(scene: Scene, findings: Sequence[Finding]) -> list[Finding]:
    """Two dates, each with a person of its own named before it, of which one begins after the other is over."""
    for one, other in pairwise(f for f in findings if f.value is not None):
        first, second = one.value, other.value
        if first is second or not (first.to and second.kind == "not_before" and second.from_):
            continue
        voices = [voice_of(scene, f) for f in (one, other)]
        if first.to < second.from_ and None not in voices and voices[0] != voices[1] and not other.corrects:
            return [one] if one.quotes == other.quotes else [one, other]
    return []


def voice_of(scene: Scene, finding: Finding) -> str | None:
    """Who gives the date: whoever is named last before it in its sentence, else whose words the sentence holds."""
    s = scene.sentences[bisect_right(scene.sentences, finding.at, key=lambda s: s.start) - 1]
    named = [(m.end, fold(m.name)) for m in scene.within(scene.people, s.start, finding.at) if m.name]
    named += [(m.end(), m["who"]) for m in _WHO.finditer(scene.folded, max(s.start - 1, 0), finding.at)]
    said = s.voice or (fold(s.speaker) if s.speaker else None)
    who = max(named)[1] if named else said
    return said if who in ("moi", "me") else _MEANT.get(who or "", who)
