"""What the pages of a website say, as one record: a company, its facts, and the words of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from agent.models.account import Fact
from agent.models.evidence import Evidence, evidence_id

from .columns import read_columns
from .found import Found
from .imprint import read_imprint
from .legal_ids import read_legal_ids
from .markup import Document
from .organization import as_text, read_organization
from .page import Page
from .record import Claim, claims_of, known_by, places_of
from .stated import Stated

NAME = "website"
_REGISTERS = {
    "siren": "siren",
    "siret": "siret",
    "vat": "vat",
    "lei": "lei",
    "duns": "duns",
    "company number": "company_number",
    "legal id": None,
}
"""Header to register."""
_LONGEST_SNIPPET = 300


@dataclass(frozen=True)
class Reading:
    """One page read."""

    page: Page
    document: Document

    @property
    def said(self) -> str:
        """All that a snippet may be cut from."""
        return "\n".join((self.document.text, _site_name(self.document), *map(as_text, self.document.data)))


Testimony = tuple[Stated, Reading]


def record_of(domain: str, final: str, readings: Sequence[Reading]) -> Found:
    """The record of a site asked for at `domain` and found at `final`, both registrable domains."""
    stated = _undisputed([(one, reading) for reading in readings for one in _stated(reading, final)])
    cells: dict[str, list[object]] = {}
    for one, _ in stated:
        cells.setdefault(one.header, []).append(one.cell)
    said = read_columns(cells)
    proved = [(claim, proof) for claim in claims_of(said) if (proof := _proof(claim, stated))]
    known, places = known_by(said), places_of(said)
    # A domain that forwards to its like is the same company's; one that forwards elsewhere may have been sold.
    alike = final.partition(".")[0] == domain.partition(".")[0]
    return Found(
        source=NAME,
        record=domain,
        name=known.names[0] if known.names else final,
        other_names=known.names[1:],
        domains=tuple(dict.fromkeys([final, domain])) if alike else (final,),
        legal_ids=known.legal_ids,
        countries=tuple(dict.fromkeys(place.country for place in places if place.country)),
        cities=tuple(dict.fromkeys(place.city for place in places if place.city)),
        facts=tuple(_fact(claim, proof) for claim, proof in proved),
        evidence=tuple(proof for _, proof in proved),
    )


def _stated(reading: Reading, domain: str) -> Iterator[Stated]:
    """What a page states of the company, what it says for machines first. Each in words that are in the page."""
    document = reading.document
    stated = [*read_organization(document.data, domain), *read_imprint(document.text)]
    if document.site_name:
        stated.append(Stated("name", document.site_name, _site_name(document)))
    said = reading.said
    yield from (one for one in stated if one.snippet in said)


def _site_name(document: Document) -> str:
    return f"og:site_name: {document.site_name}"


def _undisputed(stated: Sequence[Testimony]) -> list[Testimony]:
    """Without the numbers of a register of which there are two: one of them is another company's."""
    numbers: dict[str, set[str]] = {}
    for one, _ in stated:
        for register, number in _numbers(one).items():
            numbers.setdefault(register, set()).add(number)
    disputed = {register for register, found in numbers.items() if len(found) > 1}
    return [(one, reading) for one, reading in stated if not disputed & _numbers(one).keys()]


def _numbers(one: Stated) -> dict[str, str]:
    return read_legal_ids(str(one.cell), _REGISTERS[one.header]) if one.header in _REGISTERS else {}


def _fact(claim: Claim, proof: Evidence) -> Fact:
    return Fact(
        field=claim.field,
        value=claim.value,
        source=NAME,
        retrieved_at=proof.retrieved_at,
        evidence=proof.id,
    )


def _proof(claim: Claim, stated: Sequence[Testimony]) -> Evidence | None:
    """The words a claim stands in; of company numbers, which may stand apart, each one's."""
    headers = claim.header.split(", ")
    parts = {
        one.header: (one, reading)
        for one, reading in reversed(stated)
        if one.header in headers and (one.cell == claim.cell or claim.field == "legal_ids")
    }
    if not parts:
        return None
    _, reading = parts[headers[0]]
    # The digest keeps apart what stands in one place of a page at two times.
    locator = f"{reading.page.url}@{sha256(reading.page.body).hexdigest()[:8]} {claim.header}"
    return Evidence(
        id=evidence_id(NAME, locator),
        source=NAME,
        locator=locator,
        snippet=" … ".join(parts[header][0].snippet for header in headers if header in parts)[
            :_LONGEST_SNIPPET
        ],
        retrieved_at=reading.page.retrieved_at,
    )
