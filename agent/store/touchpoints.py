"""Touchpoints, and whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Column, select

from agent.models.lead import Lead
from agent.models.touchpoint import Touchpoint

from .connection import Tx
from .leads import get_many
from .mergings import parts
from .rows import Row, chunks, moment
from .rows import add as add_rows
from .schema import touchpoint

_Name = tuple[str | None, str | None]
"""An e-mail and a domain that touchpoints may name a lead by."""


def add(tx: Tx, touchpoints: Sequence[Touchpoint]) -> int:
    """Adds those that are not there yet. How many those were."""
    ordered = sorted(touchpoints, key=lambda one: one.id)
    return sum(
        add_rows(tx, touchpoint, [_row(one) for one in chunk], "id") for chunk in chunks(ordered, 5000)
    )


def tagged(tx: Tx) -> Iterator[Touchpoint]:
    """The touchpoints with UTM, file by file as far as the order of time tells; few in memory at a time."""
    none = touchpoint.c.doc.contains('"utm":{}', autoescape=True)
    every = select(touchpoint.c.doc).where(~none).order_by(touchpoint.c.at, touchpoint.c.id)
    rows = tx.execute(every, execution_options={"yield_per": 1000})
    yield from (Touchpoint.model_validate_json(doc) for doc in rows.scalars())


def of_leads(tx: Tx, leads: Sequence[Lead]) -> dict[str, tuple[Touchpoint, ...]]:
    """The touchpoints of each lead by lead id, oldest first; `()` for a lead without.

    One with an e-mail belongs to that e-mail alone; one without, to every lead of its domain. What belongs to a
    lead that was merged counts for the one it is part of, once.
    """
    goes_by = _merged(tx, leads)
    for one in leads:
        goes_by[one.id] += ((one.email, one.domain),)
    names = [name for of in goes_by.values() for name in of]
    by_email = _by(tx, touchpoint.c.email, {email for email, _ in names if email})
    by_domain = _by(tx, touchpoint.c.domain, {domain for _, domain in names if domain})

    def of(lead_id: str) -> tuple[Touchpoint, ...]:
        found = {
            touch.id: touch
            for email, domain in goes_by[lead_id]
            for touch in by_email.get(email or "", []) + by_domain.get(domain or "", [])
        }
        return tuple(sorted(found.values(), key=lambda touch: (touch.at, touch.id)))

    return {one.id: of(one.id) for one in leads}


def _merged(tx: Tx, leads: Sequence[Lead]) -> dict[str, tuple[_Name, ...]]:
    """Lead id → e-mail and domain of each lead that was merged into it."""
    whose = parts(tx, (one.id for one in leads))
    dropped = whose.keys() - {one.id for one in leads}
    found: dict[str, tuple[_Name, ...]] = defaultdict(tuple)
    for id, part in get_many(tx, sorted(dropped)).items():
        found[whose[id]] += ((part.email, part.domain),)
    return found


def _by(tx: Tx, column: Column[str], values: Iterable[str]) -> dict[str, list[Touchpoint]]:
    found: dict[str, list[Touchpoint]] = defaultdict(list)
    for chunk in chunks(values):
        for value, doc in tx.execute(select(column, touchpoint.c.doc).where(column.in_(chunk))):
            found[value].append(Touchpoint.model_validate_json(doc))
    return found


def _row(one: Touchpoint) -> Row:
    return {
        "id": one.id,
        "email": one.email.lower() if one.email else None,
        "domain": None if one.email else one.domain,
        "doc": one.model_dump_json(),
        "at": moment(one.at),
        "kind": one.kind.value,
        "channel": one.channel,
        "campaign": one.utm.get("utm_campaign"),
        "partner": one.partner,
    }
