"""One record of a company directory: what it can be known by, and what it says of the company."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain, islice
from typing import Any, NamedTuple

from agent.identity import fold
from agent.intake.figures import read_employees, read_revenue
from agent.intake.places import country_code
from agent.models.account import FieldName, Value

from . import figures
from .columns import Columns
from .legal_ids import read_legal_ids
from .names import own_domain
from .places import Place, places

_REGISTERS = ("siren", "siret", "lei", "vat", "company_number", "cik", "duns", "legal_id")
KNOWN_BY = frozenset({"name", "other_names", "domain", "website", *_REGISTERS})
"""The columns a record can be known by."""
COUNTED = frozenset({"country", "location", "regions", "employees", "employees_band"})
"""The columns that tell whether a record says where it is and how large, and that `country_of` reads."""
_LISTED = re.compile(r"\s*[,;|]\s*")
_STATUS = {
    "active": "active|actif|a|operating|live|open|public|registered|en activite",
    "closed": "inactive|inactif|closed|c|cesse|cessee|dissolved|radie|radiee|defunct|dead|struck off|ferme",
    "acquired": "acquired|acquis|acquise|merged",
    "insolvent": "liquidation|in liquidation|in administration|redressement judiciaire",
}
"""What registers and lists call it. A CRM's "customer" says nothing about the company."""


class Known(NamedTuple):
    """What a record can be known by."""

    names: tuple[str, ...]
    """The main one first, then former, trade and short names."""
    domains: tuple[str, ...]
    legal_ids: dict[str, str]


class Claim(NamedTuple):
    """One value a record states, and the cell it stands in."""

    field: FieldName
    value: Value
    header: str
    cell: Any
    as_of: date | None = None
    """Where it differs from the record's."""


def known_by(said: Columns) -> Known:
    """The names, the registrable domains and the numbers of a record."""
    names = (str(name) for column in ("name", "other_names") for _, name in said.get(column, ()))
    domains = (domain for _, _, domain in _domains(said))
    return Known(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(domains)), _numbers(said)[0])


def day_of(said: Columns) -> date | None:
    """The day a record says it holds for."""
    return next((day for _, cell in said.get("as_of", ()) if (day := figures.day(cell))), None)


def places_of(said: Columns) -> tuple[Place, ...]:
    """Every place a record names, the main one first; of regions, those that are countries."""
    found = chain(_addressed(said), _located(said), _elsewhere(said))
    return tuple(dict.fromkeys(place for _, _, place in found))


def country_of(said: Columns) -> str | None:
    """The country of the first place that has one, as ISO alpha-2."""
    for _, cell in said.get("country", ()):
        if country := country_code(str(cell)):
            return country
    return next((place.country for place in places_of(said) if place.country), None)


def claims_of(said: Columns) -> Iterator[Claim]:
    """What a record says, field by field. A cell that says nothing, or cannot be read, makes no claim."""
    for header, cell in said.get("name", ())[:1]:
        yield Claim("name", str(cell), header, cell)
    for header, cell, domain in islice(_domains(said), 1):
        yield Claim("domain", domain, header, cell)
    for header, cell in (said.get("industry", ()) or said.get("industry_code", ()))[:1]:
        yield Claim("industry", str(cell), header, cell)
    yield from _employees(said)
    yield from _revenue(said)
    yield from _seat(said)
    yield from _founded(said)
    numbers, cells = _numbers(said)
    if numbers:
        yield Claim("legal_ids", numbers, ", ".join(cells), ", ".join(map(str, cells.values())))
    yield from _technologies(said)
    yield from _status(said)
    for header, cell in said.get("parent", ())[:1]:
        yield Claim("parent", str(cell), header, cell)


def _domains(said: Columns) -> Iterator[tuple[str, Any, str]]:
    """Header, cell and domain of each address that is the company's own; one cell may hold several."""
    name = next((str(cell) for _, cell in said.get("name", ())), "")
    for header, cell in (*said.get("domain", ()), *said.get("website", ())):
        for address in _LISTED.split(str(cell)):
            if domain := own_domain(address, name):
                yield header, cell, domain


def _numbers(said: Columns) -> tuple[dict[str, str], dict[str, Any]]:
    """Numbers by register, and the cells they stand in by header."""
    found: dict[str, str] = {}
    cells: dict[str, Any] = {}
    for register in _REGISTERS:
        for header, cell in said.get(register, ()):
            if numbers := read_legal_ids(figures.text(cell), None if register == "legal_id" else register):
                found, cells = numbers | found, {header: cell} | cells
    return found, cells


def _employees(said: Columns) -> Iterator[Claim]:
    for header, cell in said.get("employees", ()):
        if count := read_employees(figures.text(cell)):
            yield Claim("employees", count, header, cell)
            return
    years = [year for _, cell in said.get("employees_year", ()) if (year := figures.year(cell))]
    for header, cell in said.get("employees_band", ()):
        if band := figures.french_band(cell):
            yield Claim("employees", band, header, cell, date(years[0], 12, 31) if years else None)
            return


def _revenue(said: Columns) -> Iterator[Claim]:
    currency = next((str(cell) for _, cell in said.get("currency", ())), "")
    year = next((year for _, cell in said.get("revenue_year", ()) if (year := figures.year(cell))), None)
    for header, cell in said.get("revenue", ()):
        figure = figures.text(cell)
        if money := read_revenue(figure, header) or read_revenue(f"{figure} {currency}", header):
            yield Claim("revenue", money.model_copy(update={"year": year}), header, cell)
            return


def _seat(said: Columns) -> Iterator[Claim]:
    """Country, region and city: from their own columns, else from the first of the places named."""
    found = [*_addressed(said), *islice(_located(said), 1)]
    elsewhere = list(_elsewhere(said))
    if len({place.country for _, _, place in elsewhere}) == 1:
        found += elsewhere
    fields: tuple[FieldName, ...] = ("country", "region", "city")
    for field in fields:
        for header, cell, place in found:
            if value := getattr(place, field):
                yield Claim(field, value, header, cell)
                break


Placed = tuple[str, Any, Place]
"""Header, cell and the place it names."""


def _addressed(said: Columns) -> Iterator[Placed]:
    for header, cell in said.get("country", ()):
        if country := country_code(str(cell)):
            yield header, cell, Place(country=country)
    yield from ((header, cell, Place(region=str(cell))) for header, cell in said.get("region", ()))
    yield from ((header, cell, Place(city=str(cell))) for header, cell in said.get("city", ()))


def _located(said: Columns) -> Iterator[Placed]:
    for header, cell in said.get("location", ()):
        yield from ((header, cell, place) for place in places(str(cell)))


def _elsewhere(said: Columns) -> Iterator[Placed]:
    """Regions that are countries; and France, whose register of SIREN numbers does not say where it is."""
    for header, cell in said.get("regions", ()):
        if country := country_code(str(cell)):
            yield header, cell, Place(country=country)
    if not said.get("country"):
        yield from ((header, cell, Place(country="FR")) for header, cell in said.get("siren", ())[:1])


def _founded(said: Columns) -> Iterator[Claim]:
    for header, cell in said.get("founded", ()):
        if year := figures.year(cell):
            yield Claim("founded", year, header, cell)
            return


def _technologies(said: Columns) -> Iterator[Claim]:
    cells = said.get("technologies", ())
    names = (name for _, cell in cells for name in _LISTED.split(str(cell)) if name)
    if unique := tuple({fold(name): name for name in names}.values()):
        yield Claim("technologies", unique, *cells[0])


def _status(said: Columns) -> Iterator[Claim]:
    for header, cell in said.get("status", ()):
        for status, words in _STATUS.items():
            if fold(str(cell)) in words.split("|"):
                yield Claim("status", status, header, cell)
                return
