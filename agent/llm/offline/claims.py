"""Claims to the decision by the claimant himself: "Wendy says it's hers to make", "c'est moi qui tranche".

One may decide and another sign, but where two each say that the same is theirs, the note contradicts itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.models.bant import Person, Status

from .fold import fold
from .mood import gives_way
from .scene import Finding, Scene
from .sentence import Sentence

_WHO = re.compile(
    r"(?:^|[\s(\"«“])(?:(?:[Mm]y|[Hh]er|[Hh]is|[Tt]he|[Ll]e|[Ll]a|[Ss]on|[Ss]a|[Mm]on|[Mm]a)\s(?P<role>[a-zà-ÿ-]+)\s?)?"
    r"(?P<name>(?:(?:M\.|Mme|Mrs?\.?|Ms\.?|Dr\.?)\s)?[A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+)?)?"
)
_REPORTS = (
    r"(?:says?|said|goes|claims?|insists?|insisted|reckons|swears|"
    r"dit|affirme|assure|soutient|pretend|maintient|repond)"
)
_MINE = (
    r"(?:(?:his|hers|her|my|mine|theirs?) (?:call|decision|choice|say|to (?:make|decide|pick|choose|give))"
    r"|(?:without|sans) (?:him|her|me|them|lui|elle|moi|eux)\b"
    r"|(?:c'est|que c'est|it's|it is) (?:lui|elle|moi|him|her|me) (?:qui|who|that)"
    r"|(?:i|je|he|she|il|elle) (?:decides?|tranche|choisi[st]|chooses?|valide|approves?|signs?|signe)\b)"
)
_OWN = re.compile(_MINE)
_REPORTED = re.compile(rf"\s{_REPORTS}\b|\s?[,:]\s?\"")
_NEAR = 84
"""Characters between a name, what reports its words, and the claim."""
_SIGNS = re.compile(r"\bsign")
_NO_CLAIMANTS = """he she they it i we il elle on nous authority decision then and so"""
_NOBODY = frozenset(_NO_CLAIMANTS.split())


def own_claims(scene: Scene, firm: Sequence[Finding]) -> list[Finding]:
    """The claims of different people that each has the decision; fewer than two where nobody is at odds."""
    found = {_key(f.value[0]): f for s in scene.heard if s.turn is None for f in _reported(scene, s)}
    spoken = [f for f in firm if f.speaker and {p.name for p in f.value} == {f.speaker}]
    if spoken and all(f in spoken for f in firm if f.value and f.speaker):
        found |= {_key(f.value[0]): f for f in spoken}
    claims = sorted(found.values(), key=lambda f: f.at)
    rivals = [f for f in claims if sum(f.value[0].part == other.value[0].part for other in claims) > 1]
    return [] if not rivals or _settled(scene, rivals) else rivals


def _settled(scene: Scene, claims: Sequence[Finding]) -> bool:
    """Whether the second of two takes his own word back, or one of them gives way afterwards."""
    last = claims[-1]
    number = _number(scene, last)
    after = scene.sentences[number + 1 : number + 5]
    return gives_way(scene, number) or any(s.has("mood.correct") for s in after if s.turn is None)


def _number(scene: Scene, claim: Finding) -> int:
    return next(s.number for s in scene.sentences if s.start <= claim.at < s.end)


def _key(person: Person) -> str:
    return fold(person.name or person.role or "")


def _reported(scene: Scene, s: Sentence) -> Iterator[Finding]:
    if s.has("authority.denied", "mood.correct"):
        return
    low = s.body or s.start
    for own in _OWN.finditer(scene.folded, low, s.end):
        since = max(low, own.start() - _NEAR)
        reports = [*_REPORTED.finditer(scene.folded, since, own.start())]
        low = own.end()
        lead = scene.text[max(s.start, reports[-1].start() - _NEAR) : reports[-1].start()] if reports else ""
        person = _claimant(lead, own)
        if person is not None:
            yield Finding(Status.CONFIRMED, s.start, [(s.start, s.end)], None, (person,))


def _claimant(lead: str, claim: re.Match[str]) -> Person | None:
    """Who speaks: the last name before the reporting verb, with the kinship or office right before it."""
    named = [m for m in _WHO.finditer(lead) if m["name"] and fold(m["name"]) not in _NOBODY]
    if not named:
        return None
    return Person(
        name=named[-1]["name"], role=named[-1]["role"], part="signs" if _SIGNS.search(claim[0]) else "decides"
    )
