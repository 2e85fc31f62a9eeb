"""The queue: a snapshot of row numbers and the rows of a page."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
from goods import a_decision, a_lead, a_proposal, an_account, forgotten
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from agent.models.note import Note
from agent.models.score import Stage
from agent.store import Store, Tx, accounts, decisions, leads, notes, open_store, proposals
from agent.store.queue import QueueFilter, QueueRow, page, snapshot

ALPHA = a_lead(1, company="Ålpha", first_name="Zoé", title="DAF", email="zoe@alpha.example")
BETA = a_lead(2, company="beta 100%", first_name="Max", title=None, email=None)
GAMMA = a_lead(3, company="Gamma_x", first_name="Eve", title="CTO", email="eve@gamma.example")
UNREAD = a_lead(4, company="Unread")


@pytest.fixture
def tx(slate: Store) -> Iterator[Tx]:
    """Four leads: one MQL of 40 points, two in nurturing of 10, and one nobody has a proposal for."""
    with forgotten(slate) as tx:
        accounts.save(tx, [an_account()])
        leads.save(tx, [GAMMA, ALPHA, UNREAD, BETA])
        proposals.add(tx, a_proposal(ALPHA.id, 10, Stage.NURTURING))
        proposals.add(tx, a_proposal(BETA.id, 40, Stage.MQL))
        proposals.add(tx, a_proposal(GAMMA.id, 10, Stage.NURTURING))
        yield tx


def shown(tx: Tx, *what: object) -> list[str]:
    return [row.company for row in page(tx, snapshot(tx, *what))]  # type: ignore[arg-type]


def test_the_queue_shows_leads_with_a_proposal_the_highest_score_first_then_by_arrival(tx: Tx) -> None:
    assert shown(tx) == ["beta 100%", "Gamma_x", "Ålpha"]
    assert shown(tx, QueueFilter(), "company") == ["Ålpha", "beta 100%", "Gamma_x"]
    assert shown(tx, QueueFilter(), "newest") == ["beta 100%", "Ålpha", "Gamma_x"]


def test_a_snapshot_is_eight_bytes_a_lead(tx: Tx) -> None:
    seqs = snapshot(tx)
    assert isinstance(seqs, array)
    assert (seqs.typecode, seqs.itemsize, len(seqs)) == ("q", 8, 3)


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("alpha", ["Ålpha"]),
        ("ZOÉ martin1", ["Ålpha"]),
        ("daf", ["Ålpha"]),
        ("@gamma", ["Gamma_x"]),
        ("martin", ["beta 100%", "Gamma_x", "Ålpha"]),
        ("%", ["beta 100%"]),
        ("_", ["Gamma_x"]),
        ("zoe max", []),
        ("  ", ["beta 100%", "Gamma_x", "Ålpha"]),
    ],
)
def test_the_text_filter_wants_every_word_and_minds_neither_case_nor_accents(
    tx: Tx, text: str, companies: list[str]
) -> None:
    assert shown(tx, QueueFilter(text=text)) == companies


def test_filters_by_proposed_stage_and_by_what_is_left_to_decide(tx: Tx) -> None:
    decisions.record(tx, a_decision(GAMMA.id))
    assert shown(tx, QueueFilter(stage=Stage.NURTURING)) == ["Gamma_x", "Ålpha"]
    assert shown(tx, QueueFilter(undecided_only=True)) == ["beta 100%", "Ålpha"]
    assert shown(tx, QueueFilter(stage=Stage.NURTURING, undecided_only=True, text="a")) == ["Ålpha"]


def test_a_row_says_where_the_lead_stands(tx: Tx) -> None:
    notes.add(tx, Note(id="call", text="DAF décide"), ALPHA.id)
    decisions.record(
        tx, a_decision(ALPHA.id, stage=Stage.SQL, proposal_id=a_proposal(ALPHA.id, 10, Stage.NURTURING).id)
    )
    (seq,) = snapshot(tx, QueueFilter(text="alpha"))
    proposed, decided = Stage.NURTURING, Stage.SQL
    person = (ALPHA.id, "Zoé Martin1", "Ålpha", "DAF")
    before = QueueRow(seq, *person, 10, 10, 15, proposed, decided, False, True, "offline")
    assert page(tx, [seq]) == [before]
    proposals.add(tx, a_proposal(ALPHA.id, 60, Stage.MQL, mode="gpt-x"))
    after = before._replace(
        score=60, floor=60, ceiling=65, stage=Stage.MQL, changed_since_decision=True, mode="gpt-x"
    )
    assert page(tx, [seq]) == [after]


def test_an_undecided_lead_never_counts_as_changed(tx: Tx) -> None:
    proposals.add(tx, a_proposal(BETA.id, 41))
    (row,) = page(tx, snapshot(tx, QueueFilter(text="beta")))
    assert (row.decided_stage, row.changed_since_decision, row.has_note, row.title) == (
        None,
        False,
        False,
        None,
    )


def test_a_page_keeps_the_order_asked_for_and_leaves_out_what_is_gone(tx: Tx) -> None:
    seqs = list(snapshot(tx))
    assert [row.seq for row in page(tx, [*seqs[::-1], 999_999])] == seqs[::-1]
    assert page(tx, []) == []


def test_in_sqlite_the_snapshot_by_score_reads_one_index_and_not_the_leads(sqlite: Path) -> None:
    with open_store(str(sqlite)) as store, store.read() as tx:
        assert _plan(tx) == [
            "SEARCH lead USING COVERING INDEX ix_lead_queue (score>?)",
            "LIST SUBQUERY 1",  # those merged into another
            "SEARCH part USING COVERING INDEX ix_lead_merged_into (merged_into>?)",
        ]


def _plan(tx: Tx) -> list[str]:
    ran: list[tuple[str, tuple[object, ...]]] = []
    event.listen(
        tx, "before_cursor_execute", lambda _tx, _cursor, sql, values, *_rest: ran.append((sql, values))
    )
    snapshot(tx, QueueFilter(Stage.MQL, undecided_only=True, text="a"))
    plan = tx.exec_driver_sql("EXPLAIN QUERY PLAN " + ran[0][0], ran[0][1]).all()
    return [step.detail for step in plan]


standings = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from([Stage.MQL, Stage.LEAD]), st.booleans()), max_size=8
)


@settings(max_examples=40, deadline=None)
@given(standings, st.sampled_from([None, Stage.MQL]), st.booleans())
def test_a_snapshot_is_what_filtering_and_sorting_by_hand_gives(
    slate: Store, standings: list[tuple[int, Stage, bool]], stage: Stage | None, undecided_only: bool
) -> None:
    everyone = [a_lead(number) for number in range(len(standings))]
    with forgotten(slate) as tx:
        accounts.save(tx, [an_account()])
        leads.save(tx, everyone)
        for lead, (score, proposed, decided) in zip(everyone, standings, strict=True):
            proposals.add(tx, a_proposal(lead.id, score, proposed))
            if decided:
                decisions.record(tx, a_decision(lead.id))
        rows = page(tx, snapshot(tx, QueueFilter(stage, undecided_only)))
    wanted = sorted(
        (-score, number)
        for number, (score, proposed, decided) in enumerate(standings)
        if stage in (None, proposed) and not (undecided_only and decided)
    )
    assert [(-row.score, int(row.lead_id[1:], 16)) for row in rows] == wanted
