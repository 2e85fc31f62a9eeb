"""Which handoffs end by themselves, and which leads are to be handed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from agent.identity import fold
from agent.models.handoff import Handoff, HandoffState
from agent.models.lead import Lead
from agent.models.score import Stage
from agent.models.touchpoint import Kind, Touchpoint

HANDED = (Stage.MQL, Stage.EQL, Stage.SQL)
"""Stages at which sales acts on a lead."""
WITH_SALES = (*HANDED, Stage.OPPORTUNITY, Stage.CUSTOMER)
"""Stages at which a lead is in the hands of sales: whoever has it keeps it."""
ITSELF = "leadsift"
"""Who closes a handoff that no person closed."""

_COUNTRY = re.compile("[A-Za-z]{2}")
_FURTHER = {Stage.SQL: 1, Stage.OPPORTUNITY: 2, Stage.CUSTOMER: 3}
"""Stages that only a conversation leads to, by how far they are."""


def ended(one: Handoff, stage: Stage | None, since: datetime, contact: datetime | None) -> Handoff | None:
    """An open handoff as it ended: done at the first contact, or when its lead went on to a stage that takes one.

    It is withdrawn when its lead left sales. `stage` is where a person put the lead, and `since` when; None of a
    lead that nobody decided on any more. None while the handoff goes on.
    """
    if contact is not None:
        return closed(one, HandoffState.DONE, contact)
    at = max(since, one.at)
    if stage not in WITH_SALES:
        return closed(one, HandoffState.WITHDRAWN, at)
    if _FURTHER.get(stage, 0) > _FURTHER.get(one.stage, 0):
        return closed(one, HandoffState.DONE, at)
    return None


def closed(one: Handoff, state: HandoffState, at: datetime, by: str = ITSELF) -> Handoff:
    """The handoff in its last state."""
    return one.model_copy(update={"state": state, "closed_at": at, "closed_by": by})


def first_contact(
    one: Handoff, touches: Iterable[Touchpoint], kinds: Iterable[Kind], now: datetime
) -> datetime | None:
    """When the lead, whose touchpoints these are, was first spoken to after it was handed over.

    What names only its company is no contact.
    """
    counted = frozenset(kinds)
    moments = (touch.at for touch in touches if touch.kind in counted and touch.email)
    return min((at for at in moments if one.at <= at <= now), default=None)


def is_settled(last: Handoff | None, outside: datetime | None) -> bool:
    """Whether sales has contacted the lead already; `outside` is when it was last not in the hands of sales."""
    if last is None or last.state is not HandoffState.DONE:
        return False
    return outside is None or outside < last.at


def country(lead: Lead) -> str | None:
    """ISO 3166 alpha-2; None where the lead's country is not known, or was not understood."""
    return lead.country if lead.country and _COUNTRY.fullmatch(lead.country) else None


def product(lead: Lead, columns: Iterable[str]) -> str | None:
    """The product line the lead asks for, from the first of these columns that its list has."""
    given: Mapping[str, str] = {fold(name): text.strip() for name, text in lead.extra.items()}
    return next((found for name in columns if (found := given.get(fold(name)))), None)


def missed_by(one: Handoff | None, missed: Mapping[str, Handoff]) -> tuple[str, ...]:
    """The ids of the owners who let a lead's time run out before this handoff, the last one first."""
    owners: list[str] = []
    while one is not None and one.after and (one := missed.get(one.after)):
        owners.append(one.owner)
    return tuple(owners)
