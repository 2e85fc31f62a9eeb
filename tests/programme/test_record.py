"""A partner record needs a partner, a programme tier and a referral date; one without is refused with the reason."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from making import lead

from agent.models.lead import Origin, PartnerSource
from agent.models.partner import Partner
from agent.programme.record import lacking, refusals

DAY = date(2026, 11, 2)
GOLD = Partner(name="Passerelle", tier="gold")
FULL = PartnerSource(partner="Passerelle", tier="gold", referred_on=DAY)


@pytest.mark.parametrize(
    ("source", "partner", "lacks"),
    [
        (FULL, None, ()),
        (FULL.model_copy(update={"tier": None}), None, ("tier",)),
        (FULL.model_copy(update={"tier": None}), GOLD, ()),
        (FULL.model_copy(update={"referred_on": None}), GOLD, ("referral date",)),
        (PartnerSource(partner=" "), None, ("partner", "tier", "referral date")),
        (None, GOLD, ("partner", "referral date")),
    ],
)
def test_what_a_partner_record_lacks_is_named(
    source: PartnerSource | None, partner: Partner | None, lacks: tuple[str, ...]
) -> None:
    assert lacking(source, partner) == lacks


def test_a_refused_record_is_told_with_its_place_and_reason_and_a_complete_or_direct_lead_is_not() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    partial = lead(
        partner=PartnerSource(partner="PASSERELLE"), origins=(Origin(file="p.csv", line=4, imported_at=now),)
    )
    assert refusals([lead(), lead(partner=FULL), partial], [GOLD]) == (
        "p.csv: partner record without referral date refused, the lead is kept and can be no EQL on line 4",
    )
