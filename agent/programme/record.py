"""A partner record is complete when partner, programme tier and referral date are all known (DOMAIN §6).

An incomplete one is refused as a partner record, with the reason; its lead goes on like any direct one, and cannot
be an EQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from agent.identity import fold
from agent.models.lead import Lead, PartnerSource
from agent.models.partner import Partner

Part = Literal["partner", "tier", "referral date"]


def lacking(source: PartnerSource | None, partner: Partner | None) -> tuple[Part, ...]:
    """What a lead's partner record lacks; empty when it is complete.

    The tier may stand in the lead's own record or in the programme's.
    """
    known: dict[Part, object] = {
        "partner": source and source.partner.strip(),
        "tier": (source and source.tier) or (partner and partner.tier),
        "referral date": source and source.referred_on,
    }
    return tuple(part for part, value in known.items() if not value)


def refusals(leads: Iterable[Lead], programme: Mapping[str, Partner]) -> tuple[str, ...]:
    """A sentence for each lead whose partner record is refused, with the place of its newest record.

    `programme`: partners by folded name.
    """
    refused = []
    for lead in leads:
        if lead.partner is None:
            continue
        lacks = lacking(lead.partner, programme.get(fold(lead.partner.partner)))
        if lacks:
            place = f"{lead.origins[-1].file}:{lead.origins[-1].line}: " if lead.origins else ""
            refused.append(
                f"{place}partner record refused, it has no {' and no '.join(lacks)}; "
                "the lead is kept and cannot be an EQL until it has"
            )
    return tuple(refused)
