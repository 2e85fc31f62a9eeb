"""What a date in a buyer's sentence is: of the decision, of the start, of what forces one, or of something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from agent.models.bant import Status

from .dates import When
from .mood import doubted
from .scene import Scene
from .sentence import Sentence

DECIDE, LIVE, FORCE, MENTION = 4, 3, 2, 1
"""How much a date is the timing: a decision, a go-live or need-by, what forces one, a bare mention."""
DECISION = re.compile(r"\W*decision\b")
NOT_SOONER = re.compile(r"\b(?:no sooner than|no earlier than|not before|pas avant|rien avant)\b")
_TOLD = (
    r"(?:dit|parle|evoque|demande|prevu|fixe|cale|choisi|retenu|decide|planifie|promis|convenu|vise|acte|annonce|voulu|"
    r"repousse|decale|avance|reporte|pense|espere|mentionne|note|besoin)\b"
)
"""What a buyer says or plans is no event that is over."""
_SAID = (
    r"(?:want|need|plan|schedul|hop|ask|agre|promis|target|aim|mov|push|slip+|delay|postpon|shift|fix|pick|decid|nam|"
    r"mention|expect|insist|suggest|stat|list|intend|book|bas|involv|relat)ed\b"
)
_DID = rf"(?!{_TOLD})(?:fait|eu|pris|mis|recu|\w+(?:e|ee|es|i|u))\b"
_WHO_DID = (
    r"(?:i|we|they|he|she|it|who|which|board|council|committee|trustees|bank|group|owner|boss|customer)"
)
_BEHIND = re.compile(
    rf"(?:\b(?:on|nous|ils|elles|il|elle|qui|ca)\s(?:nous\s|m'|leur\s)?|\bj'|\bl')(?:a|ai|ont|avons)\s(?:\w+\s)?{_DID}"
    rf"|\b{_WHO_DID}s?\s(?:just |already |also |only )?(?!{_SAID})\w+ed\b|\b\w+'d \w+ed\b"
    r"|\b(?:had|lost|was|were|did|got|went|came|happened|signed|bought|told|sold|wrote|paid|ran|broke|took)\b"
)
_AHEAD = re.compile(
    r"\b(?:must|should|will|would|need\w*|want\w*|hop\w+|plan\w*|be|to|said|says|doit|faut|faudr\w+|veut|voudr\w+|"
    r"aimer\w+|dit|disait|serait|sera)\b|'ll\b"
)
_UNRELATED = re.compile(
    r"\b(?:not related|unrelated"
    r"|(?:nothing|neither|not|isn't|n'a|sans|aucun) (?:\w+ ){0,2}(?:to do with|rapport|a voir|lien)"
    r"|rien a voir|pas (?:lie|le sujet)|separate (?:matter|thing|issue)|another matter|autre sujet|different topic)\b"
)
"""What a note says of dates that it names for themselves."""
_THEN_DID = re.compile(
    r"\s*(?:a|ont|avait|avaient)\s(?:dit|vote|valide|\w+e)\b|\s*(?:said|agreed|approved|voted)\b"
)
_ABSENT = re.compile(
    r"\b(?:full|booked|away|on (?:leave|holiday|vacation)|out of (?:the )?office|maxed out|at capacity|swamped|"
    r"complet|complets|completes?|pleins?|absente?s?|en (?:conges?|vacances)|debordes?|surbooke\w*|sous l'eau)\b"
    r"[^,;.]*$"
)
_GIVES = re.compile(
    r"\b(?:says?|said|dit|dis|disait|wants?|wanted|veut|voulait|voudr\w+|verr\w+|vise\w*|aim\w* (?:for|at)|target\w*|"
    r"parl\w+ de|talk\w* about|spoke of|think\w* of|pens\w+ a)"
    r"\s(?:(?:bien|plutot|more|like|about|around|maybe|ca|it|this) ){0,3}$"
)
"""Right before a date: somebody gives it."""
_ELSE = re.compile(r"\b(?:sinon|otherwise|or else|failing that|a defaut|if not|faute de quoi)\b[^.;]*$")
"""Before what happens only if the date is missed."""
_OUR_OFFER = re.compile(
    r"\b(?:offers?|quotes?|pric\w+|proposals?|offres?|devis|tarifs?|prix|proposition)\b[^.;]{0,50}"
    r"\b(?:valid\w*|valable\w*|holds?|held|garanti\w*|tient|tenu\w*|good (?:until|till|to))\b"
)
_BUDGETS = ("budget.noun", "budget.pending", "budget.approved", "budget.gone", "budget.denied")
MONTH, YEAR = 31, 360


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
        earlier = [d.end for d in others if self.start <= d.start < when.start]
        self.of_money = bool(self.clause.intersection(_BUDGETS)) or (
            s.has(*_BUDGETS) and bool(scene.within(scene.amounts, s.start, s.end))
        )
        self.near = self.clause
        if not others and s.end - s.start < 100:
            self.near = set(s.names)
        elif earlier:  # of two dates in a clause, each has the words before it
            until = min(when.end + 20, self.end)
            self.near = {c.name for c in s.cues if earlier[-1] <= c.start < until} or self.clause
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
        or _of_something_else(one)
    ):
        return None
    rank = _rank(one)
    if _behind(one, rank):
        return None
    if rank == MENTION and _confirms(scene, s):
        rank = FORCE
    if rank == 0 or (rank == MENTION and s.has("timing.meeting")):
        return None
    if rank == FORCE and _days(when) >= YEAR and s.topic != "timing":
        rank = MENTION
    doubt = doubted(scene, s, when.start, "timing")
    if rank == MENTION and not doubt and when.kind != "deadline":
        return Due(Status.INDICATED, rank) if when.kind == "window" and s.turn is None else None
    return Due(Status.INDICATED if doubt else Status.CONFIRMED, rank)


def _rank(one: _Date) -> int:
    """How much the words beside a date make it the timing; 0 for a date of something else."""
    s, near = one.s, one.near
    if "timing.decide" in near:
        return DECIDE
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


def _over(one: _Date) -> bool:
    last = one.when.to or one.when.from_
    return bool(one.scene.call_date and last and last <= one.scene.call_date)


def _of_a_problem(one: _Date) -> bool:
    """ "In November we sold one below cost" dates the loss."""
    return "need.pain" in one.clause and not one.clause & {"timing.decide", "timing.live", "timing.must"}


def _of_a_meeting(one: _Date) -> bool:
    """The date of a call, a demo, a mailing; or the answer to a seller who proposed one."""
    s = one.s
    if s.topic == "timing":
        return False
    if "timing.meeting" in one.clause and not one.clause & {"timing.live", "timing.decide", "timing.must"}:
        return True
    if s.turn is None or s.about("timing") or one.near & {"timing.live", "timing.must"}:
        return False
    told = [q for q in one.scene.sentences[max(0, s.number - 6) : s.number] if q.turn == s.turn - 1]
    return any(q.has("timing.meeting") and q.asks for q in told)


def _of_something_else(one: _Date) -> bool:
    """Until when somebody is away, an offer of ours is valid; or what the note says is another matter."""
    folded, at = one.scene.folded, one.when.start
    if _ELSE.search(folded, one.s.start, at) or _ABSENT.search(folded, one.start, at):
        return True
    if _OUR_OFFER.search(folded, one.s.start, at):
        return True
    return _UNRELATED.search(folded, at, one.s.end) is not None


def _behind(one: _Date, rank: int) -> bool:
    """Whether the sentence tells what happened then; of a decision or a start only where nothing else is said of it."""
    if one.s.topic == "timing" or one.when.kind in ("deadline", "not_before"):
        return False
    folded = one.scene.folded
    if _THEN_DID.match(folded, one.when.end):
        return rank <= FORCE
    before = _BEHIND.search(folded, one.start, one.when.start)
    return before is not None and (rank <= FORCE or _AHEAD.search(folded, one.start, one.when.start) is None)


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
