"""The desk without a screen: what a lead's view holds, and what deciding does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from review_leads import CLAIRE, CLAIRE_PARTS, GATES, NOTE, NOW, lead_of, proposal_of, put
from sitting import filled

from agent.errors import BadInput, Conflict, NotFound
from agent.models.decision import Action
from agent.models.note import Note
from agent.models.score import Stage
from agent.models.touchpoint import Kind, Touchpoint
from agent.store import Store, notes, proposals, touchpoints
from agent.store.queue import QueueFilter
from tui.review.desk import Desk

TOM = lead_of("Northgate Robotics", "Tom Okafor")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with filled(tmp_path) as store:
        yield store


@pytest.fixture
def ana(store: Store) -> Desk:
    return Desk(store, actor="Ana", now=lambda: NOW)


def test_a_view_holds_all_there_is_about_a_lead(ana: Desk) -> None:
    view = ana.find("claire.dumont@ateliers-brevent.example")
    assert view.lead == CLAIRE
    assert view.proposal is not None
    assert view.facts["industry"].value == "Mechanical parts"
    assert [read.reading.note_id for read in view.notes if read.reading] == ["brevent-call"]
    assert {proof.locator for proof in view.evidence.values()} == {"companies.csv#214", "touchpoints.csv:88"}
    assert (view.version, view.standing, view.log) == (0, None, ())


def test_quotes_come_in_reading_order_with_their_slots_letter(ana: Desk) -> None:
    view = ana.view(CLAIRE.id)
    text = view.notes[0].note.text
    quotes = view.quotes()
    assert "".join(quote.letter for quote in quotes) == "NNBAT"
    assert text[quotes[3].span.start : quotes[3].span.end] == "C'est Marc Petit, le DAF, qui signe"


def test_a_quote_is_not_lit_where_the_note_was_edited_since(store: Store, ana: Desk) -> None:
    with store.write() as tx:
        notes.add(tx, Note(id="brevent-call", text=NOTE.replace("deux jours", "cinq jours")), CLAIRE.id)
    assert "".join(quote.letter for quote in ana.view(CLAIRE.id).quotes()) == "NBAT"
    with store.write() as tx:
        notes.add(tx, Note(id="brevent-call", text="Rien."), CLAIRE.id)
    view = ana.view(CLAIRE.id)
    assert view.quotes() == ()
    assert view.notes[0].flagged == ()


def test_deciding_what_is_decided_already_is_refused(ana: Desk) -> None:
    ana.accept(ana.view(TOM.id))
    with pytest.raises(BadInput, match="already"):
        ana.accept(ana.view(TOM.id))
    ana.override(ana.view(TOM.id), Stage.LEAD, "too early")
    with pytest.raises(BadInput, match="already"):
        ana.override(ana.view(TOM.id), Stage.LEAD, "too early")
    assert ana.accept(ana.view(TOM.id)).version == 3


def test_candidates_are_shown_where_the_company_is_ambiguous(ana: Desk) -> None:
    kestrel = ana.view(lead_of("Kestrel Analytics", "Priya Raman").id)
    names = [candidate.name for candidate in kestrel.candidates]
    assert names == ["Kestrel Analytics Ltd", "Kestrel Analytics Inc."]
    assert ana.view(CLAIRE.id).candidates == ()


def test_the_queue_is_a_snapshot_of_rows_and_its_pages_know_what_was_decided(ana: Desk) -> None:
    everyone = ana.queue(QueueFilter())
    assert [row.score for row in ana.rows(everyone)] == [73, 71, 64, 58, 41, 37, 22, 4]
    ana.accept(ana.view(TOM.id))
    assert len(ana.queue(QueueFilter(undecided_only=True))) == len(everyone) - 1
    assert [row.decided_stage for row in ana.rows(everyone) if row.lead_id == TOM.id] == [Stage.MQL]


def test_accepting_takes_the_proposed_stage_and_names_proposal_and_rubric(ana: Desk) -> None:
    view = ana.view(TOM.id)
    decision = ana.accept(view)
    assert view.proposal is not None
    assert (decision.action, decision.stage, decision.version) == (Action.ACCEPT, Stage.MQL, 1)
    assert (decision.proposal_id, decision.rubric) == (view.proposal.id, view.proposal.score.rubric)
    assert (decision.actor, decision.at) == ("Ana", NOW)
    assert ana.view(TOM.id).standing == decision


def test_accepting_over_a_gap_needs_a_reason(ana: Desk) -> None:
    view = ana.view(CLAIRE.id)
    assert view.gaps(Stage.SQL) == (GATES[3],)
    for nothing in (None, "", "  "):
        with pytest.raises(BadInput, match="timing indicated, not confirmed"):
            ana.accept(view, nothing)
    assert ana.accept(view, "she said June on the phone").reason == "she said June on the phone"


def test_an_override_needs_another_stage_and_a_reason(ana: Desk) -> None:
    view = ana.view(TOM.id)
    with pytest.raises(BadInput, match="needs a reason"):
        ana.override(view, Stage.NURTURING, " ")
    with pytest.raises(BadInput, match="is what is proposed"):
        ana.override(view, Stage.MQL, "why not")
    assert ana.override(view, Stage.NURTURING, "no budget").stage is Stage.NURTURING


def test_a_lead_without_a_proposal_can_be_neither_accepted_nor_overridden(store: Store, ana: Desk) -> None:
    new = lead_of("Just Arrived Ltd", "Nora Blank")
    put(store, new)
    view = ana.view(new.id)
    with pytest.raises(BadInput, match="nothing is proposed"):
        ana.accept(view)
    with pytest.raises(BadInput, match="nothing is proposed"):
        ana.override(view, Stage.MQL, "because")


def test_a_rejection_names_a_reason_of_the_list_and_undo_takes_it_back(ana: Desk) -> None:
    for code in (None, "because"):
        with pytest.raises(BadInput, match=r"needs a reason of the list.*no_need, no_budget"):
            ana.reject(ana.view(TOM.id), code)
    decision = ana.reject(ana.view(TOM.id), "no_budget", "not before 2027")
    assert (decision.action, decision.stage) == (Action.REJECT, Stage.NURTURING)
    assert (decision.reason_code, decision.reason) == ("no_budget", "No budget this year: not before 2027")
    with pytest.raises(BadInput, match="rejecting is not possible while it is nurturing"):
        ana.reject(ana.view(TOM.id), "no_budget")
    assert ana.undo(ana.view(TOM.id)).stage is None


def test_a_deal_advances_to_customer_and_is_rejected_and_reopened_on_the_way(ana: Desk) -> None:
    ana.accept(ana.view(CLAIRE.id), "June, she says")
    steps = (
        ana.decide(ana.view(CLAIRE.id), Action.ADVANCE),
        ana.reject(ana.view(CLAIRE.id), "not_now"),
        ana.decide(ana.view(CLAIRE.id), Action.REOPEN, reason="she called back"),
        ana.decide(ana.view(CLAIRE.id), Action.ADVANCE),
    )
    assert [step.stage for step in steps] == [
        Stage.OPPORTUNITY,
        Stage.NURTURING,
        Stage.OPPORTUNITY,
        Stage.CUSTOMER,
    ]
    with pytest.raises(BadInput, match="accepting is not possible while it is customer"):
        ana.accept(ana.view(CLAIRE.id), "again")


def test_a_lead_reopened_to_before_any_decision_is_left_to_decide_again(ana: Desk) -> None:
    undecided = QueueFilter(undecided_only=True)
    ana.decide(ana.view(TOM.id), Action.DISQUALIFY, reason="a competitor")
    assert len(ana.queue(undecided)) == 7
    ana.decide(ana.view(TOM.id), Action.REOPEN, reason="another firm of that name")
    assert len(ana.queue(undecided)) == 8
    assert ana.accept(ana.view(TOM.id)).stage is Stage.MQL


def test_nobody_decides_for_automation_and_it_never_accepts(store: Store) -> None:
    machine = Desk(store, actor="automation", now=lambda: NOW)
    with pytest.raises(BadInput, match="accepting is for a person to decide"):
        machine.accept(machine.view(CLAIRE.id), "all is well")
    assert machine.view(CLAIRE.id).log == ()


def test_a_lead_seen_yesterday_is_not_recycled(store: Store, ana: Desk) -> None:
    at = NOW - timedelta(days=1)
    with store.write() as tx:
        touchpoints.add(tx, [Touchpoint(id="T1", at=at, kind=Kind.WEBINAR, email=CLAIRE.email)])
    with pytest.raises(BadInput, match="quiet for 1 of the 30 days"):
        ana.decide(ana.view(CLAIRE.id), Action.RECYCLE)
    later = Desk(store, actor="Ana", now=lambda: NOW + timedelta(days=29))
    assert later.decide(later.view(CLAIRE.id), Action.RECYCLE).stage is Stage.RECYCLED


def test_a_refusal_is_told_in_the_desks_language(store: Store) -> None:
    desk = Desk(store, actor="Ana", language="fr", now=lambda: NOW)
    with pytest.raises(BadInput, match=r"modifier demande un motif\. Dites pourquoi"):
        desk.override(desk.view(TOM.id), Stage.LEAD, None)


def test_undo_returns_to_the_decision_before_and_then_to_none(ana: Desk) -> None:
    ana.accept(ana.view(TOM.id))
    ana.override(ana.view(TOM.id), Stage.NURTURING, "no budget")
    assert ana.undo(ana.view(TOM.id)).stage is Stage.MQL
    assert ana.undo(ana.view(TOM.id)).stage is None
    view = ana.view(TOM.id)
    assert view.standing is None
    assert [decision.version for decision in view.log] == [1, 2, 3, 4]
    with pytest.raises(BadInput, match="nothing was decided"):
        ana.undo(view)


def test_after_an_undo_the_decision_that_holds_is_still_its_makers(store: Store, ana: Desk) -> None:
    ben = Desk(store, actor="Ben", now=lambda: NOW)
    ben.accept(ben.view(TOM.id))
    ana.override(ana.view(TOM.id), Stage.NURTURING, "no budget")
    ana.undo(ana.view(TOM.id))
    standing = ana.view(TOM.id).standing
    assert standing is not None
    assert (standing.actor, standing.stage) == ("Ben", Stage.MQL)


def test_who_comes_second_is_told_and_stores_nothing(store: Store, ana: Desk) -> None:
    ben = Desk(store, actor="Ben", now=lambda: NOW)
    seen = ana.view(TOM.id)
    ben.override(ben.view(TOM.id), Stage.DISQUALIFIED, "a competitor")
    with pytest.raises(Conflict, match="Ben"):
        ana.accept(seen)
    assert [decision.actor for decision in ana.view(TOM.id).log] == ["Ben"]


def test_what_is_accepted_is_what_was_seen(store: Store, ana: Desk) -> None:
    seen = ana.view(CLAIRE.id)
    with store.write() as tx:
        proposals.add(tx, proposal_of(CLAIRE, Stage.MQL, CLAIRE_PARTS[:-1], "A new reading."))
    with pytest.raises(Conflict, match="proposal changed"):
        ana.accept(seen, "sure")
    assert ana.view(CLAIRE.id).log == ()


def test_a_new_proposal_after_the_decision_is_marked(store: Store, ana: Desk) -> None:
    ana.accept(ana.view(CLAIRE.id), "verified")
    assert not ana.view(CLAIRE.id).changed
    with store.write() as tx:
        proposals.add(tx, proposal_of(CLAIRE, Stage.MQL, CLAIRE_PARTS[:-1], "A new reading."))
    assert ana.view(CLAIRE.id).changed
    ana.accept(ana.view(CLAIRE.id))
    assert not ana.view(CLAIRE.id).changed


def test_reason_and_actor_are_cleaned_before_they_are_kept(store: Store) -> None:
    desk = Desk(store, actor="A\x1b[2Jna", now=lambda: NOW)
    decision = desk.override(desk.view(TOM.id), Stage.LEAD, " two\nlines \x1b]52;c;eA==\x07 ")
    assert "\x1b" not in decision.actor + (decision.reason or "")
    assert "\n" not in (decision.reason or "")


def test_a_lead_nobody_knows_is_not_found(ana: Desk) -> None:
    with pytest.raises(NotFound):
        ana.view("L0000000000000000")
    with pytest.raises(NotFound):
        ana.find("nobody@nowhere.example")
