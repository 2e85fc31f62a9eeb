"""What moving a threshold would do: leads a week, and how full it would make the hands that take them over.

From stored scores, so in no time: `leadsift rubric replay` scores everybody anew, for any change of a rubric.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from agent.models.handoff import Handoff, Owner
from agent.models.journey import Scored
from agent.models.score import Stage
from agent.rubric import Rubric, load_rubric

from . import Asked
from .report import Cell, Change, Chart, Count, Days, Phrase, Report, Series, Share, Table, Unit, Word

if TYPE_CHECKING:
    from agent.store import Tx

_HEAD = (
    "report.threshold",
    "report.now",
    "report.moved_to",
    "report.a_week",
    "report.difference",
    "report.load",
)
_EQL = frozenset({"partner_source", "ecosystem_signal", "triggers", "buying_signal"})
_ANYWAY = frozenset({"company_known", "source_examined"})
"""Gates that no threshold stands in for."""
_TOLD = ("direct_intent", "partner_eql")
"""Thresholds that have a sentence of their own."""

Limits = Mapping[str, int]
"""`profile_threshold` → points: "direct_fit", "direct_intent", …, "partner_eql"."""


class Move(NamedTuple):
    """One threshold put elsewhere."""

    key: str
    now: int
    to: int
    a_week: float
    """Qualified leads."""


class Room(NamedTuple):
    """What those who take leads over can hold."""

    places: int
    """Handoffs that all owners together can have open at once; 0 where no owner is known."""
    days: float
    """How long one stays open."""

    def load(self, a_week: float) -> Share | None:
        """Open at once, of the places there are: as many as come in the time one stays."""
        return Share(a_week * self.days / 7, self.places) if self.places else None


def report(tx: Tx, asked: Asked) -> Report:
    """The what-if on the store's scores, under the rubric in use."""
    from agent.store import handoffs, journeys, owners

    set_to = asked.settings.reports
    until = asked.span.until or asked.today
    since = asked.span.since or until - timedelta(7 * set_to.weeks - 1)
    return capacity(
        journeys.scored(tx, since, until),
        load_rubric(asked.settings.rubric),
        room(owners.all(tx), handoffs.all(tx), set_to.days_open),
        (since, until),
        set_to.shifts,
    )


def room(owners: Iterable[Owner], handoffs: Iterable[Handoff], days: float) -> Room:
    """The places all owners have. How long a handoff stays open is the mean of those closed; `days` while none is."""
    closed = [(one.closed_at - one.at) / timedelta(1) for one in handoffs if one.closed_at]
    return Room(sum(owner.capacity for owner in owners), fmean(closed) if closed else days)


def limits(rubric: Rubric) -> dict[str, int]:
    """Every threshold of a rubric that qualifies leads."""
    found: dict[str, int] = {}
    for name, profile in rubric.profiles.items():
        found |= {f"{name}_fit": profile.mql.fit, f"{name}_intent": profile.mql.intent}
        if profile.eql is not None:
            found[f"{name}_eql"] = profile.eql
    return found


def qualifies(one: Scored, now: Limits, to: Limits) -> bool:
    """Whether a lead would be MQL or EQL were the limits `to`, its score having been held against `now`.

    Who spoke of a need in a call passes the gate of intent below its threshold, and goes on doing so.
    """
    side = one.profile
    if one.fit < to[f"{side}_fit"] or not one.passed >= _ANYWAY:
        return False
    spoke = "intent_threshold" in one.passed and one.intent < now[f"{side}_intent"]
    if spoke or one.intent >= to[f"{side}_intent"]:
        return True
    needed = to.get(f"{side}_eql")
    return needed is not None and one.passed >= _EQL and one.fit + one.intent + one.ecosystem >= needed


def capacity(
    scored: Iterable[Scored], rubric: Rubric, room: Room, between: tuple[date, date], shifts: Sequence[int]
) -> Report:
    """Leads a week that would be qualified, of those that came between two days, were one threshold moved.

    Both days count. Whom a disqualifier or a denial in a call holds back stays so, whatever the thresholds.
    """
    everyone, now = list(scored), limits(rubric)
    able = [one for one in everyone if one.passed >= _ANYWAY and not _held_back(one, now)]
    weeks = ((between[1] - between[0]).days + 1) / 7
    base = _count(able, now, now) / weeks
    moves = list(_moves(able, now, shifts, weeks))
    rows = tuple(
        (
            Word(f"report.{move.key}"), Count(move.now), Count(move.to), Count(move.a_week),
            Change(move.a_week - base), room.load(move.a_week),
        )
        for move in moves
    )  # fmt: skip
    told = tuple(
        _sentence(move, base, room) for move in moves if move.key in _TOLD and _is_told(move, shifts)
    )
    other = sum(one.rubric != rubric.reference for one in everyone)
    strange = (Phrase("report.other_rubric", {"n": Count(other)}),) if other else ()
    remarks = (*told, *_basis(base, room), *strange)
    charts = _chart(moves, base, room, shifts)
    return Report("capacity", (Table("report.what_if", _HEAD, rows),), charts, remarks, *between)


def _held_back(one: Scored, now: Limits) -> bool:
    return one.stage is Stage.DISQUALIFIED or (one.stage is Stage.NURTURING and qualifies(one, now, now))


def _moves(able: Sequence[Scored], now: Limits, shifts: Sequence[int], weeks: float) -> Iterator[Move]:
    """A threshold of one profile moves nobody of the other."""
    total = _count(able, now, now)
    for key, limit in now.items():
        ours = [one for one in able if key.startswith(f"{one.profile}_")]
        others = total - _count(ours, now, now)
        for shift in sorted(shifts):
            if shift and limit + shift >= 0:
                to = {**now, key: limit + shift}
                yield Move(key, limit, limit + shift, (others + _count(ours, now, to)) / weeks)


def _count(able: Sequence[Scored], now: Limits, to: Limits) -> int:
    return sum(qualifies(one, now, to) for one in able)


def _is_told(move: Move, shifts: Sequence[int]) -> bool:
    """The middle one of the moves downwards."""
    down = sorted((shift for shift in shifts if shift < 0), reverse=True)
    return bool(down) and move.to - move.now == down[(len(down) - 1) // 2]


def _sentence(move: Move, base: float, room: Room) -> Phrase:
    load = room.load(move.a_week)
    values: dict[str, Cell] = {
        "threshold": Word(f"report.{move.key}"), "now": Count(move.now), "to": Count(move.to),
        "more": Change(move.a_week - base), "load": load,
    }  # fmt: skip
    return Phrase("report.what_if_load" if load else "report.what_if_leads", values)


def _basis(base: float, room: Room) -> Iterator[Phrase]:
    if load := room.load(base):
        values: dict[str, Cell] = {
            "n": Count(base),
            "places": Count(room.places),
            "days": Days(room.days),
            "load": load,
        }
        yield Phrase("report.basis", values)
    else:
        yield Phrase("report.no_owners", {"n": Count(base)})


def _chart(moves: Sequence[Move], base: float, room: Room, shifts: Sequence[int]) -> tuple[Chart, ...]:
    """How full each move makes it, over the points it moves by; leads a week while nobody's places are known."""
    steps = sorted({0, *shifts})

    def height(a_week: float) -> float:
        load = room.load(a_week)
        return a_week if load is None or load.value is None else load.value

    by_key: dict[str, dict[int, float]] = {}
    for move in moves:
        by_key.setdefault(move.key, {0: height(base)})[move.to - move.now] = height(move.a_week)
    lines = tuple(
        Series(Word(f"report.{key}"), tuple(line.get(step) for step in steps)) for key, line in by_key.items()
    )
    unit: Unit = "share" if room.places else "count"
    title = "report.load" if room.places else "report.a_week"
    return (Chart(title, "line", tuple(map(Change, steps)), lines, unit),) if lines else ()
