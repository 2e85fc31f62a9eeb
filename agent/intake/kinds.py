"""What kind of touchpoint a free word means: "Demo request", "demande de démo", "pricing page viewed"."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from agent.identity import fold
from agent.models.touchpoint import Kind

_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(1 << 12)
def read_kind(text: str, page: str | None = None) -> Kind:
    """The kind a text means; `OTHER` when it means none. A view of a price list is more than a view."""
    words = _words(text)
    kind = next((kind for kind, pattern in _patterns() if pattern.search(words)), Kind.OTHER)
    if (kind is Kind.PAGE_VIEW or not words.strip()) and page:
        kind = Kind.PRICING_PAGE if _is_price_list(page) else Kind.PAGE_VIEW
    return kind


def _is_price_list(page: str) -> bool:
    """One part of its path is named for prices, in two words at most: "/fr/nos-tarifs", not "/price-of-fame"."""
    try:
        path = urlsplit(page).path
    except ValueError:
        return False
    parts = [_words(part).split() for part in path.split("/")]
    return any(len(words) <= 2 and _pricing().intersection(words) for words in parts)


def _words(text: str) -> str:
    """Folded words between single spaces, one at either end: "demo_request" and "Demo-Request!" are one."""
    return f" {_NOT_WORD.sub(' ', fold(text)).strip()} "


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple(
        (Kind(name), re.compile("|".join(re.escape(_words(phrase)) for phrase in (name, *phrases))))
        for name, phrases in _table()["kinds"].items()
    )


@cache
def _pricing() -> frozenset[str]:
    return frozenset(_table()["pages"]["pricing_page"])
