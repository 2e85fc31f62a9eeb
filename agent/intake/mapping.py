"""Which column is which field: by the names people have, or as a saved mapping says."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping as Names
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from agent.errors import BadInput
from agent.identity import fold

Kind = Literal["lead", "touchpoint", "partner", "owner", "opportunity", "spend"]
Saved = Names[str, str]
"""A mapping the person keeps: header → field. "" keeps a column out of every field."""

_HEADERS = Path(__file__).with_name("headers.toml")
_NOT_LETTER = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_SAVED_RANK = -1


@dataclass(frozen=True)
class Known:
    """What a column name means."""

    field: str
    rank: int
    """Its place among the names of the field: the lower counts first."""
    language: str


@dataclass(frozen=True)
class Columns:
    """The columns of one file, by field."""

    by_field: Names[str, tuple[str, ...]]
    """Field → headers, the one that counts first."""
    others: tuple[str, ...]
    """Headers that are no field's."""
    language: str | None
    """Of most of the known headers: "en", "fr", "de"."""

    def __contains__(self, field: object) -> bool:
        return field in self.by_field


def header_key(name: str) -> str:
    """A column name without case, accents, spaces and punctuation."""
    return _NOT_LETTER.sub("", fold(name))


def fields(kind: Kind) -> tuple[str, ...]:
    """The fields that columns of such a file can have."""
    return tuple(_tables()[kind])


@lru_cache(1 << 14)
def meaning(name: str, kind: Kind) -> Known | None:
    """What a column name means in a file of that kind; None when it is not known."""
    known = _vocabulary(kind)
    return known.get(header_key(name)) or known.get(header_key(_BRACKETS.sub("", name)))


def count_known(names: Sequence[str], kind: Kind, saved: Saved | None = None) -> int:
    """How many of these names mean something: what tells a header from a row."""
    told = {header_key(name) for name in saved or ()}
    ambiguous = _ambiguous() if kind == "lead" else frozenset()
    return sum(
        1
        for name in names
        if name
        and len(name) < 80
        and (meaning(name, kind) or (key := header_key(name)) in told or key in ambiguous)
    )


def map_columns(header: Sequence[str], kind: Kind, saved: Saved | None = None) -> Columns:
    """The fields of a header's columns. The saved mapping wins over every known name."""
    told = {header_key(name): field for name, field in (saved or {}).items()}
    ranked: dict[str, list[tuple[int, str]]] = {}
    others: list[str] = []
    languages: list[str] = []
    for name in header:
        key = header_key(name)
        known = meaning(name, kind)
        if key in told:
            known = Known(told[key], _SAVED_RANK, "") if told[key] else None
        if known is None:
            others.append(name)
            continue
        ranked.setdefault(known.field, []).append((known.rank, name))
        languages += [known.language] if known.language else []
    if kind == "lead":
        _settle_names(ranked, others, told)
    by_field = {
        field: tuple(name for _, name in sorted(names, key=lambda n: n[0])) for field, names in ranked.items()
    }
    return Columns(by_field, tuple(others), max(languages, key=languages.count) if languages else None)


def read_mapping(path: Path, kind: Kind = "lead") -> dict[str, str]:
    """A saved mapping, TOML or JSON: header = field, at the top or under [columns]. Raises `BadInput`."""
    try:
        text = path.read_text("utf-8-sig")
        table = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path) from error
    except (ValueError, RecursionError) as error:
        raise BadInput(
            f"not a valid mapping: {error}", file=path, remedy='Write lines like "Firm" = "company"'
        ) from error
    columns = table.get("columns", table) if isinstance(table, dict) else None
    if not isinstance(columns, dict):
        raise BadInput("not a table of header = field", file=path)
    allowed = fields(kind)
    for header, field in columns.items():
        if field != "" and field not in allowed:
            raise BadInput(
                f"there is no field {field!r}",
                file=path,
                column=header,
                remedy=f"One of {', '.join(allowed)}",
            )
    return dict(columns)


def _settle_names(ranked: dict[str, list[tuple[int, str]]], others: list[str], told: Names[str, str]) -> None:
    """Decide what "Name" or "Nom" alone means: a surname, a whole name, or the company."""
    for name in [
        name for name in others if header_key(name) in _ambiguous() and header_key(name) not in told
    ]:
        if "first_name" in ranked and "last_name" not in ranked:
            field = "last_name"
        elif "company" in ranked or "email" in ranked:
            field = "full_name"
        else:
            field = "company"
        others.remove(name)
        ranked.setdefault(field, []).append((0, name))


@cache
def _tables() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads(_HEADERS.read_text("utf-8"))


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(header_key(name) for name in _tables()["ambiguous"]["name"])


@cache
def _vocabulary(kind: Kind) -> dict[str, Known]:
    known: dict[str, Known] = {}
    for field, languages in _tables()[kind].items():
        names = [(name, language) for language, names in languages.items() for name in names]
        for rank, (name, language) in enumerate([*names, (field, "")]):
            known.setdefault(header_key(name), Known(field, rank, language))
    return known
