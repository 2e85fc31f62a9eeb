"""A company's job adverts, whichever board they hang on: whose they are, how many, and which tools they name.

A board goes by a word that anybody may have taken. Code makes that word of the company's domain, and believes the
board only where it states that very domain, more often than any other of the same first label, and a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agent.clean import clean_field
from agent.identity import company_domain
from agent.models.evidence import Evidence, evidence_id
from agent.models.noun import fingerprint

from .entry import prove
from .found import Found
from .record import Claim
from .sought import Clue
from .technologies import technologies_named

_TOKEN = re.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])")
_AROUND = re.compile(r"(?:get|try|use|join|go|hello)(?=\w{4})|(?<=\w{4})(?:hq|app|inc)$")
"""What is put before or after a name whose domain was taken: "getbrightloom.com"."""
_MOST_TOKENS = 2
_MOST_TECHNOLOGIES = 40
_MOST_TEAMS = 5
_HOST = re.compile(r"(?:https?://(?:www\.)?|www\.|@)([a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9]))", re.IGNORECASE)
_BETWEEN = r"[ .&'’-]?"
"""What may stand between the letters of a name: "Bright Loom" is "brightloom"."""
_SUFFIX = re.compile(r"\s+(?:careers|jobs)$", re.IGNORECASE)


@dataclass(frozen=True)
class Advert:
    """One job advert. Clean, and without the person to write to."""

    id: str
    title: str
    text: str
    addresses: str
    """Whatever may hold an address: its own, its links, its text as it came."""
    team: str | None = None
    day: date | None = None
    """Of its last change, else of its publication."""


@dataclass(frozen=True)
class Board:
    """The adverts of one board, as a source read them."""

    source: str
    token: str
    place: str
    """The address they were read at."""
    adverts: Sequence[Advert]
    retrieved_at: datetime
    name: str | None = None
    """Whose it is, where the board itself says so."""
    more: bool = False
    """Whether there are adverts beyond those."""


def has_token(clue: Clue) -> bool:
    """Whether there is a domain to make the word of a board of."""
    return bool(clue.domains and tokens(clue.domains[0]))


def tokens(domain: str) -> tuple[str, ...]:
    """The words a company of that domain may have given its board, the likeliest first."""
    label = domain.partition(".")[0]
    joined = label.replace("-", "")
    likely = () if label.startswith("xn--") else dict.fromkeys((joined, _AROUND.sub("", joined), label))
    return tuple(one for one in likely if _TOKEN.fullmatch(one))[:_MOST_TOKENS]


def record_of(board: Board, domain: str) -> Found | None:
    """The board as a record of the company at that domain; None where it does not state that it is that one's."""
    name = _SUFFIX.sub("", board.name or "") or _name_in(board)
    if name is None or not _states(board, domain):
        return None
    day = max((one.day for one in board.adverts if one.day), default=None)
    edition = fingerprint(*sorted(f"{one.id} {one.text}" for one in board.adverts), size=4)
    place = f"{board.place} @{edition}"
    facts, evidence = prove(_technologies(board, day), board.source, place, board.retrieved_at)
    return Found(
        source=board.source,
        record=board.token,
        name=name,
        domains=(domain,),
        facts=facts,
        evidence=(*evidence, _hiring(board, place, day)),
    )


def _states(board: Board, domain: str) -> bool:
    """Whether adverts state the domain, and none of its like more often: acme.com's board is not acme.io's."""
    stated: Counter[str] = Counter()
    for one in board.adverts:
        hosts = {host.lower() for host in _HOST.findall(one.addresses)}
        stated.update({found for host in hosts if (found := company_domain(host))})
    label = domain.partition(".")[0]
    like = [count for other, count in stated.items() if other != domain and other.partition(".")[0] == label]
    return stated[domain] > max(like, default=0)


def _name_in(board: Board) -> str | None:
    """The token as the adverts write it most often, out of addresses; None where they do not."""
    letters = board.token.replace("-", "")
    spelt = re.compile(
        rf"(?<![\w@./-]){_BETWEEN.join(map(re.escape, letters))}(?![\w@-]|\.\w)", re.IGNORECASE
    )
    written = Counter(
        clean_field(hit) for one in board.adverts for hit in spelt.findall(f"{one.title}\n{one.text}")
    )
    return max(written, key=lambda name: (written[name], name), default=None)


def _technologies(board: Board, day: date | None) -> list[Claim]:
    """Those the adverts name, the most often named first, each with an advert that does."""
    naming: dict[str, list[str]] = {}
    for one in board.adverts:
        for name in technologies_named(f"{one.title}\n{one.text}"):
            naming.setdefault(name, []).append(one.id)
    names = sorted(naming, key=lambda name: (-len(naming[name]), name.lower()))[:_MOST_TECHNOLOGIES]
    cell = ", ".join(f"{name} ({len(naming[name])}, as in {naming[name][0]})" for name in names)
    return [Claim("technologies", tuple(names), "adverts", cell, day)] if names else []


def _hiring(board: Board, place: str, day: date | None) -> Evidence:
    """How many roles are open, and in which teams: no field of a company, and yet worth knowing."""
    teams = Counter(one.team for one in board.adverts if one.team)
    ranked = sorted(teams, key=lambda team: (-teams[team], team))[:_MOST_TEAMS]
    count = f"{len(board.adverts)}{' or more' if board.more else ''}"
    words = ", ".join(f"{team} {teams[team]}" for team in ranked)
    locator = f"{place} open roles"
    return Evidence(
        id=evidence_id(board.source, locator),
        source=board.source,
        locator=locator,
        snippet=f"open roles: {count}{f' ({words})' if words else ''}"[:200],
        retrieved_at=board.retrieved_at,
        as_of=day,
    )
