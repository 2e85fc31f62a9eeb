"""Deals of the CRM, and what tells which lead each came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import and_, select

from agent.models.opportunity import Opportunity

from .connection import Tx
from .rows import Row, chunks, put
from .schema import account, lead, opportunity


class Place(NamedTuple):
    """Where a lead works."""

    lead_id: str
    company: str
    account: str
    """The account's key."""


def save(tx: Tx, deals: Sequence[Opportunity]) -> None:
    """Adds the deals, or replaces those of the same id."""
    ordered = sorted(deals, key=lambda one: one.id)
    for chunk in chunks(ordered, 5000):
        put(tx, opportunity, [_row(one) for one in chunk], "id")


def all(tx: Tx) -> Iterator[Opportunity]:
    """Every deal, by id."""
    rows = tx.execute(select(opportunity.c.doc).order_by(opportunity.c.id)).scalars()
    return (Opportunity.model_validate_json(doc) for doc in rows)


def unjoined(tx: Tx) -> list[Opportunity]:
    """The deals that no lead was found for, by id."""
    alone = select(opportunity.c.doc).where(opportunity.c.lead_id.is_(None)).order_by(opportunity.c.id)
    return [Opportunity.model_validate_json(doc) for doc in tx.execute(alone).scalars()]


def of_emails(tx: Tx, emails: Iterable[str]) -> dict[str, str]:
    """E-mail → the lead it belongs to; an e-mail without one is left out."""
    found: dict[str, str] = {}
    for chunk in chunks(emails):
        rows = tx.execute(
            select(lead.c.email, lead.c.id).where(lead.c.email.in_(chunk)).order_by(lead.c.seq.desc())
        )
        found |= dict(rows.all())
    return found


def places(tx: Tx) -> Iterator[Place]:
    """Where every lead works: the one with most points first, of these the first that came."""
    rows = tx.execute(
        select(lead.c.id, lead.c.company, account.c.key)
        .join(account, and_(account.c.id == lead.c.account_id, lead.c.merged_into.is_(None)))
        .order_by(lead.c.score.desc().nulls_last(), lead.c.seq),
        execution_options={"yield_per": 10_000},
    )
    return (Place(*row) for row in rows)


def _row(one: Opportunity) -> Row:
    return {
        "id": one.id,
        "lead_id": one.lead_id,
        "state": one.state.value,
        "opened_on": one.opened_on.isoformat() if one.opened_on else None,
        "closed_on": one.closed_on.isoformat() if one.closed_on else None,
        "doc": one.model_dump_json(),
    }
