"""The note pane: what a call established, and the note itself with the buyer's words lit."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.style import Style

from .desk import SLOT_LETTERS, LeadView, Quote, ReadNote
from .phrases import finding_of, step_of
from .theme import QUIET, SLOT_STYLES, STATUS_MARKS
from .typeset import hang, pill, say, spread, stack
from .words import Words

LABELS = 13
"""Cells of the column of labels."""


def draw(view: LeadView, words: Words, width: int) -> Content:
    """Every note of the lead."""
    if not view.notes:
        return stack(say(words("note.none"), QUIET), say(words("note.none_hint"), QUIET))
    quotes = list(enumerate(view.quotes()))
    parts: list[Content] = []
    for number, read in enumerate(view.notes):
        if number:
            parts += [Content(""), Content("")]
        parts += _head(read, words, width)
        parts.append(say("─" * width, "$line"))
        here = [(place, quote) for place, quote in quotes if quote.note == number]
        parts.append(lit(read, here))
    return stack(*parts)


def lit(read: ReadNote, quotes: list[tuple[int, Quote]]) -> Content:
    """The note's text: quotes in colour after their slot's letter, what talks to machines after a "!"."""
    text = Content(read.note.text)
    marks: list[tuple[int, Content]] = []
    for span in read.reading.flagged if read.reading else ():
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
    return pill(quote.letter, SLOT_STYLES[quote.slot]).stylize(_touch(place))


def _touch(place: int) -> Style:
    """What makes a stretch answer to the mouse, and lets it be found again after wrapping."""
    return Style.from_meta({"quote": place, "do": f"quote({place})"})


def _head(read: ReadNote, words: Words, width: int) -> Iterator[Content]:
    note, reading = read.note, read.reading
    day = reading.bant.call_date if reading else note.call_date
    yield spread([say(note.id, "bold"), *(say(words.day(d), QUIET) for d in [day or note.call_date] if d)])
    if reading is None:
        yield say(words("note.unread"), QUIET)
        return
    yield Content("")
    for name, slot in reading.bant.slots().items():
        letter = pill(SLOT_LETTERS[name], SLOT_STYLES[name])
        status = f"{STATUS_MARKS[slot.status]} {words(f'status.{slot.status}')}"
        finding = finding_of(slot, words)
        yield hang(letter, [spread([say(status, "" if finding else QUIET), finding])], 4, width)
    yield from _rest(read, words, width)


def _rest(read: ReadNote, words: Words, width: int) -> Iterator[Content]:
    """What the call brought beside the four slots."""
    assert read.reading is not None
    bant = read.reading.bant
    if bant.summary:
        yield stack(Content(""), Content(bant.summary))
    lists = {
        "competitors": ", ".join(bant.competitors),
        "disqualifiers": ", ".join(bant.disqualifiers),
        "next_steps": "; ".join(step_of(step, words) for step in bant.next_steps),
    }
    if any(lists.values()):
        yield Content("")
    for name, text in lists.items():
        if text:
            yield hang(say(words(f"note.{name}"), QUIET), [text], LABELS, width)
    if read.reading.flagged:
        yield stack(
            Content(""), say(f"! {words.count('note.flagged', len(read.reading.flagged))}", "bold $error")
        )
    for dropped in read.reading.dropped:
        yield say(words("note.dropped", what=dropped), QUIET)
