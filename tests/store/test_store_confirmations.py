"""Who vouches for a partner lead: a log only added to, of which each side's latest entry counts."""

from __future__ import annotations

from datetime import timedelta

from goods import NOON, a_lead, an_account
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.duplicates.merging import merge_pair
from agent.models.account import Match
from agent.models.merging import Pair
from agent.models.programme import Confirmation, Side
from agent.store import Store, accounts, confirmations, leads

IDS = [f"L{number:08x}" for number in (1, 2, 3)]
entries = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from(["us", "partner"]), st.booleans()), max_size=12
)


def vouch(store: Store, lead_id: str, side: Side, *, withdrawn: bool = False) -> Confirmation:
    one = Confirmation(lead_id=lead_id, side=side, actor="Ana", at=NOON, withdrawn=withdrawn)
    with store.write() as tx:
        confirmations.add(tx, one)
    return one


def furnish(store: Store) -> None:
    with store.write() as tx:
        accounts.save(tx, [an_account()])
        leads.save(tx, [a_lead(number) for number in (1, 2, 3)])


def test_each_side_confirms_for_itself_and_a_lead_nobody_spoke_of_has_none(store: Store) -> None:
    furnish(store)
    vouch(store, IDS[0], "us")
    vouch(store, IDS[0], "partner")
    vouch(store, IDS[1], "partner")
    with store.read() as tx:
        assert confirmations.of_leads(tx, IDS) == {
            IDS[0]: {"us", "partner"},
            IDS[1]: {"partner"},
            IDS[2]: frozenset(),
        }


def test_a_withdrawal_takes_the_sides_word_back_and_stays_in_the_log(store: Store) -> None:
    furnish(store)
    said = vouch(store, IDS[0], "partner")
    taken_back = vouch(store, IDS[0], "partner", withdrawn=True)
    with store.read() as tx:
        assert confirmations.of_leads(tx, IDS[:1]) == {IDS[0]: frozenset()}
        assert confirmations.log(tx, IDS[0]) == (said, taken_back)
    vouch(store, IDS[0], "partner")
    with store.read() as tx:
        assert confirmations.of_leads(tx, IDS[:1]) == {IDS[0]: {"partner"}}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=entries)
def test_of_any_history_the_latest_word_of_each_side_counts(
    store: Store, said: list[tuple[str, Side, bool]]
) -> None:
    furnish(store)
    with store.read() as tx:
        standing = {
            (id, side)
            for id in IDS
            for side in ("us", "partner")
            if (log := [one for one in confirmations.log(tx, id) if one.side == side])
            and not log[-1].withdrawn
        }
    for lead_id, side, withdrawn in said:
        vouch(store, lead_id, side, withdrawn=withdrawn)
        standing = standing - {(lead_id, side)} | (set() if withdrawn else {(lead_id, side)})
    with store.read() as tx:
        found = confirmations.of_leads(tx, IDS)
    assert {(id, side) for id, sides in found.items() for side in sides} == standing


def test_the_moment_and_the_person_are_kept(store: Store) -> None:
    furnish(store)
    one = Confirmation(
        lead_id=IDS[2], side="us", actor="Zoé", at=NOON + timedelta(hours=2), remark="spoke with their CTO"
    )
    with store.write() as tx:
        confirmations.add(tx, one)
    with store.read() as tx:
        assert confirmations.log(tx, IDS[2]) == (one,)


def test_what_was_said_of_a_lead_that_was_merged_counts_for_the_one_it_is_part_of(store: Store) -> None:
    furnish(store)
    before, after = vouch(store, IDS[0], "us"), vouch(store, IDS[1], "partner")
    match = Match(quality=1, reasons=("the same e-mail",))
    with store.write() as tx:
        merge_pair(tx, Pair(keep=IDS[0], drop=IDS[1], match=match, sure=True), actor="Ana", at=NOON)
    with store.read() as tx:
        assert confirmations.of_leads(tx, IDS[:1]) == {IDS[0]: {"us", "partner"}}
        assert confirmations.log(tx, IDS[0]) == (before, after)
