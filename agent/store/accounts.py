"""Accounts, what their enrichments found, and the facts in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from agent.models.account import Account, Enrichment, Fact
from agent.models.evidence import Evidence
from agent.models.lead import Lead
from agent.models.noun import fingerprint

from . import evidence
from .connection import Tx
from .rows import Row, chunks, put
from .schema import account, enrichment, fact, lead


def save(tx: Tx, accounts: Sequence[Account]) -> None:
    """Adds the accounts, or replaces those of the same id."""
    rows = [{"id": one.id, "key": one.key, "doc": one.model_dump_json()} for one in accounts]
    put(tx, account, sorted(rows, key=lambda row: row["id"]), "id")


def get_many(tx: Tx, ids: Iterable[str]) -> dict[str, Account]:
    """The accounts of these ids, by id; an id without one is left out."""
    found: dict[str, Account] = {}
    for chunk in chunks(ids):
        rows = tx.execute(select(account.c.id, account.c.doc).where(account.c.id.in_(chunk)))
        found |= {row.id: Account.model_validate_json(row.doc) for row in rows}
    return found


def leads_of(tx: Tx, account_id: str) -> tuple[Lead, ...]:
    """The account's leads, in the order they came."""
    docs = tx.execute(
        select(lead.c.doc).where(lead.c.account_id == account_id).order_by(lead.c.seq)
    ).scalars()
    return tuple(Lead.model_validate_json(doc) for doc in docs)


def add_facts(tx: Tx, account_id: str, facts: Sequence[Fact], proofs: Sequence[Evidence]) -> None:
    """Adds what a lead file or a person says of the account, with the proofs.

    The same value from the same place is one fact; saying it again moves the day it was retrieved.
    """
    evidence.add(tx, proofs)
    rows = [_fact_row(account_id, one) for one in facts]
    put(tx, fact, sorted(rows, key=lambda row: row["key"]), "key")


def add_enrichment(tx: Tx, found: Enrichment, proofs: Sequence[Evidence]) -> None:
    """Adds what an enrichment found; its facts replace those of the account's earlier enrichments."""
    evidence.add(tx, proofs)
    row = {"account_id": found.account_id, "doc": found.model_dump_json()}
    tx.execute(enrichment.insert(), row)


def latest_enrichment(tx: Tx, account_id: str) -> Enrichment | None:
    """The account's last enrichment; None when there was none."""
    return latest_enrichments(tx, [account_id]).get(account_id)


def latest_enrichments(tx: Tx, account_ids: Iterable[str]) -> dict[str, Enrichment]:
    """The last enrichment of each account, by account id; an account without is left out."""
    found: dict[str, Enrichment] = {}
    of = enrichment.c.account_id
    for chunk in chunks(account_ids):
        newest = select(func.max(enrichment.c.seq)).where(of.in_(chunk)).group_by(of).scalar_subquery()
        rows = tx.execute(select(of, enrichment.c.doc).where(enrichment.c.seq.in_(newest)))
        found |= {row.account_id: Enrichment.model_validate_json(row.doc) for row in rows}
    return found


def facts(tx: Tx, account_ids: Iterable[str]) -> dict[str, tuple[Fact, ...]]:
    """The facts in force, by account: those added, then the last enrichment's; `()` for none."""
    found: dict[str, tuple[Fact, ...]] = {}
    for chunk in chunks(account_ids):
        found |= dict.fromkeys(chunk, ())
        rows = tx.execute(
            select(fact.c.account_id, fact.c.doc).where(fact.c.account_id.in_(chunk)).order_by(fact.c.seq)
        )
        for row in rows:
            found[row.account_id] += (Fact.model_validate_json(row.doc),)
        for account_id, one in latest_enrichments(tx, chunk).items():
            found[account_id] += one.facts
    return found


def _fact_row(account_id: str, one: Fact) -> Row:
    said = one.model_dump_json(exclude={"retrieved_at"})
    return {
        "key": fingerprint(account_id, said, size=16),
        "account_id": account_id,
        "doc": one.model_dump_json(),
    }
