"""Authority: who decides, signs, advises or blocks on the buyer side. A title alone is no evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.models.bant import Authority, Person, Status

from .claims import own_claims
from .cues import Cue
from .deciders import PARTS, WE, deciders, decides, speaker
from .mood import DOUBT, agrees_at_once, corrected, denies_at_once, disputed, doubted
from .quotes import quoted, widened
from .rep import is_mail
from .scene import Finding, Scene
from .sentence import Sentence

_STRONG = ("authority.sign", "authority.decide", "authority.self")
_ELSEWHERE = ("authority.sign", "authority.denied", "authority.self")
"""What counts even under the heading of another slot."""
_TOLD = re.compile(
    r"\W*(?:(?:i|we|je|j'ai|on|and|so|et|also|moi,? je)\s+)*"
    r"(?:(?:told|reminded|assured|said to|explained to) (?:her|him|them)\b|"
    r"(?:lui|leur) (?:ai|a|avons) (?:dit|annonce|explique|rappele|indique)\b)"
)
_REP = re.compile(
    r"[^\w\"]*(?:(?:so|and|but|et|mais|donc) )?(?:i|i've|i'd|je|j'ai|j'avais|no idea|aucune idee|unclear|pas clair)\b"
)
_PAST = re.compile(
    r"\b(?:a|ont|avait|avaient|has|have|had|was|were|been|est|sont|ete|got|deja|bien|just)\s(?:\w+\s)?$"
)
_UNSURE = re.compile(r"\b(?!aurait besoin)\w{3,}(?:rait|raient)\b(?! (?:bien|mieux) )")
"""A French conditional: "ça remonterait au CA"."""
_HAS = re.compile(r"\b(?:a|ont|has|have|had|avait)\s$")
_ALONE = re.compile(r"\s(?:alone|by (?:my|her|him)self|on (?:my|her|his) own|(?:tout )?seule?s?)\b")
_YOURS = re.compile(
    r"\b(?:your (?:call|decision|say)|(?:is|it's|that's|be) (?:it |that )?you\b|do you (?:get|have) a|"
    r"you'd (?:buy|sign|decide)|you (?:the one|decide|sign|choose|buy|approve)|on your own|by yourself|c'est vous|"
    r"vous qui|vous (?:decidez|signez|choisissez|validez)|votre (?:mot|decision|signature)|ton mot)\b"
)
"""A question whether the one asked decides himself."""
_OF_OTHERS = re.compile(
    r"\b(?:most|usually|typically|normally|often|elsewhere|d'habitude|en general|souvent|generalement|ailleurs|"
    r"la plupart)\b"
)
_ME_ASKED = re.compile(r"\W*(?:me|moi)\s?\?")
_INDIRECT = re.compile(
    r"(?:^|[,.;:!?\"]\s*|\b(?:idea|know|knows|sais|sait|savoir|dire|tell|told|say|ask|asked|demande|idee|clear|sure|wonder|"
    r"about|ignore|de)\s+)(?:a |de )?(?:who|qui|whoever|whose)\s(?:\w+\s)?$"
)
"""Who it is that is asked about: "who signs I couldn't say"."""
_WHO = re.compile(r"\b(?:who|whose|whom|qui)\b")
MOST = 6


def read_authority(scene: Scene) -> Authority:
    """Who has which part, as the note establishes it."""
    findings = list(_findings(scene))
    claims = own_claims(scene, [f for f in findings if f.status is Status.CONFIRMED])
    if not findings and len(claims) < 2:
        return Authority()
    status, kept = (Status.CONTRADICTORY, claims) if len(claims) > 1 else _settle(scene, findings)
    quotes, places = quoted(scene, widened(scene, kept))
    if status is Status.DENIED:
        return Authority(status=status, quotes=quotes, spans=places)
    people: dict[str, Person] = {}
    others = (
        [] if claims == kept else [f for f in findings if f not in kept and f.status is not Status.DENIED]
    )
    for finding in [*kept, *others, *_blocks(scene, findings)]:
        for person in finding.value or ():
            _add(people, person)
    return Authority(status=status, people=tuple(people.values())[:MOST], quotes=quotes, spans=places)


def _blocks(scene: Scene, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Who can stop it, or is against it, where the note has just told who decides."""
    told = {s.line for s in scene.sentences for f in findings if s.start <= f.at < s.end}
    for s in scene.heard:
        if s.has("authority.block") and told.intersection((s.line, s.line - 1)) and not s.asks:
            people = [p for p in deciders(scene, s, (), False) if p.part == "blocks"]
            yield _finding(scene, s, Status.INDICATED, people)


def _add(people: dict[str, Person], person: Person) -> None:
    """Once each: a name met again completes the role it lacked."""
    key = (person.name or person.role or "").lower()
    known = people.get(key)
    if known is None:
        people[key] = person
    elif known.role is None and person.role:
        people[key] = known.model_copy(update={"role": person.role})


def _findings(scene: Scene) -> Iterator[Finding]:
    for s in scene.heard:
        if (s.topic in ("budget", "need", "timing") and not s.has(*_ELSEWHERE)) or _told(scene, s):
            continue
        if s.has("seller.quoted") or _wonders(scene, s):
            continue
        if _not_yet(scene, s):
            continue
        claim = _claim(scene, s) or _agreed(scene, s)
        denied = (_no_say(scene, s) or _ignores(scene, s)) and not s.asks and not s.has("mood.unasked")
        if denied and not (claim is not None and _others(scene, s, claim.value)):
            yield _finding(scene, s, Status.DENIED, ())
        elif claim is not None:
            yield claim


def _wonders(scene: Scene, s: Sentence) -> bool:
    """Whether a typed sentence is what the rep does not know: "no idea who signs", "je ne sais pas qui décide"."""
    own = s.side is None and s.voice is None and _REP.match(scene.folded, s.body or s.start, s.end)
    if not own or is_mail(scene.folded) or _WHO.search(scene.folded, s.start, s.end) is None:
        return False
    return scene.folded.count('"', scene.folded.rfind("\n", 0, s.start) + 1, s.start) % 2 == 0


def _no_say(scene: Scene, s: Sentence) -> bool:
    """Whether somebody has no say: "I don't decide", but not "alone", nor "before June"."""
    return bool(_denied(scene, s)) and not _not_yet(scene, s)


def _not_yet(scene: Scene, s: Sentence) -> bool:
    """Whether what is denied is only the date: "I choose nothing before June"."""
    cues = [] if s.about("authority") else _denied(scene, s)
    return bool(cues) and all(scene.within(scene.dates, *scene.clause(s, c.start)) for c in cues)


def _denied(scene: Scene, s: Sentence) -> list[Cue]:
    return [c for c in s.of("authority.denied") if not _ALONE.match(scene.folded, c.end, s.end)]


def _ignores(scene: Scene, s: Sentence) -> bool:
    """Whether the buyer, asked who decides, cannot tell; or, asked whether he does, says no."""
    if (
        s.question
        and "authority" in s.asked
        and not scene.before(s)
        and _YOURS.search(scene.folded, *s.question)
    ):
        return denies_at_once(scene, s) or _ME_ASKED.match(scene.folded, s.start) is not None
    return "authority" in s.asked and s.turn is not None and s.has("mood.unknown")


def _told(scene: Scene, s: Sentence) -> bool:
    """Whether a typed sentence is what the rep told them: "told her Steve signs"."""
    return s.side is None and _TOLD.match(scene.folded, s.body or s.start, s.end) is not None


def _others(scene: Scene, s: Sentence, people: Sequence[Person]) -> bool:
    """Whether a decider other than the one who has no say is named."""
    self_ = {s.speaker, scene.contact and scene.contact.name}
    return any(decides(p) and (p.name not in self_ if p.name else p.role) for p in people)


def _finding(
    scene: Scene, s: Sentence, status: Status, people: Sequence[Person], rank: int = 1, kind: str = ""
) -> Finding:
    quotes = [(s.start, s.end)]
    if s.question and "authority" in s.asked and s.end - s.start < 50:
        quotes.append(s.question)
    return Finding(status, s.start, quotes, s.speaker, tuple(people), rank, corrected(scene, s), kind)


def _claim(scene: Scene, s: Sentence) -> Finding | None:
    """Who has which part by this sentence, if it says so."""
    wonders = "authority" in s.asked and s.has(*DOUBT)
    if (s.has("mood.unasked") and not (wonders and s.turn is not None)) or (
        s.asks and not s.has("authority.self") and not wonders
    ):
        return None
    strong = _strong(scene, s)
    answers = s.about("authority")
    denied = s.has("authority.denied")
    if not (strong or answers or denied or s.has("authority.consult")):
        return None
    people = deciders(scene, s, strong, answers)
    own = any(c.name == "authority.self" for c in strong)
    if not people and not (
        (s.topic == "authority" or own) and strong and not s.has("authority.denied", "mood.dispute")
    ):
        return None
    if not (strong or answers or denied):
        if s.has("budget.noun", "seller.asks_budget"):
            return None  # "on money you'd have to ask head office"
        return _finding(scene, s, Status.INDICATED, people)
    verbs = strong or s.of(*PARTS)
    at = verbs[0].start if verbs else s.body or s.start
    unsure = (
        (s.has("authority.consult") and not strong)
        or doubted(scene, s, at, "authority")
        or (bool(people) and _UNSURE.search(scene.said(s)) is not None)
        or (bool(people) and not any(decides(p) for p in people))
    )
    status = Status.INDICATED if unsure else Status.CONFIRMED
    return _finding(scene, s, status, people, 2 + bool(strong) + answers, "" if strong else "listed")


def _agreed(scene: Scene, s: Sentence) -> Finding | None:
    """The buyer's yes to who decides, as the seller put it: "Is that your call?" "Yes"."""
    if (
        not s.question
        or "authority" not in s.asked
        or scene.before(s)
        or not agrees_at_once(s)
        or s.has(*DOUBT)
    ):
        return None
    question = scene.sentence_at(s.question[0])
    yours = _YOURS.search(scene.folded, *s.question)
    if not (yours or question.has(*_STRONG)) or _OF_OTHERS.search(scene.folded, *s.question):
        return None
    if yours:
        me = speaker(scene, s)
        signs = question.has("authority.sign") and not question.has("authority.decide")
        people = [Person(name=me.name, role=me.role, part="signs" if signs else "decides")] if me else []
    else:
        people = [p for p in deciders(scene, question, _strong(scene, question), False) if decides(p)]
    return _finding(scene, s, Status.CONFIRMED, people, 3) if people else None


def _strong(scene: Scene, s: Sentence) -> list[Cue]:
    """The verbs that settle who decides: not denied, not "we decide in June". Loose words count beside them only."""
    void = s.of("authority.denied", "mood.dispute")
    strong = [
        c
        for c in s.of(*_STRONG)
        if not any(d.start <= c.start < d.end for d in void)
        and not (c.name == "authority.decide" and _when_not_who(scene, s, c))
        and not _granted(scene, s, c)
        and not (void and _INDIRECT.search(scene.folded, max(s.start, c.start - 40), c.start))
    ]
    if strong or (s.about("authority") and not denies_at_once(scene, s)):
        strong += s.of("authority.loose")
    return strong


def _granted(scene: Scene, s: Sentence, cue: Cue) -> bool:
    """Whether what was approved is a sum: "the board approved 40k" tells of the budget, not of who will decide."""
    if (
        scene.folded.startswith("decide", cue.start)
        and not s.about("authority")
        and _HAS.search(scene.folded, max(s.start, cue.start - 24), cue.start)
    ):
        return True  # "the foundation has decided": what, not who
    summed = scene.within(scene.amounts, s.start, s.end) or s.has("budget.noun", "budget.approved")
    if s.about("authority") or not summed:
        return False
    said = scene.folded[cue.start : cue.end]
    past = said.split()[0].endswith("ed") or _PAST.search(
        scene.folded, max(s.start, cue.start - 24), cue.start
    )
    return bool(past) and cue.name != "authority.self"


def _when_not_who(scene: Scene, s: Sentence, cue: Cue) -> bool:
    """Whether "we decide in June" is about the date: no one in particular decides, and a date is near."""
    dated = bool(scene.within(scene.dates, s.start, s.end))
    return dated and WE.search(scene.folded, max(s.start, cue.start - 25), cue.start) is not None


def _settle(scene: Scene, findings: Sequence[Finding]) -> tuple[Status, list[Finding]]:
    denials = [f for f in findings if f.status is Status.DENIED]
    claims = [f for f in findings if f.status is not Status.DENIED]
    firm = [f for f in claims if f.status is Status.CONFIRMED]
    if firm and disputed(scene, findings, "authority") and (len(findings) > 1 or len(firm[0].value) > 1):
        return Status.CONTRADICTORY, _two(firm, findings)
    if denials and all(f.kind == "listed" for f in claims):
        return Status.DENIED, denials[:2]
    if firm:
        corrections = [f for f in firm if f.corrects]
        best = corrections[-1] if corrections else max(firm, key=lambda f: (bool(f.value), f.rank, -f.at))
        return Status.CONFIRMED, [best, *(f for f in firm if f is not best)][:2]
    if denials and not any(f.value for f in claims if f.rank > 2):
        return Status.DENIED, denials[:2]
    best = max(claims, key=lambda f: (f.rank, -f.at)) if claims else denials[0]
    return best.status, [best]


def _two(firm: Sequence[Finding], findings: Sequence[Finding]) -> list[Finding]:
    """The two sides of a dispute: the first claim, and one by somebody else where there is one."""
    first = firm[0]
    other = next((f for f in findings if f is not first and f.speaker != first.speaker), None)
    other = other or next((f for f in findings if f is not first), first)
    return sorted({id(f): f for f in (first, other)}.values(), key=lambda f: f.at)
