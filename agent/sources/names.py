"""Two spellings of a company's name: the same, a slip of the finger, or another name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from agent.identity import company_key

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ALIAS = re.compile(r"\s*(?:/|\||\bd/?b/?a\b|\baka\b|\bformerly\b|\bex-)\s*", re.IGNORECASE)
_SITE = re.compile(r"(?<=\w\w)\.(?:com|io|ai|co|net|org|app|dev|fr|eu|de|uk)$", re.IGNORECASE)
_SHORT = 5
"""Letters a name needs before one wrong letter may be forgiven: shorter ones are all each other's neighbours."""
_LONG = 9
"""Letters before two may be."""


class Likeness(IntEnum):
    """How like two names are, the likest highest."""

    STRANGE = 0
    AKIN = 1
    """Something in common: enough to go with a domain, never alone."""
    PART = 2
    """One is the beginning or the initials of the other: "Acme", "Acme Robotics"."""
    NEAR = 3
    """Two letters of a long name differ."""
    CLOSE = 4
    """One letter differs."""
    SLIP = 5
    """A letter dropped, doubled or swapped with its neighbour, as fingers do."""
    SAME = 6
    """The same but for case, accents, spaces, punctuation and legal form."""


def spelling(name: str) -> str:
    """The name's letters and digits alone, without legal form: "Tap to Learn, Inc." is "taptolearn"."""
    return company_key(name).replace(" ", "")


@lru_cache(1 << 12)
def spellings(name: str) -> tuple[str, ...]:
    """Every way the name may be meant, the whole first: without brackets, their content, either side of a slash,
    without the end of a web address, without "the"."""
    bare = _BRACKETS.sub(" ", name)
    forms = [name, bare, *_BRACKETS.findall(name), *_ALIAS.split(bare), _SITE.sub("", name.strip())]
    keys = [company_key(form) for form in forms if form.strip()]
    keys += [key.removeprefix("the ") for key in keys]
    whole, *others = dict.fromkeys(key.replace(" ", "") for key in keys) or [""]
    return (whole, *(key for key in others if len(key) > 2))


def likeness(written: str, known: str) -> Likeness:
    """Of a name as somebody wrote it to a name of record; a slip is only ever the writer's."""
    return max(
        (_compare(one, other) for one in spellings(written) for other in spellings(known)),
        default=Likeness.STRANGE,
    )


def likest(written: str, names: Iterable[str]) -> Likeness:
    """The best likeness to any of the names."""
    return max((likeness(written, name) for name in names), default=Likeness.STRANGE)


def _compare(written: str, known: str) -> Likeness:
    if not written or not known:
        return Likeness.STRANGE
    if written == known:
        return Likeness.SAME
    longer = max(len(written), len(known))
    edits = OSA.distance(written, known, score_cutoff=2)
    if edits == 1 and longer >= _SHORT:
        return Likeness.SLIP if _slipped(written, known) else Likeness.CLOSE
    if edits == 2 and longer >= _LONG:
        return Likeness.NEAR
    if min(len(written), len(known)) >= 4 and (written.startswith(known) or known.startswith(written)):
        return Likeness.PART
    return Likeness.AKIN if ratio(written, known) >= 60 else Likeness.STRANGE


def _slipped(written: str, known: str) -> bool:
    """Whether one letter of `known` was dropped, typed twice or swapped with the next. They differ by one edit."""
    if len(written) == len(known):
        return sorted(written) == sorted(known)
    if len(written) < len(known):
        return True
    twice = next((i for i, (a, b) in enumerate(zip(written, known, strict=False)) if a != b), len(known))
    return written[twice] == written[twice - 1]
