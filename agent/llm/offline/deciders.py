"""Who a sentence gives a part in the decision: by name, by role, by a pronoun, by a plain noun in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from agent.models.bant import Person

from .cues import Cue
from .introductions import behind, introduced, is_numbered, named_like
from .people import Mention
from .pronouns import may_mean
from .scene import Scene
from .sentence import Sentence
from .unlisted import BODY, HEAD, OBJECT, SUBJECT, THAT_IS, THE_HEAD, unlisted

Part = Literal["decides", "signs", "influences", "uses", "blocks"]
PARTS: dict[str, Part] = {
    "authority.sign": "signs",
    "authority.decide": "decides",
    "authority.self": "decides",
    "authority.loose": "decides",
    "authority.consult": "decides",
    "authority.influence": "influences",
    "authority.block": "blocks",
}
"""The part each group of verbs gives."""
_SAID_OF = (
    "authority.sign",
    "authority.decide",
    "authority.consult",
    "authority.influence",
    "authority.block",
)

_FIRST = r"me|moi|myself|moi-meme|us|nous"
_ME_FIRST = re.compile(
    rf"\W*(?:(?:well|oh|euh|alors|ben|so|just|only|it's|c'est|that's)[ ,]+)*(?:{_FIRST})\b"
    r"(?!,? (?:je|j'|i\b|i'm|on|nous|we)\b)"
)
_ME = re.compile(
    rf"\b(?:i|i'm|i'll|i'd|my|mine|je|ma|mon|m'|yours truly|owner|{_FIRST})\b|\bj'",
)
_WITH_ME = re.compile(r"\b(?:me and|moi et|and me,?|et moi,?)\s+(?P<name>[A-ZÀ-Þ][\w'-]+)")
_BOTH = re.compile(
    r"\b(?:les (?:2|deux)|tous les deux|toutes les deux|both|together|ensemble|the two of them)\b"
)
_SIGNS = re.compile(r"\bsign|chequ")

# Who is meant before a verb: "I", "we" (no one in particular), "she".
_UP_TO_TWO_WORDS = r"\W*(?:\w+\s){0,2}$"
_I = re.compile(rf"(?<![\w'])(?:je|j'|i|i'm|i'd|i'll|moi,? je|moi){_UP_TO_TWO_WORDS}")
WE = re.compile(rf"(?<![\w'])(?:we|we'd|we'll|on|nous|they|they'd|they'll|ils|elles|eux){_UP_TO_TWO_WORDS}")
"""Or they: no one in particular."""
_THEY = re.compile(rf"(?<![\w'])(?:il|elle|lui|he|she|his|her|sa|son|he's|she's){_UP_TO_TWO_WORDS}")
_I_AM = re.compile(r"(?<![\w'])(?:i'm|i am|je suis|je ne suis)\s+(?:[\w']+\s){0,3}$")

_THEY_FIRST = re.compile(r"\W*(?:lui|elle|il|him|her|she|he)\b")
_TOLD_OF = re.compile(
    r",\s(?:the|our|my|his|her|their|an?|le|la|les|l'|notre|mon|ma|son|sa|leur|une?|she|he|who|elle|il|qui|c'est|and|et|or|ou|"
    r"probably|maybe|i think|i guess|je pense|je crois|sans doute)\b"
)
"""Behind a name that opens an answer: somebody told of, and not called."""
_IT_IS = re.compile(r"\b(?:c'est|it's|it is|that's|that is)\s(?:le |la |l'|the |our |my |notre |mon |ma )?$")
_AT_ONCE = 8
"""Characters from a heading to whoever it names first."""
_THIS_IS = re.compile(r"^(?:That's|It's|C'est|He's|She's)\s+")

_OUR = r"(?:notre|nos|mon|ma|our|my)"
_OURS_BEFORE = re.compile(rf"\b{_OUR}\s+(?:\w+\s+){{0,2}}$")
_OURS_WITHIN = re.compile(rf"(?:^|\(){_OUR}\s")
_OURS_AFTER = re.compile(rf"[\w\s]{{0,12}}\({_OUR}\b")


def deciders(scene: Scene, s: Sentence, strong: Sequence[Cue], answers: bool) -> list[Person]:
    """Everybody the sentence gives a part. `strong` are its verbs of deciding; `answers` says that it answers who."""
    known = scene.within(scene.people, s.start, s.end)
    mentions = [m for m in known if not _ours(scene, s, m)]
    if strong or s.topic == "authority":
        mentions += introduced(scene, s, known)
    people = [
        _person(_as_speaker(scene, s, m), part) for m in mentions if (part := _part(scene, s, m, answers))
    ]
    people += _self(scene, s, people)
    people += _meant(scene, s, mentions, answers or bool(strong))
    if not any(decides(p) for p in people):
        people += _after_a_denial(scene, s)
    if people and s.topic == "authority" and not any(decides(p) for p in people):
        people += _at_the_head(scene, s)
    if people or not (strong or answers):
        return people
    if strong and s.turn is None and _BOTH.search(scene.said(s)):
        both = [m for m in scene.within(scene.people, 0, 200) if m.name][:2]
        return [_person(m, PARTS[strong[0].name]) for m in both]
    return _at_the_head(scene, s) if answers else []


def _as_speaker(scene: Scene, s: Sentence, m: Mention) -> Mention:
    """ "Je suis le gérant" names the one who speaks."""
    first = m.name is None and _I_AM.search(scene.folded, max(s.start, m.start - 30), m.start)
    me = speaker(scene, s) if first else None
    return m if me is None else Mention(m.start, m.end, me.name, m.role)


def decides(person: Person) -> bool:
    """Whether somebody's part settles the matter."""
    return person.part in ("decides", "signs")


def _person(m: Mention, part: Part) -> Person:
    name = _THIS_IS.sub("", m.name).removesuffix("'s").removesuffix("’s") if m.name else None
    return Person(name=name, role=m.role, part=part)


def _part(scene: Scene, s: Sentence, m: Mention, answers: bool) -> Part | None:
    """The part of somebody: by the verb of their own clause, else by that of the clause they stand beside."""
    start, end = scene.clause(s, m.start)
    if any(start <= cue.start < end for cue in s.of("authority.out")):
        return None
    if s.has("authority.denied") and _I_AM.search(scene.folded, max(s.start, m.start - 30), m.start):
        return None
    verbs = [cue for cue in s.of(*PARTS) if _same_voice(scene, s, m.start, cue.start)]
    own = [cue for cue in verbs if start <= cue.start < end]
    if not own and end - start > 60 and not answers:
        return None
    if not verbs:
        first = s.topic == "authority" or (len(scene.before(s, 3)) < 3 and not _called(scene, s, m))
        return "decides" if answers and first and not s.of(*PARTS) else None
    if not own and "authority" in s.asked and not s.has("authority.denied"):
        return "decides"  # "It's Mme Vidal, I only compare"
    if not own and s.has("authority.denied") and _IT_IS.search(scene.folded, s.start, m.start):
        return "decides"  # "je ne décide pas seule : c'est le CA, et le président s'y oppose"
    if not own and s.topic == "authority" and m.start - (s.body or s.start) < _AT_ONCE:
        return "decides"  # "décision : le directeur (Mme Kaplan), il rapporte à elle"
    nearest = min(own or verbs, key=lambda cue: _distance(m, cue))
    return PARTS[nearest.name]


def _called(scene: Scene, s: Sentence, m: Mention) -> bool:
    """Whether somebody is only spoken to: "Wait, Maude." "I do the books, Samira, there is nothing"."""
    if m.role is not None or s.turn is None:
        return False
    before = scene.folded[s.start : m.start].rstrip()
    closed = scene.folded[m.end : m.end + 1] in ("", ",", ".", "!", "?", "\n")
    opens = (
        not before
        and scene.folded[m.end : m.end + 1] in (",", "!")
        and not _TOLD_OF.match(scene.folded, m.end)
    )
    return (before.endswith(",") and closed) or opens


def _distance(m: Mention, cue: Cue) -> int:
    """How far a verb stands from somebody; one that precedes them counts as farther."""
    return cue.start - m.end if cue.start >= m.start else m.start - cue.end + 15


def _self(scene: Scene, s: Sentence, people: Sequence[Person]) -> Iterator[Person]:
    """The one who speaks, where the sentence says "I" decide or sign; and who is named beside: "me and Oli"."""
    denied = s.of("authority.denied")
    cues = [
        cue
        for cue in s.of("authority.self", "authority.loose")
        if _ME.search(scene.folded, cue.start, cue.end) and not _inside(cue, denied)
    ]
    if not cues and not ("authority" in s.asked and _ME_FIRST.match(scene.folded, s.start, s.end)):
        return
    part: Part = "signs" if any(_SIGNS.search(scene.folded[c.start : c.end]) for c in cues) else "decides"
    me = speaker(scene, s)
    if me is not None and not any(p.name == me.name for p in people):
        yield _person(me, part)
    beside = _WITH_ME.search(scene.text, s.start, s.end)
    if beside and not any(p.name and beside["name"] in p.name for p in people):
        yield Person(name=beside["name"], part=part)


def speaker(scene: Scene, s: Sentence) -> Mention | None:
    """Who says "I": the one the label names, or whom the label of no name ("Speaker 2", "Elle") stands for."""
    if s.speaker is None or (s.turn is None and not named_like(s.speaker)):
        return scene.contact
    if not is_numbered(s.speaker):
        return Mention(s.start, s.start, s.speaker, None)
    return behind(scene, s.speaker) or Mention(s.start, s.start, s.speaker, None)


def _meant(scene: Scene, s: Sentence, mentions: Sequence[Mention], answers: bool) -> Iterator[Person]:
    """Whom the verbs without a name in their clause are said of."""
    denied = s.of("authority.denied")
    for cue in s.of(*_SAID_OF):
        start, end = scene.clause(s, cue.start)
        consult = cue.name == "authority.consult"
        named = any(start <= m.start < end and (m.start < cue.end or consult) for m in mentions)
        if named or _inside(cue, denied) or (consult and not answers):
            continue
        meant = _object(scene, s, cue) if consult else _subject(scene, s, cue)
        if meant is not None and not any(m.name and m.start < meant.start < m.end for m in mentions):
            yield _person(meant, PARTS[cue.name])


def _object(scene: Scene, s: Sentence, cue: Cue) -> Mention | None:
    after = OBJECT.match(scene.folded, cue.end, min(s.end, cue.end + 45))
    return unlisted(scene.text, after) if after else None


def _subject(scene: Scene, s: Sentence, cue: Cue) -> Mention | None:
    low = max(s.body, s.start, cue.start - 60)
    if _I.search(scene.folded, low, cue.start):
        return speaker(scene, s)
    if WE.search(scene.folded, low, cue.start):
        return None
    elided = s.turn is None and not re.search(r"[a-z]", scene.folded[s.body or s.start : cue.start])
    if elided or _THEY.search(scene.folded, low, cue.start):
        meant = _last_named(scene, s, cue.start, low) or scene.contact or _earlier(scene, s)
        return None if meant is not None and _ours(scene, s, meant) else meant
    subject = SUBJECT.search(scene.folded, low, cue.start) or BODY.search(scene.text, low, cue.start)
    meant = unlisted(scene.text, subject) if subject else None
    return None if meant is not None and _ours(scene, s, meant) else meant


def _earlier(scene: Scene, s: Sentence) -> Mention | None:
    """The only one named in the lines before a sentence, whom its "she" takes up."""
    near = scene.sentences[max(0, s.number - 8)].start
    named = {m.name: m for m in scene.within(scene.people, near, s.start) if m.name}
    return next(iter(named.values())) if len(named) == 1 and s.turn is None else None


def _last_named(scene: Scene, s: Sentence, before: int, since: int) -> Mention | None:
    """Whom "she", said between two places, means: the last she named in the sentence or the two before it."""
    last: Mention | None = None
    for told in (*scene.before(s, 2), s):
        named = scene.within(scene.people, told.start, min(told.end, before))
        all_ = [*named, *introduced(scene, told, named)]
        last = max(
            (m for m in all_ if may_mean(scene.folded, since, before, m)), key=lambda m: m.start, default=last
        )
    return last


def _after_a_denial(scene: Scene, s: Sentence) -> list[Person]:
    """ "Not my call, it's the vestry" names the vestry."""
    denied = s.of("authority.denied")
    after = THAT_IS.search(scene.folded, denied[-1].end, s.end) if denied else None
    meant = unlisted(scene.text, after) if after else None
    return [_person(meant, "decides")] if meant else []


def _at_the_head(scene: Scene, s: Sentence) -> list[Person]:
    """What stands first under "Decision:", or in a short answer, where nothing says that it was not asked."""
    start = s.body or s.start
    before = scene.sentences[s.number - 1] if s.number else None
    if s.topic == "authority" and start == s.start and before is not None and before.topic == s.topic:
        return []
    if s.has("mood.unasked", "mood.unknown") or (s.topic != "authority" and s.end - start > 40):
        return []
    if s.topic == "authority" and scene.contact and _THEY_FIRST.match(scene.folded, start, s.end):
        return [_person(scene.contact, "decides")]
    if s.topic == "authority":
        found = BODY.search(scene.text, start, s.end) or HEAD.match(scene.text, start, s.end)
    else:
        found = THE_HEAD.match(scene.folded, start, s.end)
    meant = unlisted(scene.text, found) if found else None
    return [_person(meant, "decides")] if meant else []


def _same_voice(scene: Scene, s: Sentence, one: int, other: int) -> bool:
    """Whether two places of a typed sentence are both inside or both outside quotation marks."""
    if s.turn is not None or s.speaker is not None or min(one, other) == s.start:
        return True
    return scene.folded.count('"', min(one, other), max(one, other)) % 2 == 0


def _ours(scene: Scene, s: Sentence, m: Mention) -> bool:
    """Whether a typed note's "notre directrice", outside quotation marks, is the rep's own."""
    if s.side is not None or scene.folded.count('"', s.start, max(m.start, s.start)) % 2:
        return False
    return bool(
        _OURS_BEFORE.search(scene.folded[max(s.start, m.start - 30) : m.start])
        or _OURS_WITHIN.search(scene.folded[m.start : m.end])
        or _OURS_AFTER.match(scene.folded, m.end)
    )


def _inside(cue: Cue, others: Sequence[Cue]) -> bool:
    return any(other.start <= cue.start < other.end for other in others)
