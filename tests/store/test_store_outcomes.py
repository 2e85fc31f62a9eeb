"""Deals and spending in the store, and deals under their leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from goods import a_lead, a_proposal, forgotten

from agent.deals import keep, keep_again
from agent.models.account import Account
from agent.models.opportunity import DealState, Opportunity, Spend
from agent.store import Store, Tx, accounts, leads, opportunities, proposals, spend

ACME = Account(id="A1", key="domain:acme.example", name="Acme")
PHOENIX = (
    Account(id="A2", key="domain:phoenix.example", name="Phoenix"),
    Account(id="A3", key="name:phoenix|FR", name="Phoenix"),
)
DUPONT = Account(id="A4", key="name:dupont|FR", name="Dupont SARL")
LEADS = [
    a_lead(1, account_id="A1", company="Acme", email="ann@acme.example"),
    a_lead(2, account_id="A1", company="Acme", email="bob@acme.example"),
    a_lead(3, account_id="A2", company="Phoenix", email="eve@phoenix.example"),
    a_lead(4, account_id="A3", company="PHOENIX SAS", email=None),
    a_lead(5, account_id="A4", company="Dupont SARL", email=None),
]


def a_deal(id: str = "1", **fields: Any) -> Opportunity:
    return Opportunity.model_validate({"id": id, "state": DealState.WON, **fields})


@pytest.fixture
def tx(slate: Store) -> Iterator[Tx]:
    """A write, of which nothing is kept, in a store that holds five leads of four companies."""
    with forgotten(slate) as tx:
        accounts.save(tx, [ACME, *PHOENIX, DUPONT])
        leads.save(tx, LEADS)
        yield tx


@pytest.mark.parametrize(
    ("named", "lead"),
    [
        ({"email": "bob@acme.example", "domain": "acme.example"}, "L00000002"),
        ({"email": "new@acme.example", "domain": "acme.example"}, "L00000001"),
        ({"domain": "acme.example"}, "L00000001"),
        ({"company": "ACME Ltd"}, "L00000001"),
        ({"company": "dupont"}, "L00000005"),
        ({"company": "Dupont", "domain": "dupont.example"}, "L00000005"),
        ({"company": "Acme", "domain": "acme-other.example"}, None),
        ({"company": "Phoenix"}, None),
        ({"company": "Phoenix", "domain": "phoenix.example"}, "L00000003"),
        ({"company": "Nobody"}, None),
        ({}, None),
    ],
)
def test_a_deal_is_joined_by_e_mail_else_by_domain_else_by_an_unmistakable_company(
    tx: Tx, named: dict[str, str], lead: str | None
) -> None:
    assert [deal.lead_id for deal in keep(tx, [a_deal(**named)])] == [lead]


def test_of_several_leads_of_a_company_the_deal_is_the_one_with_most_points(tx: Tx) -> None:
    proposals.add(tx, a_proposal("L00000002", 70))
    proposals.add(tx, a_proposal("L00000001", 30))
    assert keep(tx, [a_deal(domain="acme.example")])[0].lead_id == "L00000002"


def test_a_deal_imported_again_has_its_new_state_and_stands_once(tx: Tx) -> None:
    opportunities.save(tx, [a_deal("1", state=DealState.OPEN, amount=Decimal("10.50")), a_deal("2")])
    won = a_deal("1", amount=Decimal("12.50"), closed_on=date(2026, 3, 1), lead_id="L00000001")
    opportunities.save(tx, [won])
    assert list(opportunities.all(tx)) == [won, a_deal("2")]


def test_a_deal_without_a_lead_is_kept_and_finds_it_once_it_comes(tx: Tx) -> None:
    keep(tx, [a_deal("1", email="zoe@new.example"), a_deal("2")])
    assert keep_again(tx) == 0
    leads.save(tx, [a_lead(6, account_id="A4", email="zoe@new.example")])
    assert keep_again(tx) == 1
    assert {deal.id: deal.lead_id for deal in opportunities.all(tx)} == {"1": "L00000006", "2": None}


def test_spending_imported_twice_is_spent_once(tx: Tx) -> None:
    month = {"first": date(2026, 3, 1), "last": date(2026, 3, 31), "currency": "EUR"}
    entries = [Spend.model_validate({"id": f"S{n}", "amount": f"{n}.10", **month}) for n in range(3)]
    assert spend.save(tx, entries[:2]) == 2
    assert spend.save(tx, entries) == 1
    assert list(spend.all(tx)) == entries
