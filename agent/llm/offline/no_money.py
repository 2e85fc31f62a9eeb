"""That there is no money: said in so many words, gone, or the answer to whether there is any."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from .mood import denies_at_once
from .scene import Finding, Scene
from .sentence import Sentence

_NOT_ONE = re.compile(
    r"\b(?:zero|pas (?:un|une|le moindre)|not (?:a|one|even a)|plus une?|no)(?: seule?| single)? "
    r"(?:euros?|dollars?|pounds?|quid|bucks?|dirhams?|dinars?|francs?|rand|rupees?|naira|millimes?|"
    r"centimes?|cents?|"
    r"penn(?:y|ies)|cennes?|piass?es?|piastres?|sous?|ronds?|radis|kopecks?|dimes?|nickels?|beans?|lei|liards?)\b"
    r"(?! (?:de plus|plus|more|over|above|less|moins))"
)
"""No coin at all."""
_NOTHING = re.compile(
    r"\b(?:rien|aucun\w*|nothing|none of it|no (?:money|budget|funds|sum|line|cash))\b[^.;,:!?\"]{0,24}$"
)
_NONE = re.compile(
    r"\b(?:there(?:'s| is| are) none|there isn't (?:one|any)|n'y en a (?:pas|aucun\w*)|y en a pas|(?:put|"
    r"have|got) nothing)\b"
)
_LEFT = re.compile(
    r"\b(?:(?:il |y )?(?:ne |n')?(?:reste|y a|y avait)(?: plus)? rien(?! a (?:redire|dire|signaler|"
    r"changer|voir|faire))|"
    r"nothing left|(?:ligne|budget|enveloppe|line|pot|kitty|code)(?: \w+)? (?:est|is|etait|was|at|a|"
    r"'s) ?(?:a |at )?(?:zero|vide|empty)|"
    r"(?:ont|a) ete (?:mange|avale|englouti)\w*|(?:was|were|been|got) (?:eaten|swallowed|gobbled))\b"
)
"""Of what there was nothing is left."""
_AS_YET = re.compile(r"\b(?:yet|so far|for now|encore|pour l'instant|pour le moment|a ce stade|a ce jour)\b")
_ENDS_IN_NO = re.compile(r"(?:=|->|:)\s*(?:no|non|none|rien|nothing)\W*$")
_HAD = re.compile(r"\b(?:had|avai\w+|avions|budgeted)\b[^.,;]{0,30}\d[\d ., ]*\s?(?:k\b|[€£$])")
_SAYS = re.compile(
    r"[;,.] [^,;\"]{0,40}\b(?:dit|dixit|affirme|soutient|repond|retorque|assure|says|said|"
    r"insists|replies|counters|claims)\b"
)
_MORE = re.compile(r"\b(?:more|higher|stretch|go up|davantage|plus haut|rallonge)\b")


def no_money(scene: Scene, s: Sentence, has_amount: bool) -> int | None:
    """How surely a sentence says that there is none: in so many words, gone, or as the answer to whether there is."""
    about = s.about("budget")
    if _LEFT.search(scene.folded, s.start, s.end) and _money_talk(scene, s):
        return 2
    if about and _NONE.search(scene.folded, s.body or s.start, s.end):
        return 2
    if s.has("mood.unasked", "mood.unknown") and not s.has("budget.denied"):
        return None
    nothing = _nothing_given(scene, s) or _NOT_ONE.search(scene.folded, s.start, s.end)
    if (s.has("budget.denied") or nothing) and not s.has("mood.conditional"):
        return 3
    spoken_of = about or has_amount or any(b.has("budget.noun") for b in (s, *scene.before(s, 2)))
    spoken_of = spoken_of or _HAD.search(scene.folded, s.start, s.end) is not None
    if s.has("budget.gone") and spoken_of:
        return 2
    open_ = has_amount or s.has("budget.has", "budget.approved", "budget.unready", "budget.pending")
    wants_more = s.question is not None and _MORE.search(scene.folded, *s.question) is not None
    no = denies_at_once(scene, s) or (s.topic == "budget" and _ENDS_IN_NO.search(scene.folded, s.body, s.end))
    if about and no and not open_ and not wants_more:
        return 2
    return None


def _money_talk(scene: Scene, s: Sentence) -> bool:
    """Whether a sentence or the few before it are about money to spend."""
    near = scene.sentences[max(0, s.number - 3) : s.number + 1]
    return s.about("budget") or any(
        n.has("budget.noun", "budget.approved") or "budget" in n.asked for n in near
    )


def _nothing_given(scene: Scene, s: Sentence) -> bool:
    """ "Rien n'a été voté", "nothing has been signed off": an approval said of nothing."""
    given = s.of("budget.approved")
    if _AS_YET.search(scene.folded, s.start, s.end):
        return False
    return any(_NOTHING.search(scene.folded, s.start, cue.start) is not None for cue in given)


def retorted(scene: Scene, s: Sentence) -> bool:
    """Whether a denial after a sum is somebody else's, or in other quotation marks: "we have 30k", then "no money"."""
    sums = scene.within(scene.amounts, s.start, s.end)
    for cue in s.of("budget.denied"):
        before = [a for a in sums if a.end < cue.start]
        marks = scene.folded.count('"', s.start, cue.start)
        if before and marks % 2 == 1 and scene.folded.count('"', s.start, before[0].start) < marks:
            return True
        if before and _SAYS.search(scene.folded, before[0].end, cue.start):
            return True
    return False


def beside(scene: Scene, finding: Finding, denials: Sequence[Finding]) -> bool:
    """Whether somebody who names a sum says in the same breath that there is nothing: the sum is another's."""
    at = _sentence(scene, finding)
    aside = scene.folded.startswith("(", at.start)
    if finding.corrects:
        return False
    return any(
        d is not at and d.line == at.line and (d.turn is not None or d.voice == at.voice is not None or aside)
        for d in (_sentence(scene, denial) for denial in denials)
    )


def _sentence(scene: Scene, finding: Finding) -> Sentence:
    """The sentence a finding stands in."""
    return scene.sentences[bisect_right(scene.sentences, finding.at, key=lambda s: s.start) - 1]
