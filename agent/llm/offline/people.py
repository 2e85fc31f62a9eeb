"""People in a note: who is named, and as what.

`find_people` says who is there, not on whose side they stand nor what they decide: that is the reader's business.
"""

from __future__ import annotations

import re
from bisect import bisect_left
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
    r"(?P<mark>,? ?\(|,| [-=]|-| is| est|'s| who(?:'s| is)|, who(?:'s| is)|,? qui est|, (?:s)?he's(?: like,)?| en tant que| as| /)[ \xa0]?"
    r"(?:(?:our|the|their|his|her|notre|nos|leur|sa|son|also|now|actually|a|an|la|les?|l'|aussi|un|une|madame|monsieur) ?){0,3}"
    r"(?:(?:new|nouveau|nouvelle|interim|futur|future|ancien|acting|current) )?"
)
_NAME_AFTER = re.compile(
    r"(?P<mark>,| ?\(| ?[-=:/]| is| est|,? c'est|, a savoir|,? named|,? called)?[ \xa0]?"
)


def find_people(text: str, language: Language) -> tuple[Mention, ...]:
    """Every person named or meant by a role, in order. Never raises; time is linear in the text."""
    folded = fold(text)
    names, roles = list(find_names(text)), list(find_roles(text))
    mentions: list[Mention] = []
    starts, taken = [role.start for role in roles], set[int]()
    for name in names:
        role = _role_of(folded, name, roles, starts)
        if role is not None and role.start not in taken:
            taken.add(role.start)
        elif name.weak:
            continue
        mentions.append(_mention(text, name, role))
    mentions += [
        _mention(text, None, role) for role in roles if not role.field_only and role.start not in taken
    ]
    return tuple(sorted(mentions, key=lambda mention: mention.start))


def _role_of(folded: str, name: Name, roles: list[Role], starts: list[int]) -> Role | None:
    """The role right behind the name ("Claire Dumont (DAF)"), else right before it ("the CFO, Jane Roe")."""
    after = bisect_left(starts, name.end)
    if after < len(roles) and starts[after] < name.end + 40:
        gap = _ROLE_AFTER.fullmatch(folded, name.end, starts[after])
        if gap and (
            not roles[after].field_only or (not name.weak and gap["mark"].strip(" ,") in ("", "(", "-"))
        ):
            return roles[after]
    before = bisect_left(starts, name.start) - 1
    if before >= 0 and not roles[before].field_only and name.start - 14 < roles[before].end <= name.start:
        gap = _NAME_AFTER.fullmatch(folded, roles[before].end, name.start)
        if gap and (gap["mark"] or not name.weak or roles[before].end < name.start):
            return roles[before]
    return None


def _mention(text: str, name: Name | None, role: Role | None) -> Mention:
    parts = [part for part in (name, role) if part]
    return Mention(
        min(part.start for part in parts),
        max(part.end for part in parts),
        text[name.start : name.end] if name else None,
        text[role.start : role.end] if role else None,
    )
