"""Roles on the buyer's side, as a note says them: "le DAF", "resp. achats", "head of operations", "my boss", "codir"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from .fold import fold
from .numerals import either


class Role(NamedTuple):
    """One role. `start` and `end` leave articles out, but keep "my" and "mon"."""

    start: int
    end: int
    field_only: bool = False
    """A mere field of work ("yard"): a role only right behind a name."""


_BETWEEN = r"(?:[ \xa0](?:of|for|de la|de l'|des|du|de|d'|en|aux?|a la|l'|&|et|and|/)[ \xa0]?)"


@cache
def _pattern() -> re.Pattern[str]:
    data = tomllib.loads((files(__package__) / "cues" / "roles.toml").read_text("utf-8"))
    lists = {key: value.split() if isinstance(value, str) else value for key, value in data.items()}
    field = rf"(?:{either(set(lists['fields']))})(?![a-z])"
    fields = rf"{field}(?:(?: |/| & | et | and |, )(?:{field})){{0,3}}"
    titles = either(title.lower() for title in lists["titles"])
    complement = rf"(?: (?:de la |de l'|des |du |de |d'|en |aux? )?{fields}| (?:de la |de l'|des |du |de |d')[a-z][\w'-]+(?: {field})*| [a-z][\w-]+(?=\s*[),;\n]))"
    return re.compile(
        r"(?<![\w@./-])(?:"
        rf"(?P<kin>(?:(?:{either(lists['possessive'])}) )(?:direct |big |line |ex-)?(?:{either(lists['kin'])})(?![\w-])(?: in finance| \(it\))?)"
        rf"|(?P<phrase>(?:{either(lists['phrases'] + lists['bodies'])})(?![\w-])(?: {field})*)"
        rf"|(?P<committee>(?:{field} |[a-z]+ )?(?:committee|panel)(?!\w)|(?:comite|commission)(?: (?:de |d'|des |du )?[a-z]{{4,}})(?![\w-]))"
        rf"|(?P<chief>chief (?:[a-z]+ ){{1,2}}officer)"
        rf"|(?P<headed>(?:{either(lists['heads_of'].split() if isinstance(lists['heads_of'], str) else lists['heads_of'])}) (?:of (?:the )?[a-z&]+(?: (?:and|&) [a-z]+)?(?: {field})*|{fields}))"
        rf"|(?P<english>(?:{field}[ /]){{1,3}}(?:{either(lists['heads_en'])})(?![a-z]))"
        rf"|(?P<french>(?:{either(lists['heads_fr'])})(?![a-z])\.?{complement}(?:(?: et | & |/){field})?)"
        rf"|(?P<title>(?:{titles})(?![\w-])(?: (?:de la |de l'|des |du |de |d')?{fields})?)"
        rf"|(?P<bare>(?:directeur|directrice|president|mayor|chef)(?![a-z.]))"
        rf"|(?P<field>{fields})"
        r")"
    )


def find_roles(text: str) -> Iterator[Role]:
    """Every role, in order, fields of work included."""
    folded = fold(text)
    for match in _pattern().finditer(folded):
        yield Role(match.start(), match.end(), match.lastgroup == "field")
