"""What of a model's reading may be kept: quotes that stand in the note, values that stand in the quotes.

Nothing here is fuzzy. A quote is found exactly, or with its white space folded; an amount is one the quotes hold; a
window meets a date of the quotes; a name and every figure of a free text are in the note. What fails is dropped and
said, in words that hold no personal data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from agent.llm.offline.amounts import Amount
from agent.llm.offline.dates import When, find_call_date
from agent.llm.offline.fold import fold
from agent.llm.offline.numerals import read_number
from agent.llm.offline.scene import amounts_of, dates_of
from agent.models.bant import Authority, Bant, Budget, Need, NextStep, Person, Slot, Status, Timing
from agent.models.evidence import Span
from agent.models.note import Note

S = TypeVar("S", bound=Slot)

MOST_QUOTES, LONGEST_QUOTE = 3, 300
MOST_PEOPLE, MOST_PAINS, MOST_STEPS, MOST_NAMES = 10, 5, 10, 12
LONGEST_TEXT = 300
SUMMARY_LINES = 5

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FIGURE = re.compile(r"\d+(?:[.,  ]\d+)*")
_NUMBER_WORD = re.compile(r"\b(?:\d+|[a-z]+)")
_CAPITAL = re.compile(r"(?<=[^.!?:\n«\"(] )[A-ZÀ-Þ][\w'’-]+")
_MULTIPLE = re.compile(r"\b(?:double|twice|triple|half|moitie|deux fois|trois fois)\b")


@dataclass
class Grounds:
    """A note as claims about it are checked: with its sides, and what in it is no evidence."""

    note: Note
    flagged: tuple[Span, ...] = ()

    @cached_property
    def folded(self) -> str:
        """The text to compare with, its flagged stretches blanked."""
        text = fold(self.note.text)
        for span in self.flagged:
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
        return text

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of it."""
        return frozenset(_WORD.findall(self.folded)) | frozenset(re.findall(r"[a-z0-9]+", self.folded))

    @cached_property
    def figures(self) -> frozenset[str]:
        """Every figure of it, digits only."""
        return frozenset(_digits(found) for found in _FIGURE.findall(self.folded))

    def locate(self, quote: str) -> Span | None:
        """Where a quote stands: outside flagged stretches, in a buyer's turn rather than elsewhere; else None."""
        text = self.note.text
        words = quote.split()
        if not words or len(quote) > LONGEST_QUOTE:
            return None
        places = [(m.start(), m.end()) for m in re.finditer(r"\s+".join(map(re.escape, words)), text)]
        spans = [self._span(start, end) for start, end in places[:50]]
        free = [s for s in spans if not any(f.start < s.end and s.start < f.end for f in self.flagged)]
        return min(free, key=lambda s: (s.side != "buyer", s.side == "seller", s.start), default=None)

    def _span(self, start: int, end: int) -> Span:
        """With the speaker; a quote that reaches into a buyer's turn is the buyer's."""
        turns = [turn for turn in self.note.turns if turn.start < end and start < turn.end]
        turn = next((turn for turn in turns if turn.side == "buyer"), turns[0] if turns else None)
        return Span(start=start, end=end, speaker=turn and turn.speaker, side=turn and turn.side)

    def amounts(self, text: str, language: str) -> tuple[Amount, ...]:
        """The sums in a text."""
        return amounts_of(text, "fr" if language == "fr" else "en")


def complaints(answer: Bant, grounds: Grounds) -> list[str]:
    """What is wrong with an answer, for a re-ask: quotes that are not there, findings without one."""
    wrong: list[str] = []
    for name, slot in answer.slots().items():
        if slot.status is Status.NOT_RAISED:
            continue
        if not slot.quotes:
            wrong.append(f"{name}: a {slot.status} slot needs one to three verbatim quotes")
        for quote in slot.quotes[:MOST_QUOTES]:
            if len(quote) > LONGEST_QUOTE:
                wrong.append(f"{name}: a quote is longer than {LONGEST_QUOTE} characters")
            elif grounds.locate(quote) is None:
                wrong.append(f"{name}: this quote does not stand in the note word for word: {quote[:80]!r}")
    return wrong


def ground(answer: Bant, grounds: Grounds) -> tuple[Bant, tuple[str, ...]]:
    """The answer with only what the note bears out, and what was dropped."""
    dropped: list[str] = []
    call_date = grounds.note.call_date or answer.call_date
    if (
        grounds.note.call_date is None
        and call_date is not None
        and not _dated(call_date, grounds, answer.language)
    ):
        dropped.append("call date: not in the note")
        call_date = None
    answer = answer.model_copy(update={"call_date": call_date})
    kept = {
        "budget": _budget(_located("budget", answer.budget, grounds, dropped), answer, grounds, dropped),
        "authority": _authority(_located("authority", answer.authority, grounds, dropped), grounds, dropped),
        "need": _need(_located("need", answer.need, grounds, dropped), grounds, dropped),
        "timing": _timing(_located("timing", answer.timing, grounds, dropped), answer, grounds, dropped),
        "competitors": tuple(dict.fromkeys(name for name in answer.competitors if _named(name, grounds)))[
            :MOST_NAMES
        ],
        "next_steps": _steps(answer, grounds, dropped),
        "disqualifiers": tuple(d for d in answer.disqualifiers if len(d) <= 60)[:MOST_PAINS],
        "summary": _summary(answer.summary, grounds, dropped),
    }
    return answer.model_copy(update=kept), tuple(dict.fromkeys(dropped))


def _located(name: str, slot: S, grounds: Grounds, dropped: list[str]) -> S:
    """The slot with the quotes that were found, or emptied."""
    empty: S = type(slot)()
    if slot.status is Status.NOT_RAISED:
        return empty
    found: dict[tuple[int, int], Span] = {}
    for quote in slot.quotes[:MOST_QUOTES]:
        span = grounds.locate(quote)
        if span is None:
            dropped.append(f"{name}: a quote is not in the note")
        else:
            found[span.start, span.end] = span
    spans = tuple(found.values())
    if all(span.side == "seller" for span in spans):
        dropped.append(f"{name}: no quote of the buyer's" if spans else f"{name}: no quote, so nothing found")
        return empty
    quotes = tuple(grounds.note.text[span.start : span.end] for span in spans)
    return slot.model_copy(update={"quotes": quotes, "spans": spans})


def _budget(slot: Budget, answer: Bant, grounds: Grounds, dropped: list[str]) -> Budget:
    bare = Budget(status=slot.status, quotes=slot.quotes, spans=slot.spans)
    if slot.status not in (Status.CONFIRMED, Status.INDICATED) or (slot.amount_min, slot.amount_max) == (
        None,
        None,
    ):
        return bare
    said = [
        value
        for quote in slot.quotes
        for amount in grounds.amounts(quote, answer.language)
        for value in (amount.min, amount.max)
        if value is not None
    ]
    if any(_MULTIPLE.search(fold(quote)) for quote in slot.quotes):
        said += [value * factor for value in said for factor in (0.5, 2, 3)]
    said += [one for quote in slot.quotes for value in _bare(quote) for one in (value, value * 1000)]
    claimed = [value for value in (slot.amount_min, slot.amount_max) if value is not None]
    if all(any(abs(value - one) <= 0.005 * max(one, 1) for one in said) for value in claimed):
        return slot
    dropped.append("budget: an amount is not in its quotes")
    return bare


def _bare(quote: str) -> list[float]:
    """The figures a quote names: between people who talk in thousands, "c'est 22" is 22,000."""
    folded = fold(quote)
    numbers = (read_number(folded, word.start(), word[0]) for word in _NUMBER_WORD.finditer(folded))
    return [value for number in numbers if number for value in number.values]


def _authority(slot: Authority, grounds: Grounds, dropped: list[str]) -> Authority:
    people: list[Person] = []
    for person in slot.people[:MOST_PEOPLE]:
        name = person.name if person.name and _named(person.name, grounds) else None
        role = person.role if person.role and _touches(person.role, grounds) else None
        if (name, role) != (person.name, person.role):
            dropped.append("authority: a name or role is not in the note")
        if name or role:
            people.append(person.model_copy(update={"name": name, "role": role}))
    if len(slot.people) > MOST_PEOPLE:
        dropped.append(f"authority: more than {MOST_PEOPLE} people")
    return slot.model_copy(update={"people": tuple(dict.fromkeys(people))})


def _need(slot: Need, grounds: Grounds, dropped: list[str]) -> Need:
    pains = tuple(p for p in slot.pains[:MOST_PAINS] if len(p) <= LONGEST_TEXT and not _unsaid(p, grounds))
    if len(pains) < len(slot.pains):
        dropped.append("need: a pain with a figure or a name that is not in the note")
    return slot.model_copy(update={"pains": pains})


def _timing(slot: Timing, answer: Bant, grounds: Grounds, dropped: list[str]) -> Timing:
    event = (
        slot.event
        if slot.event and len(slot.event) <= LONGEST_TEXT and not _unsaid(slot.event, grounds)
        else None
    )
    if event != slot.event:
        dropped.append("timing: an event with a figure or a name that is not in the note")
    dated = slot.status in (Status.CONFIRMED, Status.INDICATED) and (slot.from_ or slot.to)
    if dated and ((slot.from_ and slot.to and slot.from_ > slot.to) or not _window_said(slot, answer)):
        dropped.append("timing: a date is not in its quotes")
        dated = False
    return slot.model_copy(update={"event": event} if dated else {"event": event, "from_": None, "to": None})


def _window_said(slot: Timing, answer: Bant) -> bool:
    """Whether a date of the quotes meets the window, a week of grace either way for what "end of" may mean."""
    for quote in slot.quotes:
        for when in dates_of(quote, "fr" if answer.language == "fr" else "en", answer.call_date):
            start, end = when.from_ or when.to, when.to or when.from_
            if start is None or end is None:
                continue
            low, high = slot.from_ or slot.to, slot.to or slot.from_
            if low and high and (start - high).days <= 7 and (low - end).days <= 7:
                return True
    return False


def _dated(day: object, grounds: Grounds, language: str) -> bool:
    text = grounds.note.text
    found = find_call_date(text, "fr" if language == "fr" else "en")
    return day == found or any(day in (when.from_, when.to) for when in _all_dates(grounds, language))


def _all_dates(grounds: Grounds, language: str) -> Sequence[When]:
    return dates_of(grounds.note.text, "fr" if language == "fr" else "en", grounds.note.call_date)


def _steps(answer: Bant, grounds: Grounds, dropped: list[str]) -> tuple[NextStep, ...]:
    steps: list[NextStep] = []
    dates = (
        dates_of(grounds.note.text, "fr" if answer.language == "fr" else "en", answer.call_date)
        if answer.next_steps
        else ()
    )
    days = {day for when in dates for day in (when.from_, when.to) if day}
    for step in answer.next_steps[:MOST_STEPS]:
        if len(step.what) > LONGEST_TEXT or _unsaid(step.what, grounds):
            dropped.append("next steps: one says what the note does not")
            continue
        if step.due is not None and step.due not in days:
            dropped.append("next steps: a date is not in the note")
            step = step.model_copy(update={"due": None})
        steps.append(step)
    return tuple(steps)


def _summary(text: str, grounds: Grounds, dropped: list[str]) -> str:
    lines = [line.strip() for line in text.split("\n") if line.strip()][:SUMMARY_LINES]
    kept = [line for line in lines if len(line) <= LONGEST_TEXT and not _unsaid(line, grounds)]
    if len(kept) < len(lines):
        dropped.append("summary: a line with a figure, a date or a name that is not in the note")
    return "\n".join(kept)


def _unsaid(text: str, grounds: Grounds) -> bool:
    """Whether a free text holds a figure or a name the note does not."""
    if any(not _figure_said(_digits(found), grounds) for found in _FIGURE.findall(text)):
        return True
    return any(
        fold(name) not in grounds.words and not _named(name, grounds) for name in _CAPITAL.findall(text)
    )


def _figure_said(digits: str, grounds: Grounds) -> bool:
    """ "40 000" is said where the note has 40k, and the other way round."""
    short = digits.removesuffix("000")
    return bool({digits, short, digits + "000"} & grounds.figures) or _spelt(digits, grounds)


def _spelt(digits: str, grounds: Grounds) -> bool:
    value = float(digits) if digits else 0.0
    language = "en"
    amounts = grounds.amounts(grounds.folded, language)
    return any(value in (amount.min, amount.max) for amount in amounts)


def _named(name: str, grounds: Grounds) -> bool:
    words = [word for word in re.findall(r"[a-z0-9]+", fold(name)) if len(word) > 1]
    return bool(words) and len(name) <= 80 and all(word in grounds.words for word in words)


def _touches(role: str, grounds: Grounds) -> bool:
    words = [word for word in re.findall(r"[a-z0-9]+", fold(role)) if len(word) > 1]
    return len(role) <= 80 and any(word in grounds.words for word in words)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
