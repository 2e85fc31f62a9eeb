"""What of a model's reading may be kept: quotes that stand in the note, values that stand in the quotes.

Nothing here is fuzzy. A quote is found exactly, or with its white space folded; an amount is one the quotes hold; a
window meets a date of the quotes; a name and every figure of a free text are in the note. What fails is dropped and
said, in words that hold no personal data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from agent.grounds import LONGEST_QUOTE, Grounds
from agent.llm.offline.dates import When, find_call_date, fiscal_start
from agent.llm.offline.fold import fold
from agent.llm.offline.numerals import read_number
from agent.llm.offline.scene import dates_of
from agent.models.bant import Authority, Bant, Budget, Need, NextStep, Person, Slot, Status, Timing
from agent.models.evidence import Span
from agent.models.meddicc import Meddicc

S = TypeVar("S", bound=Slot)

MOST_QUOTES = 3
MOST_PEOPLE, MOST_PAINS, MOST_STEPS, MOST_NAMES = 10, 5, 10, 12
LONGEST_TEXT = 300
SUMMARY_LINES = 5

_NUMBER_WORD = re.compile(r"\b(?:\d+|[a-z]+)")
_MULTIPLE = re.compile(r"\b(?:double|twice|triple|half|moitie|deux fois|trois fois)\b")


def complaints(answer: Bant | Meddicc, grounds: Grounds) -> list[str]:
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
        "budget": _budget(located("budget", answer.budget, grounds, dropped), answer, grounds, dropped),
        "authority": authority(located("authority", answer.authority, grounds, dropped), grounds, dropped),
        "need": _need(located("need", answer.need, grounds, dropped), grounds, dropped),
        "timing": _timing(located("timing", answer.timing, grounds, dropped), answer, grounds, dropped),
        "competitors": tuple(dict.fromkeys(name for name in answer.competitors if grounds.named(name)))[
            :MOST_NAMES
        ],
        "next_steps": _steps(answer, grounds, dropped),
        "disqualifiers": tuple(d for d in answer.disqualifiers if grounds.disqualifies(d))[:MOST_PAINS],
        "summary": _summary(answer.summary, grounds, dropped),
    }
    return answer.model_copy(update=kept), tuple(dict.fromkeys(dropped))


def located(name: str, slot: S, grounds: Grounds, dropped: list[str]) -> S:
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
    if all(span.speaker in grounds.sellers for span in spans):
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


def authority(slot: Authority, grounds: Grounds, dropped: list[str]) -> Authority:
    """The people whose name or role the note has."""
    people: list[Person] = []
    for person in slot.people[:MOST_PEOPLE]:
        name = person.name if person.name and grounds.named(person.name) else None
        role = person.role if person.role and grounds.touches(person.role) else None
        if (name, role) != (person.name, person.role):
            dropped.append("authority: a name or role is not in the note")
        if name or role:
            people.append(person.model_copy(update={"name": name, "role": role}))
    if len(slot.people) > MOST_PEOPLE:
        dropped.append(f"authority: more than {MOST_PEOPLE} people")
    return slot.model_copy(update={"people": tuple(dict.fromkeys(people))})


def _need(slot: Need, grounds: Grounds, dropped: list[str]) -> Need:
    pains = tuple(p for p in slot.pains[:MOST_PAINS] if len(p) <= LONGEST_TEXT and not grounds.unsaid(p))
    if len(pains) < len(slot.pains):
        dropped.append("need: a pain with a figure or a name that is not in the note")
    return slot.model_copy(update={"pains": pains})


def _timing(slot: Timing, answer: Bant, grounds: Grounds, dropped: list[str]) -> Timing:
    event = (
        slot.event
        if slot.event and len(slot.event) <= LONGEST_TEXT and not grounds.unsaid(slot.event)
        else None
    )
    if event != slot.event:
        dropped.append("timing: an event with a figure or a name that is not in the note")
    dated = slot.status in (Status.CONFIRMED, Status.INDICATED) and (slot.from_ or slot.to)
    if dated and (
        (slot.from_ and slot.to and slot.from_ > slot.to) or not _window_said(slot, answer, grounds)
    ):
        dropped.append("timing: a date is not in its quotes")
        dated = False
    return slot.model_copy(update={"event": event} if dated else {"event": event, "from_": None, "to": None})


def _window_said(slot: Timing, answer: Bant, grounds: Grounds) -> bool:
    """Whether a date of the quotes meets the window, a week of grace either way for what "end of" may mean.

    A date is read in its quote, and where the quote stands: "before the 9th" may be of a month named earlier.
    """
    said = [w for quote in slot.quotes for w in _dates(quote, answer.language, answer.call_date, grounds)]
    note = _dates(grounds.note.text, answer.language, answer.call_date, grounds)
    said += [w for w in note if any(span.start <= w.start < span.end for span in slot.spans)]
    for when in said:
        start, end = when.from_ or when.to, when.to or when.from_
        low, high = slot.from_ or slot.to, slot.to or slot.from_
        if start and end and low and high and (start - high).days <= 7 and (low - end).days <= 7:
            return True
    return False


def _dated(day: object, grounds: Grounds, language: str) -> bool:
    text = grounds.note.text
    found = find_call_date(text, "fr" if language == "fr" else "en")
    said = _dates(text, language, grounds.note.call_date, grounds)
    return day == found or any(day in (when.from_, when.to) for when in said)


def _dates(text: str, language: str, call_date: date | None, grounds: Grounds) -> Sequence[When]:
    """The dates of a text of the note, fiscal quarters by the note's fiscal year."""
    start = fiscal_start(grounds.note.text, grounds.note.fiscal_year_start)
    return dates_of(text, "fr" if language == "fr" else "en", call_date, start)


def _steps(answer: Bant, grounds: Grounds, dropped: list[str]) -> tuple[NextStep, ...]:
    steps: list[NextStep] = []
    dates = _dates(grounds.note.text, answer.language, answer.call_date, grounds) if answer.next_steps else ()
    days = {day for when in dates for day in (when.from_, when.to) if day}
    for step in answer.next_steps[:MOST_STEPS]:
        if len(step.what) > LONGEST_TEXT or grounds.unsaid(step.what):
            dropped.append("next steps: one says what the note does not")
            continue
        if step.due is not None and step.due not in days:
            dropped.append("next steps: a date is not in the note")
            step = step.model_copy(update={"due": None})
        steps.append(step)
    return tuple(steps)


def _summary(text: str, grounds: Grounds, dropped: list[str]) -> str:
    lines = [line.strip() for line in text.split("\n") if line.strip()][:SUMMARY_LINES]
    kept = [line for line in lines if len(line) <= LONGEST_TEXT and not grounds.unsaid(line)]
    if len(kept) < len(lines):
        dropped.append("summary: a line with a figure, a date or a name that is not in the note")
    return "\n".join(kept)
