"""Authority: who decides, signs, advises or blocks on the buyer side. A title alone is no evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from agent.models.bant import Authority, Person, Status

from .cues import Cue
from .fold import fold
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
    "authority.loose": "decides",
    "authority.consult": "decides",
    "authority.influence": "influences",
    "authority.block": "blocks",
}
_VERBS = tuple(_PARTS)
_STRONG = ("authority.sign", "authority.decide", "authority.self")
_BOTH = re.compile(
    r"\b(?:les (?:2|deux)|tous les deux|toutes les deux|both|together|ensemble|the two of them)\b"
)
_ME_FIRST = re.compile(
    r"\W*(?:(?:well|oh|euh|alors|ben|so|just|only|it's|c'est)[ ,]+)*(?:me|moi|myself|moi-meme|us|nous)\b"
)
_WITH_ME = re.compile(r"\b(?:me and|moi et|and me,?|et moi,?)\s+(?P<name>[A-ZÀ-Þ][\w'-]+)")
_OURS = re.compile(r"\b(?:notre|nos|mon|ma|our|my)\s+(?:\w+\s+){0,2}$")
_OURS_HERE = re.compile(r"(?:^|\()(?:notre|nos|mon|ma|our|my)\s")
_OURS_AFTER = re.compile(r"[\w\s]{0,12}\((?:notre|nos|our|my|mon|ma)\b")
_ME = re.compile(r"\b(?:i|i'm|i'll|i'd|me|my|mine|us|moi|je|j'|ma|mon|nous|m'|yours truly|owner)\b|\bj'")
_SIGNS = re.compile(r"\bsign|chequ")
# Who an elided or pronominal subject is: "I", "we" (no one in particular), "she", or nobody at the head of a line.
_I = re.compile(r"(?<![\w'])(?:je|j'|i|i'm|i'd|i'll|moi,? je|moi)\W*(?:\w+\s){0,2}$")
_I_AM = re.compile(r"(?<![\w'])(?:i'm|i am|je suis|je ne suis)\s+(?:[\w']+\s){0,3}$")
_WE = re.compile(r"(?<![\w'])(?:we|we'd|we'll|on|nous)\W*(?:\w+\s){0,2}$")
_THEY = re.compile(
    r"(?<![\w'])(?:il|elle|lui|he|she|eux|his|her|sa|son|he's|she's|ils|elles|they)\W*(?:\w+\s){0,2}$"
)
_ARTICLE = (
    r"(?<![\w'])(?:my|our|the|her|his|their|mon|ma|le|la|les|notre|son|sa|leur|un|une|du|au)\s|(?<![\w])l'"
)
_NOUN = r"[a-z][\w'-]+(?:\s(?:de la |de l'|de |du |des |d'|of (?:the )?)?[a-z][\w'-]+){0,2}?"
_SUBJECT = re.compile(
    rf"(?:{_ARTICLE})(?P<role>{_NOUN})(?:\s+(?:qui|who|that|will|has to|doit|va|also|a|has))*\s*$"
)
_OBJECT = re.compile(
    rf"\s*(?:a |de |with |to |by |from |past |avec )?(?:{_ARTICLE})(?P<role>[a-z][\w'-]+(?:\s(?:de |du |of )[a-z][\w'-]+)?)"
)
_BODY = re.compile(r"(?:[Tt]he|[Ll]e|[Ll]a|[Ll]'|[Aa]u|[Dd]u)\s?(?P<role>[A-Z]{2,6})\b")
_HEAD = re.compile(
    r"\W*(?P<role>(?:[A-ZÀ-Þ][\w'.-]*|(?:[Tt]he|[Ll]e|[Ll]a|[Mm]y)\s[\w'-]+)(?:\s(?:de|du|des|d'|of|the|[A-ZÀ-Þ]?[\w'-]{3,})){0,3})"
)
_PROPER = r"[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)?"
_IS_NAME = re.compile(rf"(?:[Ii]t's|[Tt]hat's|[Cc]'est|named|called|s'appelle|nommée?)\s+(?P<name>{_PROPER})")
_NAME_SHE = re.compile(
    rf"(?P<name>{_PROPER}),?\s+(?:she|he|elle|il|and (?:she|he|I)|et (?:elle|lui|moi)|signs|decides|approves|owns|signe|décide|tranche|valide)\b"
)
_NAME_BRACKETED = re.compile(rf"\w\s\((?P<name>{_PROPER})\)")
_NO_NAME = frozenset(
    "he she it they i we il elle on nous who's budget decision what who that this then because monsieur madame oui non yes no well so but and".split()
)
_THAT_IS = re.compile(rf"\b(?:c'est|it's|that's|its)\s+(?:{_ARTICLE})?\s?(?P<role>[a-z][\w'-]+(?:\s(?:de |du |of )[a-z][\w'-]+)?)")
_NO_ROLE = frozenset(
    "deux two both tous toutes all budget decision projet project contrat contract outil tool date choix choice montant amount prix price he she we they it i il elle "
    "on nous vous runs run known pas not that qui is was est sont has have meme same reste rest fin end moment fois time argent money call contact one".split()
)
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
        if s.topic in ("budget", "need", "timing") and not s.has(
            "authority.sign", "authority.denied", "authority.self"
        ):
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
    return any(p.part in ("decides", "signs") and (p.name not in self_ if p.name else p.role) for p in people)


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
    denied = s.of("authority.denied", "mood.dispute")
    strong = [
        c
        for c in verbs
        if c.name in _STRONG
        and not any(d.start <= c.start < d.end for d in denied)
        and not (c.name == "authority.decide" and _when_not_who(scene, s, c))
    ]
    answers = "authority" in s.asked or s.topic == "authority"
    if strong or answers:
        strong += s.of("authority.loose")
    else:
        verbs = [cue for cue in verbs if cue.name != "authority.loose"]
    if not strong and not about and not s.has("authority.consult"):
        return None
    people = _people(scene, s, strong, answers)
    if denies_at_once(scene, s) and not strong and not (answers and people):
        return None
    if not people and not (s.topic == "authority" and strong and not denied):
        return None
    at = strong[0].start if strong else verbs[0].start if verbs else s.body or s.start
    if not strong and not answers:
        return _finding(scene, s, Status.INDICATED, people)
    consults = s.has("authority.consult") and not strong
    unsure = consults or doubted(scene, s, at, "authority") or (bool(people) and not _deciders(people))
    return _finding(
        scene, s, Status.INDICATED if unsure else Status.CONFIRMED, people, 2 + bool(strong) + about
    )


def _when_not_who(scene: Scene, s: Sentence, cue: Cue) -> bool:
    """Whether "we decide in June" is about the date: no one in particular decides, and a date is near."""
    dated = bool(scene.within(scene.dates, s.start, s.end))
    return dated and _WE.search(scene.folded, max(s.start, cue.start - 25), cue.start) is not None


def _deciders(people: Sequence[Person]) -> bool:
    return any(p.part in ("decides", "signs") for p in people)


def _people(scene: Scene, s: Sentence, strong: Sequence[Cue], answers: bool) -> list[Person]:
    """Whoever the sentence gives a part: those named, then those meant by a pronoun, an elision or a plain noun."""
    mentions = [m for m in scene.within(scene.people, s.start, s.end) if not _ours(scene, s, m)]
    if strong or s.topic == "authority":
        mentions += _introduced(scene, s, mentions)
    people = [_person(m, part) for m in mentions if (part := _part(scene, s, m, answers))]
    people += _self(scene, s, people)
    denied = s.of("authority.denied")
    for cue in s.of(
        "authority.sign", "authority.decide", "authority.consult", "authority.influence", "authority.block"
    ):
        if any(d.start <= cue.start < d.end for d in denied):
            continue
        start, end = scene.clause(s, cue.start)
        named = any(
            start <= m.start < end and (m.start < cue.start or cue.name == "authority.consult")
            for m in mentions
        )
        if not named and (meant := _meant(scene, s, cue, answers or bool(strong))) is not None:
            people.append(_person(meant, _PARTS[cue.name]))
    if not people and strong and s.turn is None and _BOTH.search(scene.said(s)):
        part = _PARTS[strong[0].name]
        people = [_person(m, part) for m in scene.within(scene.people, 0, 200) if m.name][:2]
    if (
        not people
        and answers
        and s.topic == "authority"
        and (head := _HEAD.match(scene.text, s.body or s.start, s.end))
    ):
        if not s.has("mood.unasked", "mood.unknown") and _is_role(head["role"]):
            people = [Person(role=head["role"], part="decides")]
    return people


def _introduced(scene: Scene, s: Sentence, known: Sequence[Mention]) -> list[Mention]:
    """First names that only their place gives away: "It's Kees Verhoeven", "Dottie she signs", "Partner (Fenwick)"."""
    found: list[Mention] = []
    for pattern in (_IS_NAME, _NAME_SHE, _NAME_BRACKETED):
        for match in pattern.finditer(scene.text, s.body or s.start, s.end):
            start, end = match.span("name")
            if fold(match["name"]).split()[0] in _NO_NAME or any(
                m.start < end and start < m.end for m in (*known, *found)
            ):
                continue
            found.append(Mention(start, end, match["name"], None))
    return found


def _person(m: Mention, part: Part) -> Person:
    name = re.sub(r"^(?:That's|It's|C'est|He's|She's)\s+", "", m.name) if m.name else None
    return Person(name=name, role=m.role, part=part)


def _meant(scene: Scene, s: Sentence, cue: Cue, answers: bool) -> Mention | None:
    """Whom a verb without a name in its clause is said of."""
    low = max(s.body, s.start, cue.start - 60)
    if cue.name == "authority.consult":
        if not answers:
            return None
        after = _OBJECT.match(scene.folded, cue.end, min(s.end, cue.end + 45))
        return _noun(scene, after) if after else None
    if _I.search(scene.folded, low, cue.start):
        return Mention(s.start, s.start, s.speaker, None) if s.speaker else scene.contact
    if _WE.search(scene.folded, low, cue.start):
        return None
    elided = s.turn is None and not re.search(r"[a-z]", scene.folded[s.body or s.start : cue.start])
    if _THEY.search(scene.folded, low, cue.start) or elided:
        same: list[Mention] = []
        for told in (*scene.before(s, 2), s):
            named = scene.within(scene.people, told.start, min(told.end, cue.start))
            same += sorted([*named, *_introduced(scene, told, named)], key=lambda m: m.start)
        meant = same[-1] if same else scene.contact
        return None if meant is not None and _ours(scene, s, meant) else meant
    subject = _SUBJECT.search(scene.folded, low, cue.start) or _BODY.search(scene.text, low, cue.start)
    return _noun(scene, subject) if subject else None


def _noun(scene: Scene, match: re.Match[str]) -> Mention | None:
    start, end = match.span("role")
    role = scene.text[start:end]
    return Mention(start, end, None, role) if _is_role(role) else None


def _is_role(text: str) -> bool:
    words = re.findall(r"[a-z']+", fold(text))
    return bool(words) and not _NO_ROLE.intersection(words) and len(words[0]) > 1


def _self(scene: Scene, s: Sentence, people: Sequence[Person]) -> Iterator[Person]:
    """The one who speaks, where the sentence says "I" decide or sign; and who is named beside: "me and Oli"."""
    denied = s.of("authority.denied")
    cues = [
        cue
        for cue in s.of("authority.self", "authority.loose")
        if _ME.search(scene.folded, cue.start, cue.end)
        and not any(d.start <= cue.start < d.end for d in denied)
    ]
    answer = "authority" in s.asked and _ME_FIRST.match(scene.folded, s.start, s.end)
    if not cues and not answer:
        return
    part: Part = "signs" if any(_SIGNS.search(scene.folded[c.start : c.end]) for c in cues) else "decides"
    me = Mention(s.start, s.start, s.speaker, None) if s.speaker else scene.contact
    if me is not None and not any(p.name == me.name for p in people):
        yield _person(me, part)
    beside = _WITH_ME.search(scene.text, s.start, s.end)
    if beside and not any(p.name and beside["name"] in p.name for p in people):
        yield Person(name=beside["name"], part=part)


def _part(scene: Scene, s: Sentence, m: Mention, answers: bool) -> Part | None:
    """The part of somebody: by the verb of their own clause, else by that of the clause they stand beside."""
    start, end = scene.clause(s, m.start)
    if any(start <= cue.start < end for cue in s.of("authority.out")):
        return None
    if s.has("authority.denied") and _I_AM.search(scene.folded, max(s.start, m.start - 30), m.start):
        return None
    verbs = [cue for cue in s.of(*_VERBS) if _same_voice(scene, s, m.start, cue.start)]
    own = [cue for cue in verbs if start <= cue.start < end]
    if not own and end - start > 60 and not answers:
        return None
    if not verbs:
        first = s.topic == "authority" or len(scene.before(s, 3)) < 3
        return "decides" if answers and first and not s.of(*_VERBS) else None
    nearest = min(
        own or verbs, key=lambda cue: cue.start - m.end if cue.start >= m.start else m.start - cue.end + 15
    )
    return _PARTS[nearest.name]


def _same_voice(scene: Scene, s: Sentence, one: int, other: int) -> bool:
    """Whether two places of a typed sentence are both inside or both outside quotation marks."""
    if s.turn is not None or min(one, other) == s.start:
        return True
    return scene.folded[min(one, other) : max(one, other)].count('"') % 2 == 0 or s.speaker is not None


def _ours(scene: Scene, s: Sentence, m: Mention) -> bool:
    """Whether a typed note's "notre directrice", outside quotation marks, is the rep's own."""
    if s.side is not None:
        return False
    before = scene.folded[max(s.start, m.start - 30) : m.start]
    mine = (
        _OURS.search(before)
        or _OURS_HERE.search(scene.folded, m.start, m.end)
        or _OURS_AFTER.match(scene.folded, m.end)
    )
    return bool(mine) and scene.folded[s.start : m.start].count('"') % 2 == 0


def _settle(scene: Scene, findings: Sequence[Finding]) -> tuple[Status, list[Finding]]:
    denials = [f for f in findings if f.status is Status.DENIED]
    claims = [f for f in findings if f.status is not Status.DENIED]
    firm = [f for f in claims if f.status is Status.CONFIRMED]
    if firm and disputed(scene, findings, "authority") and (len(findings) > 1 or len(firm[0].value) > 1):
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
