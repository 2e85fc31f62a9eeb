"""The outbox: what partners are to be told, and what became of it. A message is written once, by its id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sqlalchemy import select

from agent.models.decision import Decision
from agent.models.lead import Lead
from agent.models.programme import Message, MessageState

from .connection import Tx
from .rows import add as add_rows
from .rows import chunks
from .schema import decision, lead, message


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


def histories(tx: Tx, lead_ids: Iterable[str] | None = None) -> Iterator[tuple[Lead, tuple[Decision, ...]]]:
    """Every partner lead that was decided on, with its decisions; of these leads alone where some are named."""
    told = (
        select(lead.c.id, lead.c.doc, decision.c.doc.label("said"))
        .join(decision, decision.c.lead_id == lead.c.id)
        .where(lead.c.partner.is_not(None), lead.c.merged_into.is_(None))
        .order_by(lead.c.id, decision.c.version)
    )
    pages = [None] if lead_ids is None else list(chunks(lead_ids))
    for page in pages:
        rows = tx.execute(told if page is None else told.where(lead.c.id.in_(page))).all()
        for _, of in groupby(rows, key=lambda row: row.id):
            log = list(of)
            yield (
                Lead.model_validate_json(log[0].doc),
                tuple(Decision.model_validate_json(row.said) for row in log),
            )
