"""Two leads become one and two again, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from goods import NOON, a_decision, a_lead, a_proposal, a_reading, a_touchpoint, an_account, forgotten
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.duplicates import find, merge_pair, pair_of, undo_merging
from agent.errors import BadInput, Conflict, NotFound
from agent.identity import fold
from agent.models.account import Match
from agent.models.lead import Lead, Origin, PartnerSource
from agent.models.merging import Merging, Pair
from agent.models.note import Note
from agent.settings import Duplicates
from agent.store import (
    Store,
    Tx,
    accounts,
    decisions,
    journeys,
    leads,
    mergings,
    notes,
    proposals,
    queue,
    touchpoints,
)
from agent.store.schema import metadata

KEEP, DROP, THIRD = "L00000001", "L00000002", "L00000003"


def pair(keep: str = KEEP, drop: str = DROP) -> Pair:
    return Pair(keep=keep, drop=drop, match=Match(quality=1, reasons=("same e-mail",)), sure=True)


def merge(tx: Tx, keep: str = KEEP, drop: str = DROP, minutes: int = 0) -> Merging:
    return merge_pair(tx, pair(keep, drop), actor="claire", at=NOON + timedelta(minutes=minutes))


def undo(tx: Tx, merging: Merging) -> Merging:
    return undo_merging(tx, merging.id, actor="max", at=NOON + timedelta(days=1))


def fill(tx: Tx, *given: Lead) -> None:
    accounts.save(tx, [an_account(1), an_account(2)])
    leads.save(tx, given or [a_lead(number) for number in (1, 2, 3)])


def everything(tx: Tx) -> dict[str, list[Any]]:
    """Every row of every table but the mergings'."""
    tables = (table for table in metadata.sorted_tables if table.name != "merging")
    return {
        table.name: sorted(
            map(tuple, tx.execute(table.select().order_by(*table.primary_key)).all()), key=repr
        )
        for table in tables
    }


words = st.sampled_from(["Acme", "ACME", "Zoé", "Müller", "Paris", "12", "trade fair", " "])
maybe = st.none() | words
lists = st.builds(
    lambda number, company, consent, partner, extra, created, **plain: a_lead(
        number,
        company=company,
        consent=consent,
        partner=PartnerSource(partner=partner) if partner else None,
        extra=extra,
        created_on=created,
        **plain,
    ),
    st.just(0),
    company=words,
    consent=st.none() | st.booleans(),
    partner=maybe,
    extra=st.dictionaries(words, words, max_size=3),
    created=st.none() | st.dates(date(2025, 1, 1), date(2026, 1, 1)),
    account_id=st.sampled_from(["A00000001", "A00000002"]),
    domain=st.none() | st.sampled_from(["firm.example", "other.example"]),
    **dict.fromkeys(
        ("email", "first_name", "last_name", "title", "phone", "city", "industry", "source", "comment"), maybe
    ),
)


def numbered(one: Lead, number: int) -> Lead:
    origin = Origin(file="leads.csv", line=number + 1, imported_at=NOON)
    return one.model_copy(update={"id": f"L{number:08x}", "origins": (origin,)})


@settings(max_examples=60, deadline=None)
@given(lists, lists)
def test_a_merge_undone_leaves_everything_as_it_was(slate: Store, one: Lead, other: Lead) -> None:
    with forgotten(slate) as tx:
        fill(tx, numbered(one, 1), numbered(other, 2), a_lead(3))
        before = everything(tx)
        done = merge(tx)
        assert everything(tx) != before
        undo(tx, done)
        assert everything(tx) == before


@settings(max_examples=100, deadline=None)
@given(lists, lists)
def test_a_merge_loses_no_value_and_no_origin(slate: Store, one: Lead, other: Lead) -> None:
    with forgotten(slate) as tx:
        keep, drop = numbered(one, 1), numbered(other, 2)
        fill(tx, keep, drop)
        merge(tx)
        merged = leads.get(tx, KEEP)
        assert merged is not None
        assert leads.get(tx, DROP) == drop
    assert {*keep.origins, *drop.origins} == {*merged.origins}
    told = {fold(str(value)) for value in (*merged.model_dump().values(), *merged.extra.values())}
    for lead in (keep, drop):
        assert set(lead.extra.values()) <= set(merged.extra.values())
        for field in (
            "email",
            "first_name",
            "last_name",
            "title",
            "phone",
            "city",
            "source",
            "comment",
            "created_on",
        ):
            value = getattr(lead, field)
            assert value is None or fold(str(value)) in told
    assert merged.consent is (
        False if False in (keep.consent, drop.consent) else keep.consent or drop.consent
    )


def test_a_merged_lead_steps_aside_everywhere(store: Store) -> None:
    with store.write() as tx:
        fill(tx)
        for number in (1, 2, 3):
            proposals.add(tx, a_proposal(f"L{number:08x}"))
        merge(tx)
    with store.read() as tx:
        assert [lead.id for lead in leads.each(tx)] == [KEEP, THIRD]
        assert [row.lead_id for row in queue.page(tx, queue.snapshot(tx))] == [KEEP, THIRD]
        assert [journey.lead_id for journey in journeys.all(tx)] == [KEEP, THIRD]


def test_what_is_a_merged_leads_counts_for_the_one_it_is_part_of_however_far(store: Store) -> None:
    own = [
        a_lead(number, email=f"zoé{number}@firm.example", domain=f"firm{number}.example")
        for number in (1, 2, 3)
    ]
    with store.write() as tx:
        fill(tx, *own)
        proposals.add(tx, a_proposal(KEEP))
        for lead in own:
            notes.add(tx, Note(id=f"call@{lead.id}", text=f"Call with {lead.id}"), lead.id)
            notes.add_reading(tx, a_reading(f"R{lead.id}", f"call@{lead.id}"))
            by_mail = a_touchpoint(f"Tmail{lead.id}", email=lead.email)
            touchpoints.add(tx, [by_mail, a_touchpoint(f"Tsite{lead.id}", domain=lead.domain)])
        merge(tx, DROP, THIRD)
        merge(tx, KEEP, DROP, minutes=1)
    with store.read() as tx:
        (kept,) = leads.each(tx)
        assert {note.id for note in notes.of_leads(tx, [KEEP])[KEEP]} == {f"call@{lead.id}" for lead in own}
        assert {read.id for read in notes.readings(tx, [KEEP])[KEEP]} == {f"R{lead.id}" for lead in own}
        touched = {touch.id for touch in touchpoints.of_leads(tx, [kept])[KEEP]}
        assert touched == {f"T{way}{lead.id}" for way in ("mail", "site") for lead in own}
        assert leads.find(tx, "zoé3@firm.example").id == KEEP
        assert leads.find(tx, THIRD).id == KEEP
        assert queue.page(tx, queue.snapshot(tx))[0].has_note


def test_a_touchpoint_of_the_company_of_both_counts_once(store: Store) -> None:
    with store.write() as tx:
        fill(tx)
        touchpoints.add(tx, [a_touchpoint("T1", domain="firm.example")])
        merge(tx)
    with store.read() as tx:
        (touch,) = touchpoints.of_leads(tx, list(leads.each(tx, [KEEP])))[KEEP]
        assert touch.id == "T1"


def test_the_lead_decided_on_is_never_dropped_into_one_that_was_not(store: Store) -> None:
    with store.write() as tx:
        fill(tx)
        proposals.add(tx, a_proposal(DROP))
        decisions.record(tx, a_decision(DROP))
    with pytest.raises(BadInput, match="Keep the one that was decided on"), store.write() as tx:
        merge(tx)
    with store.write() as tx:
        merge(tx, DROP, KEEP)
    with store.read() as tx:
        assert [lead.id for lead in leads.each(tx)] == [DROP, THIRD]


def test_a_lead_is_part_of_one_other_only(store: Store) -> None:
    with store.write() as tx:
        fill(tx)
        merge(tx)
    for keep, drop in ((THIRD, DROP), (DROP, THIRD), (DROP, KEEP)):
        with pytest.raises(Conflict, match=f"{DROP} is part of {KEEP} already"), store.write() as tx:
            merge(tx, keep, drop)
    with pytest.raises(BadInput, match="one lead already"), store.write() as tx:
        merge(tx, KEEP, KEEP)
    with pytest.raises(NotFound), store.write() as tx:
        merge(tx, KEEP, "Lnobody")


def test_later_merges_are_undone_first(store: Store) -> None:
    with store.write() as tx:
        fill(tx, *(a_lead(number) for number in (1, 2, 3, 4)))
        before = everything(tx)
        first, second = merge(tx, KEEP, DROP), merge(tx, KEEP, THIRD, minutes=1)
        third = merge(tx, "L00000004", KEEP, minutes=2)
    with pytest.raises(Conflict, match="has become part of L00000004 since"), store.write() as tx:
        undo(tx, second)
    with store.write() as tx:
        undo(tx, third)
    with pytest.raises(Conflict, match=f"undo {second.id} first"), store.write() as tx:
        undo(tx, first)
    with store.write() as tx:
        undo(tx, second)
        undo(tx, first)
        assert everything(tx) == before
    with pytest.raises(Conflict, match="max took this merge back on 2026-03-13"), store.write() as tx:
        undo(tx, first)


def test_a_merge_is_not_undone_where_that_would_lose_what_was_learned_since(store: Store) -> None:
    with store.write() as tx:
        fill(tx)
        done = merge(tx)
        kept = leads.get(tx, KEEP)
        assert kept is not None
        leads.save(tx, [kept.model_copy(update={"city": "Lyon"})])
    with pytest.raises(Conflict, match="has learned more since"), store.write() as tx:
        undo(tx, done)
    with store.read() as tx:
        assert [lead.id for lead in leads.each(tx)] == [KEEP, THIRD]


def test_what_the_dropped_lead_learned_since_does_not_stand_in_the_way(store: Store) -> None:
    with store.write() as tx:
        fill(tx)
        done = merge(tx)
        again = a_lead(2, city="Lyon")
        leads.save(tx, [again])
        assert [lead.id for lead in leads.each(tx)] == [KEEP, THIRD]
        undo(tx, done)
        assert list(leads.each(tx)) == [a_lead(1), again, a_lead(3)]


def test_of_leads_that_are_one_the_first_stays_or_the_one_decided_on(store: Store) -> None:
    same = [a_lead(number, email="zoe@firm.example", last_name="Martin") for number in (1, 2, 3)]
    with store.write() as tx:
        fill(tx, *same)
    assert [(pair.keep, pair.drop, pair.sure) for pair in find(store, Duplicates())] == [
        (KEEP, DROP, True),
        (KEEP, THIRD, True),
    ]
    with store.write() as tx:
        proposals.add(tx, a_proposal(THIRD))
        decisions.record(tx, a_decision(THIRD))
    found = find(store, Duplicates())
    assert [(pair.keep, pair.drop) for pair in found] == [(THIRD, KEEP), (THIRD, DROP)]
    with store.write() as tx:
        for number, pair in enumerate(found):
            merge_pair(tx, pair, actor="claire", at=NOON + timedelta(minutes=number))
    assert find(store, Duplicates()) == []


def test_merges_are_found_by_the_beginning_of_their_id(store: Store) -> None:
    with store.write() as tx:
        fill(tx)
        done = merge(tx)
    with store.read() as tx:
        assert mergings.find(tx, done.id[:6].lower()) == done
        assert list(mergings.all(tx)) == [done]
        for name in ("", "Gx"):
            with pytest.raises(NotFound):
                mergings.find(tx, name)


def test_two_leads_a_person_takes_for_one_are_told_with_what_speaks_for_it() -> None:
    told = pair_of(a_lead(1, email="zoe@firm.example"), a_lead(2, email="zoe@firm.example"))
    assert (told.keep, told.drop, told.sure) == (KEEP, DROP, True)
    bare: dict[str, Any] = dict.fromkeys(("email", "first_name", "last_name", "domain"))
    stranger = pair_of(a_lead(1, **bare, company=""), a_lead(2, **bare, company=""))
    assert stranger.match.reasons == ("a person says so",)
