"""What a site's robots.txt asks of a robot (RFC 9309).

The standard library's reader knows neither `*` nor `$` nor that the longest rule wins, and so takes what
`Disallow: /*` forbids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

AGENT = "leadsift"
_LINE = re.compile(r"\s*(user-agent|allow|disallow)\s*:([^#\r\n]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Robots:
    """The rules for one robot."""

    rules: tuple[tuple[str, bool], ...]
    """Pattern of a path, and whether it is allowed; the longest first, of equals the kinder."""

    def allow(self, target: str) -> bool:
        """Whether a path with its query may be fetched."""
        path = _plain(target)
        return next((allowed for pattern, allowed in self.rules if _covers(pattern, path)), True)


EVERYTHING = Robots(())
"""Of a site without a robots.txt."""
NOTHING = Robots((("/", False),))
"""Of a site whose robots.txt cannot be had for a fault of its own."""


def read_robots(text: str) -> Robots:
    """The rules that a robots.txt has for leadsift: those under its name, else those for every robot."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    for agents, rules in _groups(text.removeprefix("\ufeff").splitlines()):
        for agent in agents:
            groups.setdefault(agent, []).extend(rules)
    own = groups.get(AGENT, groups.get("*", []))
    return Robots(tuple(sorted(own, key=lambda rule: (-len(rule[0]), not rule[1]))))


def _groups(lines: Iterable[str]) -> Iterator[tuple[list[str], list[tuple[str, bool]]]]:
    """Robots named one after the other, and the rules that follow them."""
    agents: list[str] = []
    rules: list[tuple[str, bool]] = []
    named = False
    for found in filter(None, map(_LINE.match, lines)):
        word, value = found[1].lower(), found[2].strip()
        if word == "user-agent":
            if not named:
                yield agents, rules
                agents, rules = [], []
            agents.append(re.split(r"[/\s]", value, maxsplit=1)[0].lower())
        elif value and agents:
            rules.append((_plain(value), word == "allow"))
        named = word == "user-agent"
    yield agents, rules


def _covers(pattern: str, path: str) -> bool:
    """Whether the pattern fits the beginning of the path, or all of it where it ends in `$`. Never backtracks."""
    whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if whole and not others:
        return path == first
    at = len(first)
    last = others.pop() if whole else ""
    for piece in others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(path) - len(last) >= at and path.endswith(last)


def _plain(path: str) -> str:
    """One spelling for what may be percent-encoded in two."""
    return quote(unquote(path, errors="surrogateescape"), "/*$?&=;:@!'(),+~", errors="surrogateescape")
