"""`leadsift note`: call notes read alone."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, Literal

from agent import discovery, meddicc
from agent.errors import BadInput, ModelError
from agent.intake.notes import note_from_bytes, read_notes, suffix_of
from agent.llm import Model
from agent.llm.choice import open_model, wants_model
from agent.llm.cost import Ledger
from agent.llm.given import read_answers
from agent.llm.recorded import Recorded
from agent.llm.request import question_body
from agent.models.bant import Reading, Slot
from agent.models.meddicc import BantMeddicc
from agent.models.next_question import NextQuestion
from agent.models.note import Note
from agent.next_question import next_question
from agent.rubric import load_rubric
from agent.settings import Settings
from agent.tables import write_lines
from tui.options import STDIN, say, spoken
from tui.review.phrases import finding_of, step_of
from tui.words import Words

Form = Literal["jsonl", "md"]
Frame = Literal["meddicc"]


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
    frame: Frame | None,
    sellers: tuple[str, ...],
) -> int:
    """Reads the notes and writes what they establish; or writes what a model would be asked.

    The exit code: 1 when some could not be read, 2 when none.
    """
    day = call_date.date() if call_date else None
    told: dict[str, Any] = {
        "seller": ours(settings, sellers),
        "fiscal_year_start": settings.fiscal_year_start,
    }
    notes, problems = read_notes([path for path in files if path != STDIN], day, **told)
    if STDIN in files:
        raw = sys.stdin.buffer.read()
        pasted = note_from_bytes(raw, "stdin", suffix_of(raw), day, **told)
        notes = (*notes, pasted)
    for note in notes:
        for remark in note.remarks:
            say(f"note {note.id}: {remark}")
    for problem in problems:
        say(f"leadsift: {problem}")
    if not notes and not problems:
        raise BadInput("no note is there", file=files[0], remedy="Give notes, or the folder they are in")
    if not notes:
        return BadInput.exit_code
    if show_request:
        requests = (_request(note, settings, frame) for note in notes)
        write_lines((json.dumps(request, ensure_ascii=False) for request in requests), out)
        return 1 if problems else 0
    model = nullcontext(read_answers(answer)) if answer else _model(settings, offline)
    readings = asyncio.run(_read(notes, model, settings.concurrency, frame))
    form = form or ("md" if sys.stdout.isatty() and out is None else "jsonl")
    words, rubric = Words(spoken(settings)), load_rubric(settings.rubric)
    asked = (next_question(reading.bant, rubric, settings.language) for reading in readings)
    pairs = zip(readings, asked, strict=True)
    write_lines((_object(*pair) if form == "jsonl" else _page(*pair, words) for pair in pairs), out)
    return 0 if len(readings) == len(notes) + len(problems) else 1


def ours(settings: Settings, named: Sequence[str] = ()) -> tuple[str, ...]:
    """The names and domains that are the seller's."""
    return (*settings.seller_names, *settings.seller_domains, *named)


def _request(note: Note, settings: Settings, frame: Frame | None) -> dict[str, Any]:
    """The request as it is sent, with the note's id beside it."""
    ask = meddicc.question if frame == "meddicc" else discovery.question
    body = question_body(ask(note, discovery.grounds_of(note)))
    return {"id": note.id, "request": {"model": settings.model, **body}}


async def _read(
    notes: Sequence[Note],
    chosen: AbstractAsyncContextManager[Model],
    concurrency: int,
    frame: Frame | None,
) -> list[Reading]:
    """Each note's reading, in order; a note the model failed on is said and left out."""
    read_note = meddicc.read_note if frame == "meddicc" else discovery.read_note
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


def _object(reading: Reading, asked: NextQuestion | None) -> str:
    said = discovery.as_annotation(reading)
    return json.dumps(said | {"next_question": asked.model_dump() if asked else None}, ensure_ascii=False)


def _page(reading: Reading, asked: NextQuestion | None, words: Words) -> str:
    bant = reading.bant
    day = f" ({words.day(bant.call_date)})" if bant.call_date else ""
    lines = [f"## {reading.note_id}{day}", "", bant.summary, ""]
    for name, slot in bant.slots().items():
        lines += _slot(words(f"slot.{name}"), slot, finding_of(slot, words), words)
    if isinstance(bant, BantMeddicc):
        lines += ["", "### MEDDICC", ""]
        for name, slot in bant.meddicc.slots().items():
            if name != "identify_pain":  # it is the need, told above
                lines += _slot(words(f"slot.{name}"), slot, finding_of(slot, words), words)
    if bant.competitors:
        lines.append(f"- **{words('note.competitors')}** " + ", ".join(bant.competitors))
    if bant.next_steps:
        lines.append(f"- **{words('note.next_steps')}**")
        lines += [f"  - {step_of(step, words)}" for step in bant.next_steps]
    if asked:
        lines.append(f"- **{words('note.next_question')}** {asked.question}")
    return "\n".join([*lines, "", f"_{reading.mode}_", ""])


def _slot(name: str, slot: Slot, finding: str, words: Words) -> list[str]:
    found = words("phrase.pair", name=f"**{name}**", value=words(f"status.{slot.status}"))
    quoted = [f"  > {line}" for quote in slot.quotes for line in quote.split("\n")]
    return [f"- {found}" + (f" · {finding}" if finding else ""), *quoted]
