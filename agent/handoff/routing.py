"""Whose turn it is: a round robin within a segment, past those who are away or have their hands full.

A segment is all leads that the same owners serve: countries that no owner tells apart share one rotation, and so do
product lines. In a segment the turn goes to whoever had theirs longest ago, those who never had one first, by id. So
over any run of leads that all its owners could take, their numbers differ by one at most; and whoever comes back
from a holiday gets the next lead, not all that they missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from agent.identity import fold
from agent.models.handoff import Handoff, HandoffState, Owner

from .clock import Promise, times
from .hours import local_day

Obstacle = Literal["away", "full", "missed"]
"""Why an owner is passed over: absent before it is due, at capacity, or they let this lead's time run out before."""


class Segment(NamedTuple):
    """Leads that the same owners serve."""

    name: str
    """"BE, FR · hub"; "all" where owners draw no line."""
    owners: tuple[Owner, ...]
    """By id; empty where nobody serves them."""


class Passed(NamedTuple):
    """An owner whom the turn went past."""

    owner: Owner
    obstacle: Obstacle
    open: int


class Turn(NamedTuple):
    """Who takes a lead, and by when."""

    owner: Owner
    alert_at: datetime
    due_at: datetime


class Drawn(NamedTuple):
    """Whose turn it is: nobody's when every owner was passed."""

    turn: Turn | None
    passed: tuple[Passed, ...]
    """Whom the turn went past, in order."""


class Rota:
    """Turns and open handoffs of all owners, as the handoffs so far say. `note` each further one, in order."""

    def __init__(self, owners: Iterable[Owner], handoffs: Iterable[Handoff] = ()) -> None:
        self.owners = tuple(sorted(owners, key=lambda one: one.id))
        self._open: Counter[str] = Counter()
        self._noted = 0
        self._turns: dict[tuple[str, str], int] = {}
        self._segments: dict[tuple[str | None, str | None], Segment] = {}
        for one in handoffs:
            self.note(one)

    def note(self, one: Handoff) -> None:
        """The owner had a turn; an open handoff takes room."""
        self._noted += 1
        self._turns[one.segment, one.owner] = self._noted
        self._open[one.owner] += one.state is HandoffState.OPEN

    def release(self, one: Handoff) -> None:
        """An open handoff was closed: its owner has room again."""
        self._open[one.owner] -= 1

    def open(self, owner: str) -> int:
        """How many handoffs the owner has open."""
        return self._open[owner]

    def segment(self, country: str | None, product: str | None) -> Segment:
        """The segment of a country (ISO 3166 alpha-2) and a product line. None is not known and rules nobody out."""
        asked = (country.upper() if country else None, fold(product) if product else None)
        if asked not in self._segments:
            self._segments[asked] = _segment(*asked, self.owners)
        return self._segments[asked]

    def draw(self, segment: Segment, at: datetime, promised: Promise, missed: Collection[str] = ()) -> Drawn:
        """Whose turn it is at that moment; `missed` are owners who let this lead's time run out before.

        Raises `BadInput` for an owner without working hours.
        """
        passed: list[Passed] = []
        for owner in sorted(segment.owners, key=lambda one: self._place(segment, one)):
            if owner.id in missed:
                obstacle: Obstacle = "missed"
            elif self._open[owner.id] >= owner.capacity:
                obstacle = "full"
            else:
                alert_at, due_at = times(at, owner, promised)
                if not _away(owner, at, due_at):
                    return Drawn(Turn(owner, alert_at, due_at), tuple(passed))
                obstacle = "away"
            passed.append(Passed(owner, obstacle, self._open[owner.id]))
        return Drawn(None, tuple(passed))

    def _place(self, segment: Segment, owner: Owner) -> tuple[int, int, str]:
        """Whose turn is first: of the segment's, whoever had theirs longest ago; of equals, whoever holds least."""
        return self._turns.get((segment.name, owner.id), 0), self._open[owner.id], owner.id


def _away(owner: Owner, start: datetime, end: datetime) -> bool:
    """Whether any day off falls between the two moments, on the owner's calendar."""
    first, last = local_day(start, owner), local_day(end, owner)
    return any(absence.first <= last and first <= absence.last for absence in owner.away)


def _segment(country: str | None, product: str | None, owners: tuple[Owner, ...]) -> Segment:
    region, there = _serving(country, owners, lambda one: {name.upper() for name in one.regions}, "elsewhere")
    line, those = _serving(product, owners, lambda one: {fold(name) for name in one.products}, "other")
    name = " · ".join(part for part in (region, line) if part) or "all"
    return Segment(name, tuple(one for one in owners if one.id in there & those))


def _serving(
    asked: str | None, owners: tuple[Owner, ...], served: Callable[[Owner], set[str]], rest: str
) -> tuple[str, frozenset[str]]:
    """The ids of those who serve what is asked, and its name together with all else that just these serve.

    The name is "" where everybody serves it, and `rest` where no owner names it.
    """

    def serving(value: str) -> frozenset[str]:
        return frozenset(one.id for one in owners if value in (served(one) or {value}))

    everybody = frozenset(one.id for one in owners)
    these = everybody if asked is None else serving(asked)
    if these == everybody:
        return "", these
    named = set[str]().union(*map(served, owners))
    return ", ".join(sorted(value for value in named if serving(value) == these)) or rest, these
