"""That all is well, and what would merely be nice: denials of a need, and wishes."""

from __future__ import annotations

import re
from typing import Literal, get_args

from .cues import Cue
from .mood import denies_at_once
from .pains import SURE, counted, figured, hurts, negated, weigh
from .scene import Scene
from .sentence import Sentence

_CALLING = re.compile(
    r",? (?:to |de |d'|que )?(?:(?:me|nous|us|vous|le|la|lui|l') ?)?(?:re)?(?:appel|rappel|relanc|contact|envoy|insist|"
    r"call|ring|chas|e?mail|send|worr|apolog)"
)
"""What is not needed is a call: "inutile de me rappeler"."""
_CONTRAST = re.compile(
    r"\b(?:but|however|except|although|though|par contre|en revanche|mais|sauf que|cependant)\b"
)
_NONE = re.compile(
    r"\b(?:il n'y en a (?:pas|aucun)|y en a pas|there (?:isn't one|aren't any|is none|are none)|"
    r"(?:i|we) (?:have|see) none)\b"
)
_WOULD = re.compile(
    r"\b(?:would|be|nice|less|temp?t\w*|conveni\w*|conforts?|wish\w*|dream\w*|hop\w+|ideally|nicer|simpler|something|serait|ferait|fera|idealement|ideal)\b|'d\b|"
    r"\b(?:aimer|adorer|voudr|souhait|appreci|prefer|rev|envie|plair)"
)
"""A wish said as one."""
_OUTRIGHT = re.compile(r"\b(?:need\w*|besoin|interest\w*|interess\w*|looking|cherch\w*)\b")
"""Who does not need it does not wish for it either."""
_NOT = re.compile(r"(?:\b(?:not|never|pas|jamais|plus|hardly)|n't)\s(?:\w+\s)?$")
_NEAR = 30
"""Characters from the beginning of a wish to what is wished for."""
Denial = Literal["none", "well", "content"]
"""none     there is no need: "we don't need it"
well     nothing is wrong: "no problem there"
content  what there is, is good: "it works fine"
"""
DENIALS: tuple[Denial, ...] = get_args(Denial)


def denial(scene: Scene, s: Sentence, about: bool) -> Denial:
    if _outright(scene, s) or (about and _NONE.search(scene.folded, s.body or s.start, s.end)):
        return "none"
    return "well" if s.has("need.denied") else "content"


def _outright(scene: Scene, s: Sentence) -> bool:
    """Whether a sentence denies the need itself, and not only that anything is wrong."""
    return any(_OUTRIGHT.search(scene.folded, c.start, c.end) for c in s.of("need.denied"))


def wants(scene: Scene, s: Sentence) -> bool:
    """Whether a sentence wishes, in so many words, or shrugs at a nuisance: "I'd love to", "it's a bit clumsy"."""
    return s.has("need.weak") or any(
        _WOULD.search(scene.folded, c.start, c.end) for c in s.of("need.wish") if not negated(s, c)
    )


def denies(scene: Scene, s: Sentence, about: bool) -> bool:
    """Whether a sentence says that there is no problem, or that all is well: praise gives way to a wish beside it."""
    cues = [c for c in s.of("need.denied") if not _CALLING.match(scene.folded, c.end)]
    if wants(scene, s):
        cues = cues if _outright(scene, s) else []
    elif not hurts(s) and (about or not s.has("timing.meeting")):
        cues += [
            c
            for c in s.of("need.content")
            if not _NOT.search(scene.folded, max(s.start, c.start - 12), c.start)
        ]
    if not about and not _outright(scene, s):
        cues = [c for c in cues if not _of_something_else(scene, s, c)]
    if about and _NONE.search(scene.folded, s.body or s.start, s.end):
        return True
    if cues and (turn := _CONTRAST.search(scene.folded, cues[-1].end, s.end)):
        rest = scene.folded[turn.end() : s.end]
        told = any(c.start > turn.start() for c in s.of("need.pain", "need.effect"))
        if counted(rest) or (told and figured(rest)):
            return False
    pains = [c for c in s.of("need.pain") if not negated(s, c)]
    return bool(cues) and (about or len(pains) <= len(cues))


def _of_something_else(scene: Scene, s: Sentence, cue: Cue) -> bool:
    """Whether what is fine is a date or a sum: "Friday works fine"."""
    start, end = scene.clause(s, cue.start)
    return bool(scene.within(scene.dates, start, end) or scene.within(scene.amounts, start, end))


def refuses(scene: Scene, s: Sentence) -> bool:
    """Whether a turn begins with a no to the problem the seller asked about: "Do you lose stock?" "Not really."."""
    if s.turn is None or scene.before(s) or wants(scene, s) or not denies_at_once(scene, s):
        return False
    asked = [q for q in scene.sentences[max(0, s.number - 3) : s.number] if s.turn - (q.turn or 0) == 1]
    if (
        not asked
        or not ("need" in s.asked or asked[-1].has("need.pain"))
        or s.has("timing.denied", "budget.denied")
    ):
        return False
    return weigh(scene, [s, *scene.after(s, 3)], False) < SURE


def wishes(scene: Scene, s: Sentence, about: bool) -> bool:
    """A wish for something better, which is not a wish for a price, a date or a meeting."""
    if s.has("need.weak") and not s.about("timing") and not s.about("budget"):
        return True
    if not s.has("need.wish"):
        return s.topic == "need" and s.turn is None and _says(scene, s)
    if s.has("budget.noun", "budget.capacity", "mood.unknown") or scene.within(scene.amounts, s.start, s.end):
        return False
    if not about and s.has("timing.live", "timing.decide") and scene.within(scene.dates, s.start, s.end):
        return False
    wish, beside = s.of("need.wish")[0], s.of("timing.meeting", "authority.decide")
    return s.topic != "timing" and not any(0 <= c.start - wish.start < _NEAR for c in beside)


def _says(scene: Scene, s: Sentence) -> bool:
    """Whether a line says something: more than three words, none of doubt."""
    words = scene.folded[s.body or s.start : s.end].split()
    return len(words) > 3 and not s.has("mood.unknown", "mood.guess", "mood.deny")
