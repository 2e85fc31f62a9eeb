"""A company of the French register: its codes and columns read as names, places and firmographics.

Three ways of saying "nobody" are kept apart: "NN" and "00" are no employees in a year that is named, and an
empty cell is not known. A turnover of 0 is one that is kept confidential.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from agent.industries import industry
from agent.intake.places import country_code
from agent.models.account import Money, Value

from . import figures
from .entry import Entry
from .record import Claim

OVERSEAS = {
    "971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT",
    "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip
"""Départements that are France and have a country code of their own."""
_BRACKETS = re.compile(r"\(([^()]*)\)")
_DISTRICT = re.compile(r"(PARIS|LYON|MARSEILLE) \d{1,2}")
_NOBODY = frozenset({"NN", "00"})
_PENDING = "00.00Z"
"""The activity of a company that has not been given one yet."""
_STATUS = {"A": "active", "C": "closed"}


def names(entry: Entry) -> tuple[str, ...]:
    """The legal name, then those it trades under and goes by; none where they are not public.

    The full name is "LEGAL NAME (TRADE NAME) (SHORT NAME)".
    """
    full = entry.text("nom_complet") or ""
    found = (
        entry.text("nom_raison_sociale") or without_brackets(full),
        *_BRACKETS.findall(full),
        entry.text("sigle"),
        entry.text("siege.nom_commercial"),
        *entry.texts("siege.liste_enseignes"),
    )
    return tuple(dict.fromkeys(name for name in found if name))


def without_brackets(name: str) -> str:
    """The name without what it says in brackets; all of it where nothing else is left."""
    return " ".join(_BRACKETS.sub(" ", name).split()) or name


def countries(entry: Entry) -> tuple[str, ...]:
    """Of the head office; for one overseas France, then the territory."""
    country, _, _ = _country(entry)
    own = OVERSEAS.get(entry.text("siege.departement") or "")
    return tuple(code for code in (country, own if country == "FR" else None) if code)


def cities(entry: Entry) -> tuple[str, ...]:
    """Of the head office, then of the open places that the search hit."""
    places = (
        one for one in entry.entries("matching_etablissements") if one.text("etat_administratif") == "A"
    )
    found = (_city(entry)[0], *(_undistricted(one.text("libelle_commune")) for one in places))
    return tuple(dict.fromkeys(city for city in found if city))


def claims_of(entry: Entry) -> Iterator[Claim]:
    """What the register says of the company, as of the day its record was last changed unless another is named.

    That a company is active has no day: it is the absence of news, and gives way to any that is dated.
    """
    changed = figures.day(entry.text("date_mise_a_jour") or "")
    if called := names(entry):
        where = "nom_raison_sociale" if entry.text("nom_raison_sociale") else "nom_complet"
        yield Claim("name", called[0], where, entry.text(where), changed)
    yield from _industry(entry, changed)
    yield from _employees(entry)
    yield from _revenue(entry)
    country, where, cell = _country(entry)
    if country:
        yield Claim("country", country, where, cell, changed)
    region = entry.text("siege.region")
    if region in _codes("regions"):
        yield Claim("region", _codes("regions")[region], "siege.region", region, changed)
    city, where = _city(entry)
    if city:
        yield Claim("city", city, where, entry.text(where), changed)
    began = entry.text("date_creation")
    if began and (year := figures.year(began)):
        yield Claim("founded", year, "date_creation", began, changed)
    if siren := entry.text("siren"):
        yield Claim("legal_ids", {"siren": siren}, "siren", siren, changed)
    state = entry.text("etat_administratif") or ""
    if state in _STATUS:
        closed = figures.day(entry.text("date_fermeture") or "") or changed
        yield Claim("status", _STATUS[state], "etat_administratif", state, closed if state == "C" else None)


def _industry(entry: Entry, changed: date | None) -> Iterator[Claim]:
    """The industry of the code, else of its section, else the code: one of another nomenclature is kept as it is.

    The register's own words for the code stand beside it in the proof.
    """
    code = entry.text("activite_principale")
    if code and code != _PENDING:
        words = _codes("naf").get(code)
        known = industry(code if words else entry.text("section_activite_principale") or "", "naf")
        cell = f"{code} ({words})" if words else code
        yield Claim("industry", known.label if known else code, "activite_principale", cell, changed)


def _employees(entry: Entry) -> Iterator[Claim]:
    """Of the whole company, not of its head office; nobody only in a year that is named."""
    code = entry.text("tranche_effectif_salarie") or ""
    year = figures.year(entry.text("annee_tranche_effectif_salarie") or "")
    count: Value | None = figures.french_band(code)
    if count is None and code in _NOBODY and year:
        count = 0
    if count is not None:
        day = date(year, 12, 31) if year else None
        yield Claim("employees", count, "tranche_effectif_salarie", code, day)


def _revenue(entry: Entry) -> Iterator[Claim]:
    """Of the newest year that names one; or of the accounts, as the register gave them in former years."""
    years = entry.at("finances")
    for year in sorted(years if isinstance(years, dict) else (), reverse=True):
        figure = entry.number(f"finances.{year}.ca")
        if figure and figure > 0 and re.fullmatch(r"(?:19|20)\d\d", year):
            yield _turnover(figure, f"finances.{year}.ca", date(int(year), 12, 31))
            return
    figure, end = entry.number("bilan_financier.ca"), entry.text("bilan_financier.date_cloture_exercice")
    if figure and figure > 0 and (day := figures.day(end or "")):
        yield _turnover(figure, "bilan_financier.ca", day)


def _turnover(figure: float, path: str, day: date) -> Claim:
    return Claim(
        "revenue", Money(min=figure, max=figure, currency="EUR", year=day.year), path, f"{figure:.0f}", day
    )


def _country(entry: Entry) -> tuple[str | None, str, str | None]:
    """Country of the head office, and where it stands; France where the office has a French commune."""
    if abroad := entry.text("siege.libelle_pays_etranger"):
        return country_code(abroad), "siege.libelle_pays_etranger", abroad
    commune = entry.text("siege.commune")
    return ("FR" if commune else None), "siege.commune", commune


def _city(entry: Entry) -> tuple[str | None, str]:
    """City of the head office, and where it stands. "PARIS 8" is in Paris."""
    for path in ("siege.libelle_commune", "siege.libelle_commune_etranger"):
        if city := _undistricted(entry.text(path)):
            return city, path
    return None, ""


def _undistricted(commune: str | None) -> str | None:
    district = _DISTRICT.fullmatch(commune or "")
    return district[1] if district else commune


@cache
def _codes(table: str) -> dict[str, str]:
    """Code to label."""
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return dict(tables[table])
