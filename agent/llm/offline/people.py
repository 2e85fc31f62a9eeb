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


_BE = (
    r"'s(?= (?:the|our|their|his|her) )| is| est|,? who(?:'s| is)|,? qui est|, s?he's(?: like,)?|,? c'est"
    r"| en tant que| as"
)
_ROLE_AFTER = re.compile(
    rf"(?P<mark>,? ?\(|,| [-=]|-| /|{_BE}|(?P<of> from| in| aux?| des| du| de)(?= | l'))[ \xa0]?"
    r"(?:(?:our|the|their|his|her|also|now|actually|an?|notre|nos|leur|sa|son|la|les?|l'|aussi|une?|madame|monsieur)"
    r" ?){0,3}"
    r"(?:(?:new|nouveau|nouvelle|interim|future?|ancien|acting|current) )?"
)
"""What may stand between a name and its role: "Curt, he's like, the fractional CFO"."""
_NAME_AFTER = re.compile(
    r"(?: (?:de |du |d'|of |for |at |in )[^\s,;:.()]+)?"
    r"(?:,| ?\(| ?[-=:/]| is| est|,? c'est|,? (?:named|called))?[ \xa0]?"
)
"""What may stand between a role and its name: "the CFO, Jane Roe"; "la directrice de l'agence de Lyon, Inès"."""


_ACTS = re.compile(
    r",?(?P<pronoun> who| qui| she| he| elle| il)? (?:also |really |always |toujours )?"
    r"(?:decides?|signs?|approves?|owns|runs|has the|holds the|tranche|signe|decide|valide|approuve|pilote)\b"
)
"""What only a person does, and makes a name of mere capitals one."""


def find_people(text: str, language: Language) -> tuple[Mention, ...]:
    """Every person named or meant by a role, in order. Never raises; time is linear in the text."""
    folded = fold(text)
    names, roles = list(find_names(text, language)), list(find_roles(text))
    mentions: list[Mention] = []
    starts, taken = [role.start for role in roles], set[int]()
    for name in (_without_title(text, name, roles, starts) for name in names):
        role = _role_of(folded, name, roles, starts)
        if role is not None and role.start not in taken:
            taken.add(role.start)
        elif name.weak and (name.start in starts or not _acts(text, folded, name)):
            continue
        mentions.append(_mention(text, name, role))
    mentions += [
        _mention(text, None, role) for role in roles if role.kind != "field" and role.start not in taken
    ]
    return tuple(sorted(mentions, key=lambda mention: mention.start))


def _without_title(text: str, name: Name, roles: list[Role], starts: list[int]) -> Name:
    """The name without the abbreviation it ends in: "Hamish Urquhart MD"."""
    at = bisect_left(starts, name.start + 1)
    if at < len(roles) and roles[at].end == name.end and text[roles[at].start : name.end].isupper():
        return name._replace(end=roles[at].start - 1)
    return name


def _acts(text: str, folded: str, name: Name) -> bool:
    """Whether what follows a name of mere capitals is what a person does: "Dottie she owns it"."""
    acts = _ACTS.match(folded, name.end)
    if not acts:
        return False
    opens = text[max(0, name.start - 2) : name.start].rstrip(" ")[-1:] in (
        "",
        "\n",
        ".",
        "?",
        "!",
        ":",
        "-",
        "*",
    )
    return not opens or acts["pronoun"] is not None or " " in text[name.start : name.end]


def _role_of(folded: str, name: Name, roles: list[Role], starts: list[int]) -> Role | None:
    """The role right behind the name ("Claire Dumont (DAF)"), else right before it ("the CFO, Jane Roe")."""
    after = bisect_left(starts, name.end)
    if after < len(roles) and _follows(folded, name, roles[after]):
        return roles[after]
    return roles[after - 1] if after and _precedes(folded, name, roles[after - 1]) else None


def _follows(folded: str, name: Name, role: Role) -> bool:
    gap = _ROLE_AFTER.fullmatch(folded, name.end, role.start) if role.start < name.end + 40 else None
    if role.kind == "office" and role.start == name.end + 1 and folded[name.end] == " ":
        return True
    if not gap or (name.weak and (role.kind != "office" or gap["of"])):
        return False
    return role.kind != "field" or bool(gap["of"]) or gap["mark"].strip(" ,") in ("", "(", "-")


def _precedes(folded: str, name: Name, role: Role) -> bool:
    if (
        role.kind == "field"
        or (name.weak and role.kind == "body")
        or not name.start - 30 < role.end <= name.start
    ):
        return False
    return _NAME_AFTER.fullmatch(folded, role.end, name.start) is not None


def _mention(text: str, name: Name | None, role: Role | None) -> Mention:
    parts = [part for part in (name, role) if part]
    return Mention(
        min(part.start for part in parts),
        max(part.end for part in parts),
        text[name.start : name.end] if name else None,
        text[role.start : role.end] if role else None,
    )
