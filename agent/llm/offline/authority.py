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
_THIRD = re.compile(r"\b(?:il|elle|lui|he|she|ils|elles)\b")
_OURS = re.compile(r"\b(?:notre|nos|mon|ma|our|my)\s+(?:\w+\s+){0,2}$")
_SELF_SIGNS = re.compile(r"\bsign|signature|chequ")
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
        if s.topic in ("budget", "need") and not s.has("authority.sign", "authority.denied", "authority.self"):
            continue
        if s.topic == "timing" and not s.has("authority.sign", "authority.self"):
            continue
        claim = _claim(scene, s, about)
        if s.has("authority.denied") and not s.asks:
            if claim is not None and claim.value and _others(scene, s, claim.value):
                yield claim
            else:
                yield _finding(scene, s, Status.DENIED, ())
        elif claim is not None:
            yield claim


def _others(scene: Scene, s: Sentence, people: Sequence[Person]) -> bool:
    """Whether somebody else than the one who has no say is named."""
    self_ = {s.speaker, scene.contact}
    return any((p.name or p.role) and p.name not in self_ for p in people)


def _finding(scene: Scene, s: Sentence, status: Status, people: Sequence[Person], rank: int = 1) -> Finding:
    quotes = [(s.start, s.end)]
    if s.question and "authority" in s.asked and s.end - s.start < 50:
        quotes.append(s.question)
    return Finding(status, s.start, quotes, s.speaker, tuple(people), rank, corrected(scene, s))


def _claim(scene: Scene, s: Sentence, about: bool) -> Finding | None:
    """Who has which part by this sentence, if it says so."""
    if s.asks and not s.has("authority.self"):
        return None
    if s.has("mood.unasked"):
        return None
    verbs = s.of(*_VERBS)
    strong = [cue for cue in verbs if cue.name in _STRONG]
    mentions = [m for m in scene.within(scene.people, s.start, s.end) if not _ours(scene, s, m)]
    if not verbs and not (about and mentions):
        return None
    people = _people(scene, s, mentions, about)
    if not people or (denies_at_once(scene, s) and not strong):
        return None
    at = strong[0].start if strong else verbs[0].start if verbs else mentions[0].start
    if not strong and not about:
        if not s.has("authority.consult"):
            return None
        return _finding(scene, s, Status.INDICATED, people)
    consults = s.has("authority.consult") and not strong
    doubt = consults or doubted(scene, s, at, "authority") or not _deciders(people)
    return _finding(scene, s, Status.INDICATED if doubt else Status.CONFIRMED, people, 2 + bool(strong) + about)


def _deciders(people: Sequence[Person]) -> bool:
    return any(p.part in ("decides", "signs") for p in people)


def _people(scene: Scene, s: Sentence, mentions: Sequence[Mention], about: bool) -> list[Person]:
    people = [Person(name=m.name, role=m.role, part=part) for m in mentions if (part := _part(scene, s, m, about))]
    for cue in s.of("authority.self"):
        said = scene.folded[cue.start : cue.end]
        part: Part = "signs" if _SELF_SIGNS.search(said) else "decides"
        name = s.speaker or scene.contact
        if name is not None and not any(p.name == name for p in people):
            people.append(Person(name=name, part=part))
        elif name is None and not people:
            people.append(Person(role=_me(scene), part=part))
    if not people and s.turn is None and scene.contact and s.of(*_STRONG) and _THIRD.search(scene.said(s)):
        cue = s.of(*_STRONG)[0]
        people.append(Person(name=scene.contact, part=_PARTS[cue.name]))
    return people


def _me(scene: Scene) -> str:
    return "contact"


def _part(scene: Scene, s: Sentence, m: Mention, about: bool) -> Part | None:
    """The part of somebody: by the verb of their own clause, else by the nearest of the sentence."""
    start, end = scene.clause(s, m.start)
    verbs = s.of(*_VERBS)
    own = [cue for cue in verbs if start <= cue.start < end]
    if not own and not verbs:
        return "decides" if about else None
    nearest = min(own or verbs, key=lambda cue: (abs(cue.start - m.end) if cue.start >= m.start else abs(m.start - cue.end) + 15))
    return _PARTS[nearest.name]


def _ours(scene: Scene, s: Sentence, m: Mention) -> bool:
    """Whether a typed note's "notre directrice", outside quotation marks, is the rep's own."""
    if s.side is not None:
        return False
    before = scene.folded[max(s.start, m.start - 30) : m.start]
    after = scene.folded[m.end : m.end + 30]
    mine = _OURS.search(before) or re.match(r"[\w\s]{0,12}\((?:notre|nos|our|my|mon|ma)\b", after)
    return bool(mine) and scene.folded[s.start : m.start].count('"') % 2 == 0


def _settle(scene: Scene, findings: Sequence[Finding]) -> tuple[Status, list[Finding]]:
    denials = [f for f in findings if f.status is Status.DENIED]
    claims = [f for f in findings if f.status is not Status.DENIED]
    firm = [f for f in claims if f.status is Status.CONFIRMED]
    if len(findings) > 1 and firm and disputed(scene, findings):
        return Status.CONTRADICTORY, _two(firm, findings)
    if firm:
        corrections = [f for f in firm if f.corrects]
        best = corrections[-1] if corrections else max(firm, key=lambda f: (f.rank, -f.at))
        return Status.CONFIRMED, [best, *(f for f in firm if f is not best)][:2]
    if denials and not any(f.value for f in claims if f.rank > 2):
        return Status.DENIED, denials[:2]
    best = max(claims, key=lambda f: (f.rank, -f.at)) if claims else denials[0]
    return best.status, [best]


def _two(firm: Sequence[Finding], findings: Sequence[Finding]) -> list[Finding]:
    first = firm[0]
    other = next((f for f in findings if f is not first and f.speaker != first.speaker), None)
    other = other or next(f for f in findings if f is not first)
    return sorted([first, other], key=lambda f: f.at)
