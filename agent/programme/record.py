"""A partner record is complete when partner, programme tier and referral date are all known (DOMAIN §6).

An incomplete one is refused as a partner record, with the reason; its lead goes on like any direct one, and cannot
be an EQL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

from agent.identity import fold
from agent.intake.lines import Remarks
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


def refusals(leads: Iterable[Lead], partners: Iterable[Partner]) -> tuple[str, ...]:
    """The partner records that are refused: a sentence for each file and reason, with the lines.

    `partners`: the programme, of two of one name the later.
    """
    programme = {fold(partner.name): partner for partner in partners}
    files: dict[str, Remarks] = defaultdict(Remarks)
    for lead in leads:
        if lead.partner is None or not lead.origins:
            continue
        if lacks := lacking(lead.partner, programme.get(fold(lead.partner.partner))):
            newest = lead.origins[-1]
            why = f"partner record without {' and '.join(lacks)} refused, the lead is kept and can be no EQL"
            files[newest.file].add(why, newest.line)
    return tuple(f"{file}: {said}" for file, remarks in files.items() for said in remarks.sentences())
