"""Need: a problem with its figure or consequence, a wish, or the plain statement that there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.models.bant import Need, Status

from .contentment import DENIALS, denial, denies, refuses, wants, wishes
from .mood import agrees_at_once, corrected, disputed
from .pains import FINE, SURE, bites, figured, weigh
from .quotes import quoted, widened
from .rep import is_mail
from .scene import Finding, Scene
from .sentence import LONGEST, Sentence

_REP = re.compile(
    r"\W*(?:(?:then|so|and|but|et|puis|donc|mais) )?(?:i|i've|i'd|i'm|je|j'ai|j'avais|moi,? je|"
    r"our|notre|nos|my|mon|ma)\b(?!'s)"
)
"""In a typed note, outside quotation marks, "I" is the one who typed it."""
FIRM, STRONG = 2.6, 4.0
"""Weights from which a problem holds against a denial: that anything is wrong, that there is a need."""
MOST = 3
_HEADING = re.compile(r"^[\s\-•]*(\*\*|__)[^*_]{1,40}\1[\s:.–-]*(?=\S)")
"""An emphasised heading before what is said under it."""


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
        else tuple(dict.fromkeys(_pain(scene, f) for f in kept if f.kind not in DENIALS))[:MOST]
    )
    return Need(status=status, pains=pains, quotes=quotes, spans=places)


def _pain(scene: Scene, finding: Finding) -> str:
    start, end = finding.quotes[-1]
    said = _HEADING.sub("", " ".join(scene.text[start:end].split()))
    return said.replace("**", "").strip(' -*•.«»"')[:200]


def _findings(scene: Scene) -> Iterator[Finding]:
    taken = -1
    for s in scene.heard:
        about = s.about("need")
        if s.topic in ("budget", "authority", "timing", "other") and not s.has("need.denied"):
            continue
        if s.has("mood.unasked") or _not_theirs(scene, s) or _title(scene, s):
            continue
        if not s.asks and denies(scene, s, about):
            yield _finding(scene, [s], Status.DENIED, SURE, denial(scene, s, about))
            continue
        if refuses(scene, s):
            yield _finding(scene, [s, *scene.after(s, 1)], Status.DENIED, SURE, "well")
            continue
        agreed = _agreed(scene, s)
        if agreed is not None:
            yield agreed
            continue
        if s.asks or s.number <= taken:
            continue
        told = _told(scene, s)
        weight = weigh(scene, told, about)
        guessed = any(t.has("mood.guess") and t.turn is None for t in told)
        if weight >= (STRONG if wants(scene, s) else SURE) and not guessed and bites(scene, told):
            taken = told[-1].number
            yield _finding(scene, told, Status.CONFIRMED, weight)
        elif weight >= SURE or wishes(scene, s, about):
            yield _finding(scene, [s], Status.INDICATED, max(weight, 0.1), "wish" if wants(scene, s) else "")


def _told(scene: Scene, s: Sentence) -> list[Sentence]:
    """The sentence and the one after it, where the second goes on about the same: a problem, then what it costs."""
    told = [s]
    for following in scene.after(s, 1):
        same = following.topic == s.topic and following.speaker == s.speaker and scene.counts(following)
        other = following.has(
            "budget.noun", "authority.sign", "authority.self", "timing.live", "need.denied", "mood.unasked"
        )
        if _not_theirs(scene, following) or following.has(*FINE):
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


def _agreed(scene: Scene, s: Sentence) -> Finding | None:
    """The buyer's yes to a problem the seller put into words."""
    if s.turn is None or not agrees_at_once(s) or scene.before(s):
        return None
    told = [
        q
        for q in scene.sentences[max(0, s.number - 4) : s.number]
        if q.side == "seller" and s.turn - (q.turn or 0) == 1
    ]
    weights = [(weigh(scene, [q], True), q) for q in told]
    weight, question = max(weights, default=(0.0, s), key=lambda pair: pair[0])
    if weight < SURE + 1:
        return None
    own = any(figured(scene.said(t)) for t in (s, *scene.after(s, 1)))
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
    wished = [f for f in hints if f.kind == "wish"]
    if denials and not (wished and all(f.kind != "none" for f in denials)):
        return Status.DENIED, denials[:2]
    return Status.INDICATED, (wished if denials else hints)[:2]
