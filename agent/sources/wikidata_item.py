"""One item of Wikidata, out of the rows of a query: a statement each, with its value, its unit and its day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isfinite
from typing import NamedTuple

from agent.intake.places import country_code
from agent.models.account import FieldName, Money, Value
from agent.models.noun import fingerprint

from . import figures
from .entry import Entry
from .legal_ids import read_legal_ids
from .names import own_domain
from .record import Claim

NUMBERS = {"siren": "P1616", "lei": "P1278", "cik": "P5531", "company_number": "P2622"}
"""Scheme to property."""
_MOST_NAMES = 20
_UNKNOWN = "/.well-known/genid/"
"""In the address that stands where Wikidata says that there is a value and nobody knows it."""
_YEAR, _MONTH, _DAY = "9", "10", "11"
"""How precise a moment is; below, it is a decade or worse."""


class _Figure(NamedTuple):
    """A figure and when it was true."""

    value: float
    unit: str
    as_of: date | None
    cell: str


@dataclass(frozen=True)
class Item:
    """The item, as read on `today`."""

    rows: Sequence[Entry]
    today: date

    @property
    def edition(self) -> str:
        """What tells this state of the item from every other, in whatever order its rows came."""
        return fingerprint(*sorted(row.edition for row in self.rows), size=4)

    @cached_property
    def name(self) -> str | None:
        """The label in English, for all languages or in French."""
        by_language = {row.text("value.xml:lang"): row.text("value.value") for row in self._rows("label")}
        return next((said for language in ("en", "mul", "fr") if (said := by_language.get(language))), None)

    @property
    def other_names(self) -> tuple[str, ...]:
        """Official names, labels of other languages, and aliases."""
        names = dict.fromkeys(said for where in ("P1448", "label", "alias") for said in self._texts(where))
        return tuple(name for name in names if name != self.name)[:_MOST_NAMES]

    @cached_property
    def domains(self) -> tuple[str, ...]:
        """Of its websites."""
        found = (own_domain(address, self.name or "") for address in self._texts("P856"))
        return tuple(dict.fromkeys(domain for domain in found if domain))

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Scheme to number; of a scheme with several, none, for they are of several companies."""
        found: dict[str, str] = {}
        for scheme, where in NUMBERS.items():
            read = {number for said in self._texts(where) for number in read_legal_ids(said, scheme).values()}
            if len(read) == 1:
                found[scheme] = read.pop()
        return found

    @property
    def countries(self) -> tuple[str, ...]:
        """ISO 3166 alpha-2."""
        return tuple(dict.fromkeys(code for said in self._texts("P17") if (code := country_code(said))))

    @property
    def cities(self) -> tuple[str, ...]:
        """Of its headquarters."""
        return tuple(dict.fromkeys(self._texts("P159")))

    def claims(self) -> Iterator[Claim]:
        """What it says of the company. Of what has several values and no day, nothing: nobody can tell which holds."""
        if self.name:
            yield Claim("name", self.name, "label", self.name)
        if self.domains:
            yield Claim("domain", self.domains[0], "P856", next(iter(self._texts("P856"))))
        yield from self._only("industry", "P452", tuple(dict.fromkeys(self._texts("P452"))))
        yield from self._only("country", "P17", self.countries)
        yield from self._only("city", "P159", self.cities)
        yield from self._only("parent", "P749", tuple(dict.fromkeys(self._texts("P749"))))
        if count := self._newest("P1128"):
            yield Claim("employees", int(count.value), "P1128", count.cell, count.as_of)
        if sum_ := self._newest("P2139"):
            year = sum_.as_of.year if sum_.as_of else None
            money = Money(min=sum_.value, max=sum_.value, currency=sum_.unit, year=year)
            yield Claim("revenue", money, "P2139", sum_.cell, sum_.as_of)
        yield from self._lifetime()
        if self.numbers:
            where = ", ".join(NUMBERS[scheme] for scheme in self.numbers)
            yield Claim("legal_ids", self.numbers, where, ", ".join(self.numbers.values()))

    def _only(self, field: FieldName, where: str, values: Sequence[Value]) -> Iterator[Claim]:
        if len(values) == 1:
            yield Claim(field, values[0], where, next(iter(self._texts(where))))

    def _lifetime(self) -> Iterator[Claim]:
        for row in self._rows("P571")[:1]:
            moment = row.text("value.value") or ""
            if row.text("precision.value") in (_YEAR, _MONTH, _DAY) and (year := figures.year(moment[:4])):
                yield Claim("founded", year, "P571", moment)
        for row in self._rows("P576")[:1]:
            ended = _day(row.text("value.value"), row.text("precision.value"))
            if ended and ended.year <= self.today.year:
                yield Claim("status", "closed", "P576", row.text("value.value"), min(ended, self.today))

    def _newest(self, where: str) -> _Figure | None:
        """The figure of the newest day; of those without a day only one that is alone."""
        found = set(self._figures(where))
        dated = [one for one in found if one.as_of]
        if dated:
            return max(dated, key=lambda one: (one.as_of, one.value, one.unit))
        return found.pop() if len(found) == 1 else None

    def _figures(self, where: str) -> Iterator[_Figure]:
        for row in self._rows(where):
            said, unit = row.text("value.value") or "", row.text("unit.value") or ""
            try:
                value = float(said)
            except ValueError:
                continue
            day = _day(row.text("when.value"), row.text("precision.value"))
            if isfinite(value) and value >= 1 and (day is None or day.year <= self.today.year):
                as_of = min(day, self.today) if day else None
                words = (said, unit, f"in {day.year}" if day else "")
                yield _Figure(value, unit, as_of, " ".join(word for word in words if word))

    def _rows(self, field: str) -> list[Entry]:
        """Those that say something of the field; a blank node says that nobody knows."""
        return [
            row
            for row in self.rows
            if row.text("field.value") == field
            and row.text("value.type") != "bnode"
            and _UNKNOWN not in (row.text("value.value") or "")
        ]

    def _texts(self, field: str) -> list[str]:
        return [said for row in self._rows(field) if (said := row.text("value.value"))]


def _day(moment: str | None, precision: str | None) -> date | None:
    """The last day of the year or the month that is meant, or the day; None for what is less precise."""
    day = figures.day(moment or "")
    if day is None or precision not in (_YEAR, _MONTH, _DAY):
        return None
    if precision == _YEAR:
        return date(day.year, 12, 31)
    return day.replace(day=monthrange(day.year, day.month)[1]) if precision == _MONTH else day
