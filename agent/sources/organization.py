"""The organisation a page describes for machines, in the words of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from agent.identity import registrable_domain

from .stated import Stated

Node = dict[str, Any]
_KINDS = frozenset({
    "organization", "corporation", "localbusiness", "onlinebusiness", "onlinestore", "professionalservice", "store",
    "legalservice", "financialservice", "educationalorganization", "medicalorganization", "ngo", "airline",
    "governmentorganization", "newsmediaorganization", "consortium", "cooperative", "employmentagency",
    "realestateagent", "travelagency", "automotivebusiness", "homeandconstructionbusiness", "insuranceagency",
    "accountingservice", "researchorganization",
})  # fmt: skip
_HEADERS = {
    "name": "name",
    "legalName": "legal name",
    "alternateName": "alias",
    "url": "url",
    "numberOfEmployees": "number of employees",
    "foundingDate": "founded",
    "vatID": "vat",
    "leiCode": "lei",
    "duns": "duns",
    "taxID": "legal id",
    "parentOrganization": "parent company",
}
"""Property to the column it fills."""
_ADDRESS = {"addressCountry": "country", "addressRegion": "region", "addressLocality": "city"}
_REGISTERS = frozenset({"siren", "siret", "lei", "vat", "duns", "company number"})
_LINKED = (
    ("lei", re.compile(r"https?://search\.gleif\.org/#/record/([0-9A-Z]{20})\b")),
    ("siren", re.compile(r"https?://annuaire-entreprises\.data\.gouv\.fr/entreprise/(?:[\w-]+-)?(\d{9})\b")),
    (
        "company number",
        re.compile(
            r"https?://find-and-update\.company-information\.service\.gov\.uk/company/([0-9A-Z]{8})\b"
        ),
    ),
)
"""Pages of registers: a `sameAs` that leads to one says a number."""


def read_organization(data: Sequence[Any], domain: str) -> Iterator[Stated]:
    """What the page states of the organisation whose site is at `domain`.

    Nothing where it describes several and does not say which is the site's own.
    """
    nodes = [node for node in _organizations(data) if _site(node) in (None, domain)]
    own = [node for node in nodes if _site(node)] or nodes
    if own and len({str(node.get("name", "")).casefold() for node in own}) == 1:
        # One organisation may be described in several places, in part by each.
        for node in own:
            yield from _stated(node)


def _organizations(data: Sequence[Any]) -> Iterator[Node]:
    """Those the page itself is about: at the top, in a graph, or the publisher of the site."""
    for value in data:
        for node in value if isinstance(value, list) else [value]:
            if not isinstance(node, dict):
                continue
            graph = node.get("@graph")
            for one in graph if isinstance(graph, list) else [node]:
                if isinstance(one, dict):
                    publisher = one.get("publisher") if "website" in _kinds(one) else None
                    yield from (
                        each for each in (one, publisher) if isinstance(each, dict) and _kinds(each) & _KINDS
                    )


def _kinds(node: Node) -> set[str]:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return {str(kind).rpartition("/")[2].lower() for kind in listed}


def _site(node: Node) -> str | None:
    """The domain it says is its own."""
    url = node.get("url")
    return registrable_domain(url) if isinstance(url, str) else None


def _stated(node: Node) -> Iterator[Stated]:
    for key, header in _HEADERS.items():
        for cell in _cells(node.get(key)):
            yield Stated(header, cell, _words(node, key))
    places = [one for one in _listed(node.get("address")) if isinstance(one, dict)]
    for key, header in _ADDRESS.items():
        # Of several addresses nobody says which is the seat; what they agree on holds for it too.
        if len({str(next(_cells(place.get(key)), "")) for place in places}) == 1:
            yield from (Stated(header, cell, _words(places[0], key)) for cell in _cells(places[0].get(key)))
    for one in _listed(node.get("identifier")):
        if isinstance(one, dict) and (header := str(one.get("propertyID", "")).lower()) in _REGISTERS:
            yield from (Stated(header, cell, _words(one, "value")) for cell in _cells(one.get("value")))
    for link in _listed(node.get("sameAs")):
        for header, page in _LINKED:
            if isinstance(link, str) and (found := page.match(link)):
                yield Stated(header, found[1], json.dumps(link, ensure_ascii=False))


def _cells(value: Any) -> Iterator[str]:
    """The value as cells of a list: a quantity as its figure or its range, a thing as its name."""
    for one in _listed(value):
        if isinstance(one, dict):
            figures = [one.get(key) for key in ("minValue", "maxValue")]
            if all(isinstance(figure, int | str) and figure != "" for figure in figures):
                yield f"{figures[0]}-{figures[1]}"
            else:
                yield from _cells(one.get("value", one.get("name")))
        elif isinstance(one, str | int | float) and not isinstance(one, bool) and one != "":
            yield str(one)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _words(node: Node, key: str) -> str:
    """Key and value as `as_text` writes them."""
    return f"{json.dumps(key)}: {as_text(node[key])}"


def as_text(value: Any) -> str:
    """JSON in the one spelling that snippets are cut from."""
    return json.dumps(value, ensure_ascii=False)
