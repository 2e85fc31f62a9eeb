"""Touchpoints, and whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Column, select

from agent.models.lead import Lead
from agent.models.touchpoint import Touchpoint

from .connection import Tx
from .rows import Row, chunks, moment
from .rows import add as add_rows
from .schema import touchpoint


def add(tx: Tx, touchpoints: Sequence[Touchpoint]) -> int:
    """Adds those that are not there yet. How many those were."""
    ordered = sorted(touchpoints, key=lambda one: one.id)
    return sum(
        add_rows(tx, touchpoint, [_row(one) for one in chunk], "id") for chunk in chunks(ordered, 5000)
    )


def of_leads(tx: Tx, leads: Sequence[Lead]) -> dict[str, tuple[Touchpoint, ...]]:
    """The touchpoints of each lead by lead id, oldest first; `()` for a lead without.

    One with an e-mail belongs to that e-mail alone; one without, to every lead of its domain.
    """
    by_email = _by(tx, touchpoint.c.email, {one.email for one in leads if one.email})
    by_domain = _by(tx, touchpoint.c.domain, {one.domain for one in leads if one.domain})
    return {
        one.id: tuple(
            sorted(
                by_email.get(one.email or "", []) + by_domain.get(one.domain or "", []),
                key=lambda found: (found.at, found.id),
            )
        )
        for one in leads
    }


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
