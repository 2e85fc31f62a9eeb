"""What to ask next: the open slot whose answer could move the score most, and one natural question about it.

The words are ours (`next_question.toml`). All that a note adds is a sum and a date that code wrote out, and a name of
the reading that looks like one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from agent.llm.offline.fold import fold
from agent.models.bant import Authority, Bant, Budget, Status, Timing
from agent.models.next_question import NextQuestion
from agent.models.timeline import SlotName
from agent.rubric import Language, Rubric
from agent.rubric.criteria import UNKNOWN, Criterion
from agent.window import window_words

_OPEN = {Status.NOT_RAISED: UNKNOWN, Status.INDICATED: "indicated", Status.CONTRADICTORY: "contradictory"}
"""How a slot stands that is worth a question. A plain yes or no is not asked for again."""
_HELD = frozenset((Status.CONFIRMED, Status.INDICATED))
_NAMES: tuple[SlotName, ...] = ("budget", "authority", "need", "timing")
_VALUE = re.compile(r"\{(\w+)\}")
_NAME = re.compile(r"[^\W\d_]+(?:(?:[ '’-]|\. ?)[^\W\d_]+){0,4}")
_DAY_FIRST = re.compile(r"\d{1,2}(?:er)? ")
_LONGEST_NAME = 40
_LARGEST = 1e12


def next_question(bant: Bant, rubric: Rubric, language: Language | None = None) -> NextQuestion | None:
    """The question to ask, in that language or the note's; None when every slot is plainly answered.

    A slot nobody raised comes before one that is only indicated or contradictory; of equals the first in BANT order.
    """
    asked = [stake for name in _NAMES if (stake := _stake(name, bant, rubric.slots[name])) is not None]
    if not asked:
        return None
    best = min(asked, key=lambda stake: (stake.stands != UNKNOWN, stake.low - stake.high))
    question = _worded(best, bant, language or bant.language)
    return NextQuestion(slot=best.slot, question=question, low=best.low, high=best.high)


class _Stake(NamedTuple):
    """An open slot, and how far its answer could move the score."""

    slot: SlotName
    stands: str
    low: int
    high: int


def _stake(name: SlotName, bant: Bant, criterion: Criterion) -> _Stake | None:
    stands = _OPEN.get(bant.slots()[name].status)
    if stands is None:
        return None
    now = criterion.levels[stands].points
    points = [level.points - now for id, level in criterion.levels.items() if id != UNKNOWN]
    return _Stake(name, stands, min(0, *points), max(0, *points))


def _worded(stake: _Stake, bant: Bant, language: Language) -> str:
    """The most specific wording that what is known can fill."""
    known = dict(_known(bant, language))
    confirmed = {name for name, slot in bant.slots().items() if slot.status is Status.CONFIRMED}
    for wording in _catalogue()[stake.slot][stake.stands]:
        text: str = wording[language]
        if confirmed.issuperset(wording.get("given", ())) and known.keys() >= set(_VALUE.findall(text)):
            return _VALUE.sub(lambda value: known[value[1]], text)  # in one pass: a value is never read again
    raise ValueError(f"next_question.toml: {stake.slot}.{stake.stands} lacks a wording that needs nothing")


def _known(bant: Bant, language: Language) -> Iterator[tuple[str, str]]:
    """What a question may refer to."""
    if bant.budget.status in _HELD and (amount := _amount(bant.budget, language)):
        yield "amount", amount
    if bant.timing.status in _HELD and (when := _when(bant.timing, language)):
        yield "when", when
    yield from zip(("person", "other"), _people(bant.authority), strict=False)


def _amount(budget: Budget, language: Language) -> str:
    """€40,000, €30,000–40,000, 40 000 € par an; empty without a sum that can be named."""
    from babel.numbers import format_currency, format_decimal

    ends = sorted({end for end in (budget.amount_min, budget.amount_max) if end is not None})
    if (
        not ends
        or not all(0 < end < _LARGEST for end in ends)
        or not re.fullmatch("[A-Z]{3}", budget.currency or "")
    ):
        return ""
    pattern = "#,##0.## ¤" if language == "fr" else "¤#,##0.##"
    code = budget.currency or ""
    sums = [format_currency(end, code, pattern, locale=language, currency_digits=False) for end in ends]
    if len(sums) == 2:
        bare = [format_decimal(end, "#,##0.##", locale=language) for end in ends]
        sums = [f"{bare[0]}–{sums[1]}" if language == "fr" else f"{sums[0]}–{bare[1]}"]
    period = _catalogue()["period"].get(budget.period or "", {}).get(language)
    return f"{sums[0]} {period}" if period else sums[0]


def _when(timing: Timing, language: Language) -> str:
    """June 2026, le T3 2026, le 30 juin 2026; empty for a stretch of days, which no question can carry with grace."""
    words = window_words(timing.from_, timing.to, language)
    if "–" in words:
        return ""
    article = language == "fr" and (_DAY_FIRST.match(words) or words[:1] in ("T", "S"))
    return f"le {words}" if article else words


def _people(authority: Authority) -> list[str]:
    """Those named for the decision, but for whoever is speaking: nobody is asked about himself by name."""
    speakers = {fold(span.speaker) for span in authority.spans if span.speaker}
    names = [person.name for person in authority.people if person.name and person.part != "uses"]
    fit = (name for name in names if len(name) <= _LONGEST_NAME and _NAME.fullmatch(name))
    return [name for name in dict.fromkeys(fit) if not any(fold(name) in speaker for speaker in speakers)]


@cache
def _catalogue() -> Mapping[str, Mapping[str, Any]]:
    """Slot → how it stands → wordings; and the periods by name."""
    return tomllib.loads(files(__package__).joinpath("next_question.toml").read_text("utf-8"))
