"""Two leads become one, and two again."""

from __future__ import annotations

from datetime import datetime

from agent.errors import BadInput, Conflict, NotFound
from agent.intake.merge import merge
from agent.models.account import Match
from agent.models.lead import Lead
from agent.models.merging import Merging, Pair
from agent.models.noun import fingerprint
from agent.store import Tx, decisions, leads, mergings

from .compare import compare
from .record import record

BY_HAND = "a person says so"
"""The reason of a pair that nothing but a person takes for one."""


def pair_of(keep: Lead, drop: Lead) -> Pair:
    """Two leads that a person takes for one, with what speaks for it."""
    two = compare(record(keep), record(drop), 2)
    match = two.match if two and two.match.reasons else Match(quality=0, reasons=(BY_HAND,))
    return Pair(keep=keep.id, drop=drop.id, match=match, sure=two is not None and two.sure)


def merge_pair(tx: Tx, pair: Pair, *, actor: str, at: datetime) -> Merging:
    """Makes `pair.drop` part of `pair.keep`, whose gaps it fills; every value and every origin of both stays.

    The dropped lead keeps its row. Raises `BadInput` when the two are one lead, or only the dropped one was decided
    on; `Conflict` when one of them is part of another lead already; `NotFound` when one is not in the store.
    """
    if pair.keep == pair.drop:
        raise BadInput("these are one lead already")
    mergings.hold(tx, (pair.keep, pair.drop))
    keep, drop = _own(tx, pair.keep, pair.drop)
    last = {id for id, one in decisions.standing(tx, [keep.id, drop.id]).items() if one.stage}
    if last == {drop.id}:
        raise BadInput(
            f"{drop.id} was decided on and {keep.id} was not", remedy="Keep the one that was decided on"
        )
    merged = merge(keep, drop)
    done = Merging(
        id="G" + fingerprint(keep.id, drop.id, at.isoformat()),
        pair=pair,
        kept_before=keep,
        kept_after=merged,
        actor=actor,
        at=at,
    )
    mergings.add(tx, done)
    leads.save(tx, [merged])
    return done


def undo_merging(tx: Tx, merging_id: str, *, actor: str, at: datetime) -> Merging:
    """Makes two leads of one again: the kept lead is as it was before, the dropped one a lead of its own.

    Notes and decisions made since stay with the lead they were made on. Raises `NotFound` for an unknown merge, and
    `Conflict` when it was taken back already, or the kept lead is not as the merge left it any more.
    """
    done = mergings.find(tx, merging_id)
    pair = done.pair
    mergings.hold(tx, (pair.keep, pair.drop))
    if done.undone_at:
        raise Conflict(f"{done.undone_by} took this merge back on {done.undone_at:%Y-%m-%d}")
    into = mergings.standing_for(tx, [pair.keep])[pair.keep]
    if into != pair.keep:
        raise Conflict(f"{pair.keep} has become part of {into} since; undo that first")
    later = mergings.of_lead(tx, pair.keep)[-1]
    if later.id != done.id:
        raise Conflict(f"{later.pair.drop} was merged into {pair.keep} since; undo {later.id} first")
    if leads.get(tx, pair.keep) != done.kept_after:
        raise Conflict(
            f"{pair.keep} has learned more since, from a list imported later; undoing the merge would lose that"
        )
    leads.save(tx, [done.kept_before])
    undone = done.model_copy(update={"undone_at": at, "undone_by": actor})
    mergings.undo(tx, undone)
    return undone


def _own(tx: Tx, *ids: str) -> list[Lead]:
    """The leads of these ids, each a lead of its own. Raises `Conflict` and `NotFound` as told above."""
    for lead_id, into in mergings.standing_for(tx, ids).items():
        if into != lead_id:
            raise Conflict(f"{lead_id} is part of {into} already")
    known = leads.get_many(tx, ids)
    for lead_id in ids:
        if lead_id not in known:
            raise NotFound(f"there is no lead {lead_id}")
    return [known[lead_id] for lead_id in ids]
