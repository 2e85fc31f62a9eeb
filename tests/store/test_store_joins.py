"""What belongs to a lead: touchpoints, notes, readings, proposals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from goods import NOON, a_lead, a_proposal, a_reading, a_touchpoint, an_account, forgotten
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import NotFound
from agent.models.note import Note
from agent.models.score import Stage
from agent.models.touchpoint import Touchpoint
from agent.store import Store, Tx, accounts, leads, notes, proposals, touchpoints

LEADS = [
    a_lead(1, email="zoé@firm.example", domain="firm.example"),
    a_lead(2, email="max@firm.example", domain="firm.example"),
    a_lead(3, email=None, domain=None),
]


@pytest.fixture
def tx(slate: Store) -> Iterator[Tx]:
    """A write, of which nothing is kept, in a store that holds three leads."""
    with forgotten(slate) as tx:
        accounts.save(tx, [an_account()])
        leads.save(tx, LEADS)
        yield tx


def test_a_touchpoint_with_an_e_mail_is_that_persons_and_one_without_the_whole_companys(tx: Tx) -> None:
    hers = a_touchpoint("T1", email="Zoé@firm.example", domain="firm.example", at=NOON + timedelta(days=1))
    theirs = a_touchpoint("T2", domain="firm.example")
    nobodys = a_touchpoint("T3", email="gone@firm.example", domain="firm.example")
    assert touchpoints.add(tx, [hers, theirs, nobodys]) == 3
    assert touchpoints.of_leads(tx, LEADS) == {
        "L00000001": (theirs, hers),
        "L00000002": (theirs,),
        "L00000003": (),
    }


def test_importing_touchpoints_twice_adds_nothing(tx: Tx) -> None:
    batch = [a_touchpoint(f"T{number}", email="zoé@firm.example") for number in range(1500)]
    assert touchpoints.add(tx, batch) == 1500
    assert touchpoints.add(tx, [*batch, a_touchpoint("Tnew")]) == 1
    assert touchpoints.add(tx, []) == 0
    assert len(touchpoints.of_leads(tx, LEADS)["L00000001"]) == 1500


people = st.sampled_from(["zoé@firm.example", "max@firm.example", "eve@other.example"])
places = st.sampled_from(["firm.example", "other.example"])
touches = st.builds(
    a_touchpoint,
    st.integers(0, 99).map("T{}".format),
    email=st.none() | people,
    domain=st.none() | places,
    at=st.integers(0, 5).map(lambda days: NOON + timedelta(days=days)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(touches, max_size=20, unique_by=lambda one: one.id))
def test_every_touchpoint_reaches_exactly_the_leads_it_names(slate: Store, batch: list[Touchpoint]) -> None:
    with forgotten(slate) as tx:
        touchpoints.add(tx, batch)
        found = touchpoints.of_leads(tx, LEADS)
    for lead in LEADS:
        named = [
            one
            for one in batch
            if (lead.email and one.email == lead.email)
            or (lead.domain and one.email is None and one.domain == lead.domain)
        ]
        assert found[lead.id] == tuple(sorted(named, key=lambda one: (one.at, one.id)))


def test_a_leads_notes_come_by_call_date_the_undated_first(tx: Tx) -> None:
    late = Note(id="b", text="Budget ok 40k", call_date=date(2026, 3, 1))
    early = Note(id="c", text="Rappeler", call_date=date(2026, 1, 1))
    undated = Note(id="z", text="Salon")
    for note in (late, early, undated):
        notes.add(tx, note, "L00000001")
    notes.add(tx, Note(id="stray", text="?"), None)
    assert notes.of_leads(tx, ["L00000001", "L00000002"]) == {
        "L00000001": (undated, early, late),
        "L00000002": (),
    }


def test_a_note_added_again_has_the_new_text_and_stays_with_its_lead(tx: Tx) -> None:
    notes.add(tx, Note(id="call", text="old"), "L00000001")
    notes.add(tx, Note(id="call", text="new"), None)
    assert notes.of_leads(tx, ["L00000001"]) == {"L00000001": (Note(id="call", text="new"),)}
    notes.add(tx, Note(id="call", text="new"), "L00000002")
    assert notes.of_leads(tx, ["L00000001"]) == {"L00000001": ()}


def test_only_the_latest_reading_of_a_note_counts_even_when_it_is_an_old_one_again(tx: Tx) -> None:
    notes.add(tx, Note(id="call", text="Budget ok 40k"), "L00000001")
    notes.add(tx, Note(id="visit", text="DAF décide"), "L00000001")
    notes.add_reading(tx, a_reading("Rvisit", "visit"))
    for identity in ("R1", "R2", "R2", "R1"):
        notes.add_reading(tx, a_reading(identity, "call"))
        found = notes.readings(tx, ["L00000001", "L00000002"])
        assert [one.id for one in found["L00000001"]] == [identity, "Rvisit"]
        assert found["L00000002"] == ()


def test_a_proposal_is_kept_once_until_another_comes_between(tx: Tx) -> None:
    warm, hot = a_proposal(total=40), a_proposal(total=80, stage=Stage.SQL)
    assert [proposals.add(tx, one) for one in (warm, warm, hot, hot, warm)] == [
        True,
        False,
        True,
        False,
        True,
    ]
    assert proposals.latest(tx, ["L00000001"]) == {"L00000001": warm}


def test_the_latest_proposals_of_all_leads_or_of_those_asked_for(tx: Tx) -> None:
    for total in (10, 20):
        for lead_id in ("L00000001", "L00000002"):
            proposals.add(tx, a_proposal(lead_id, total))
    last = {lead_id: a_proposal(lead_id, 20) for lead_id in ("L00000001", "L00000002")}
    assert proposals.latest(tx) == last
    assert proposals.latest(tx, ["L00000002", "L00000003"]) == {"L00000002": last["L00000002"]}
    assert proposals.latest(tx, []) == {}


def test_a_proposal_for_a_lead_that_is_not_there_is_not_found(tx: Tx) -> None:
    with pytest.raises(NotFound):
        proposals.add(tx, a_proposal("L99999999"))
