"""A side confirms a partner lead, or takes its word back."""

from __future__ import annotations

import pytest
from goods import NOON, a_lead, an_account

from agent.batch.replay import cases
from agent.errors import BadInput, NotFound
from agent.models.lead import PartnerSource
from agent.models.partner import Partner
from agent.programme.vouch import standing, vouch
from agent.store import Store, accounts, leads, partners

WHO = "zoé1@firm.example"


@pytest.fixture
def store(store: Store) -> Store:
    """A store with a partner's lead and a direct one."""
    with store.write() as tx:
        accounts.save(tx, [an_account()])
        leads.save(tx, [a_lead(1, partner=PartnerSource(partner="passerelle")), a_lead(2)])
        partners.save(tx, [Partner(name="Passerelle", tier="gold", certified=True)])
    return store


def test_both_sides_confirm_one_after_the_other_and_it_is_told_who_and_when(store: Store) -> None:
    assert vouch(store, WHO, "us", "Ana", NOON, remark="call of\n12 May").confirmed == {"us"}
    after = vouch(store, WHO, "partner", "Léo", NOON)
    assert after.confirmed == {"us", "partner"}
    assert [(one.side, one.actor, one.at, one.remark) for one in after.log] == [
        ("us", "Ana", NOON, "call of 12 May"),
        ("partner", "Léo", NOON, None),
    ]
    assert standing(store, WHO) == after


def test_a_word_is_taken_back_and_may_be_given_again(store: Store) -> None:
    vouch(store, WHO, "partner", "Léo", NOON)
    assert vouch(store, WHO, "partner", "Léo", NOON, withdraw=True).confirmed == frozenset()
    assert vouch(store, WHO, "partner", "Léo", NOON).confirmed == {"partner"}


def test_what_the_partner_record_lacks_is_told_the_tier_of_the_programme_counts(store: Store) -> None:
    assert standing(store, WHO).lacks == ("referral date",)


@pytest.mark.parametrize(
    ("who", "withdraw", "actor", "why"),
    [
        ("zoé2@firm.example", False, "Ana", "through no partner"),
        (WHO, True, "Ana", "takes nothing back"),
        (WHO, False, " \u202e ", "nobody confirms"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_no_trace(
    store: Store, who: str, withdraw: bool, actor: str, why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        vouch(store, who, "us", actor, NOON, withdraw=withdraw)
    assert standing(store, WHO).log == ()


def test_a_word_given_twice_is_refused_and_a_lead_nobody_knows_is_not_found(store: Store) -> None:
    vouch(store, WHO, "us", "Ana", NOON)
    with pytest.raises(BadInput, match="already"):
        vouch(store, WHO, "us", "Max", NOON)
    with pytest.raises(NotFound):
        vouch(store, "nobody@firm.example", "us", "Ana", NOON)


def test_a_replay_knows_who_vouches_for_each_lead(store: Store) -> None:
    vouch(store, WHO, "partner", "Léo", NOON)
    assert {case.lead.email: case.confirmed for case in cases(store)} == {
        WHO: {"partner"},
        "zoé2@firm.example": frozenset(),
    }
