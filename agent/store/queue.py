"""The review desk's queue: a snapshot of row numbers, and the rows of one page.

A snapshot is eight bytes a lead and does not move under the reader; pages are fetched as they come in sight.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select

from agent.models.score import Stage

from .connection import Tx
from .rows import chunks, folded
from .schema import lead, note

Order = Literal["score", "company", "newest"]
"""Highest score first; by company and name; last arrived first."""


@dataclass(frozen=True)
class QueueFilter:
    """Which leads to show. Only leads with a proposal, and that are no part of another, are ever in the queue."""

    stage: Stage | None = None
    """The stage proposed."""
    undecided_only: bool = False
    text: str = ""
    """Words that must all occur in company, name, e-mail or title; case and accents do not count."""


class QueueRow(NamedTuple):
    """One line of the queue."""

    seq: int
    """The lead's row number: stable, ascending by arrival."""
    lead_id: str
    name: str
    company: str
    title: str | None
    score: int
    floor: int
    ceiling: int
    stage: Stage
    decided_stage: Stage | None
    changed_since_decision: bool
    """The latest proposal is not the one the decision was made on."""
    has_note: bool
    mode: str


_ORDERS = {
    "score": (lead.c.score.desc(), lead.c.seq),
    "company": (lead.c.search, lead.c.seq),
    "newest": (lead.c.seq.desc(),),
}
_part = lead.alias("part")
_PARTS = select(_part.c.id).where(_part.c.merged_into == lead.c.id).correlate(lead)
_MERGED = select(_part.c.seq).where(_part.c.merged_into.is_not(None))
"""They are few, and asking for them apart leaves the queue one index."""
_PAGE = select(
    lead.c.seq,
    lead.c.id,
    lead.c.name,
    lead.c.company,
    lead.c.title,
    lead.c.score,
    lead.c.floor,
    lead.c.ceiling,
    lead.c.stage,
    lead.c.decided_stage,
    and_(lead.c.decided_stage.is_not(None), lead.c.decided_proposal_id.is_distinct_from(lead.c.proposal_id)),
    exists().where(or_(note.c.lead_id == lead.c.id, note.c.lead_id.in_(_PARTS))),
    lead.c.mode,
)


def snapshot(tx: Tx, shown: QueueFilter = QueueFilter(), order: Order = "score") -> array[int]:
    """The row numbers of the leads shown, in order: an `array("q")`."""
    statement = select(lead.c.seq).where(*_conditions(shown)).order_by(*_ORDERS[order])
    return array("q", tx.execute(statement).scalars())


def page(tx: Tx, seqs: Iterable[int]) -> list[QueueRow]:
    """The rows of these numbers, in the order given; a number without a row is left out."""
    rows: list[QueueRow] = []
    for chunk in chunks(seqs):
        found = {row.seq: _line(row) for row in tx.execute(_PAGE.where(lead.c.seq.in_(chunk)))}
        rows += [found[seq] for seq in chunk if seq in found]
    return rows


def _conditions(shown: QueueFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [lead.c.score.is_not(None), lead.c.seq.not_in(_MERGED)]
    if shown.stage is not None:
        conditions.append(lead.c.stage == shown.stage.value)
    if shown.undecided_only:
        conditions.append(lead.c.decided_stage.is_(None))
    words = folded(shown.text).split()
    return conditions + [lead.c.search.contains(word, autoescape=True) for word in words]


def _line(row: Sequence[Any]) -> QueueRow:
    line = QueueRow._make(row)
    decided = Stage(line.decided_stage) if line.decided_stage else None
    return line._replace(stage=Stage(line.stage), decided_stage=decided)
