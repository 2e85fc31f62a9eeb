"""`leadsift note`: call notes read alone."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, Literal

from agent.discovery import as_annotation, grounds_of, question, read_note
from agent.errors import BadInput, ModelError
from agent.intake.notes import note_from_bytes, read_notes
from agent.llm import Model
from agent.llm.choice import open_model, wants_model
from agent.llm.cost import Ledger
from agent.llm.given import read_answers
from agent.llm.recorded import Recorded
from agent.llm.request import question_body
from agent.models.bant import Reading
from agent.models.note import Note
from agent.settings import Settings
from agent.tables import write_lines
from tui.options import STDIN, say, spoken
from tui.review.phrases import finding_of, step_of
from tui.review.words import Words

Form = Literal["jsonl", "md"]


def read_files(
    settings: Settings,
    *,
    offline: bool,
    files: tuple[Path, ...],
    call_date: Any,
    form: Form | None,
    out: Path | None,
    show_request: bool,
    answer: Path | None,
) -> int:
    """Reads the notes and writes what they establish; or writes what a model would be asked.

    The exit code: 1 when some could not be read, 2 when none.
    """
    day = call_date.date() if call_date else None
    notes, problems = read_notes([path for path in files if path != STDIN], day)
    if STDIN in files:
        notes = (*notes, note_from_bytes(sys.stdin.buffer.read(), "stdin", ".txt", day))
    for problem in problems:
        say(f"leadsift: {problem}")
    if not notes:
        return BadInput.exit_code
    if show_request:
        write_lines((json.dumps(_request(note, settings), ensure_ascii=False) for note in notes), out)
        return 1 if problems else 0
    model = nullcontext(read_answers(answer)) if answer else _model(settings, offline)
    readings = asyncio.run(_read(notes, model, settings.concurrency))
    form = form or ("md" if sys.stdout.isatty() and out is None else "jsonl")
    words = Words(spoken(settings))
    write_lines((_line(reading, form, words) for reading in readings), out)
    return 0 if len(readings) == len(notes) + len(problems) else 1


def _request(note: Note, settings: Settings) -> dict[str, Any]:
    """The request as it is sent, with the note's id beside it."""
    body = question_body(question(note, grounds_of(note)))
    return {"id": note.id, "request": {"model": settings.model, **body}}


async def _read(
    notes: Sequence[Note], chosen: AbstractAsyncContextManager[Model], concurrency: int
) -> list[Reading]:
    """Each note's reading, in order; a note the model failed on is said and left out."""
    async with chosen as model:
        hands = asyncio.Semaphore(concurrency)

        async def one(note: Note) -> Reading | None:
            async with hands:
                try:
                    return (await read_note(note, model))[0]
                except ModelError as error:
                    say(f"leadsift: note {note.id}: {error}")
                    return None

        return [reading for reading in await asyncio.gather(*map(one, notes)) if reading is not None]


@asynccontextmanager
async def _model(settings: Settings, offline: bool) -> AsyncIterator[Model]:
    """The model; what it is paid for is stored, what rules say is not worth a database."""
    async with open_model(settings, offline=offline) as model:
        if not wants_model(settings, offline=offline):
            yield model
            return
        from agent.store import open_store
        from agent.store.answers import Answers

        with open_store(settings.store_url) as store:
            yield Recorded(model, Answers(store), Ledger(settings, model.name), run_id=None)


def _line(reading: Reading, form: Form, words: Words) -> str:
    if form == "jsonl":
        return json.dumps(as_annotation(reading), ensure_ascii=False)
    bant = reading.bant
    lines = [
        f"## {reading.note_id}" + (f" ({words.day(bant.call_date)})" if bant.call_date else ""),
        "",
        bant.summary,
        "",
    ]
    for name, slot in bant.slots().items():
        found = words(
            "phrase.pair", name=f"**{words(f'slot.{name}')}**", value=words(f"status.{slot.status}")
        )
        finding = finding_of(slot, words)
        lines.append(f"- {found}" + (f" · {finding}" if finding else ""))
        lines += [f"  > {line}" for quote in slot.quotes for line in quote.split("\n")]
    if bant.competitors:
        lines.append(f"- **{words('note.competitors')}** " + ", ".join(bant.competitors))
    if bant.next_steps:
        lines.append(f"- **{words('note.next_steps')}**")
        lines += [f"  - {step_of(step, words)}" for step in bant.next_steps]
    lines += ["", f"_{reading.mode}_"]
    return "\n".join(lines) + "\n"
