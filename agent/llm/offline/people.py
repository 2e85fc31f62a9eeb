"""People in a note: who is named, and as what.

`find_people` says who is there, not on whose side they stand nor what they decide: that is the reader's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .fold import fold
from .names import Name, find_names
from .roles import Role, find_roles

Language = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a person: a name, a role, or both where they stand together."""

    start: int
    end: int
    name: str | None
    """As written, with its title: "Mme Brunet"."""
    role: str | None
    """As written, without its article: "resp. RH", "my boss"."""


_ROLE_AFTER = re.compile(
    r"(?:,? ?\(|,| [-=:]|:| is| est| as| en tant que|,? who(?:'s| is)|,? qui est|,? (?:s)?he's(?: like,?)?| /| =)?[ \xa0]?"
    r"(?:(?:our|the|their|his|her|my|a|an|la|le|les|l'|notre|leur|son|sa|mon|ma|un|une|madame|monsieur|also|actually) ?){0,2}"
    r"(?:(?:new|nouveau|nouvelle|fractional|interim|futur|ancien|acting) )?"
)
_NAME_AFTER = re.compile(r"(?:,| ?\(| ?[-=:/]| is| est| c'est|, c'est|, a savoir)?[ \xa0]?")


def find_people(text: str, language: Language) -> tuple[Mention, ...]:
    """Every person named or meant by a role, in order. Never raises; time is linear in the text."""
    folded = fold(text)
    names, roles = list(find_names(text)), list(find_roles(text))
    mentions: list[Mention] = []
    taken: set[int] = set()
    for name in names:
        role = _role_of(folded, name, roles)
        if role is not None and role.start not in taken:
            taken.add(role.start)
        elif name.weak:
            continue
        mentions.append(_mention(text, name, role))
    mentions += [
        _mention(text, None, role) for role in roles if not role.field_only and role.start not in taken
    ]
    return tuple(sorted(mentions, key=lambda mention: mention.start))


def _role_of(folded: str, name: Name, roles: list[Role]) -> Role | None:
    for role in roles:
        if name.end <= role.start < name.end + 40 and _ROLE_AFTER.fullmatch(folded, name.end, role.start):
            return role
    for role in roles:
        if (
            name.start - 14 < role.end <= name.start
            and not role.field_only
            and _NAME_AFTER.fullmatch(folded, role.end, name.start)
        ):
            return role
    return None


def _mention(text: str, name: Name | None, role: Role | None) -> Mention:
    parts = [part for part in (name, role) if part]
    return Mention(
        min(part.start for part in parts),
        max(part.end for part in parts),
        text[name.start : name.end] if name else None,
        text[role.start : role.end] if role else None,
    )
