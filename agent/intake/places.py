"""Countries: a name in English, French or German, or a code, read as ISO 3166 alpha-2."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from agent.identity import fold

_NOT_LETTER = re.compile(r"[\W_]+")
# Names that people write and the CLDR tables do not have.
_ALSO = {
    name: code
    for code, names in {
        "US": "usa unitedstatesofamerica etatsunisdamerique america",
        "GB": "england scotland wales northernireland greatbritain britain grandebretagne angleterre ecosse"
        " paysdegalles grossbritannien",
        "NL": "holland hollande thenetherlands",
        "KR": "korea coree republicofkorea",
        "CZ": "czechrepublic republiquetcheque tschechischerepublik",
        "TR": "turkey turquie",
        "CI": "ivorycoast",
        "HK": "hongkong",
        "MO": "macau macao",
        "RU": "russianfederation",
        "AE": "uae eau",
        "MM": "burma birmanie",
        "SZ": "swaziland",
        "MK": "macedonia macedoine",
        "VN": "vietnam viet",
        "MD": "moldova",
        "DE": "brd",
        "FR": "francemetropolitaine",
        "SA": "ksa",
        "CN": "peoplesrepublicofchina prc",
        "IE": "republicofireland eire",
        "CV": "capeverde",
    }.items()
    for name in names.split()
}


@lru_cache(1 << 12)
def country_code(text: str) -> str | None:
    """ISO 3166 alpha-2 of a country's name or code; None when it is none."""
    key = _NOT_LETTER.sub("", fold(text))
    return _codes().get(key) or _codes().get(key.removeprefix("the"))


@cache
def _codes() -> dict[str, str]:
    from babel import Locale
    from babel.core import get_global

    codes = {}
    for alias, targets in get_global("territory_aliases").items():
        if len(targets) == 1 and alias.isalpha():
            codes[alias.lower()] = targets[0]
    for language in ("de", "fr", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}:
                codes[_NOT_LETTER.sub("", fold(name))] = code
                codes[code.lower()] = code
    return codes | _ALSO
