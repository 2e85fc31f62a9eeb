"""Leads, by id, by e-mail, or all of them in the order they came.

A lead that was merged into another is told only to who asks for it by its very id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, and_, select, text

from agent.errors import NotFound
from agent.models.lead import Lead

from .connection import Tx
from .mergings import standing_for
from .rows import Row, chunks, folded, put
from .schema import lead

_LOCK = 5_140_273_320
"""PostgreSQL: two imports of one list would otherwise lock its leads crosswise."""
_SEARCHED = 400
"""Characters of a lead that the queue's text filter looks at; an index entry has no room for novels."""
_ENOUGH = 100
"""Leads of one name that are looked at: with more of them, no merging made them one."""


def save(tx: Tx, leads: Sequence[Lead]) -> None:
    """Adds the leads, or replaces those of the same id. Where a lead stands in the queue is not touched."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    for chunk in chunks(leads, 5000):
        put(tx, lead, [_row(one) for one in chunk], "id")


def get(tx: Tx, lead_id: str) -> Lead | None:
    """The lead of that id."""
    return get_many(tx, [lead_id]).get(lead_id)


def get_many(tx: Tx, ids: Iterable[str]) -> dict[str, Lead]:
    """The leads of these ids, by id, in the order asked for; an id without a lead is left out."""
    found: dict[str, Lead] = {}
    for chunk in chunks(ids):
        rows = tx.execute(select(lead.c.id, lead.c.doc).where(lead.c.id.in_(chunk)))
        docs = {row.id: row.doc for row in rows}
        found |= {one: Lead.model_validate_json(docs[one]) for one in chunk if one in docs}
    return found


def find(tx: Tx, name: str) -> Lead:
    """The lead that goes by this id, this beginning of an id, or this e-mail address.

    Where that one was merged it is the lead it is part of now. Raises `NotFound` when none does, or more than one.
    """
    name = name.strip()
    for condition in (lead.c.id == name, lead.c.email == name.lower(), _begins(name)):
        ids = tx.execute(select(lead.c.id).where(condition).limit(_ENOUGH)).scalars().all()
        standing = set(standing_for(tx, ids).values())
        if len(standing) > 1:
            raise NotFound("more than one lead goes by that; give more of its id")
        if one := get(tx, standing.pop()) if standing else None:
            return one
    raise NotFound("no lead has that id, beginning of an id or e-mail address")


def each(tx: Tx, ids: Iterable[str] | None = None) -> Iterator[Lead]:
    """The leads of these ids in that order, else all in the order they came; few in memory at a time.

    Those merged into another are left out, unless their id is among those asked for.
    """
    if ids is not None:
        for chunk in chunks(ids):
            yield from get_many(tx, chunk).values()
        return
    own = select(lead.c.doc).where(lead.c.merged_into.is_(None)).order_by(lead.c.seq)
    everything = tx.execute(own, execution_options={"yield_per": 1000})
    yield from (Lead.model_validate_json(doc) for doc in everything.scalars())


def _begins(name: str) -> ColumnElement[bool]:
    """Ids are a letter and hexadecimal digits; "~" sorts after them all. No name is the beginning of none."""
    start = name[:1].upper() + name[1:].lower()
    return and_(lead.c.id >= start, lead.c.id < start + "~") if start else lead.c.id.is_(None)


def _row(one: Lead) -> Row:
    return {
        "id": one.id,
        "account_id": one.account_id,
        "email": one.email,
        "name": one.name,
        "company": one.company,
        "title": one.title,
        "search": folded(" ".join(part for part in (one.company, one.name, one.email, one.title) if part))[
            :_SEARCHED
        ],
        "doc": one.model_dump_json(),
        "source": one.source,
        "partner": one.partner.partner if one.partner else None,
        "country": one.country,
        "created_on": one.created_on.isoformat() if one.created_on else None,
    }
