"""Dates a note names that are no timing: of what is over, of habits, absences and other matters, of what we offer."""

from __future__ import annotations

import re

from .dates import When
from .rep import is_mail
from .scene import Scene
from .sentence import Sentence

_TOLD = (
    r"(?:dit|parle|evoque|demande|prevu|fixe|cale|choisi|retenu|decide|planifie|promis|convenu|vise|acte|"
    r"annonce|voulu|"
    r"repousse|decale|avance|reporte|pense|espere|mentionne|note|besoin)\b"
)
"""What a buyer says or plans is no event that is over."""
_SAID = (
    r"(?:want|need|plan|schedul|hop|ask|agre|promis|target|aim|mov|push|slip+|delay|postpon|shift|fix|"
    r"pick|decid|nam|"
    r"mention|expect|insist|suggest|stat|list|intend|book|bas|involv|relat)ed\b"
)
_DID = rf"(?!{_TOLD})(?:fait|eu|pris|mis|recu|\w+(?:e|ee|es|i|u))\b"
_WHO_DID = (
    r"(?:i|we|they|he|she|it|who|which|board|council|committee|trustees|bank|group|owner|boss|customer)"
)
_ENDED = rf"(?!{_SAID})\w{{2,}}ed\s"
_WAS = r"(?!\w+r(?:ais|ait|aient)\b)\w{2,}(?:ais|ait|aient)\b"
"""An imperfect, and no conditional."""
_BEHIND = re.compile(
    rf"(?:\b(?:on|nous|ils|elles|il|elle|qui|ca)\s(?:nous\s|m'|leur\s)?|\bj'|\bl')(?:a|ai|ont|"
    rf"avons)\s(?:\w+\s)?{_DID}"
    rf"|\b{_WHO_DID}s?\s(?:just |already |also |only )?(?!{_SAID})\w+ed\b|\b\w+'d \w+ed\b"
    r"|\b(?:depuis|since|last)\s(?:\w+\s){1,3}(?:de |in |of |d')?$"
    rf"|\b(?!to ){_ENDED}(?:on |in |last |only )?$"
    rf"|\b(?:j'|je |il |elle |on |ils |elles |c'|nous |ca )(?:\w+ )?{_WAS}"
    r"|\b(?:had|lost|was|were|did|got|went|came|happened|signed|bought|told|sold|wrote|paid|ran|broke|took)\b"
)
_AHEAD = re.compile(
    r"\b(?:must|should|will|would|need\w*|want\w*|hop\w+|plan\w*|be|to|said|says|doit|faut|faudr\w+|veut|"
    r"voudr\w+|"
    r"aimer\w+|dit|disait|serait|sera)\b|'ll\b"
)
_UNRELATED = re.compile(
    r"\b(?:not related|unrelated"
    r"|(?:nothing|neither|not|isn't|n'a|sans|aucun) (?:\w+ ){0,2}(?:to do with|rapport|a voir|lien)"
    r"|rien a voir|pas (?:lie|le sujet)|separate (?:matter|thing|issue)|another matter|autre sujet|"
    r"different topic)\b"
)
"""What a note says of dates that it names for themselves."""
_THEN_DID = re.compile(
    rf"\s(?:on|nous|ils|elles|il|elle)\s(?:a|avons|ont)\s(?:\w+\s)?{_DID}|\sj'ai\s{_DID}|"
    r"\s*(?:a|ont|avait|avaient)\s(?:dit|vote|valide|\w+e)\b|\s*(?:said|agreed|approved|voted)\b"
    rf"|,?\s(?:j'|je |il |elle |on |ils |c'){_WAS}"
)
_ABSENT = re.compile(
    r"\b(?:full|booked|away|on (?:leave|holiday|vacation)|out of (?:the )?office|maxed out|at capacity|swamped|"
    r"complet|complets|completes?|pleins?|absente?s?|en (?:conges?|vacances)|debordes?|surbooke\w*|sous l'eau)\b"
    r"[^,;.]*$"
)
_ELSE = re.compile(r"\b(?:sinon|otherwise|or else|failing that|a defaut|if not|faute de quoi)\b[^.;]*$")
"""Before what happens only if the date is missed."""
_OUR_OFFER = re.compile(
    r"\b(?:offers?|quotes?|pric\w+|proposals?|offres?|devis|tarifs?|prix|proposition)\b[^.;]{0,50}"
    r"\b(?:valid\w*|valable\w*|holds?|held|garanti\w*|tient|tenu\w*|good (?:until|till|to))\b"
)
_HABIT = re.compile(
    r"\b(?:surtout|souvent|toujours|chaque|tous les|toutes les|every|each|especially|usually|always|"
    r"mostly|meme|even)"
    r"\s(?:in |au |en |a |the |la |le ){0,2}$"
)
"""Before a time of the year in which something happens again and again."""
_YOU_SAID = re.compile(
    r"\b(?:vous (?:m'|nous )?(?:ecriv\w+|dis\w+|propos\w+|annonc\w+|parl\w+)|"
    r"you (?:wrote|said|mentioned|proposed|promised|put))\b"
)
"""What the seller had written."""
_I = re.compile(
    r"\b(?:je |j'|i |i'll |i'm |i'd )(?!(?:pense|crois|dirais|suppose|guess|think|reckon|suspect)\b)"
)
_OUT = re.compile(
    r"(?:(?!sinon|otherwise|\bor\b)[^.;\"]){0,12}\b(?:that's out|is out of the question|hors de question|"
    r"c'est (?:mort|exclu|trop tot|trop tard)|"
    r"is too (?:soon|early|late)|won't work|no way)\b"
)
"""What rules the date before it out."""


def elsewhere(scene: Scene, s: Sentence, when: When, start: int) -> bool:
    """Whether a date, in a clause from `start` on, is of a habit, an absence, an offer or another matter."""
    folded, at = scene.folded, when.start
    if _ELSE.search(folded, s.start, at) or _ABSENT.search(folded, start, at):
        return True
    if _OUR_OFFER.search(folded, s.start, at) or _YOU_SAID.search(folded, s.start, at):
        return True
    if _rep_does(scene, s, when, start):
        return True
    habit = when.kind == "window" and _HABIT.search(folded, s.start, at)
    out = when.kind != "not_before" and _OUT.match(folded, when.end, s.end)
    return bool(habit or out) or _UNRELATED.search(folded, at, s.end) is not None


def _rep_does(scene: Scene, s: Sentence, when: When, start: int) -> bool:
    """Whether a typed note says, outside quotation marks, what the rep does then: "si rien vendredi je rappelle"."""
    if (
        s.topic == "timing"
        or s.side is not None
        or s.turn is not None
        or s.voice is not None
        or is_mail(scene.folded)
    ):
        return False
    if scene.folded.count('"', s.start, when.start) % 2:
        return False
    return _I.search(scene.folded, start, min(when.end + 12, s.end)) is not None


def behind(scene: Scene, when: When, start: int, *, sure: bool) -> bool:
    """Whether a clause from `start` on tells what happened then; `sure` where its words say decision or start."""
    if when.kind in ("deadline", "not_before"):
        return False
    folded = scene.folded
    if _THEN_DID.match(folded, when.end):
        return not sure
    before = _BEHIND.search(folded, start, when.start)
    return before is not None and (not sure or _AHEAD.search(folded, start, when.start) is None)
