"""The parsers' word lists: data files in `cues/`, made into regular expressions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any


def lexicon(name: str) -> dict[str, Any]:
    """The tables of `cues/<name>.toml`."""
    return tomllib.loads((files(__package__) / "cues" / f"{name}.toml").read_text("utf-8"))


def either(words: Iterable[str]) -> str:
    """A regular expression for any of these words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def one_of(patterns: Iterable[str]) -> str:
    """A regular expression for any of these, tried in their order."""
    return f"(?:{'|'.join(patterns)})"


def named(groups: Mapping[str, Iterable[str]]) -> str:
    """A regular expression for any of these groups, each under its name."""
    return "|".join(f"(?P<{name}>{one_of(patterns)})" for name, patterns in groups.items())
