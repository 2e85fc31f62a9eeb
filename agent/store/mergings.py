"""Mergings: which lead became part of which, and what of that was taken back.

A lead that was merged keeps its row, its notes and its history; `lead.merged_into` alone says that it is no lead of
its own. So nothing has to be moved, and to take it back is to clear that column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select

from agent.errors import Conflict, NotFound
from agent.models.merging import Merging

from .connection import Tx
from .rows import chunks
from .schema import lead, merging


def add(tx: Tx, one: Merging) -> None:
    """Adds a merging; from now on the dropped lead is part of the kept one.

    Raises `Conflict` when it is part of a lead already, or `NotFound` when it is not in the store.
    """
    drop = one.pair.drop
    # One statement looks and writes: of two people at once, the second finds it merged.
    free = lead.update().where(lead.c.id == drop, lead.c.merged_into.is_(None))
    if tx.execute(free, {"merged_into": one.pair.keep}).rowcount == 0:
        if tx.execute(select(lead.c.seq).where(lead.c.id == drop)).first() is None:
            raise NotFound("the lead to be merged is not in the store")
        raise Conflict(f"{drop} is part of another lead already")
    row = {"id": one.id, "keep": one.pair.keep, "dropped": drop, "doc": one.model_dump_json()}
    tx.execute(merging.insert(), row)


def hold(tx: Tx, ids: Sequence[str]) -> None:
    """Nobody else merges these leads until the transaction ends: two people could merge each into the other."""
    tx.execute(select(lead.c.seq).where(lead.c.id.in_(ids)).order_by(lead.c.seq).with_for_update())


def undo(tx: Tx, one: Merging) -> None:
    """Keeps that this merging, `undone_at` set, was taken back: the dropped lead is one of its own again."""
    tx.execute(merging.update().where(merging.c.id == one.id), {"doc": one.model_dump_json()})
    tx.execute(lead.update().where(lead.c.id == one.pair.drop), {"merged_into": None})


def find(tx: Tx, name: str) -> Merging:
    """The merging of that id, or beginning of an id. Raises `NotFound` when there is none, or more than one."""
    start = name.strip()[:1].upper() + name.strip()[1:].lower()
    asked = select(merging.c.doc).where(merging.c.id >= start, merging.c.id < start + "~").limit(2)
    docs = tx.execute(asked).scalars().all() if start else []
    if len(docs) > 1:
        raise NotFound("more than one merge goes by that; give more of its id")
    if not docs:
        raise NotFound("no merge has that id")
    return Merging.model_validate_json(docs[0])


def all(tx: Tx) -> Iterator[Merging]:
    """Every merging, the first first, those taken back included. Few in memory at a time."""
    docs = tx.execute(select(merging.c.doc).order_by(merging.c.seq), execution_options={"yield_per": 1000})
    return (Merging.model_validate_json(doc) for doc in docs.scalars())


def of_lead(tx: Tx, lead_id: str) -> tuple[Merging, ...]:
    """The mergings in force that this lead was kept in, the first first."""
    docs = tx.execute(select(merging.c.doc).where(merging.c.keep == lead_id).order_by(merging.c.seq))
    found = (Merging.model_validate_json(doc) for doc in docs.scalars())
    return tuple(one for one in found if one.undone_at is None)


def standing_for(tx: Tx, ids: Iterable[str]) -> dict[str, str]:
    """Lead id → the lead it counts for: itself, or the one it was merged into in the end."""
    stands = {one: one for one in ids}
    asked = set(stands)
    while asked:
        into: dict[str, str] = {}
        for chunk in chunks(asked):
            rows = select(lead.c.id, lead.c.merged_into).where(
                lead.c.id.in_(chunk), lead.c.merged_into.is_not(None)
            )
            into |= {row[0]: row[1] for row in tx.execute(rows)}
        stands = {one: into.get(last, last) for one, last in stands.items()}
        asked = set(into.values())
    return stands


def parts(tx: Tx, ids: Iterable[str]) -> dict[str, str]:
    """Lead id → the one of `ids` it counts for: each of them for itself, and whatever was merged into it."""
    found = {one: one for one in ids}
    kept = set(found)
    while kept:
        dropped: dict[str, str] = {}
        for chunk in chunks(kept):
            rows = select(lead.c.id, lead.c.merged_into).where(lead.c.merged_into.in_(chunk))
            dropped |= {row[0]: row[1] for row in tx.execute(rows)}
        kept = dropped.keys() - found.keys()
        found |= {part: found[dropped[part]] for part in kept}
    return found
