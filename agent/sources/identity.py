"""Is this record the company we look for? Decided by code, from what the leads say, with reasons.

Two things must agree: a domain or a number with the name, or a name nobody else has, written in full. What agrees in
one thing and contradicts in another is shown to a person and fills nothing in. The numbers are an order more than a
measure: what settles outranks what suggests, and `accept` (0.85) is the line between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from agent.identity import fold
from agent.models.account import Match

from .found import Found
from .names import Likeness, likest, spelling
from .sought import Clue, Sought

CLEAR = 0.03
"""How far ahead of the next company the best must be."""
MOST_SHOWN = 5

_BY_DOMAIN = {
    Likeness.SAME: 0.98,
    Likeness.SLIP: 0.96,
    Likeness.CLOSE: 0.96,
    Likeness.NEAR: 0.96,
    Likeness.PART: 0.94,
    Likeness.AKIN: 0.92,
}
_BY_NAME = {
    Likeness.SAME: 0.90,
    # Ahead of CLOSE and so near to SAME that a name in full which may be another one's slip is not clear.
    Likeness.SLIP: 0.88,
    Likeness.CLOSE: 0.86,
    Likeness.NEAR: 0.85,
    Likeness.PART: 0.68,
    Likeness.AKIN: 0.0,
    Likeness.STRANGE: 0.0,
}
_IN_WORDS = {
    Likeness.SAME: "same name",
    Likeness.SLIP: "name differs by a slip of one letter",
    Likeness.CLOSE: "name differs by one letter",
    Likeness.NEAR: "name differs by two letters",
    Likeness.PART: "one name is part of the other",
    Likeness.AKIN: "names are akin",
    Likeness.STRANGE: "another name",
}


@dataclass(frozen=True)
class Matched:
    """A record and how surely it is the company looked for."""

    found: Found
    match: Match


@dataclass(frozen=True)
class Verdict:
    """What the records found amount to."""

    outcome: Literal["matched", "ambiguous", "not found"]
    matched: tuple[Matched, ...] = ()
    """The records of the one company, the best first."""
    shown: tuple[Matched, ...] = ()
    """When ambiguous, what a person should choose from."""


def decide(sought: Sought, records: Sequence[Found], accept: float, show: float) -> Verdict:
    """The company, if one record passes `accept` and no other company comes near it; else what may be it."""
    ranked = sorted(
        (Matched(found, judge(sought, found)) for found in records),
        key=lambda one: (-one.match.quality, one.found.source, one.found.record),
    )
    ranked = [one for one in ranked if one.match.quality >= show]
    if not ranked:
        return Verdict("not found")
    best = ranked[0]
    own = [one for one in ranked if one is best or one_company(best.found, one.found)]
    rival = next((one.match.quality for one in ranked if one not in own), 0.0)
    if best.match.quality >= accept and best.match.quality - rival >= CLEAR - 1e-9:
        return Verdict("matched", matched=tuple(own))
    return Verdict("ambiguous", shown=tuple(ranked[:MOST_SHOWN]))


def judge(sought: Sought, found: Found) -> Match:
    """How surely the record is the company, by the clue that fits it best."""
    matches = [_weigh(clue, found) for clue in sought.clues]
    return max(matches, key=lambda match: match.quality, default=Match(quality=0))


def one_company(a: Found, b: Found) -> bool:
    """Whether two records are of one company, in two files or twice in one: one number, or one domain and name."""
    numbers = [a.legal_ids[scheme] == b.legal_ids[scheme] for scheme in a.legal_ids.keys() & b.legal_ids.keys()]
    if numbers:
        return any(numbers)
    same_name = max((likest(name, _names(b)) for name in _names(a)), default=Likeness.STRANGE) is Likeness.SAME
    return same_name and a.domain is not None and a.domain == b.domain


def _weigh(clue: Clue, found: Found) -> Match:
    quality, reasons = _known_by(clue, found)
    if quality == 0:
        return Match(quality=0)
    nudge, where = _place(clue, found)
    return Match(quality=round(min(max(quality + nudge, 0.0), 1.0), 3), reasons=(*reasons, *where))


def _known_by(clue: Clue, found: Found) -> tuple[float, tuple[str, ...]]:
    name, words = _naming(clue, found)
    strange = bool(clue.company) and name is Likeness.STRANGE
    match _same_number(clue, found):
        case True:
            return (0.80 if strange else 0.99), ("same legal id", words)
        case False:
            return 0.30, ("another legal id",)
    if found.domain in clue.domains:
        return _by_domain(clue, found, name, words)
    return _by_name(clue, found, name, words)


def _by_domain(clue: Clue, found: Found, name: Likeness, words: str) -> tuple[float, tuple[str, ...]]:
    on_site = found.domain == clue.website
    where = "same website" if on_site else "e-mail at its domain"
    if not clue.company:
        return (0.92 if on_site else 0.90), (where,)
    if name is Likeness.STRANGE and _names_its_domain(clue, found):
        return 0.91, (where, "the name is in the domain")
    if name is Likeness.STRANGE:
        return (0.78 if on_site else 0.70), (where, words)
    return _BY_DOMAIN[name], (where, words)


def _by_name(clue: Clue, found: Found, name: Likeness, words: str) -> tuple[float, tuple[str, ...]]:
    quality = _BY_NAME[name]
    if quality == 0:
        return 0.0, ()
    if likest(clue.company, [found.name]) < name:
        quality -= 0.04
    if clue.domains and found.domain:
        same_label = found.domain.partition(".")[0] in {domain.partition(".")[0] for domain in clue.domains}
        return quality - (0.10 if same_label else 0.20), (words, "another domain")
    return quality, (words,)


def _naming(clue: Clue, found: Found) -> tuple[Likeness, str]:
    """How like the names are, in words too."""
    name = likest(clue.company, _names(found))
    other = name is not Likeness.STRANGE and likest(clue.company, [found.name]) < name
    return name, _IN_WORDS[name] + (", a former or other one" if other else "")


def _place(clue: Clue, found: Found) -> tuple[float, tuple[str, ...]]:
    """What country and city add or take away. A company known by domain or number may well sit elsewhere."""
    nudge = 0.0
    reasons: list[str] = []
    known_by_name = clue.country and found.countries and found.domain not in clue.domains
    if known_by_name and clue.country not in found.countries and not _same_number(clue, found):
        return -0.20, ("another country",)
    if known_by_name and clue.country in found.countries:
        nudge, reasons = 0.02, ["same country"]
    if clue.city and found.cities:
        same = fold(clue.city) in {fold(city) for city in found.cities}
        nudge += 0.04 if same else -0.02
        reasons.append("same city" if same else "another city")
    return nudge, tuple(reasons)


def _same_number(clue: Clue, found: Found) -> bool | None:
    shared = clue.legal_ids.keys() & found.legal_ids.keys()
    return any(clue.legal_ids[s] == found.legal_ids[s] for s in shared) if shared else None


def _names_its_domain(clue: Clue, found: Found) -> bool:
    """The lead's own name is in the domain it shares with the record: "Meta" at meta.com, on file as Facebook."""
    label = spelling((found.domain or "").partition(".")[0])
    own = spelling(clue.company)
    return found.domain in clue.domains and len(own) > 3 and (own in label or (len(label) > 3 and label in own))


def _names(found: Found) -> tuple[str, ...]:
    return tuple(name for name in chain([found.name], found.other_names) if name)
