"""The cue lexicons: words and turns of phrase that mean something to a slot, in French and in English.

They are data (`cues/*.toml`); this finds them all in one pass over a text. Both languages are always read, since
calls mix them. A pattern is looked up by its first three characters at each word, so a thousand cost no more than ten.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple, TypeAlias

from .fold import fold

LANGUAGES = ("en", "fr")
_PLAIN = re.compile(r"[a-z0-9'$=>/ -]*(?![*?+{|])|")
_CHOICE = re.compile(r"\(([^()]*)\)(.*)")
_SPACE = re.compile(r"\s")
LOOK = 30
"""Characters of a phrase's plain beginning that are looked for before its expression is tried."""


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
    index, spaced = _index(), _SPACE.sub(" ", folded)
    wide = "  " in spaced
    found: list[Cue] = []
    for word in _WORD.finditer(folded):
        start = word.start()
        entry = index.get(folded[start : start + 3])
        if entry is None:
            continue
        plain = not wide or spaced.find("  ", start, start + LOOK) < 0
        groups = entry.going_on.get(spaced[start + 3 : start + 6], entry.short) if plain else entry.groups
        for name, heads, pattern in groups:
            if plain and not spaced.startswith(heads, start):
                continue
            if match := pattern.match(folded, start):
                found.append(Cue(start, match.end(), name))
    return tuple(found)


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


_Groups: TypeAlias = tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]
"""Of each group its name, its expression, and its heads: what its phrases begin with, as far as that is plain. They are
a cheap look before the expression is tried."""


class _Entry(NamedTuple):
    """The phrases that open with three given characters."""

    groups: _Groups
    going_on: Mapping[str, _Groups]
    """By the three characters that follow: the groups with such heads."""
    short: _Groups
    """The groups with heads shorter than that, for whatever follows."""


@cache
def _index() -> dict[str, _Entry]:
    phrases: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for language in LANGUAGES:
        for table, groups in _lexicon(language).items():
            if table != "label":
                for group, members in groups.items():
                    for phrase in map(fold, members):
                        for opening in _openings(phrase):
                            phrases[opening][f"{table}.{group}"].add(phrase)
    return {opening: _entry(opening, groups) for opening, groups in phrases.items()}


def _entry(opening: str, groups: Mapping[str, set[str]]) -> _Entry:
    rows = tuple((name, _heads(opening, members), _either(members)) for name, members in groups.items())
    further = {head[3:6] for _, heads, _ in rows for head in heads if len(head) >= 6}
    return _Entry(rows, {key: _with(rows, key) for key in further}, _with(rows, ""))


def _with(rows: _Groups, following: str) -> _Groups:
    """The groups with heads that go on so, or are shorter."""
    kept = (
        (name, tuple(h for h in heads if h[3:6] == following or len(h) < 6), p) for name, heads, p in rows
    )
    return tuple(row for row in kept if row[1])


def _heads(opening: str, phrases: Iterable[str]) -> tuple[str, ...]:
    """The plain beginnings of the phrases that open so, or the opening where one has none longer."""
    spelled = (way for phrase in phrases for way in _spelled(phrase) if way.startswith(opening.rstrip()))
    plain = (_PLAIN.match(way)[0][:LOOK].rstrip(" ") for way in spelled)  # type: ignore[index]  # matches the empty string
    return _shortest({head if len(head) >= 3 else opening for head in plain} or {opening})


def _shortest(heads: set[str]) -> tuple[str, ...]:
    """Those that begin with no other."""
    return tuple(head for head in heads if not any(head[:n] in heads for n in range(1, len(head))))


def _spelled(phrase: str) -> Iterator[str]:
    """A phrase, or each of its ways where it opens with a choice: "(we|they) pay"."""
    if choice := _CHOICE.match(phrase):
        for option in choice[1].split("|"):
            yield from _spelled(option + choice[2])
    else:
        yield phrase


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
    for way in _spelled(phrase):
        yield from _openings_of(way)


def _openings_of(phrase: str) -> Iterator[str]:
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
