"""A value that a person types for a company: a fact of the highest rank, which no source ever overwrites."""

from __future__ import annotations

import re
from datetime import datetime

from agent.clean import clean_field
from agent.errors import BadInput
from agent.identity import company_domain
from agent.intake.figures import read_employees, read_revenue
from agent.intake.legal_ids import read_legal_id
from agent.intake.places import country_code
from agent.models.account import FIELDS, Fact, FieldName, Value
from agent.models.evidence import Evidence, evidence_id

_FORMS: dict[FieldName, str] = {
    "employees": "a number or a range: 240, 50-99",
    "revenue": "an amount with its currency: 12M EUR, 3.4 million USD 2025",
    "country": "a country's name or code: France, FR",
    "domain": "a domain of the company's own: acme.example",
    "founded": "a year: 1998",
    "legal_ids": "a SIREN, SIRET, LEI or VAT number",
}


def correction(field: str, text: str, *, actor: str, at: datetime) -> tuple[Fact, Evidence]:
    """The fact, and the proof of who said it when. Raises `BadInput` for a field or a value that cannot be read."""
    known = next((one for one in FIELDS if one == field), None)
    if known is None:
        raise BadInput(f"{field!r} is no field", remedy=f"Give one of {', '.join(FIELDS)}")
    said = clean_field(text)
    value = _read(known, said)
    if not value:
        form = _FORMS.get(known, "some text")
        raise BadInput(f"{said!r} is not understood as {known}", remedy=f"Give {form}")
    place = f"{clean_field(actor)} {at.isoformat(timespec='seconds')} {known}"
    proof = Evidence(
        id=evidence_id("person", place),
        source="person",
        locator=place,
        snippet=f"{known}: {said}",
        retrieved_at=at,
        as_of=at.date(),
    )
    return Fact(
        field=known, value=value, source="person", as_of=at.date(), retrieved_at=at, evidence=proof.id
    ), proof


def _read(field: FieldName, text: str) -> Value | None:
    match field:
        case "employees":
            return read_employees(text)
        case "revenue":
            return read_revenue(text)
        case "country":
            return country_code(text)
        case "domain":
            return company_domain(text)
        case "founded":
            return int(text) if re.fullmatch(r"1[6-9]\d\d|20\d\d", text) else None
        case "legal_ids":
            return read_legal_id(text)
        case "technologies":
            return tuple(part.strip() for part in re.split("[,;|]", text) if part.strip())
        case _:
            return text
