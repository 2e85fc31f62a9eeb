"""The note pane: what a call established, and the note itself with the buyer's words lit."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.style import Style

from agent.models.bant import Bant, Reading, Slot
from agent.models.lead import Lead
from agent.models.note import Note
from agent.retell import retell
from agent.timeline import timeline
from tui.words import Words

from .desk import SLOT_LETTERS, LeadView, Quote, ReadNote
from .phrases import finding_of, note_name, step_of
from .theme import QUIET, SLOT_STYLES, STATUS_MARKS, STRONG
from .typeset import hang, pill, say, spread, stack

LABELS = 13
"""Cells of the column of labels."""


def draw(view: LeadView, words: Words, width: int) -> Content:
    """Every note of the lead."""
    if not view.notes:
        return stack(say(words("note.none"), QUIET), say(words("note.none_hint"), QUIET))
    quotes = list(enumerate(view.quotes()))
    told = retell(timeline(view.readings, (read.note for read in view.notes)), words.language)
    parts: list[Content] = [say(f"↻ {line}", "$warning") for line in told]
    parts += [Content("")] if told else []
    for number, read in enumerate(view.notes):
        if number:
            parts += [Content(""), Content("")]
        parts += _head(read.note, read.reading, view.lead, words, width)
        parts.append(say("─" * width, "$line"))
        here = [(place, quote) for place, quote in quotes if quote.note == number]
        parts.append(lit(read, here))
    return stack(*parts)


def lit(read: ReadNote, quotes: list[tuple[int, Quote]]) -> Content:
    """The note's text: quotes in colour after their slot's letter, what talks to machines after a "!"."""
    text = Content(read.note.text)
    marks: list[tuple[int, Content]] = []
    for span in read.flagged:
        text = text.stylize("italic $error", span.start, span.end)
        marks.append((span.start, pill("!", "$error")))
    for place, quote in quotes:
        text = text.stylize(f"underline {SLOT_STYLES[quote.slot]}", quote.span.start, quote.span.end)
        text = text.stylize(_touch(place), quote.span.start, quote.span.end)
        marks.append((quote.span.start, _letter(place, quote)))
    marks.sort(key=lambda mark: mark[0])
    first, *pieces = text.divide([start for start, _ in marks])
    return Content("").join(
        [first, *(part for (_, mark), piece in zip(marks, pieces, strict=True) for part in (mark, piece))]
    )


def _letter(place: int, quote: Quote) -> Content:
    return pill(quote.letter, SLOT_STYLES[quote.slot]).stylize(Style.from_meta({"do": f"quote({place})"}))


def _touch(place: int) -> Style:
    """What makes a stretch answer to the mouse, and lets it be found again after wrapping."""
    return Style.from_meta({"quote": place, "do": f"quote({place})"})


def _head(note: Note, reading: Reading | None, lead: Lead, words: Words, width: int) -> Iterator[Content]:
    """Which call it was, and what came out of it."""
    day = reading.bant.call_date if reading and reading.bant.call_date else note.call_date
    yield spread([say(note_name(note, lead), STRONG), say(words.day(day), QUIET) if day else ""])
    if reading is None:
        yield say(words("note.unread"), QUIET)
        return
    yield Content("")
    yield from (_slot(name, slot, words, width) for name, slot in reading.bant.slots().items())
    yield from _aside(reading.bant, words, width)
    if reading.flagged:
        yield Content("")
        yield say(f"! {words.count('note.flagged', len(reading.flagged))}", "bold $error")
    yield from (say(words("note.dropped", what=what), QUIET) for what in reading.dropped)


def _slot(name: str, slot: Slot, words: Words, width: int) -> Content:
    status = f"{STATUS_MARKS[slot.status]} {words(f'status.{slot.status}')}"
    finding = finding_of(slot, words)
    line = spread([say(status, "" if finding else QUIET), finding])
    return hang(pill(SLOT_LETTERS[name], SLOT_STYLES[name]), [line], 4, width)


def _aside(bant: Bant, words: Words, width: int) -> Iterator[Content]:
    """What the call brought beside the four slots."""
    if bant.summary:
        yield stack(Content(""), Content(bant.summary))
    rest = {
        "competitors": ", ".join(bant.competitors),
        "disqualifiers": ", ".join(bant.disqualifiers),
        "next_steps": "; ".join(step_of(step, words) for step in bant.next_steps),
    }
    if any(rest.values()):
        yield Content("")
    for name, text in rest.items():
        if text:
            yield hang(say(words(f"note.{name}"), QUIET), [text], LABELS, width)
