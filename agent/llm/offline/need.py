"""Need: a problem with its figure or consequence, a wish, or the plain statement that there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from agent.models.bant import Need, Status

from .cues import Cue
from .mood import agrees_at_once, corrected, denies_at_once, disputed
from .quotes import quoted, widened
from .rep import is_mail
from .scene import Finding, Scene
from .sentence import LONGEST, Sentence

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
_OTHERS = (
    ("timing.meeting", "seller.act"),
    ("timing.decide", "timing.live", "timing.must"),
    ("authority.sign", "authority.decide", "authority.self", "authority.denied"),
)
"""Cues of a sentence that is about something else, where no heading and no question says that it is about the need."""
_OTHER_SLOTS = frozenset(("budget", "authority", "timing"))
_FINE = ("need.denied", "need.content")
_REP = re.compile(
    r"\W*(?:(?:then|so|and|but|et|puis|donc|mais) )?(?:i|i've|i'd|i'm|je|j'ai|j'avais|moi,? je)\b(?!'s)"
)
"""In a typed note, outside quotation marks, "I" is the one who typed it."""
_WOULD = re.compile(
    r"\b(?:would|be|wish\w*|dream\w*|hop\w+|ideally|nicer|simpler|something|serait|ferait|fera|idealement|ideal)\b|'d\b|"
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
_DENIALS: tuple[Denial, ...] = get_args(Denial)
SURE, FIRM, STRONG = 2.0, 2.6, 4.0
MOST = 3


def read_need(scene: Scene) -> Need:
    """The need the note establishes."""
    findings = list(_findings(scene))
    if not findings:
        return Need()
    status, kept = _settle(scene, findings)
    quotes, places = quoted(scene, widened(scene, kept))
    pains = (
        ()
        if status is Status.DENIED
        else tuple(dict.fromkeys(_pain(scene, f) for f in kept if f.kind not in _DENIALS))[:MOST]
    )
    return Need(status=status, pains=pains, quotes=quotes, spans=places)


def _pain(scene: Scene, finding: Finding) -> str:
    start, end = finding.quotes[-1]
    return " ".join(scene.text[start:end].split()).strip(' -*•.«»"')[:200]


def _findings(scene: Scene) -> Iterator[Finding]:
    taken = -1
    for s in scene.heard:
        about = s.about("need")
        if s.topic in ("budget", "authority", "timing", "other") and not s.has("need.denied"):
            continue
        if s.has("mood.unasked") or _not_theirs(scene, s) or _title(scene, s):
            continue
        if not s.asks and _denies(scene, s, about):
            yield _finding(scene, [s], Status.DENIED, SURE, _denial(scene, s, about))
            continue
        if _refuses(scene, s):
            yield _finding(scene, [s, *scene.after(s, 1)], Status.DENIED, SURE, "none")
            continue
        agreed = _agreed(scene, s)
        if agreed is not None:
            yield agreed
            continue
        if s.asks or s.number <= taken:
            continue
        told = _told(scene, s)
        weight = _weight(scene, told, about)
        guessed = any(t.has("mood.guess") and t.turn is None for t in told)
        if weight >= (STRONG if _wants(scene, s) else SURE) and not guessed and _bites(scene, told):
            taken = told[-1].number
            yield _finding(scene, told, Status.CONFIRMED, weight)
        elif weight >= SURE or _wishes(scene, s, about):
            yield _finding(scene, [s], Status.INDICATED, max(weight, 0.1), "wish" if _wants(scene, s) else "")


def _told(scene: Scene, s: Sentence) -> list[Sentence]:
    """The sentence and the one after it, where the second goes on about the same: a problem, then what it costs."""
    told = [s]
    for following in scene.after(s, 1):
        same = following.topic == s.topic and following.speaker == s.speaker and scene.counts(following)
        other = following.has(
            "budget.noun", "authority.sign", "authority.self", "timing.live", "need.denied", "mood.unasked"
        )
        if _not_theirs(scene, following) or following.has(*_FINE):
            break
        if same and not other and not following.asks and following.end - s.start <= LONGEST:
            told.append(following)
    return told


def _finding(
    scene: Scene, told: Sequence[Sentence], status: Status, weight: float, kind: str = ""
) -> Finding:
    s = told[0]
    quotes = [(s.start, told[-1].end)]
    return Finding(status, s.start, quotes, s.speaker, weight, round(weight), corrected(scene, s), kind)


def _title(scene: Scene, s: Sentence) -> bool:
    """The first line of a typed note of several lines, if short, names the company and the people."""
    if s.turn is not None or s.topic is not None or s.line != 0:
        return False
    ends = max(other.end for other in scene.sentences if other.line == 0)
    return scene.sentences[-1].line > 0 and ends - scene.sentences[0].start < 120


def _not_theirs(scene: Scene, s: Sentence) -> bool:
    """Whether a sentence tells of the seller's view, or of somebody else's troubles."""
    if s.side is None and s.turn is None and _REP.match(scene.folded, s.body or s.start, s.end):
        line = scene.folded.rfind("\n", 0, s.start) + 1
        said = scene.folded.count('"', line, s.start) % 2 or '"' in scene.said(s)
        return not said and not is_mail(scene.folded)
    return bool(scene.narrated(s, "seller.pitch")) or s.has("need.elsewhere", "seller.quoted")


def _denial(scene: Scene, s: Sentence, about: bool) -> Denial:
    if _outright(scene, s) or (about and _NONE.search(scene.folded, s.body or s.start, s.end)):
        return "none"
    return "well" if s.has("need.denied") else "content"


def _hurts(s: Sentence) -> bool:
    """Whether a word for a problem stands in a sentence, and not only to be denied."""
    return any(not _negated(s, c) for c in s.of("need.pain"))


def _outright(scene: Scene, s: Sentence) -> bool:
    """Whether a sentence denies the need itself, and not only that anything is wrong."""
    return any(_OUTRIGHT.search(scene.folded, c.start, c.end) for c in s.of("need.denied"))


def _wants(scene: Scene, s: Sentence) -> bool:
    """Whether a sentence wishes, in so many words, or shrugs at a nuisance: "I'd love to", "it's a bit clumsy"."""
    return s.has("need.weak") or any(
        _WOULD.search(scene.folded, c.start, c.end) for c in s.of("need.wish") if not _negated(s, c)
    )


def _denies(scene: Scene, s: Sentence, about: bool) -> bool:
    """Whether a sentence says that there is no problem, or that all is well: praise gives way to a wish beside it."""
    cues = [c for c in s.of("need.denied") if not _CALLING.match(scene.folded, c.end)]
    dated = scene.within(scene.dates, s.start, s.end) or s.has("timing.meeting")
    if _wants(scene, s):
        cues = cues if _outright(scene, s) else []
    elif (about or not dated) and not _hurts(s):
        cues += [c for c in s.of("need.content") if not _NOT.search(scene.folded, max(s.start, c.start - 12), c.start)]
    if about and _NONE.search(scene.folded, s.body or s.start, s.end):
        return True
    if cues and (turn := _CONTRAST.search(scene.folded, cues[-1].end, s.end)):
        rest = scene.folded[turn.end() : s.end]
        told = any(c.start > turn.start() for c in s.of("need.pain", "need.effect")) or _GONE_WRONG.search(
            rest
        )
        if told and _FIGURE.search(rest):
            return False
    pains = [c for c in s.of("need.pain") if not _negated(s, c)]
    return bool(cues) and (about or len(pains) <= len(cues))


def _weight(scene: Scene, told: Sequence[Sentence], about: bool) -> float:
    """How much a passage tells of a problem: the words for it, a figure, a consequence, a sum it costs, whose it is."""
    pains = {scene.folded[c.start : c.end] for s in told for c in s.of("need.pain") if not _negated(s, c)}
    first = _hurts(told[0])
    effects = any(s.has("need.effect") for s in told)
    if pains or about or (effects and _FIGURE.search(scene.said(told[0]))):
        pains |= {scene.folded[c.start : c.end] for s in told for c in s.of("need.means")}
    first = first or (bool(pains) and told[0].has("need.means"))
    start, end = told[0].start, told[-1].end
    sums = [a for a in scene.within(scene.amounts, start, end) if "plain" not in a.flags and a.tax is None]
    budget = any(s.has("budget.noun", "budget.approved", "budget.purpose", "budget.spend") for s in told)
    said = scene.folded[start:end]
    counted = not (budget and sums) and _counted(scene.said(told[0]))
    if not (first or counted or (about and (pains or effects))):
        return 0.0
    weight = 0.8 * min(len(pains), 3) + 1.0 * (_FIGURE.search(said) is not None) + 0.8 * effects + 1.0 * about
    weight += 0.8 * bool(sums and not budget) + 0.4 * bool(_WE.search(said)) + 0.4 * (told[0].turn is None)
    weight += 2.0 * counted
    if _MIGHT.search(said):
        weight -= 0.8
    if not about:
        weight -= 0.8 * sum(told[0].has(*cues) for cues in _OTHERS) + 0.8 * (
            not told[0].asked.isdisjoint(_OTHER_SLOTS)
        )
    if any(s.has("need.weak") for s in told):
        weight -= 1.0
    return weight - 0.8 * budget


def _bites(scene: Scene, told: Sequence[Sentence]) -> bool:
    """Whether a problem comes with a figure or a consequence."""
    said = scene.folded[told[0].start : told[-1].end]
    return _FIGURE.search(said) is not None or any(s.has("need.effect") for s in told)


def _counted(said: str) -> bool:
    """Whether folded words count what went wrong, or the hours it takes."""
    return _FIGURE.search(said) is not None and bool(_GONE_WRONG.search(said) or _SPENT.search(said))


def _refuses(scene: Scene, s: Sentence) -> bool:
    """Whether a turn begins with a no to the problem the seller asked about: "Do you lose stock?" "Not really."."""
    if s.turn is None or scene.before(s) or not denies_at_once(scene, s):
        return False
    asked = [q for q in scene.sentences[max(0, s.number - 3) : s.number] if s.turn - (q.turn or 0) == 1]
    if (
        not asked
        or not ("need" in s.asked or asked[-1].has("need.pain"))
        or s.has("timing.denied", "budget.denied")
    ):
        return False
    return _weight(scene, [s, *scene.after(s, 3)], False) < SURE


def _negated(s: Sentence, pain: Cue) -> bool:
    """Whether a word for a problem stands in the words that say there is none: "pas de problème"."""
    return any(d.start <= pain.start < d.end for d in s.of(*_FINE))


def _wishes(scene: Scene, s: Sentence, about: bool) -> bool:
    """A wish for something better, which is not a wish for a price, a date or a meeting."""
    if s.has("need.weak") and not s.about("timing") and not s.about("budget"):
        return True
    if not s.has("need.wish"):
        return s.topic == "need" and s.turn is None and _says(scene, s)
    if s.has("budget.noun", "budget.capacity") or scene.within(scene.amounts, s.start, s.end):
        return False
    if not about and s.has("timing.live", "timing.decide") and scene.within(scene.dates, s.start, s.end):
        return False
    wish, beside = s.of("need.wish")[0], s.of("timing.meeting", "authority.decide")
    return s.topic != "timing" and not any(0 <= c.start - wish.start < _NEAR for c in beside)


def _says(scene: Scene, s: Sentence) -> bool:
    """Whether a line says something: more than three words, none of doubt."""
    words = scene.folded[s.body or s.start : s.end].split()
    return len(words) > 3 and not s.has("mood.unknown", "mood.guess", "mood.deny")


def _agreed(scene: Scene, s: Sentence) -> Finding | None:
    """The buyer's yes to a problem the seller put into words."""
    if s.turn is None or not agrees_at_once(s) or scene.before(s):
        return None
    told = [
        q
        for q in scene.sentences[max(0, s.number - 4) : s.number]
        if q.side == "seller" and s.turn - (q.turn or 0) == 1
    ]
    weights = [(_weight(scene, [q], True), q) for q in told]
    weight, question = max(weights, default=(0.0, s), key=lambda pair: pair[0])
    if weight < SURE + 1:
        return None
    own = any(_FIGURE.search(scene.said(t)) for t in (s, *scene.after(s, 1)))
    status = Status.CONFIRMED if own or weight >= SURE + 1 else Status.INDICATED
    return Finding(
        status, s.start, [(s.start, s.end), (question.start, question.end)], s.speaker, weight, round(weight)
    )


def _settle(scene: Scene, findings: Sequence[Finding]) -> tuple[Status, list[Finding]]:
    denials = [f for f in findings if f.status is Status.DENIED]
    firm = sorted((f for f in findings if f.status is Status.CONFIRMED), key=lambda f: -f.value)
    hints = sorted((f for f in findings if f.status is Status.INDICATED), key=lambda f: -f.value)
    if denials and (firm or hints) and disputed(scene, [*denials, *(firm or hints)], "need"):
        return Status.CONTRADICTORY, [(firm or hints)[0], denials[-1]]
    flat = next((f for kind in ("none", "well") for f in denials if f.kind == kind), None)
    if firm and flat and firm[0].value >= (STRONG if flat.kind == "none" else FIRM):
        last = max(firm[0], flat, key=lambda f: f.at)
        if not last.corrects:
            return Status.CONTRADICTORY, [firm[0], flat]
        return last.status, [last]
    if firm and not flat:
        return Status.CONFIRMED, firm[:MOST]
    wishes = [f for f in hints if f.kind == "wish"]
    if denials and not (wishes and all(f.kind != "none" for f in denials)):
        return Status.DENIED, denials[:2]
    return Status.INDICATED, (wishes if denials else hints)[:2]
