"""Authority: who decides, signs, advises or blocks on the buyer side. A title alone is no evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from agent.models.bant import Authority, Person, Status

from .mood import corrected, denies_at_once, disputed, doubted
from .people import Mention
from .quotes import quoted, widened
from .scene import Finding, Scene
from .segments import Sentence

Part = Literal["decides", "signs", "influences", "uses", "blocks"]
_PARTS: dict[str, Part] = {
    "authority.sign": "signs",
    "authority.decide": "decides",
    "authority.self": "decides",
    "authority.consult": "decides",
    "authority.influence": "influences",
    "authority.block": "blocks",
}
_VERBS = tuple(_PARTS)
_STRONG = ("authority.sign", "authority.decide", "authority.self")
_THIRD = re.compile(r"\b(?:il|elle|lui|he|she|his|her|sa|son|eux|they)\b")
_BOTH = re.compile(r"\b(?:les (?:2|deux)|tous les deux|toutes les deux|both|together|ensemble|the two of them|they decide)\b")
_ME_FIRST = re.compile(r"\W*(?:(?:well|oh|euh|alors|ben|so|just|only|it's|c'est)[ ,]+)*(?:me|moi|myself|moi-meme|us|nous)\b")
_OURS = re.compile(r"\b(?:notre|nos|mon|ma|our|my)\s+(?:\w+\s+){0,2}$")
_OURS_AFTER = re.compile(r"[\w\s]{0,12}\((?:notre|nos|our|my|mon|ma)\b")
_SIGNS = re.compile(r"\bsign|chequ")
_NOUN = r"(?:[a-z][\w'-]+)(?:\s(?:de |du |des |d'|of (?:the )?)?[a-z][\w'-]+){0,2}?"
_ARTICLE = r"(?:my|our|the|her|his|their|mon|ma|le|la|l'|les|notre|son|sa|leur|un|une)"
_SUBJECT = re.compile(rf"{_ARTICLE}\s?(?P<role>{_NOUN})(?:\s+(?:qui|who|that|will|has to|doit|va|also))?\s*$")
_OBJECT = re.compile(rf"\s*(?:a |de |du |par |with |to |by |from |past )?{_ARTICLE}\s?(?P<role>[a-z][\w'-]+(?:\s(?:de |du |of )[a-z][\w'-]+)?)")
_ACRONYM = re.compile(r"\b(?:[Tt]he|[Ll]e|[Ll]a|[Ll]')\s?(?P<role>[A-Z]{2,6})\b|^\W*(?P<bare>[A-Z]{2,6})\b")
MOST = 6


def read_authority(scene: Scene) -> Authority:
    """Who has which part, as the note establishes it."""
    findings = list(_findings(scene))
    if not findings:
        return Authority()
    status, kept = _settle(scene, findings)
    quotes, places = quoted(scene, widened(scene, kept))
    if status is Status.DENIED:
        return Authority(status=status, quotes=quotes, spans=places)
    people: dict[str, Person] = {}
    for finding in [*kept, *(f for f in findings if f not in kept and f.status is not Status.DENIED)]:
        for person in finding.value or ():
            _add(people, person)
    return Authority(status=status, people=tuple(people.values())[:MOST], quotes=quotes, spans=places)


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
        about = s.about("authority")
        if s.topic in ("budget", "need", "timing") and not s.has("authority.sign", "authority.denied", "authority.self"):
            continue
        claim = _claim(scene, s, about)
        if s.has("authority.denied") and not s.asks and not s.has("mood.unasked"):
            if claim is not None and _others(scene, s, claim.value):
                yield claim
            else:
                yield _finding(scene, s, Status.DENIED, ())
        elif claim is not None:
            yield claim


def _others(scene: Scene, s: Sentence, people: Sequence[Person]) -> bool:
    """Whether a decider other than the one who has no say is named."""
    self_ = {s.speaker, scene.contact and scene.contact.name}
    return any(p.part in ("decides", "signs") and (p.name or p.role) and p.name not in self_ for p in people)


def _finding(scene: Scene, s: Sentence, status: Status, people: Sequence[Person], rank: int = 1) -> Finding:
    quotes = [(s.start, s.end)]
    if s.question and "authority" in s.asked and s.end - s.start < 50:
        quotes.append(s.question)
    return Finding(status, s.start, quotes, s.speaker, tuple(people), rank, corrected(scene, s))


def _claim(scene: Scene, s: Sentence, about: bool) -> Finding | None:
    """Who has which part by this sentence, if it says so."""
    if s.has("mood.unasked") or (s.asks and not s.has("authority.self")):
        return None
    verbs = s.of(*_VERBS)
    denied = s.of("authority.denied")
    strong = [c for c in verbs if c.name in _STRONG and not any(d.start <= c.start < d.end for d in denied)]
    answers = "authority" in s.asked or s.topic == "authority"
    if not strong and not about and not s.has("authority.consult"):
        return None
    people = _people(scene, s, strong, answers)
    if denies_at_once(scene, s) and not strong:
        return None
    if not people and not (s.topic == "authority" and strong and not denied):
        return None
    at = strong[0].start if strong else verbs[0].start if verbs else s.body or s.start
    if not strong and not answers:
        return _finding(scene, s, Status.INDICATED, people)
    consults = s.has("authority.consult") and not strong
    unsure = consults or doubted(scene, s, at, "authority") or (bool(people) and not _deciders(people))
    return _finding(scene, s, Status.INDICATED if unsure else Status.CONFIRMED, people, 2 + bool(strong) + about)


def _deciders(people: Sequence[Person]) -> bool:
    return any(p.part in ("decides", "signs") for p in people)


def _people(scene: Scene, s: Sentence, strong: Sequence[object], answers: bool) -> list[Person]:
    mentions = [m for m in scene.within(scene.people, s.start, s.end) if not _ours(scene, s, m)]
    people = [Person(name=m.name, role=m.role, part=part) for m in mentions if (part := _part(scene, s, m, answers))]
    people += _self(scene, s, people)
    if not people:
        people = [Person(role=role, part=part) for role, part in _unlisted(scene, s)]
    if people or not strong:
        return people
    part = _PARTS[s.of(*_STRONG)[0].name]
    said = scene.said(s)
    if _BOTH.search(said) and s.turn is None:
        return [Person(name=m.name, role=m.role, part=part) for m in scene.within(scene.people, 0, 200) if m.name][:2]
    if _THIRD.search(said):
        before = [m for b in reversed(scene.before(s, 2)) for m in scene.within(scene.people, b.start, b.end)]
        meant = before[-1] if before else scene.contact if s.turn is None else None
        if meant is not None and not _ours(scene, s, meant):
            return [Person(name=meant.name, role=meant.role, part=part)]
    return people


def _self(scene: Scene, s: Sentence, people: Sequence[Person]) -> Iterator[Person]:
    """The one who speaks, where the sentence says "I" decide or sign."""
    cues = [cue for cue in s.of("authority.self") if not any(d.start <= cue.start < d.end for d in s.of("authority.denied"))]
    answer = "authority" in s.asked and _ME_FIRST.match(scene.folded, s.start, s.end)
    if not cues and not answer:
        return
    part: Part = "signs" if any(_SIGNS.search(scene.folded[c.start : c.end]) for c in cues) else "decides"
    known = scene.contact
    name = s.speaker or (known.name if known else None)
    role = None if s.speaker else known.role if known else None
    if name is not None and not any(p.name == name for p in people):
        yield Person(name=name, role=role, part=part)


def _unlisted(scene: Scene, s: Sentence) -> Iterator[tuple[str, Part]]:
    """Bodies and roles no list has, by their place: "le siège décide", "run it past the vestry", "The PCC votes"."""
    for cue in s.of("authority.sign", "authority.decide"):
        before = _SUBJECT.search(scene.folded, max(s.body, s.start, cue.start - 45), cue.start)
        if before:
            yield scene.text[before.start("role") : before.end("role")], _PARTS[cue.name]
            return
    for cue in s.of("authority.consult"):
        after = _OBJECT.match(scene.folded, cue.end, min(s.end, cue.end + 45))
        if after:
            yield scene.text[after.start("role") : after.end("role")], "decides"
            return
    if s.topic == "authority":
        found = _ACRONYM.search(scene.text[s.body or s.start : s.end])
        if found:
            yield found["role"] or found["bare"], "decides"


def _part(scene: Scene, s: Sentence, m: Mention, answers: bool) -> Part | None:
    """The part of somebody: by the verb of their own clause, else by the nearest of the sentence."""
    start, end = scene.clause(s, m.start)
    if any(start <= cue.start < end for cue in s.of("authority.out")):
        return None
    verbs = s.of(*_VERBS)
    own = [cue for cue in verbs if start <= cue.start < end]
    if not own and not verbs:
        return "decides" if answers and (s.topic == "authority" or not scene.before(s, 1)) else None
    nearest = min(own or verbs, key=lambda cue: cue.start - m.end if cue.start >= m.start else m.start - cue.end + 15)
    return _PARTS[nearest.name]


def _ours(scene: Scene, s: Sentence, m: Mention) -> bool:
    """Whether a typed note's "notre directrice", outside quotation marks, is the rep's own."""
    if s.side is not None:
        return False
    before = scene.folded[max(s.start, m.start - 30) : m.start]
    mine = _OURS.search(before) or _OURS.match(scene.folded[m.start : m.end]) or _OURS_AFTER.match(scene.folded, m.end)
    return bool(mine) and scene.folded[s.start : m.start].count('"') % 2 == 0


def _settle(scene: Scene, findings: Sequence[Finding]) -> tuple[Status, list[Finding]]:
    denials = [f for f in findings if f.status is Status.DENIED]
    claims = [f for f in findings if f.status is not Status.DENIED]
    firm = [f for f in claims if f.status is Status.CONFIRMED]
    if firm and disputed(scene, findings) and (len(findings) > 1 or len(firm[0].value) > 1):
        return Status.CONTRADICTORY, _two(firm, findings)
    if firm:
        corrections = [f for f in firm if f.corrects]
        best = corrections[-1] if corrections else max(firm, key=lambda f: (bool(f.value), f.rank, -f.at))
        return Status.CONFIRMED, [best, *(f for f in firm if f is not best)][:2]
    if denials and not any(f.value for f in claims if f.rank > 2):
        return Status.DENIED, denials[:2]
    best = max(claims, key=lambda f: (f.rank, -f.at)) if claims else denials[0]
    return best.status, [best]


def _two(firm: Sequence[Finding], findings: Sequence[Finding]) -> list[Finding]:
    first = firm[0]
    other = next((f for f in findings if f is not first and f.speaker != first.speaker), None)
    other = other or next((f for f in findings if f is not first), first)
    return sorted({id(f): f for f in (first, other)}.values(), key=lambda f: f.at)
