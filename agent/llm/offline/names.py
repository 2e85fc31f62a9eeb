"""Names of persons in a note, by how they are written: "Mme Brunet", "Hervé Castaing", "Dr. Renata Villalobos-Quist".

Capitals alone make no name: it takes a title, a known first name, or a place where only persons stand (a speaker's
label, "contact :"). Names beside a role are settled in `people`, which takes the `weak` ones too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from .fold import fold
from .lexicon import either, lexicon


class Name(NamedTuple):
    """A run of capitalised words that names a person, or might."""

    start: int
    end: int
    weak: bool = False
    """Nothing but its capitals speaks for it."""


_TITLE = r"(?:MM?\.|Mmes?|Mlles?|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|Docteur|Me|Sir|Miss|(?:Mrs?|Ms|Dr|Pr|Prof)\.?)"
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'’]*(?:-\w[\w'’]*)*"
_PARTICLE = r"(?:de la|de|du|des|van der|van den|van|von|der|den|le|la|di|da|dos|el|al|bin|ben|y)"
_NEXT = rf"[ \xa0](?!{_TITLE}[ \xa0])(?:[A-Z]\.(?!\w)|(?:{_PARTICLE}[ \xa0](?!{_TITLE}[ \xa0]))?(?:d['’])?{_CAPITAL})"
_RUN = re.compile(
    rf"(?<![\w@./#])(?:(?P<title>{_TITLE})[ \xa0]|(?!{_TITLE}[ \xa0])){_CAPITAL}(?:{_NEXT}){{0,4}}"
)
_SPOKEN_TITLE = re.compile(
    r"\b(?:monsieur|madame|mademoiselle|mister)\s"
    r"(?!(?:les?|la|est|et|je|vous|alors|oui|non|pour|on|qui|que|mais|du|de)\b)[^\W\d_A-Z][\w'-]{2,}"
)
_LABEL = re.compile(
    rf"^[ \t>*_-]*(?:\[[\d:., ]+\]\s*)?(?P<label>(?:{_TITLE} )?{_CAPITAL}(?: {_CAPITAL}){{0,2}})\*{{0,2}}\s?:",
    re.MULTILINE,
)


@cache
def _words() -> dict[str, frozenset[str]]:
    return {
        key: frozenset(value.split() if isinstance(value, str) else value)
        for key, value in lexicon("names").items()
    }


def first_names() -> frozenset[str]:
    """Known first names, folded."""
    return _words()["first"]


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = _words()
    return (
        re.compile(rf"(?<![a-z])(?:{either(words['at'])}) (?:les? |la |l')?$"),
        re.compile(rf"(?<![a-z])(?:{either(words['with'])})\s?:?\s?$"),
    )


def find_names(text: str, language: str) -> Iterator[Name]:
    """Every name, in order, weak ones included."""
    folded = fold(text)
    labels = Counter(match["label"] for match in _LABEL.finditer(text))
    speakers = {label for label, count in labels.items() if count > 1}
    at_work, with_them = _cues()
    for run in _RUN.finditer(text):
        before = folded[max(0, run.start() - 24) : run.start()]
        if run["title"] or (
            run[0] in speakers and len(run[0]) > 1 and run[0].lower() not in _words()["speakers"]
        ):
            yield Name(run.start(), run.end())
        elif not at_work.search(before) and (name := _name_in(run, folded, language)):
            yield name._replace(weak=name.weak and not with_them.search(before))
    for spoken in _SPOKEN_TITLE.finditer(text):
        yield Name(spoken.start(), spoken.end())


def _name_in(run: re.Match[str], folded: str, language: str) -> Name | None:
    """The person in a run of capitals: from the first name on ("Bonjour Laure Engelmann"), else all of it, weakly."""
    words = [(word.start() + run.start(), word.end() + run.start()) for word in _WORD.finditer(run[0])]
    said = [folded[start:end] for start, end in words]
    known = _words()
    if not known["organisation"].isdisjoint(said):
        return None
    for (start, _), word in zip(words, said, strict=True):
        alone = start + len(word) == run.end()
        if alone and _is_a_word(folded, start, word, language):
            return None
        if word in known["first"] or word.split("-")[0] in known["first"]:
            return Name(start, run.end())
    while words and said[0].split("'")[0] in known["openers"]:
        words, said = words[1:], said[1:]
    if not 0 < len(words) < 4 or run.end() - words[0][0] < 3 or run[0].isupper():
        return None
    return Name(words[0][0], run.end(), weak=True)


def _is_a_word(folded: str, start: int, word: str, language: str) -> bool:
    """Whether a first name without a surname is more likely the word it also is: "April", "Will do"."""
    if word in _words()["months"]:
        return True
    named = folded.startswith(":", start + len(word)) or _MID_SENTENCE.search(
        folded[max(0, start - 2) : start]
    )
    return word in _words()[f"homographs_{language}"] and not named


_MID_SENTENCE = re.compile(r"(?<=[a-z0-9,])[ \xa0]$")
_WORD = re.compile(r"[^\s]+")
