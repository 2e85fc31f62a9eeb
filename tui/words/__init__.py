"""What the screens say, in French and English: one catalogue, and how numbers, money and days are written.

The catalogue is every TOML file of this folder, one a screen; no two of them hold a group of the same name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from agent.settings import Language

Catalogue = dict[str, dict[str, dict[str, str]]]
Label = Callable[[str, str | None], str]
"""A criterion and one of its levels (None: the criterion itself) → its name in the reader's language."""


@cache
def catalogue() -> Catalogue:
    """Group → word → language → text. Raises ValueError when two files hold one group."""
    groups: Catalogue = {}
    for file in sorted(files(__package__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            more = tomllib.loads(file.read_text("utf-8"))
            if twice := groups.keys() & more.keys():
                raise ValueError(f"{file.name}: another file holds {', '.join(sorted(twice))} already")
            groups |= more
    return groups


class Words:
    """The words in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """The text of `group.word`, its braces filled in. KeyError for a word the catalogue does not have."""
        group, _, word = key.partition(".")
        text = catalogue()[group][word][self.language]
        return text.format_map(values) if values else text

    def known(self, group: str, word: str) -> str:
        """The text of a word that a rubric or a source may have invented: without one, the word itself."""
        entry = catalogue()[group].get(word)
        return entry[self.language] if entry else word.replace("_", " ")

    def count(self, key: str, n: int, **values: object) -> str:
        """The text of `key` for so many; `key_one` where there is exactly one."""
        return self(f"{key}_one", **values) if n == 1 else self(key, n=self.number(n), **values)

    def number(self, number: float) -> str:
        """With the language's separators: 12,500 or 12 500."""
        from babel.numbers import format_decimal

        return format_decimal(number, locale=self.language)

    def money(self, amount: float, currency: str | None) -> str:
        """€12,500 or 12 500 €, €12,500.50 where it is not round; without a currency the number alone."""
        from babel.numbers import format_currency

        if currency is None:
            return self.number(amount)
        digits = "#,##0" if float(amount).is_integer() else "#,##0.00##"
        pattern = f"{digits} ¤" if self.language == "fr" else f"¤{digits}"
        return format_currency(amount, currency, pattern, locale=self.language, currency_digits=False)

    def day(self, day: date) -> str:
        """12 May 2026, 12 mai 2026."""
        from babel.dates import format_date

        return format_date(day, "d MMM y", locale=self.language)

    def moment(self, at: datetime) -> str:
        """12 May 2026 14:05, in the zone of this machine."""
        here = at.astimezone()
        return f"{self.day(here)} {here:%H:%M}"

    def country(self, code: str) -> str:
        """The name of an ISO 3166 alpha-2 code; anything else as it is."""
        from babel import Locale

        return str(Locale(self.language).territories.get(code.upper(), code))
