"""What goes wrong at the buyer's: the words for it, what is counted, and how much a passage tells of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .cues import Cue
from .scene import Scene
from .sentence import Sentence

_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|"
    r"half|quarter|hundred\w*|"
    r"thousand\w*|third|dozen\w*|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|"
    r"trente|quarante|cinquante|"
    r"cent|cents|mille|moitie|tiers|quart|dizaine\w*|centaine\w*)\b"
)
_WE = re.compile(
    r"\b(?:we|our|us|on|nous|notre|nos|ils|leur|leurs|they|their|them|chez eux|chez nous|i|my|je|mon|"
    r"ma|mes|her|his|she|he|elle|il)\b"
)
_MIGHT = re.compile(r"\b(?:might be|whether|could be|if we ever|serait peut-etre|pourrait etre)\b")
_COUNT = (
    r"\b(?:\d[\d,.]*k?|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|dozens? of|deux|trois|quatre|"
    r"cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|une dizaine de)"
)
_GONE_WRONG = re.compile(
    rf"{_COUNT} (?:[\w'-]+ ){{0,4}}?(?:cancell?ed|missed|lost|refused|rejected|thrown (?:away|out)|binned|"
    r"scrapped|wasted|walked (?:away|out)|written off|unpaid|annule\w*|jete\w*|refuse\w*|"
    r"perdue?s?|ratee?s?|impaye\w*|bloque\w*|au rebut|a la (?:poubelle|benne)|partis? ailleurs)\b|"
    r"\b(?:out|off|short|wrong) by [$€£]?\d|"
    r"\b(?:one|two|1|2|un|une|deux) (?:[\w'-]+ ){0,2}?(?:in|out of|sur) (?:every )?"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|deux|trois|quatre|cinq|six|sept|huit|dix|douze|vingt|"
    r"\d{1,2})\b(?! ?(?:years?|months?|weeks?|days?|ans?|mois|jours?|semaines?)\b)"
)
"""So many things cancelled, thrown away, refused, or one in so many: a problem and its consequence in one."""
_STRETCH = (
    r"(?:(?:[\w'-]+ ){0,3}?(?:hours?|hrs?|days?|weeks?|mornings?|afternoons?|evenings?|weekends?|nights?|shifts?|"
    r"heures?|h|jours?|semaines?|matinees?|soirees?|journees?|nuits?)\b|"
    r"(?:every|each|all|whole|half|half of|leurs?|ses|son|mes|nos|notre|tous les|chaque|le|toutes les) "
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|"
    r"dimanches?|evenings?|mornings?|weekends?|nights?|soirs?|matins?|week-ends?|nuits?)\b)"
)
_SPENT = re.compile(
    rf"\b(?:spend|spends|spent|spending|wast\w+|los(?:e|es|ing)|takes? (?:us|me|her|him|them|our \w+|the \w+)|"
    rf"pass(?:e|ent|ons|er)|perd\w*|met|mettent|consacr\w+|(?:nous|leur|lui|me|y) (?:faut|prend|prennent|bouffe)) "
    rf"(?:[\w'-]+ ){{0,2}}?{_STRETCH}"
)
"""Working hours that something eats up: a problem with its figure."""
_OTHERS = (
    ("timing.meeting", "seller.act"),
    ("timing.decide", "timing.live", "timing.must"),
    ("authority.sign", "authority.decide", "authority.self", "authority.denied"),
)
"""Cues of a sentence that is about something else, where no heading and no question says that it is about the need."""
_OTHER_SLOTS = frozenset(("budget", "authority", "timing"))
SURE = 2.0
"""Weight from which a passage tells of a problem."""
FINE = ("need.denied", "need.content")
"""What says that there is no problem."""


def weigh(scene: Scene, told: Sequence[Sentence], about: bool) -> float:
    """How much a passage tells of a problem: the words for it, a figure, a consequence, a sum it costs, whose it is."""
    pains = {scene.folded[c.start : c.end] for s in told for c in s.of("need.pain") if not negated(s, c)}
    first = hurts(told[0])
    effects = any(s.has("need.effect") for s in told)
    if pains or about or (effects and figured(scene.said(told[0]))):
        pains |= {scene.folded[c.start : c.end] for s in told for c in s.of("need.means")}
    first = first or (bool(pains) and told[0].has("need.means"))
    start, end = told[0].start, told[-1].end
    sums = [a for a in scene.within(scene.amounts, start, end) if "plain" not in a.flags and a.tax is None]
    budget = any(s.has("budget.noun", "budget.approved", "budget.purpose", "budget.spend") for s in told)
    said = scene.folded[start:end]
    gone_wrong = not (budget and sums) and counted(scene.said(told[0]))
    if not (first or gone_wrong or (about and (pains or effects))):
        return 0.0
    weight = 0.8 * min(len(pains), 3) + 1.0 * figured(said) + 0.8 * effects + 1.0 * about
    weight += 0.8 * bool(sums and not budget) + 0.4 * bool(_WE.search(said)) + 0.4 * (told[0].turn is None)
    weight += 2.0 * gone_wrong
    if _MIGHT.search(said):
        weight -= 0.8
    if not about:
        weight -= 0.8 * sum(told[0].has(*cues) for cues in _OTHERS) + 0.8 * (
            not told[0].asked.isdisjoint(_OTHER_SLOTS)
        )
    if any(s.has("need.weak") for s in told):
        weight -= 1.0
    return weight - 0.8 * budget


def bites(scene: Scene, told: Sequence[Sentence]) -> bool:
    """Whether a problem comes with a figure or a consequence."""
    said = scene.folded[told[0].start : told[-1].end]
    return figured(said) or any(s.has("need.effect") for s in told)


def counted(said: str) -> bool:
    """Whether folded words count what went wrong, or the hours it takes."""
    return figured(said) and bool(_GONE_WRONG.search(said) or _SPENT.search(said))


def hurts(s: Sentence) -> bool:
    """Whether a word for a problem stands in a sentence, and not only to be denied."""
    return any(not negated(s, c) for c in s.of("need.pain"))


def negated(s: Sentence, pain: Cue) -> bool:
    """Whether a word for a problem stands in the words that say there is none: "pas de problème"."""
    return any(d.start <= pain.start < d.end for d in s.of(*FINE))


def figured(said: str) -> bool:
    """Whether folded words hold a figure."""
    return _FIGURE.search(said) is not None
