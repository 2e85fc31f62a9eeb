"""Leads out: one object a lead, with its account, BANT, proposal and decision.

JSONL keeps the whole tree. CSV, XLSX and Parquet hold its leaves, one column each, the lead's own columns first and
named so that the file can be read in again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from agent.discovery import combine
from agent.models.account import FIELDS, Fact
from agent.models.bant import Established
from agent.models.decision import Decision
from agent.models.evidence import Evidence
from agent.models.lead import Lead
from agent.models.score import Proposal
from agent.settle import settle
from agent.store import Store, accounts, decisions, evidence, leads, notes, proposals
from agent.tables import Cell, write_csv, write_lines, write_parquet, write_xlsx

Form = Literal["jsonl", "csv", "xlsx", "parquet"]
Row = dict[str, Any]

_PAGE = 500
_OWN = (
    "id", "email", "first_name", "last_name", "title", "phone", "company", "website", "domain", "country", "city",
    "industry", "employees", "revenue", "legal_id", "language", "source", "created_on", "consent", "comment",
)  # fmt: skip
_PARTNER = {"partner": "partner", "partner_tier": "tier", "referred_on": "referred_on"}
_SCORES = (
    "score",
    "fit",
    "intent",
    "bant",
    "ecosystem",
    "stage",
    "floor",
    "ceiling",
    "rationale",
    "rubric",
    "mode",
)
_SLOTS = ("budget", "authority", "need", "timing")
COLUMNS = (
    *_OWN,
    *_PARTNER,
    *(f"account_{field}" for field in FIELDS),
    *(f"{slot}_status" for slot in _SLOTS),
    *(f"{slot}_quotes" for slot in _SLOTS),
    *(f"proposal_{name}" for name in _SCORES),
    *(f"decision_{name}" for name in ("action", "stage", "reason", "actor", "at")),
)


def export_leads(store: Store, form: Form, out: Path | None) -> int:
    """Writes every lead to `out`, else to stdout. How many there were.

    Raises `BadInput` when the form needs a file and none is given, or the file cannot be written.
    """
    rows = rows_of(store)
    match form:
        case "jsonl":
            return write_lines((json.dumps(row, ensure_ascii=False) for row in rows), out)
        case "csv":
            return write_csv(COLUMNS, map(cells_of, rows), out)
        case "xlsx":
            return write_xlsx(COLUMNS, map(cells_of, rows), out)
        case "parquet":
            return write_parquet(COLUMNS, map(cells_of, rows), out)


def rows_of(store: Store) -> Iterator[Row]:
    """Every lead as the object `export --format jsonl` prints, a page at a time."""
    with store.read() as tx:
        everyone = leads.each(tx)
        while page := list(islice(everyone, _PAGE)):
            ids = [lead.id for lead in page]
            facts = accounts.facts(tx, sorted({lead.account_id for lead in page}))
            readings = notes.readings(tx, ids)
            proposed = proposals.latest(tx, ids)
            decided = decisions.standing(tx, ids)
            cited = {proof for proposal in proposed.values() for proof in _cited(proposal)}
            cited |= {fact.evidence for of in facts.values() for fact in of}
            proofs = evidence.get_many(tx, sorted(cited))
            for lead in page:
                established = combine(readings[lead.id]) if readings.get(lead.id) else None
                settled = settle(facts.get(lead.account_id, ()))
                proposal = proposed.get(lead.id)
                row = row_of(lead, settled, established, proposal, decided.get(lead.id))
                named = [
                    *(fact.evidence for fact in settled.values()),
                    *(_cited(proposal) if proposal else ()),
                ]
                yield row | {"evidence": _proofs(dict.fromkeys(named), proofs)}


def row_of(
    lead: Lead,
    facts: dict[Any, Fact],
    established: Established | None,
    proposal: Proposal | None,
    decision: Decision | None,
) -> Row:
    """One lead's object. A field nobody knows is absent from `account`."""
    return {
        "lead": lead.model_dump(mode="json"),
        "account": {
            field: facts[field].model_dump(mode="json", exclude={"field"})
            for field in FIELDS
            if field in facts
        },
        "bant": established.bant.model_dump(mode="json") | {"notes": established.notes}
        if established
        else None,
        "proposal": _proposal(proposal) if proposal else None,
        "decision": decision.model_dump(mode="json") if decision else None,
    }


def _cited(proposal: Proposal) -> Iterator[str]:
    return (proof for contribution in proposal.score.contributions for proof in contribution.evidence)


def _proofs(ids: Iterable[str], proofs: Mapping[str, Evidence]) -> Row:
    """Where each cited proof stands, by its id."""
    return {id: proofs[id].model_dump(mode="json", exclude={"id"}) for id in ids if id in proofs}


def _proposal(proposal: Proposal) -> Row:
    score = proposal.score
    return {
        "id": proposal.id,
        "score": score.total,
        **{name: getattr(score, name) for name in ("fit", "intent", "bant", "ecosystem", "floor", "ceiling")},
        "stage": proposal.stage,
        "contributions": [c.model_dump(mode="json") for c in score.contributions],
        "gates": [gate.model_dump(mode="json") for gate in proposal.gates],
        "rationale": proposal.rationale,
        "language": proposal.language,
        "rubric": score.rubric,
        "profile": score.profile,
        "as_of": score.as_of.isoformat(),
        "mode": proposal.mode,
    }


def cells_of(row: Row) -> list[Cell]:
    """The row's leaves in the order of `COLUMNS`."""
    lead, account, bant = row["lead"], row["account"], row["bant"] or {}
    proposal, decision, partner = row["proposal"] or {}, row["decision"] or {}, lead["partner"] or {}
    return [
        *(lead[name] for name in _OWN),
        *(partner.get(name) for name in _PARTNER.values()),
        *(_plain(account.get(field, {}).get("value")) for field in FIELDS),
        *(bant.get(slot, {}).get("status") for slot in _SLOTS),
        *(" | ".join(bant.get(slot, {}).get("quotes", ())) or None for slot in _SLOTS),
        *(proposal.get(name) for name in _SCORES),
        *(decision.get(name) for name in ("action", "stage", "reason", "actor", "at")),
    ]


def _plain(value: Any) -> Cell:
    match value:
        case {"min": low, "max": high}:
            return f"{low or ''}-{high or ''}" + "".join(
                f" {value[k]}" for k in ("currency", "year") if value.get(k)
            )
        case dict():
            return "; ".join(f"{scheme} {number}" for scheme, number in value.items())
        case list():
            return "; ".join(value)
        case _:
            plain: Cell = value
            return plain
