"""The technologies a text names, by a fixed list of words: nothing is guessed from the words around them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple


class _Words(NamedTuple):
    """Spellings, and the names they are of."""

    pattern: re.Pattern[str]
    names: Mapping[str, str]


def technologies_named(text: str) -> tuple[str, ...]:
    """The names of those it names, each once, in the order of the alphabet."""
    any_case, as_written = _lists()
    found = {any_case.names[hit.lower()] for hit in any_case.pattern.findall(text)}
    found |= {as_written.names[hit] for hit in as_written.pattern.findall(text)}
    return tuple(sorted(found, key=str.lower))


@cache
def _lists() -> tuple[_Words, _Words]:
    lists = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return _words(lists["any_case"], re.IGNORECASE), _words(lists["as_written"], 0)


def _words(names: Mapping[str, Sequence[str]], flags: int) -> _Words:
    """One pattern, the longest spelling first, of whole words alone: there is no Java in "JavaScript"."""
    known = {spelling: name for name, spellings in names.items() for spelling in spellings}
    longest_first = sorted(known, key=lambda spelling: (-len(spelling), spelling))
    either = "|".join(map(re.escape, longest_first))
    # ASCII, lest "ſql" be an "sql" that no list has.
    return _Words(re.compile(rf"(?<![\w@#+-])(?:{either})(?![\w@#+]|-\w)", flags | re.ASCII), known)
