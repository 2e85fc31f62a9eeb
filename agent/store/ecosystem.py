"""What reports on the partner programme count besides journeys: who came by a partner, whose triggers are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import BaseModel
from sqlalchemy import func, select

from .connection import Tx
from .journeys import merged
from .rows import chunks
from .schema import proposal, touchpoint


class _Gate(BaseModel):
    name: str
    passed: bool | None


class _Gates(BaseModel):
    gates: list[_Gate]


def visits(tx: Tx) -> Iterator[tuple[date, str]]:
    """Day (UTC) and person, or company where nobody says who, of the touchpoints a partner had a part in; each once."""
    columns = touchpoint.c
    day, who = func.substr(columns.at, 1, 10), func.coalesce(columns.email, columns.domain)
    asked = select(day, who).where(columns.partner.is_not(None), columns.at.is_not(None)).distinct()
    for on, one in tx.execute(asked, execution_options={"yield_per": 10_000}):
        yield date.fromisoformat(on), one or ""


def triggered(tx: Tx, lead_ids: Iterable[str]) -> set[str]:
    """Which of these leads had, in some proposal, all the triggers the rubric asks of an EQL."""
    part_of = merged(tx)
    asked = set(lead_ids)
    wanted = asked | {id for id, into in part_of.items() if into in asked}
    found: set[str] = set()
    for chunk in chunks(sorted(wanted)):
        rows = select(proposal.c.lead_id, proposal.c.doc).where(proposal.c.lead_id.in_(chunk))
        for id, doc in tx.execute(rows):
            gates = _Gates.model_validate_json(doc).gates
            if any(gate.name == "triggers" and gate.passed for gate in gates):
                found.add(part_of.get(id, id))
    return found
