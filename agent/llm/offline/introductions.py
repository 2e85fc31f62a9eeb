"""Names that only their place gives away: "It's Kees Verhoeven", "Dottie she signs", "Partner (Fenwick)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .fold import fold
from .people import Mention
from .scene import Scene
from .sentence import Sentence

_PROPER = r"[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)?"
_INTRODUCED = (
    re.compile(rf"(?:[Ii]t's|[Tt]hat's|[Cc]'est|named|called|s'appelle|nommée?)\s+(?P<name>{_PROPER})"),
    re.compile(
        rf"(?P<name>{_PROPER}),?\s+(?:she|he|elle|il|and (?:she|he|I)|et (?:elle|lui|moi)|signs|decides|"
        r"approves|owns|picks|chooses|has last|has the last|makes the|can (?:kill|hold|sink)|"
        r"signe|décide|tranche|valide|"
        r"choisit|suivra|signera|décidera|validera|tranchera|est contre)\b"
    ),
    re.compile(rf"\w\s\((?P<name>{_PROPER})\)"),
)
_NO_NAME_WORDS = """
he she it they i we il elle on nous who's budget decision what who that this then because monsieur madame oui non yes no
well so but and whatever whoever no not qui who quand when november december january february march
april may june july august september october
"""
_NO_NAME = frozenset(_NO_NAME_WORDS.split())


def introduced(scene: Scene, s: Sentence, known: Sequence[Mention]) -> list[Mention]:
    """The names that only their place in a sentence gives away, beside those already known."""
    found: list[Mention] = []
    for pattern in _INTRODUCED:
        for match in pattern.finditer(scene.text, s.body or s.start, s.end):
            start, end = match.span("name")
            taken = any(m.start < end and start < m.end for m in (*known, *found))
            if not taken and fold(match["name"]).split()[0] not in _NO_NAME:
                found.append(Mention(start, end, match["name"], None))
    return found
