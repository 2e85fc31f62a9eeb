"""Two spellings of a company's name: the same, a slip of the finger, or another name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from agent.identity import company_domain, company_key, registrable_domain

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ALIAS = re.compile(r"\s*(?:/|\||\bd/?b/?a\b|\baka\b|\bformerly\b)\s*", re.IGNORECASE)
_MANIFOLD = re.compile(r"[(\[/|.]|^the\b|\b(?:dba|aka|formerly)\b", re.IGNORECASE)
_SITE = re.compile(r"(?<=\w\w)\.(?:com|io|ai|co|net|org|app|dev|fr|eu|de|uk)$", re.IGNORECASE)
SHORT = 4
"""Names of so many letters or fewer are all each other's neighbours: not even a slip is sure."""
_MIDDLING = 9
"""Letters a name needs before a wrong one may be forgiven."""
_FEW = 6
"""Letters beside a common ending that are not enough for that: "Able Health" is not "Axle Health"."""
_LONG = 13
"""Letters before two may be, or the first."""


_ENDINGS = (
    "ai", "analytics", "biosciences", "bio", "capital", "conseil", "consulting", "data", "digital",
    "energie", "energy", "finance", "financial", "foods", "france", "games", "global", "group", "groupe",
    "health", "industries", "international", "labs", "lab", "logistics", "media", "medical", "networks",
    "partners", "robotics", "security", "services", "software", "solutions", "studio", "studios", "systems",
    "technologies", "technology", "tech", "therapeutics", "transports",
)  # fmt: skip
"""What so many names end in that it tells them apart no better than a legal form."""


class Likeness(IntEnum):
    """How like two names are, the likest highest."""

    STRANGE = 0
    AKIN = 1
    """Something in common: enough to go with a domain, never alone."""
    PART = 2
    """One begins the other: "Acme", "Acme Robotics"."""
    FAINT = 3
    """A letter or two differ, in a name too short for that."""
    SHORT_SLIP = 4
    """A slip, but in a name too short to be sure of."""
    NEAR = 5
    """Two letters of a long name differ."""
    CLOSE = 6
    """One letter differs."""
    SLIP = 7
    """A letter dropped, doubled or swapped with its neighbour, as fingers do."""
    SAME = 8
    """The same but for case, accents, spaces, punctuation and legal form."""


def spelling(name: str) -> str:
    """The name's letters and digits alone, without legal form: "Tap to Learn, Inc." is "taptolearn"."""
    return company_key(name).replace(" ", "")


@lru_cache(1 << 12)
def spellings(name: str) -> tuple[str, ...]:
    """Every way a name may be meant, the whole first.

    The others are the name without brackets, what is in them, either side of a slash, and the name without
    the end of a web address or a leading "the".
    """
    if not _MANIFOLD.search(name):
        return (spelling(name),)
    bare = _BRACKETS.sub(" ", name)
    forms = [name, bare, *_BRACKETS.findall(name), *_ALIAS.split(bare), _SITE.sub("", name.strip())]
    keys = [company_key(form) for form in dict.fromkeys(forms) if form.strip()]
    keys += [key.removeprefix("the ") for key in keys]
    whole, *others = dict.fromkeys(key.replace(" ", "") for key in keys) or [""]
    return (whole, *(key for key in others if len(key) > 2))


def own_domain(address: str, company: str) -> str | None:
    """The registrable domain of a company's address.

    None for a page on a social network, a store or a listing, which says nothing of whom it is about,
    unless the company is that very site.
    """
    if domain := company_domain(address):
        return domain
    domain = registrable_domain(address)
    return domain if domain and domain.partition(".")[0] == spelling(company) else None


def likest(written: str, names: Iterable[str]) -> Likeness:
    """How like a name, as somebody wrote it, is to the likest of the names of record."""
    return max(
        (compare(one, other) for one in spellings(written) for name in names for other in spellings(name)),
        default=Likeness.STRANGE,
    )


def alike(written: str, known: Iterable[tuple[int, str]]) -> list[int]:
    """Of numbered spellings, the numbers of those more than akin to what is written, the likest first."""
    forms = spellings(written)
    numbers: dict[str, list[int]] = {}
    for number, other in known:
        numbers.setdefault(other, []).append(number)
    # The first look, in C, leaves a handful of thousands.
    near = {
        other
        for form in forms
        for other, _, _ in process.extract(
            form, numbers.keys(), scorer=OSA.distance, score_cutoff=2, limit=None
        )
    }
    near |= {
        other for other in numbers if any(form.startswith(other) or other.startswith(form) for form in forms)
    }
    ranked = sorted((-max(compare(form, other) for form in forms), other) for other in near)
    likest = (number for rank, other in ranked if -rank >= Likeness.PART for number in numbers[other])
    return list(dict.fromkeys(likest))


def compare(written: str, known: str) -> Likeness:
    """How like two spellings are; a slip is only ever the writer's."""
    if not written or not known:
        return Likeness.STRANGE
    if written == known:
        return Likeness.SAME
    edits = OSA.distance(written, known, score_cutoff=2)
    if edits == 1:
        return _one_letter(written, known)
    longer = max(len(written), len(known))
    if edits == 2 and _telling(written, known) >= _MIDDLING:
        return Likeness.NEAR if longer >= _LONG else Likeness.FAINT
    if min(len(written), len(known)) >= 4 and (written.startswith(known) or known.startswith(written)):
        return Likeness.PART
    return Likeness.AKIN if ratio(written, known) >= 60 else Likeness.STRANGE


def _one_letter(written: str, known: str) -> Likeness:
    """Fingers slip in any name; a wrong letter is forgiven where enough others are right, and never the first."""
    swapped = len(written) == len(known) and sorted(written) == sorted(known)
    if swapped or _dropped_or_doubled(written, known):
        return Likeness.SLIP if max(len(written), len(known)) > SHORT else Likeness.SHORT_SLIP
    longer = max(len(written), len(known))
    if longer < _MIDDLING or _telling(written, known) <= _FEW or (written[0] != known[0] and longer < _LONG):
        return Likeness.FAINT
    return Likeness.CLOSE


def _dropped_or_doubled(written: str, known: str) -> bool:
    """Whether one letter of `known`, but not its first and no digit, was left out, or one typed twice."""
    if len(written) == len(known):
        return False
    if len(written) < len(known):
        left = next((b for a, b in zip(written, known, strict=False) if a != b), known[-1])
        return written[0] == known[0] and not left.isdigit()
    extra = next((i for i, (a, b) in enumerate(zip(written, known, strict=False)) if a != b), len(known))
    return written[extra] == written[extra - 1]


def _telling(written: str, known: str) -> int:
    """Letters of the longer one, less what both end in and hundreds of others do."""
    longer = max(len(written), len(known))
    return longer - max(
        (len(end) for end in _ENDINGS if written.endswith(end) and known.endswith(end)), default=0
    )
