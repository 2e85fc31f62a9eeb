"""A vendor's record of a company, read by where the vendor keeps each field. What it does not say makes no claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from agent.identity import fold
from agent.intake.figures import read_employees, read_revenue
from agent.intake.places import country_code
from agent.models.account import FieldName

from . import figures
from .entry import Entry, prove
from .found import Found
from .names import own_domain
from .record import Claim
from .register import Answer

Paths = tuple[str, ...]
"""The first that says something counts."""


@dataclass(frozen=True, kw_only=True)
class Fields:
    """Where a vendor keeps what, by path."""

    name: Paths
    other_names: Paths = ()
    """Texts or lists of them; all count."""
    domain: Paths
    """Addresses or lists of them; all count, the first is the company's."""
    industry: Paths
    employees: Paths
    """A count, then a band: "51-200"."""
    revenue: Paths
    """In US dollars."""
    founded: Paths
    country: Paths
    region: Paths
    city: Paths
    parent: Paths = ()
    technologies: Paths = ()

    @property
    def plain(self) -> dict[FieldName, Paths]:
        """Those that are taken word for word."""
        return {
            "name": self.name,
            "industry": self.industry,
            "region": self.region,
            "city": self.city,
            "parent": self.parent,
        }


def inside(answer: Answer, part: str) -> Entry:
    """The record under a name in the answer; an empty one where there is none."""
    content = answer.content.get(part)
    return Entry(content if isinstance(content, Mapping) else {})


def read_company(said: Entry, fields: Fields, source: str, page: str, retrieved_at: datetime) -> Found | None:
    """The company of a record; None where it has no name or no domain, by which alone it can be tied to one.

    `page` is the address it was fetched from, without a key.
    """
    name = next((text for path in fields.name if (text := said.text(path))), None)
    domains = tuple(dict.fromkeys(domain for _, _, domain in _domains(said, fields, name or "")))
    if not name or not domains:
        return None
    facts, evidence = prove(_claims(said, fields, name), source, f"{page} @{said.edition}", retrieved_at)
    others = [text for path in (*fields.name, *fields.other_names) for text in _all(said, path)]
    country = next((code for _, _, code in _countries(said, fields)), None)
    city = next((text for path in fields.city if (text := said.text(path))), None)
    return Found(
        source=source,
        record=said.text("id") or domains[0],
        name=name,
        other_names=tuple(one for one in dict.fromkeys(others) if fold(one) != fold(name)),
        domains=domains,
        countries=(country,) if country else (),
        cities=(city,) if city else (),
        facts=facts,
        evidence=evidence,
    )


def _claims(said: Entry, fields: Fields, name: str) -> Iterator[Claim]:
    for title, paths in fields.plain.items():
        for path in paths:
            if text := said.text(path):
                yield Claim(title, text, path, text)
                break
    for path, cell, domain in list(_domains(said, fields, name))[:1]:
        yield Claim("domain", domain, path, cell)
    for path, cell, code in list(_countries(said, fields))[:1]:
        yield Claim("country", code, path, cell)
    yield from _figures(said, fields)
    for path in fields.technologies:
        names = tuple({fold(one): one for one in said.texts(path)}.values())
        if names:
            yield Claim("technologies", names, path, ", ".join(names))
            break


def _figures(said: Entry, fields: Fields) -> Iterator[Claim]:
    for path in fields.employees:
        if count := read_employees(_cell(said, path)):
            yield Claim("employees", count, path, _cell(said, path))
            break
    for path in fields.revenue:
        cell = _cell(said, path)
        if money := read_revenue(cell if "$" in cell else f"{cell} USD"):
            yield Claim("revenue", money, path, cell)
            break
    for path in fields.founded:
        if year := figures.year(_cell(said, path)):
            yield Claim("founded", year, path, _cell(said, path))
            break


def _cell(said: Entry, path: str) -> str:
    """The text or the whole number there; nothing where there is neither."""
    number = said.number(path)
    return f"{number:.0f}" if number is not None else said.text(path) or ""


def _all(said: Entry, path: str) -> tuple[str, ...]:
    text = said.text(path)
    return (text,) if text else said.texts(path)


def _domains(said: Entry, fields: Fields, name: str) -> Iterator[tuple[str, str, str]]:
    """Path, text and registrable domain of each address that is the company's own."""
    for path in fields.domain:
        for address in _all(said, path):
            if domain := own_domain(address, name):
                yield path, address, domain


def _countries(said: Entry, fields: Fields) -> Iterator[tuple[str, str, str]]:
    for path in fields.country:
        if (cell := said.text(path)) and (code := country_code(cell)):
            yield path, cell, code
