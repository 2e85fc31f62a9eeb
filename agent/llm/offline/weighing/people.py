"""Who of those a note names has a part in the decision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.llm.offline.deciders import PARTS, Part
from agent.llm.offline.fold import fold
from agent.llm.offline.people import Mention
from agent.llm.offline.scene import Scene
from agent.llm.offline.sentence import Sentence
from agent.models.bant import Authority, Person

from .candidates import Candidate, evidence_traits, place_traits, traits_of
from .evidence import Shares

_WORD = re.compile(r"[a-z]{2,}")
_Met = tuple[int, Sentence, Mention]


def people(scene: Scene, authority: Authority, evidence: Sequence[Shares]) -> list[Candidate[Person]]:
    """Everybody the buyer's words name or call by a role, once each, and whom the rules found beside them."""
    groups: list[list[_Met]] = []
    for met in _met(scene):
        group = next((g for g in groups if any(_same(met[2], other[2]) for other in g)), None)
        if group is None:
            groups.append([met])
        else:
            group.append(met)
    found = []
    for group in groups:
        name = max((m.name for _, _, m in group if m.name), key=len, default=None)
        role = next((m.role for _, _, m in group if m.role), None)
        known = next((p for p in authority.people if _is(p, name, role)), None)
        i, s, m = max(group, key=lambda met: 1 - evidence[met[0]][0])
        looks = [*_looks(scene, authority, group, known), f"of {min(len(groups), 6)}"]
        looks += [look for _, t, n in group for look in place_traits(scene, t, n.start, n.end)]
        person = known or Person(name=name, role=role, part=_part(s, m))
        found.append(
            Candidate("person", person, s, traits_of(evidence_traits(evidence[i]), looks), known is not None)
        )
    return found


def _met(scene: Scene) -> Iterator[_Met]:
    for i, s in enumerate(scene.heard):
        for m in scene.within(scene.people, s.start, s.end):
            yield i, s, m
        if s.speaker and s.side != "seller" and s.has("authority.self", "authority.denied"):
            yield i, s, Mention(s.start, s.start, s.speaker, None)


def _same(one: Mention, other: Mention) -> bool:
    """Whether two mentions are of one person: a name within a name, or without names the same role."""
    if one.name and other.name:
        first, second = _words(one.name), _words(other.name)
        return first <= second or second <= first
    return not one.name and not other.name and _words(one.role) == _words(other.role)


def _is(person: Person, name: str | None, role: str | None) -> bool:
    if person.name and name:
        return bool(_words(person.name) & _words(name))
    return not person.name and not name and bool(_words(person.role) & _words(role))


def _words(text: str | None) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text or "")))


def _looks(scene: Scene, authority: Authority, group: Sequence[_Met], known: Person | None) -> Iterator[str]:
    yield f"rules {authority.status.value}"
    yield f"found as {known.part}" if known else "found not"
    yield "named" if any(m.name for _, _, m in group) else "nameless"
    yield f"met {min(len(group), 3)}"
    for _, s, m in group:
        if m.role:
            yield "has a role"
            yield from (f"role {word}" for word in _words(m.role))
        yield from (f"does {PARTS[cue]}" for cue in s.names.intersection(PARTS))
        if s.speaker and m.name == s.speaker:
            yield "speaks"
        if any(q.start < s.end and s.start < q.end for q in authority.spans):
            yield "cited"
    if scene.contact and any(m.name and m.name == scene.contact.name for _, _, m in group):
        yield "contact"


def _part(s: Sentence, m: Mention) -> Part:
    """The part by the nearest verb of the sentence; who is named beside none has a say."""
    verbs = s.of(*PARTS)
    return PARTS[min(verbs, key=lambda cue: abs(cue.start - m.start)).name] if verbs else "influences"
