"""The cue lexicons: words and turns of phrase that mean something to a slot, in French and in English.

They are data (`cues/*.toml`); this finds them all in one pass over a text. Both languages are always read, since
calls mix them. A pattern is looked up by its first three characters at each word, so a thousand cost no more than ten.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple, TypeAlias

from .fold import fold

LANGUAGES = ("en", "fr")
LOOK = 8
"""Characters of a text by which the phrases are chosen that are tried there."""
_PLAIN = re.compile(r"[a-z0-9'$=>/-]*(?![*?])|")


class Cue(NamedTuple):
    """One find. `name` is `table.group` of the lexicon: "budget.denied", "mood.hedge"."""

    start: int
    end: int
    name: str


_WORD = re.compile(r"(?<!\w)[a-z0-9$]|[-=]>")
_GAP = r"(?:[ ,]+[^\s.;:!?,]+){0,4}?[ ,]+"


@lru_cache(maxsize=4)
def find_cues(folded: str) -> tuple[Cue, ...]:
    """Every cue of a folded text, by position. Of one group's cues that begin at one place, the longest."""
    found: list[Cue] = []
    for word in _WORD.finditer(folded):
        start = word.start()
        for name, pattern in _rows(folded[start : start + LOOK]):
            if match := pattern.match(folded, start):
                found.append(Cue(start, match.end(), name))
    return tuple(found)


@lru_cache(maxsize=1 << 15)
def _rows(beginning: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The groups that may have a phrase which begins so, with their expressions; remembered, as words come back."""
    return tuple(
        (name, pattern)
        for name, heads, pattern in _index().get(beginning[:3], ())
        if beginning.startswith(tuple(head[:LOOK] for head in heads))
    )


@cache
def labels() -> dict[str, str]:
    """Heading → its slot, or "next", "rivals", "other": "bdgt" → "budget"."""
    return {
        heading: slot
        for language in LANGUAGES
        for slot, headings in _lexicon(language)["label"].items()
        for heading in headings
    }


@cache
def vocabulary(language: str) -> frozenset[str]:
    """The words of one language's cues and headings that the other's have not, folded."""
    own, *others = (_words(each) for each in sorted(LANGUAGES, key=language.__ne__))
    return own.difference(*others)


def _words(language: str) -> frozenset[str]:
    phrases = " ".join(
        p for groups in _lexicon(language).values() for group in groups.values() for p in group
    )
    return frozenset(re.findall(r"(?<![a-z'*])[a-z]{3,}(?![a-z'*])", fold(phrases)))


@cache
def _lexicon(language: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files(__package__) / "cues" / f"{language}.toml").read_text(encoding="utf-8"))


_Row: TypeAlias = tuple[str, tuple[str, ...], re.Pattern[str]]
"""A group, the first words of its phrases as far as they are plain, and its expression."""


@cache
def _index() -> dict[str, tuple[_Row, ...]]:
    """The phrases by the three characters they open with."""
    phrases: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for language in LANGUAGES:
        for table, groups in _lexicon(language).items():
            if table != "label":
                for group, members in groups.items():
                    for phrase in map(fold, members):
                        for opening in _openings(phrase):
                            phrases[opening][f"{table}.{group}"].add(phrase)
    return {
        opening: tuple((name, _heads(opening, members), _either(members)) for name, members in groups.items())
        for opening, groups in phrases.items()
    }


def _heads(opening: str, phrases: Iterable[str]) -> tuple[str, ...]:
    """The plain beginning of each phrase up to its second word, or the opening where it has none longer."""
    plain = (_PLAIN.match(phrase)[0].rstrip(" ") for phrase in phrases)  # type: ignore[index]  # matches the empty string
    return tuple({head if len(head) >= 3 else opening for head in plain})


def _either(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern for several phrases; the longest is tried first."""
    return re.compile("|".join(_pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True)))


def _pattern(phrase: str) -> str:
    body = re.sub(r"\((?!\?)", "(?:", phrase.replace(".", r"\.")).replace(" ~ ", _GAP).replace(" ", r"\s+")
    body = body.replace("*", r"[\w'-]*")
    return body + (r"(?!\w)" if phrase[-1].isalnum() or phrase[-1] == ")" else "")


def _openings(phrase: str) -> Iterator[str]:
    """The first three characters a phrase can begin with, as they stand in a text.

    A phrase of one or two letters can be followed by anything that is no letter.
    """
    if choice := re.match(r"\(([^()]*)\)(.*)", phrase):
        for option in choice[1].split("|"):
            yield from _openings(option + choice[2])
        return
    opening = phrase[:3]
    if re.search(r"[*?~\[(|\\]", opening):
        raise ValueError(f"a cue must open with three plain characters: {phrase!r}")
    if len(opening) == 3:
        yield opening
        return
    for after in " ,.;:!?)\"'\n-/":
        yield from (
            f"{opening}{after}{more}"[:3] for more in ("", " ", "\n") if len(opening + after) == 3 or more
        )
