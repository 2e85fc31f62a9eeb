"""Invented nouns for the store's tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from typing import Any

from agent.models.account import Account, Fact, Value
from agent.models.bant import Bant, Reading
from agent.models.decision import Action, Decision
from agent.models.evidence import Evidence
from agent.models.lead import Lead, Origin
from agent.models.score import Contribution, Proposal, Score, Stage
from agent.models.touchpoint import Kind, Touchpoint
from agent.store import Store, Tx


class Forget(Exception):
    """Ends a write so that nothing of it is kept."""


@contextmanager
def forgotten(store: Store) -> Iterator[Tx]:
    """A write of which nothing remains: one store serves every example of a property."""
    with suppress(Forget), store.write() as tx:
        yield tx
        raise Forget


NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


def an_account(number: int = 1) -> Account:
    return Account(id=f"A{number:08x}", key=f"domain:firm{number}.example", name=f"Firm {number}")


def a_lead(number: int = 1, **fields: Any) -> Lead:
    known: dict[str, Any] = {
        "id": f"L{number:08x}",
        "account_id": "A00000001",
        "company": f"Société Firm {number}",
        "email": f"zoé{number}@firm.example",
        "first_name": "Zoé",
        "last_name": f"Martin{number}",
        "title": "Directrice des opérations",
        "domain": "firm.example",
        "extra": {"Favourite colour": "grün"},
        "origins": (Origin(file="leads.csv", line=number + 1, imported_at=NOON),),
    }
    return Lead(**known | fields)


def a_proposal(
    lead_id: str = "L00000001", total: int = 40, stage: Stage = Stage.MQL, **fields: Any
) -> Proposal:
    gives = Contribution(
        family="fit",
        criterion="role",
        level="head",
        points=total,
        low=total,
        high=total + 5,
        because="Head",
    )
    score = Score(
        total=total,
        fit=total,
        intent=0,
        bant=0,
        ecosystem=0,
        floor=total,
        ceiling=total + 5,
        contributions=(gives,),
        rubric="default@1#abc",
        profile="direct",
        as_of=date(2026, 3, 12),
    )
    known: dict[str, Any] = {
        "id": f"P{lead_id}-{total}-{stage.value}",
        "lead_id": lead_id,
        "score": score,
        "stage": stage,
        "rationale": "Une directrice des opérations.",
        "language": "fr",
        "mode": "offline",
        "created_at": NOON,
    }
    return Proposal(**known | fields)


def a_decision(lead_id: str = "L00000001", version: int = 1, **fields: Any) -> Decision:
    known: dict[str, Any] = {
        "lead_id": lead_id,
        "version": version,
        "action": Action.ACCEPT,
        "stage": Stage.MQL,
        "actor": "claire",
        "at": NOON,
        "proposal_id": f"P{lead_id}-40-mql",
        "rubric": "default@1#abc",
    }
    return Decision(**known | fields)


def a_fact(field: str, value: Value, **fields: Any) -> Fact:
    known: dict[str, Any] = {"source": "lead file", "retrieved_at": NOON, "evidence": "Eleads.csv:2"}
    return Fact.model_validate(known | {"field": field, "value": value} | fields)


def a_proof(identity: str = "Eleads.csv:2", **fields: Any) -> Evidence:
    known: dict[str, Any] = {"source": "lead file", "locator": "leads.csv:2", "retrieved_at": NOON}
    return Evidence(id=identity, **known | fields)


def a_touchpoint(identity: str = "T1", **fields: Any) -> Touchpoint:
    known: dict[str, Any] = {"at": NOON, "kind": Kind.DEMO_REQUEST}
    return Touchpoint(id=identity, **known | fields)


def a_reading(identity: str = "R1", note_id: str = "call", **fields: Any) -> Reading:
    return Reading(id=identity, note_id=note_id, bant=Bant(language="fr"), mode="offline", **fields)
