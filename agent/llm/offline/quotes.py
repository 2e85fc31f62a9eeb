"""Quotes: the sentences a finding rests on, widened where one alone would not carry it, with their places."""

from __future__ import annotations

from collections.abc import Sequence

from agent.models.evidence import Span

from .scene import Finding, Scene
from .sentence import LONGEST, Sentence

_JOINTS = ' \t\n\xa0>*_-•/|;,."»”)'
"""What may stand between two sentences of one quote: no sender's stamp, nothing that was left out."""
_SHORT = 45
"""Characters below which a sentence seldom carries a finding by itself."""


def widened(scene: Scene, findings: Sequence[Finding]) -> list[tuple[int, int]]:
    """The stretches of the findings, each short one together with what is said right after or before it."""
    spans: list[tuple[int, int]] = []
    for finding in findings:
        for start, end in finding.quotes:
            span = _widen(scene, start, end) if end - start < _SHORT else (start, end)
            if not any(a <= span[0] and span[1] <= b for a, b in spans):
                spans.append(span)
    return spans[:3]


def _widen(scene: Scene, start: int, end: int) -> tuple[int, int]:
    at = next((s for s in scene.sentences if s.start <= start < s.end), None)
    if at is None:
        return start, end
    for neighbour in (*scene.after(at), *scene.before(at)):
        low, high = min(start, neighbour.start), max(end, neighbour.end)
        between = scene.text[min(end, neighbour.end) : max(start, neighbour.start)]
        if high - low <= LONGEST and _same_voice(at, neighbour) and not between.strip(_JOINTS):
            return low, high
    return start, end


def _same_voice(one: Sentence, other: Sentence) -> bool:
    return one.side == other.side and not other.asks and (one.topic == other.topic or one.turn is not None)


def quoted(scene: Scene, spans: Sequence[tuple[int, int]]) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """The words and the places of some stretches, with speaker and side."""
    places: list[Span] = []
    for start, end in spans:
        if end - start > LONGEST:
            cut = scene.text.rfind(" ", start + 1, start + LONGEST)
            end = cut if cut > 0 else start + LONGEST
        at = next((s for s in scene.sentences if s.start <= start < s.end), None)
        places.append(Span(start=start, end=end, speaker=at and at.speaker, side=at and at.side))
    return tuple(scene.text[p.start : p.end] for p in places), tuple(places)
