"""What is looked at of a sentence before it is weighed: its words, its cues, who says it, what stands around it.

A trait is a string and is there or not. Names, sums and dates are replaced by what they are, so that no name is ever
learned and "40 k€" weighs as much as "12 000 €".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from agent.llm.offline.fold import words
from agent.llm.offline.scene import Scene
from agent.llm.offline.sentence import SLOTS, Sentence

ANY = "any"
"""The trait every sentence has."""
_SHORT, _LONG = 30, 90
"""Characters."""
_ANSWER = 60
"""Characters below which an answer is looked at with the words of its question."""
_Mask = tuple[int, int, str]


def traits(scene: Scene) -> list[list[str]]:
    """The traits of each sentence that counts as the buyer's words, in the order of `scene.heard`."""
    masks, said = _masks(scene), words(scene.text)
    starts, places = [mask[0] for mask in masks], [place for place, _ in said]
    found = []

    def line_of(start: int, end: int) -> tuple[list[str], list[_Mask]]:
        near = masks[bisect_left(starts, start) : bisect_left(starts, end)]
        return _masked(said[bisect_left(places, start) : bisect_left(places, end)], near), near

    for s in scene.heard:
        line, near = line_of(s.body or s.start, s.end)
        pairs = [f"{a} {b}" for a, b in pairwise(line)]
        short = s.question is not None and s.end - s.start < _ANSWER
        asked = [f"? {word}" for word in line_of(*s.question)[0]] if s.question and short else ()
        around = _around(scene, s, [kind for _, _, kind in near])
        found.append([*dict.fromkeys([*line, *pairs, *asked]), *around])
    return found


def _masks(scene: Scene) -> list[_Mask]:
    """What stands for a sum, a date or a name, in order, without overlap."""
    kinds = [(a.start, a.end, "<sum>") for a in scene.amounts]
    kinds += [(d.start, d.end, "<past>" if d.kind == "past" else "<date>") for d in scene.dates]
    for p in scene.people:
        at = scene.text.find(p.name, p.start, p.end) if p.name else -1
        if p.name and at >= 0:
            kinds.append((at, at + len(p.name), "<name>"))
    kept: list[_Mask] = []
    for one in sorted(kinds):
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return kept


def _masked(said: Sequence[tuple[int, str]], near: Sequence[_Mask]) -> list[str]:
    """The words between a sentence's two ends, "^" and "$", with what is masked by its kind and figures as 0."""
    line, waiting = ["^"], 0
    for place, word in said:
        while waiting < len(near) and near[waiting][1] <= place:
            line.append(near[waiting][2])
            waiting += 1
        if waiting == len(near) or place < near[waiting][0]:
            line.append("0" if word[0] <= "9" else word)
    line += [kind for _, _, kind in near[waiting:]]
    line.append("$")
    return line


def _around(scene: Scene, s: Sentence, kinds: Sequence[str]) -> Iterator[str]:
    """What is known of the sentence beside its words."""
    yield ANY
    yield from s.names
    yield f"topic:{s.topic}"
    yield f"side:{s.side}" if scene.spoken else "typed"
    for slot in SLOTS:
        if slot in s.asked or slot == s.topic:
            yield f"about:{slot}"
    yield from {f"{kind}{min(kinds.count(kind), 3)}" for kind in kinds}
    if s.asks:
        yield "asks"
    if s.question:
        yield "answers"
    length = s.end - s.start
    yield "short" if length < _SHORT else "middling" if length < _LONG else "long"
    if s.number and scene.sentences[s.number - 1].side == "seller":
        yield "after a seller"
