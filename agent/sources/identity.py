"""Is this record the company we look for? Decided by code, from what the leads say, with reasons.

Two things must agree: a domain or a number with the name, or a whole name with there being no other like
it. What agrees in one thing and contradicts in another is shown to a person and fills nothing in. The
qualities are an order more than a measure: what settles stands above `accept` (0.85), what suggests below
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agent.identity import fold
from agent.models.account import Match

from .found import Found
from .names import SHORT, Likeness, likest, spelling
from .sought import Clue, Sought

CLEAR = 0.03
"""How far ahead of every other company the best must be."""
MOST_SHOWN = 5

_BY_DOMAIN = {
    Likeness.SAME: 0.98,
    Likeness.SLIP: 0.96,
    Likeness.CLOSE: 0.96,
    Likeness.NEAR: 0.96,
    Likeness.SHORT_SLIP: 0.94,
    Likeness.FAINT: 0.94,
    Likeness.PART: 0.94,
    Likeness.AKIN: 0.92,
}
_BY_NAME = {
    Likeness.SAME: 0.90,
    Likeness.SLIP: 0.88,  # not clear of SAME: the name as written may be a slip of the longer one
    Likeness.CLOSE: 0.86,
    Likeness.NEAR: 0.85,
    Likeness.SHORT_SLIP: 0.845,
    Likeness.FAINT: 0.72,
    Likeness.PART: 0.68,
}
_SETTLES = 0.85
_SHORT_OF_SETTLED = 0.849
"""Place tells namesakes apart. It does not make up for a name: what would not settle without it still does not."""
_SHORT = 0.87
"""The most a short name is worth, so that it is not clear of another one that it may be a slip of."""
_IN_WORDS = {
    Likeness.SAME: "same name",
    Likeness.SLIP: "name differs by a slip of one letter",
    Likeness.SHORT_SLIP: "short name differs by a slip of one letter",
    Likeness.CLOSE: "name differs by one letter",
    Likeness.NEAR: "name differs by two letters",
    Likeness.FAINT: "name differs by letters that count",
    Likeness.PART: "one name begins the other",
    Likeness.AKIN: "names are akin",
    Likeness.STRANGE: "another name",
}


@dataclass(frozen=True)
class Matched:
    """A record and how surely it is the company looked for."""

    found: Found
    match: Match
    sure: bool
    """Known by domain, by number or by its name of today in full, not by a misspelt or former one."""
    pull: float
    """How near it comes to the company when another record may be it: not held below `_SETTLES` as quality is."""
    likeness: float
    """How near it comes by its name alone, whatever contradicts."""


@dataclass(frozen=True)
class Verdict:
    """What the records found amount to."""

    outcome: Literal["matched", "ambiguous", "not found"] = "not found"
    matched: tuple[Matched, ...] = ()
    """The records of the one company, the best first."""
    shown: tuple[Matched, ...] = ()
    """When ambiguous, what a person should choose from, the best first."""


def decide(sought: Sought, records: Sequence[Found], accept: float, show: float) -> Verdict:
    """The company, if a record passes `accept` and no other company comes near it; else what may be it."""
    ranked = rank(sought, records)
    shown = tuple(one for one in ranked if one.match.quality >= show)
    if not shown:
        return Verdict()
    best = shown[0]
    own = tuple(one for one in shown if one is best or one_company(best.found, one.found))
    rival = max((_rivalry(one, best) for one in ranked if one not in own), default=0.0)
    if best.match.quality >= accept and round(best.pull - rival, 3) >= CLEAR:
        return Verdict("matched", matched=own)
    return Verdict("ambiguous", shown=shown[:MOST_SHOWN])


def rank(sought: Sought, records: Sequence[Found]) -> list[Matched]:
    """The records with how surely each is the company, the best first."""
    judged = (judge(sought, found) for found in records)
    return sorted(judged, key=lambda one: (-one.match.quality, one.found.source, one.found.record))


def judge(sought: Sought, found: Found) -> Matched:
    """How surely the record is the company, by the clue that fits it best."""
    return max((_weigh(clue, found) for clue in sought.clues), key=lambda one: one.match.quality)


def _rivalry(one: Matched, best: Matched) -> float:
    """Against a misspelt name, a name that is as like counts even where place or domain speak against it."""
    return one.pull if best.sure else max(one.pull, one.likeness)


def one_company(a: Found, b: Found) -> bool:
    """Whether two records are of one company: they share a number, or both a domain and a name."""
    schemes = a.legal_ids.keys() & b.legal_ids.keys()
    if schemes:
        return any(a.legal_ids[scheme] == b.legal_ids[scheme] for scheme in schemes)
    return bool({*a.domains} & {*b.domains}) and any(
        likest(name, _names(b)) is Likeness.SAME for name in _names(a)
    )


def _weigh(clue: Clue, found: Found) -> Matched:
    name = likest(clue.company, _names(found))
    former = name > Likeness.STRANGE and likest(clue.company, [found.name]) < name
    words = _IN_WORDS[name] + (", a former or other one" if former else "")
    by_name = _by_name(clue, name, former)
    known, reasons = _known_by(clue, found, name, words) or _without_domain(clue, found, by_name, words)
    nudge, where = _place(clue, found)
    pull = round(min(max(known + nudge, 0.0), 1.0), 3) if known else 0.0
    quality = min(pull, _SHORT_OF_SETTLED) if known < _SETTLES else pull
    return Matched(
        found=found,
        match=Match(quality=quality, reasons=(*reasons, *where) if quality else ()),
        sure=known > by_name or (name is Likeness.SAME and not former),
        pull=pull,
        likeness=by_name,
    )


def _known_by(clue: Clue, found: Found, name: Likeness, words: str) -> tuple[float, tuple[str, ...]] | None:
    """By number or domain; None where it has neither in common with the clue."""
    match _same_number(clue, found):
        case True:
            strange = clue.company and name is Likeness.STRANGE
            return (0.80 if strange else 0.99), ("same legal id", words)
        case False:
            return 0.30, ("another legal id",)
    return _by_domain(clue, found, name, words) if _shared_domain(clue, found) else None


def _by_domain(clue: Clue, found: Found, name: Likeness, words: str) -> tuple[float, tuple[str, ...]]:
    """A website counts a little more than an e-mail: people write from other houses than their own."""
    on_site = clue.website in found.domains
    where = "same website" if on_site else "e-mail at its domain"
    if not clue.company:
        return (0.92 if on_site else 0.90), (where,)
    if name > Likeness.STRANGE:
        return _BY_DOMAIN[name], (where, words)
    if _names_its_domain(clue, found):
        return 0.91, (where, "the name is in the domain")
    return (0.78 if on_site else 0.70), (where, words)


def _by_name(clue: Clue, name: Likeness, former: bool) -> float:
    """A former or other name counts less, a short one least: "Wave" was more than one company."""
    letters = len(spelling(clue.company))
    quality = min(_BY_NAME.get(name, 0.0), _SHORT if letters <= SHORT else 1.0)
    if not quality or not former:
        return quality
    return quality - (0.04 if letters > 5 else 0.06)


def _without_domain(clue: Clue, found: Found, by_name: float, words: str) -> tuple[float, tuple[str, ...]]:
    """By name alone. Another domain speaks against it, less so the same one under another ending."""
    if not by_name or not clue.domains or not found.domains:
        return by_name, (words,)
    labels = {domain.partition(".")[0] for domain in clue.domains}
    alike = any(domain.partition(".")[0] in labels for domain in found.domains)
    return by_name - (0.10 if alike else 0.20), (words, "another domain")


def _place(clue: Clue, found: Found) -> tuple[float, tuple[str, ...]]:
    """What country and city add or take away. A company known by domain or number may well sit elsewhere."""
    nudge = 0.0
    reasons: list[str] = []
    if clue.country and found.countries and not (_shared_domain(clue, found) or _same_number(clue, found)):
        if clue.country not in found.countries:
            return -0.20, ("another country",)
        nudge, reasons = 0.01, ["same country"]
    if clue.city and found.cities:
        same = fold(clue.city) in {fold(city) for city in found.cities}
        nudge += 0.04 if same else -0.02
        reasons.append("same city" if same else "another city")
    return nudge, tuple(reasons)


def _same_number(clue: Clue, found: Found) -> bool | None:
    """None where they have no number of one register."""
    schemes = clue.legal_ids.keys() & found.legal_ids.keys()
    return any(clue.legal_ids[s] == found.legal_ids[s] for s in schemes) if schemes else None


def _shared_domain(clue: Clue, found: Found) -> str | None:
    return next((domain for domain in clue.domains if domain in found.domains), None)


def _names_its_domain(clue: Clue, found: Found) -> bool:
    """The lead's name is in the domain it shares with the record: "Meta" at meta.com, filed as Facebook."""
    label = spelling((_shared_domain(clue, found) or "").partition(".")[0])
    own = spelling(clue.company)
    return len(own) > 3 and (own in label or (len(label) > 3 and label in own))


def _names(found: Found) -> tuple[str, ...]:
    return tuple(name for name in (found.name, *found.other_names) if name)
