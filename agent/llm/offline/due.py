"""What a date in a buyer's sentence is: of the decision, of the start, of what forces one, or of something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from agent.models.bant import Status

from .dates import When
from .incidental import behind, elsewhere
from .mood import DOUBT, doubted
from .scene import Scene
from .sentence import Sentence

DECIDE, LIVE, FORCE, MENTION = 4, 3, 2, 1
"""How much a date is the timing: a decision, a go-live or need-by, what forces one, a bare mention."""
DECISION = re.compile(r"\W*decision\b")
NOT_SOONER = re.compile(r"\b(?:no sooner than|no earlier than|not before|pas avant|rien avant)\b")
_GIVES = re.compile(
    r"\b(?:says?|said|dit|dis|disait|wants?|wanted|veut|voulait|voudr\w+|verr\w+|vise\w*|aim\w* (?:for|"
    r"at)|target\w*|"
    r"parl\w+ de|talk\w* about|spoke of|think\w* of|pens\w+ a)"
    r"\s(?:(?:bien|plutot|more|like|about|around|maybe|ca|it|this) ){0,3}$"
)
"""Right before a date: somebody gives it."""
_FOR_THAT = re.compile(
    r"\b(?:(?:for|by|before) (?:that|then)|d'ici la|avant (?:ca|cela)|"
    r"(?<!pas )(?<!rien )avant(?=\s*(?:[.,;:)\"]|$))|pour (?:ca|cela|ce jour-?\s?la|cette date))(?!\w)"
)
_IF = re.compile(r"\b(?:if|unless|provided|si|s'ils?)\b")
_CHOOSES = re.compile(
    r"\b(?:choos\w+|chose\w*|pick(?:s|ed|ing)?|select(?:s|ed|ing)?|decid\w+|award\w*|choisi\w*|tranch\w+|"
    r"attribu\w+)"
    r"\s[^,;:.]{0,30}$"
)
_BUDGETS = ("budget.noun", "budget.pending", "budget.approved", "budget.gone", "budget.denied")
MONTH, YEAR, BEFORE, SHORT = 31, 360, 80, 25
"""Days; the characters before a date that say what it is; those of a sentence that is no more than a date."""


class Due(NamedTuple):
    """A date that is about the timing."""

    status: Status
    rank: int


@dataclass
class _Date:
    """A date and the words around it."""

    scene: Scene
    s: Sentence
    when: When

    def __post_init__(self) -> None:
        scene, s, when = self.scene, self.s, self.when
        self.start, self.end = scene.clause(s, when.start)
        self.clause = {cue.name for cue in s.cues if self.start <= cue.start < self.end}
        others = [d for d in scene.within(scene.dates, s.start, s.end) if d is not when]
        earlier = [d.end for d in others if d.start < when.start]
        sums = scene.within(scene.amounts, s.start, s.end)
        self.of_money = bool(self.clause.intersection(_BUDGETS)) or (
            bool(sums) and (s.has(*_BUDGETS) or s.topic == "budget")
        )
        self.near = self.clause
        if not others and s.end - s.start < 100:
            self.near = set(s.names)
        elif others:  # of two dates in a sentence, each has the words before it
            since, until = max([*earlier, when.start - BEFORE, s.start]), min(when.end + 20, self.end)
            self.near = {c.name for c in s.cues if since <= c.start < until} or self.clause
        if s.topic == "authority" and DECISION.match(scene.folded, s.start, s.body):
            self.near = self.near | {"timing.decide"}
        elif (
            self.of_money and not s.about("timing") and not s.has("timing.denied")
        ):  # "voté en AG le 6/11" is the money's date
            self.near = self.near - {"timing.decide"}
        self.free = s.topic in (None, "timing")


def due(scene: Scene, s: Sentence, when: When) -> Due | None:
    """What the date is, or None where it is something else."""
    one = _Date(scene, s, when)
    if (
        when.kind == "past"
        or _over(one)
        or _of_a_problem(one)
        or _of_a_meeting(one)
        or elsewhere(scene, s, when, one.start)
    ):
        return None
    rank = _rank(one)
    if s.topic != "timing" and behind(scene, when, one.start, sure=rank > FORCE):
        return None
    if rank == MENTION and _confirms(scene, s):
        rank = FORCE
    if rank == 0 or (rank == MENTION and s.has("timing.meeting")):
        return None
    if rank == FORCE and _days(when) >= YEAR and s.topic != "timing":
        rank = MENTION
    doubt = doubted(scene, s, when.start, "timing") and not _only_after(one)
    if rank == MENTION and not doubt and when.kind != "deadline":
        return None
    return Due(Status.INDICATED if doubt else Status.CONFIRMED, rank)


def _rank(one: _Date) -> int:
    """How much the words beside a date make it the timing; 0 for a date of something else."""
    s, near = one.s, one.near
    if "timing.decide" in near or (not one.of_money and _decides(one)):
        return DECIDE
    if _by_it(one):
        return LIVE
    if "timing.live" in near:
        denies = any(one.start <= c.start < one.when.start for c in s.of("mood.deny"))
        if (
            denies
            and s.topic is None
            and one.when.kind != "not_before"
            and not NOT_SOONER.search(one.scene.folded, s.start, s.end)
        ):
            return MENTION  # "nothing gets installed before" says when not
        return LIVE
    if s.topic == "timing":
        return FORCE if "timing.force" in one.clause and "timing.must" not in one.clause else LIVE
    if one.free and not one.of_money and _GIVES.search(one.scene.folded, s.start, one.when.start):
        return LIVE
    if one.free and "timing.must" in near and "timing.force" not in near and not one.of_money:
        return LIVE
    if s.about("timing") or (one.free and near & {"timing.force", "timing.must"}):
        return FORCE
    money = one.of_money or (
        s.has("budget.has") and bool(one.scene.within(one.scene.amounts, s.start, s.end))
    )
    if one.free and not money and s.has("timing.decide", "timing.live", "mood.correct"):
        return FORCE
    claimed = money or s.has("budget.spend", "budget.other_money", "need.pain", "timing.past")
    return 0 if claimed or not one.free else MENTION


def _decides(one: _Date) -> bool:
    """Whether a verb of choosing, in any form, stands right before the date: "he picks one nine weeks from today"."""
    return _CHOOSES.search(one.scene.folded, one.start, one.when.start) is not None


def _over(one: _Date) -> bool:
    last = one.when.to or one.when.from_
    return bool(one.scene.call_date and last and last <= one.scene.call_date)


def _of_a_problem(one: _Date) -> bool:
    """ "In November we sold one below cost" dates the loss."""
    return "need.pain" in one.clause and not one.clause & {"timing.decide", "timing.live", "timing.must"}


def _by_it(one: _Date) -> bool:
    """Whether the sentence goes on that it must be there then: "… on 23 May, so it has to be in place for that"."""
    s = one.s
    return (
        s.has("timing.must", "timing.live")
        and _FOR_THAT.search(one.scene.folded, one.when.end, s.end) is not None
    )


def _of_a_meeting(one: _Date) -> bool:
    """The date of a call, a demo, a mailing; or the answer to a seller who proposed one."""
    s = one.s
    if s.topic == "timing" or _by_it(one):
        return False
    if "timing.meeting" in one.clause and not one.clause & {"timing.live", "timing.decide", "timing.must"}:
        return True
    if (
        s.end - s.start < SHORT
        and not one.clause
        and any(b.has("timing.meeting") for b in one.scene.before(s))
    ):
        return True
    if s.turn is None or s.about("timing") or one.near & {"timing.live", "timing.must"}:
        return False
    told = [q for q in one.scene.sentences[max(0, s.number - 6) : s.number] if q.turn == s.turn - 1]
    return any(q.has("timing.meeting") and q.asks for q in told)


def _only_after(one: _Date) -> bool:
    """Whether the one condition of a sentence that must keep a date follows it: "… if we start later they cut it"."""
    s, folded = one.s, one.scene.folded
    if "timing.must" not in one.near or s.has(*DOUBT) or "?" in folded[s.start : s.end]:
        return False
    return _IF.search(folded, s.start, one.when.start) is None


def _confirms(scene: Scene, s: Sentence) -> bool:
    """A short yes with a date, to a seller who did not speak of a meeting: "Late January, yes." """
    if s.turn is None or not s.has("mood.affirm") or s.end - s.start > 70:
        return False
    told = [q for q in scene.sentences[max(0, s.number - 6) : s.number] if q.turn == s.turn - 1]
    return bool(told) and not any(q.has("timing.meeting") for q in told)


def _days(when: When) -> int:
    """How wide a window is; a deadline is a day."""
    return (when.to - when.from_).days if when.from_ and when.to else 0


def sharper(one: When, other: When) -> bool:
    """Whether the first says at least to the month what the second leaves to a season, a year or "after"."""
    if other.kind == "not_before" and other.from_ and one.kind == "window" and one.to:
        return _days(one) <= MONTH and 0 <= (one.to - other.from_).days < 2 * MONTH
    return _days(one) <= MONTH < _days(other)
