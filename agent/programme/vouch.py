"""A side confirms a partner lead, or takes its word back; and how the lead stands with its partner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agent.clean import clean_field
from agent.errors import BadInput
from agent.identity import fold
from agent.models.lead import Lead
from agent.models.partner import Partner
from agent.models.programme import Confirmation, Message, Side
from agent.programme.record import Part, lacking
from agent.store import Store, Tx, confirmations, leads, messages, partners


@dataclass(frozen=True, slots=True)
class Standing:
    """How a partner lead stands."""

    lead: Lead
    partner: Partner | None
    """Where the programme knows it."""
    lacks: tuple[Part, ...]
    """What the partner record lacks."""
    confirmed: frozenset[Side]
    log: tuple[Confirmation, ...]
    """Every confirmation and withdrawal, oldest first."""
    messages: tuple[Message, ...]
    """What its partner was told, or is to be."""


def standing(store: Store, name: str) -> Standing:
    """How the lead of that id or e-mail stands. Raises `NotFound`."""
    with store.read() as tx:
        return _standing(tx, leads.find(tx, name))


def vouch(
    store: Store,
    name: str,
    side: Side,
    actor: str,
    now: datetime,
    *,
    withdraw: bool = False,
    remark: str | None = None,
) -> Standing:
    """One side confirms the lead, or takes its word back. How it stands then.

    Raises `NotFound`; `BadInput` for a lead of no partner, and for a word that was given, or taken back, already.
    """
    who = clean_field(actor)
    if not who:
        raise BadInput("nobody confirms", remedy="Give --actor the name of who does")
    with store.write() as tx:
        lead = leads.find(tx, name)
        if lead.partner is None:
            raise BadInput("this lead came through no partner", remedy="Only partner leads are confirmed")
        given = side in confirmations.of_leads(tx, [lead.id])[lead.id]
        if given is not withdraw:
            raise BadInput(
                "this side has confirmed already"
                if given
                else "this side has not confirmed, so takes nothing back"
            )
        said = Confirmation(
            lead_id=lead.id,
            side=side,
            actor=who,
            at=now,
            withdrawn=withdraw,
            remark=clean_field(remark) or None if remark else None,
        )
        confirmations.add(tx, said)
        return _standing(tx, lead)


def _standing(tx: Tx, lead: Lead) -> Standing:
    programme = {fold(one.name): one for one in partners.all(tx)}
    partner = programme.get(fold(lead.partner.partner)) if lead.partner else None
    return Standing(
        lead,
        partner,
        lacking(lead.partner, partner),
        confirmations.of_leads(tx, [lead.id])[lead.id],
        confirmations.log(tx, lead.id),
        messages.of_lead(tx, lead.id),
    )
