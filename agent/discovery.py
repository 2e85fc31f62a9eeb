"""A note in, what the call established out: slots with located quotes, values checked against them, a summary.

The model (or the offline rules) proposes; everything kept is what code found again in the note. A quote that is not
there word for word is asked for once more by the seam, through `check`, then its slot is dropped and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from agent.grounding import complaints, ground
from agent.grounds import Grounds
from agent.llm import Model, Question
from agent.llm.offline.flags import flags
from agent.llm.offline.speakers import told_sides, with_sides
from agent.models.bant import Bant, Established, Reading, Slot, Status
from agent.models.evidence import Evidence, evidence_id, note_locator
from agent.models.note import Note
from agent.models.noun import fingerprint
from agent.timeline import PLAIN, in_order
from agent.turns import is_name
from prompts import load


async def read_note(
    note: Note, model: Model, lead_id: str | None = None
) -> tuple[Reading, tuple[Evidence, ...]]:
    """One note's BANT and the proof of each quote. Raises `ModelError` and `BudgetExhausted` from the model only."""
    grounds = grounds_of(note)
    reply = await model.extract(question(note, grounds))
    bant, dropped = ground(reply.value, grounds)
    reading = Reading(
        id="R" + fingerprint(note.id, note.text, model.identity),
        note_id=note.id,
        lead_id=lead_id,
        bant=bant,
        mode=model.name,
        dropped=dropped,
        flagged=grounds.flagged,
    )
    return reading, proofs_of(reading)


def grounds_of(note: Note) -> Grounds:
    """What an answer about this note is checked against: its text, who speaks where, what is no evidence."""
    turns = with_sides(note.turns, note.text)
    told = told_sides(note.turns, note.text)
    sellers = frozenset(speaker for speaker, side in told.items() if side == "seller")
    return Grounds(note.model_copy(update={"turns": turns}), flags(note.text, turns), sellers)


def question(note: Note, grounds: Grounds) -> Question[Bant]:
    """The one request a note costs. The model sees the text and our side's names; the turns are in the text."""
    given = [name for name in note.seller if is_name(name)]
    heard = [turn.speaker for turn in grounds.note.turns if turn.speaker in grounds.sellers]
    subject = note.model_copy(
        update={"turns": (), "seller": tuple(dict.fromkeys([*given, *filter(None, heard)]))}
    )
    return Question(load("read_note"), subject, Bant, check=lambda answer: complaints(answer, grounds))


def combine(readings: Sequence[Reading]) -> Established:
    """All calls of one lead together, the latest that found something counting for each slot.

    Calls go by their date, undated ones first, those of one day by their ids. A later hint does not undo an earlier
    plain statement; a later plain statement, a denial included, does.
    """
    ordered = in_order(readings)
    if not ordered:
        raise ValueError("there is nothing to combine")
    slots: dict[str, Slot] = {}
    notes: dict[str, str] = {}
    for reading in ordered:
        for name, slot in reading.bant.slots().items():
            held = slots.get(name)
            if slot.status is Status.NOT_RAISED or (
                held is not None and slot.status not in PLAIN and held.status in PLAIN
            ):
                continue
            slots[name], notes[name] = slot, reading.note_id
    bants = [reading.bant for reading in ordered]
    latest = bants[-1]
    together: dict[str, Any] = {
        **slots,
        "competitors": tuple(dict.fromkeys(name for bant in bants for name in bant.competitors)),
        "next_steps": next((bant.next_steps for bant in reversed(bants) if bant.next_steps), ()),
        "disqualifiers": tuple(dict.fromkeys(reason for bant in bants for reason in bant.disqualifiers)),
        "summary": next((bant.summary for bant in reversed(bants) if bant.summary), ""),
    }
    return Established(
        bant=Bant(language=latest.language, call_date=latest.call_date, **together), notes=notes
    )


def as_annotation(reading: Reading) -> dict[str, Any]:
    """The reading as one line of `note --jsonl`: the labelled form, with summary, mode and the quotes' places."""
    said = reading.bant.model_dump(mode="json", by_alias=True)
    summary = said.pop("summary")
    return {
        "id": reading.note_id,
        **said,
        "summary": summary,
        "mode": reading.mode,
        "dropped": list(reading.dropped),
        "flagged": [span.model_dump(mode="json", exclude_none=True) for span in reading.flagged],
    }


def proofs_of(reading: Reading) -> tuple[Evidence, ...]:
    """The proof of each quote of a reading."""
    now = datetime.now(UTC)
    proofs: dict[str, Evidence] = {}
    for slot in reading.bant.slots().values():
        for quote, span in zip(slot.quotes, slot.spans, strict=True):
            place = note_locator(reading.note_id, span)
            proof = Evidence(
                id=evidence_id("note", place),
                source="note",
                locator=place,
                snippet=quote,
                retrieved_at=now,
                as_of=reading.bant.call_date,
            )
            proofs[proof.id] = proof
    return tuple(proofs.values())
