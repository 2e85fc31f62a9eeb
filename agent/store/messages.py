"""The outbox: what partners are to be told, and what became of it. A message is written once, by its id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, select

from agent.models.decision import Decision
from agent.models.lead import Lead
from agent.models.opportunity import Opportunity
from agent.models.programme import Message, MessageState

from .connection import Tx
from .rows import add as add_rows
from .rows import chunks
from .schema import decision, lead, message, opportunity


class History(NamedTuple):
    """What happened to a partner lead since it came."""

    lead: Lead
    decisions: tuple[Decision, ...]
    """The first first."""
    deals: tuple[Opportunity, ...]


def add(tx: Tx, new: Sequence[Message]) -> int:
    """Adds the messages that are not there yet. How many those were."""
    rows = [
        {"id": one.id, "lead_id": one.lead_id, "state": one.state.value, "doc": one.model_dump_json()}
        for one in new
    ]
    return sum(add_rows(tx, message, chunk, "id") for chunk in chunks(rows))


def settle(tx: Tx, one: Message) -> None:
    """Keeps what became of a message."""
    row = {"state": one.state.value, "doc": one.model_dump_json()}
    tx.execute(message.update().where(message.c.id == one.id), row)


def all(tx: Tx, *states: MessageState) -> tuple[Message, ...]:
    """The messages in these states, in every state where none is named; the first written first."""
    which = select(message.c.doc).order_by(message.c.seq)
    if states:
        which = which.where(message.c.state.in_([state.value for state in states]))
    return tuple(Message.model_validate_json(doc) for doc in tx.execute(which).scalars())


def of_lead(tx: Tx, lead_id: str) -> tuple[Message, ...]:
    """What was written about one lead."""
    mine = select(message.c.doc).where(message.c.lead_id == lead_id).order_by(message.c.seq)
    return tuple(Message.model_validate_json(doc) for doc in tx.execute(mine).scalars())


def histories(tx: Tx, lead_ids: Iterable[str] | None = None) -> Iterator[History]:
    """Every partner lead that was decided on or has a deal; of these leads alone where some are named."""
    for page in [None] if lead_ids is None else chunks(lead_ids):
        decided = _documents(tx, decision, page, decision.c.version)
        deals = _documents(tx, opportunity, page, opportunity.c.id)
        docs = {row.id: row.doc for row in (*decided, *deals)}
        said, sold = _by_lead(decided), _by_lead(deals)
        for id, doc in docs.items():
            yield History(
                Lead.model_validate_json(doc),
                tuple(Decision.model_validate_json(one) for one in said.get(id, ())),
                tuple(Opportunity.model_validate_json(one) for one in sold.get(id, ())),
            )


def _documents(
    tx: Tx, table: Table, lead_ids: Sequence[str] | None, order: ColumnElement[Any]
) -> Sequence[Any]:
    """The rows of a table that are about partner leads: the lead's id and document, and the row's own."""
    found = (
        select(lead.c.id, lead.c.doc, table.c.doc.label("said"))
        .join(table, table.c.lead_id == lead.c.id)
        .where(lead.c.partner.is_not(None), lead.c.merged_into.is_(None))
        .order_by(lead.c.id, order)
    )
    return tx.execute(found if lead_ids is None else found.where(lead.c.id.in_(lead_ids))).all()


def _by_lead(rows: Sequence[Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row.said)
    return found
