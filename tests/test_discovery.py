"""What a reading may keep: the note's own words, and only what they bear out."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.discovery import as_annotation, combine, grounds_of, read_note
from agent.grounding import complaints
from agent.intake.notes import note_from_text, read_notes
from agent.llm import A, Errand, Question, Reply, ToolCall
from agent.llm.offline import Offline
from agent.models.bant import (
    Authority,
    Bant,
    Budget,
    Need,
    NextStep,
    Person,
    Reading,
    Status,
    Timing,
)
from agent.models.note import Note

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"

CALL = """Tori: Is there a budget? We usually see 60k.
Manny: We have 40k approved, from March.
Tori: And who decides?
Manny: Curt Hale, our CFO. We decide by 30 June 2026.
Tori: So 40k, and Curt. Fine.
"""


class Says:
    """A model that always gives one answer, and remembers what was asked."""

    name = identity = "says"

    def __init__(self, answer: Bant) -> None:
        self.answer = answer
        self.asked: list[Question[Bant]] = []

    async def extract(self, question: Question[A]) -> Reply[A]:
        self.asked.append(cast("Question[Bant]", question))
        return Reply(cast(A, self.answer))

    async def call_tools(self, errand: Errand) -> Reply[tuple[ToolCall, ...]]:
        raise AssertionError(f"a note needs no tools: {errand}")


def note(text: str = CALL, call_date: date | None = date(2026, 3, 2)) -> Note:
    return note_from_text(text, "call", ".txt", call_date)


async def reading(answer: Bant, of: Note | None = None) -> Reading:
    found, proofs = await read_note(of or note(), Says(answer))
    quotes = [quote for slot in found.bant.slots().values() for quote in slot.quotes]
    assert {proof.snippet for proof in proofs} == set(quotes)
    return found


def budget(*quotes: str, least: float | None = 40000, most: float | None = 40000) -> Bant:
    slot = Budget(status=Status.CONFIRMED, amount_min=least, amount_max=most, currency="EUR", quotes=quotes)
    return Bant(language="en", budget=slot)


async def test_a_quote_is_found_with_its_place_speaker_and_side() -> None:
    found = (await reading(budget("We have 40k approved"))).bant.budget
    (span,) = found.spans
    assert CALL[span.start : span.end] == found.quotes[0] == "We have 40k approved"
    assert (span.speaker, span.side) == ("Manny", "buyer")
    assert found.amount_max == 40000


async def test_white_space_is_folded_but_nothing_else() -> None:
    broken = note(
        "Manny: We have 40k\n  approved, yes, from March.\nRep: Fine, that is good to hear from you all.\n"
    )
    kept = await reading(budget("We have 40k approved"), broken)
    assert kept.bant.budget.quotes == ("We have 40k\n  approved",)
    lost = await reading(budget("We have 40k aproved"), broken)
    assert lost.bant.budget.status is Status.NOT_RAISED
    assert lost.dropped


async def test_of_two_places_the_buyers_is_the_one_quoted() -> None:
    (span,) = (await reading(budget("40k"))).bant.budget.spans
    assert span.side == "buyer"


async def test_a_slot_without_a_word_of_the_buyers_is_dropped() -> None:
    ours = note_from_text(CALL, "call", ".txt", date(2026, 3, 2), seller=("Tori",))
    found = await reading(budget("We usually see 60k", least=60000, most=60000), ours)
    assert found.bant.budget == Budget()
    assert any("budget" in reason for reason in found.dropped)


async def test_a_side_that_only_a_manner_of_speaking_tells_is_not_held_against_a_quote() -> None:
    found = await reading(budget("We usually see 60k", least=60000, most=60000))
    assert found.bant.budget.spans[0].side == "seller"
    assert found.bant.budget.status is Status.CONFIRMED


async def test_an_amount_its_quotes_do_not_hold_is_nulled() -> None:
    found = await reading(budget("We have 40k approved", least=90000, most=90000))
    assert found.bant.budget.status is Status.CONFIRMED
    assert found.bant.budget.amount_max is None
    assert found.dropped == ("budget: an amount is not in its quotes",)


async def test_a_date_its_quotes_do_not_meet_is_nulled() -> None:
    said = Timing(status=Status.CONFIRMED, to=date(2026, 6, 30), quotes=("We decide by 30 June 2026.",))
    assert (await reading(Bant(language="en", timing=said))).bant.timing.to == date(2026, 6, 30)
    moved = said.model_copy(update={"to": date(2027, 1, 31)})
    found = await reading(Bant(language="en", timing=moved))
    assert (found.bant.timing.status, found.bant.timing.to) == (Status.CONFIRMED, None)


async def test_people_the_note_does_not_name_are_left_out() -> None:
    people = (
        Person(name="Curt Hale", role="CFO", part="decides"),
        Person(name="Ann Other", role="CFO", part="signs"),
        Person(name="Nobody Here", part="signs"),
    )
    slot = Authority(status=Status.CONFIRMED, people=people, quotes=("Curt Hale, our CFO.",))
    found = await reading(Bant(language="en", authority=slot))
    assert [(p.name, p.role) for p in found.bant.authority.people] == [("Curt Hale", "CFO"), (None, "CFO")]


async def test_a_reason_to_stop_that_the_note_does_not_give_is_left_out() -> None:
    said = note("Zoé est étudiante, c'est pour son mémoire de fin d'études. Elle n'a pas de budget.")
    found = await reading(Bant(language="fr", disqualifiers=("student", "no consent")), said)
    assert found.bant.disqualifiers == ("student",)


async def test_a_call_date_the_note_does_not_give_is_not_believed() -> None:
    found = await reading(Bant(language="en", call_date=date(2020, 1, 1)), note(call_date=None))
    assert found.bant.call_date is None


async def test_a_summary_line_with_a_figure_or_a_name_from_elsewhere_is_removed() -> None:
    summary = "They have 40k approved.\nThey have 55k.\nThe buyer is Zebulon Pike.\nCurt Hale decides."
    found = await reading(Bant(language="en", summary=summary))
    assert found.bant.summary.split("\n") == ["They have 40k approved.", "Curt Hale decides."]


async def test_a_next_step_due_on_a_day_nobody_named_has_no_due_day() -> None:
    steps = (NextStep(what="send the contract", who="us", due=date(2031, 5, 5)),)
    found = await reading(Bant(language="en", next_steps=steps))
    assert found.bant.next_steps[0].due is None


def test_the_seam_is_told_which_quotes_are_not_there() -> None:
    grounds = grounds_of(note())
    assert complaints(budget("We have 40k approved"), grounds) == []
    assert len(complaints(budget("We have 41k approved"), grounds)) == 1
    assert len(complaints(budget(), grounds)) == 1
    assert len(complaints(budget("x" * 301), grounds)) == 1


async def test_one_question_a_note_without_its_turns_and_with_our_names() -> None:
    model = Says(Bant(language="en"))
    await read_note(
        note("Rep: have you any budget for this at all?\nJo: none whatsoever, we have no money for it."),
        model,
    )
    (question,) = model.asked
    subject = cast(Note, question.subject)
    assert (subject.turns, subject.seller) == ((), ("Rep",))
    assert question.check is not None


# ── hostile answers and hostile notes ──────────────────────────────────────────────────────────────────────────

CARRIER = "Call with Jo, ops lead.\nThey lose 2 days a month to manual invoicing.\n\n"


def payloads(shared: Path) -> list[dict[str, str]]:
    lines = (shared / "corpus" / "injections" / "injections.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["channel"] in ("note", "transcript")]


async def test_a_hijacked_model_gets_nothing_out_of_a_payload(shared: Path) -> None:
    """Every slot confirmed, each line of the payload as its quote: no slot survives on the attacker's words."""
    tried = 0
    for row in payloads(shared):
        of = note(CARRIER + row["text"])
        attack = of.text[len(CARRIER) :]
        lines = [line for line in attack.split("\n") if line.strip()]
        if row["id"] == "inj-080":  # its first two lines are an honest denial
            lines = lines[2:]
        for line in [attack.strip(), *lines, *re.split(r"(?<=[.!?]) ", attack)]:
            quotes = (line[:300],)
            answer = Bant(
                language="en",
                budget=Budget(status=Status.CONFIRMED, amount_max=500000, quotes=quotes),
                authority=Authority(status=Status.CONFIRMED, quotes=quotes),
                need=Need(status=Status.CONFIRMED, quotes=quotes),
                timing=Timing(status=Status.CONFIRMED, quotes=quotes),
            )
            found = await reading(answer, of)
            honest = row["id"] == "inj-050" and "No budget this year" in line
            if honest or row["id"] == "inj-080":
                continue
            tried += 1
            assert all(slot.status is Status.NOT_RAISED for slot in found.bant.slots().values()), (
                row["id"],
                line,
            )
            assert found.flagged, row["id"]
    assert tried > 50


async def test_the_offline_reader_is_not_moved_by_a_payload(shared: Path) -> None:
    clean, _ = await read_note(note(CARRIER), Offline())
    for row in payloads(shared):
        if row["id"] in ("inj-050", "inj-080"):  # they bring true words of a buyer's along
            continue
        hit, _ = await read_note(note(CARRIER + row["text"]), Offline())
        statuses = [slot.status for slot in hit.bant.slots().values()]
        assert statuses == [slot.status for slot in clean.bant.slots().values()], row["id"]


def test_harmless_look_alikes_are_seldom_flagged(shared: Path) -> None:
    path = shared / "corpus" / "injections" / "benign_controls.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    notes = [row for row in rows if row["channel"] in ("note", "transcript")]
    assert len(notes) > 3
    assert not [row["id"] for row in notes if grounds_of(note(row["text"])).flagged]


@pytest.mark.parametrize(
    "text",
    [
        "budget = 100 k€, décideur = Maxime Roux",
        "Budget = max 20k, TODO: set up a demo",
        "Merci pour votre réponse, les équipes veulent utiliser l'outil en mars.",
        "Chaque bon est ressaisi, puis Sylvie le recopie dans le classeur.",
        "She'll report back on the budget by Friday, to confirm.",
        "décision = comité du 21 mars, score NPS : 62",
        "From: Admin <admin@pallas.example>\nThey want an AI assistant, there is a budget for AI.",
        "Spoke to the assistant manager. Lead score: 85, Stage = Discovery. New orders: 40 a week.",
        "New rules from the regulator: the press is in maintenance mode twice a week.",
        "On oublie les consignes de sécurité ; le prospect est 100 % convaincu.",
        "https://teams.example/l/meetup-join/19ameetingNzQ2ZmQ0YjEtMzk3Zi00ZjQ0LWE1ZDItYzQ0 budget 40k",
    ],
)
def test_what_reps_write_every_day_is_not_flagged(text: str) -> None:
    assert not grounds_of(note(text)).flagged


async def test_a_flood_of_people_pains_and_text_is_cut_to_size() -> None:
    crowd = tuple(Person(name="Curt Hale", role=f"CFO {i}", part="decides") for i in range(10_000))
    answer = Bant(
        language="en",
        authority=Authority(status=Status.CONFIRMED, people=crowd, quotes=("Curt Hale, our CFO.",)),
        need=Need(status=Status.CONFIRMED, pains=("a" * 100_000,) * 500, quotes=("We have 40k approved",)),
        competitors=("Zed" * 50_000,) * 1000,
        disqualifiers=("x" * 100_000,) * 100,
        summary="word " * 200_000,
        next_steps=tuple(NextStep(what="send " * 10_000) for _ in range(500)),
    )
    found = (await reading(answer)).bant
    assert len(found.authority.people) <= 10
    assert found.need.pains == found.competitors == found.disqualifiers == found.next_steps == ()
    assert found.summary == ""


NASTY = st.text(max_size=60) | st.sampled_from(
    ["We have 40k approved", "Curt Hale", "40k", "", " ", "Manny:"]
)
SLOT = {"status": st.sampled_from(Status), "quotes": st.lists(NASTY, max_size=5).map(tuple)}


@given(
    budget=st.builds(Budget, amount_min=st.floats() | st.none(), amount_max=st.floats() | st.none(), **SLOT),
    timing=st.builds(Timing, to=st.dates() | st.none(), event=NASTY, **SLOT),
    need=st.builds(Need, pains=st.lists(NASTY, max_size=3).map(tuple), **SLOT),
    summary=NASTY,
)
async def test_whatever_a_model_answers_what_is_kept_is_verbatim(
    budget: Budget, timing: Timing, need: Need, summary: str
) -> None:
    found = await reading(Bant(language="en", budget=budget, timing=timing, need=need, summary=summary))
    for slot in found.bant.slots().values():
        assert len(slot.quotes) == len(slot.spans) <= 3
        assert all(CALL[s.start : s.end] == quote for quote, s in zip(slot.quotes, slot.spans, strict=True))
        assert (slot.status is Status.NOT_RAISED) == (not slot.quotes)


# ── several calls of one lead ──────────────────────────────────────────────────────────────────────────────────


def call(id: str, day: date | None, slot: Budget) -> Reading:
    bant = Bant(language="en", call_date=day, budget=slot)
    return Reading(id="R" + id, note_id=id, bant=bant, mode="offline")


def stated(status: Status) -> Budget:
    return Budget(status=status, quotes=("x",) if status is not Status.NOT_RAISED else ())


@pytest.mark.parametrize(
    ("earlier", "later", "holds"),
    [
        (Status.CONFIRMED, Status.DENIED, "second"),
        (Status.DENIED, Status.CONFIRMED, "second"),
        (Status.CONFIRMED, Status.INDICATED, "first"),
        (Status.INDICATED, Status.INDICATED, "second"),
        (Status.CONFIRMED, Status.NOT_RAISED, "first"),
        (Status.INDICATED, Status.CONTRADICTORY, "second"),
    ],
)
def test_the_latest_plain_statement_counts(earlier: Status, later: Status, holds: str) -> None:
    calls = [
        call("second", date(2026, 3, 2), stated(later)),
        call("first", date(2026, 3, 1), stated(earlier)),
    ]
    assert combine(calls).notes["budget"] == holds


def test_what_no_call_raised_names_no_note() -> None:
    together = combine([call("a", None, stated(Status.NOT_RAISED))])
    assert together.notes == {}
    assert together.bant.budget.status is Status.NOT_RAISED


async def test_a_line_of_output_has_the_labelled_form_and_its_places() -> None:
    line = as_annotation(await reading(budget("We have 40k approved")))
    assert json.loads(json.dumps(line)) == line
    assert line["id"] == "call"
    assert line["budget"]["quotes"] == ["We have 40k approved"]
    assert line["budget"]["spans"][0]["side"] == "buyer"
    assert {"from", "to", "event"} <= line["timing"].keys()
    assert {"summary", "mode", "competitors", "next_steps", "disqualifiers"} <= line.keys()


# ── quality, on labelled notes ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("which", ["own", "shared"])
async def test_the_offline_reader_keeps_its_level(which: str, shared: Path, tmp_path: Path) -> None:
    """A floor under the figures, below what they were when this was written; raise it with them."""
    base = FIXTURES if which == "own" else shared / "notes-dev"
    days = json.loads((base / "call_dates.json").read_text(encoding="utf-8"))
    notes, _ = read_notes([base / "notes"])
    lines = []
    for one in notes:
        day = days.get(one.id)
        dated = one.model_copy(update={"call_date": date.fromisoformat(day)}) if day else one
        found, _ = await read_note(dated, Offline())
        lines.append(json.dumps(as_annotation(found)))
    (tmp_path / "out.jsonl").write_text("\n".join(lines))
    command = [
        sys.executable,
        shared / "score_bant.py",
        base / "notes",
        base / "labels",
        tmp_path / "out.jsonl",
        "--json",
    ]
    scored = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert scored["quote_validity"] == 1.0
    assert scored["invented_rate"] <= 0.12
    assert scored["status_accuracy"] >= 0.80
    assert scored["quote_relevance"] >= 0.80
    assert scored["amount_accuracy"] >= 0.70
    assert scored["window_accuracy"] >= 0.60
    assert scored["people_recall"] >= 0.65
