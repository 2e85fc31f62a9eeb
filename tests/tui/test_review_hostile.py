"""Foreign text at the desk: whatever a list, a note or a model says is shown, never obeyed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from review_leads import NOW, label, lead_of, part, proposal_of, put
from sitting import NARROW, WIDE, Sitting, filled, sitting

from agent.clean import clean_document, clean_field
from agent.models.account import Candidate, Enrichment, Fact, Match
from agent.models.bant import Authority, Bant, Budget, Need, NextStep, Person, Reading, Status, Timing
from agent.models.evidence import Evidence, Span
from agent.models.note import Note
from agent.models.score import Gate, Stage
from agent.store import Store, accounts, evidence, notes, proposals
from agent.store.queue import QueueRow
from tui.review import lead_pane, queue_view, waterfall
from tui.review.desk import Desk, LeadView
from tui.review.plain import PlainDesk
from tui.words import Words

HOSTILE = (
    "Acme [/] Ltd",
    "[@click=app.quit()]x[/]",
    "[@click=screen.accept()]Click here[/]",
    "[bold red]x[/bold red]",
    "[link=https://attacker.invalid]click[/link]",
    "[[]]]][$primary",
    "{name} {0} %s {{ 7*7 }} :skull:",
    "\x1b]52;c;cHduZWQ=\x07",
    "\x1b]0;pwned\x07\x1b[2J",
    "\x9b31mC1 safe\b\b\b\bevil",
    "‮gpj.exe⁦x⁩",
    "漢字かな交じり文" * 12,
    "👩‍👩‍👧‍👦 e" + "\u0301" * 60,
    "tab\there",
    "x" * 600,
)
ESCAPES = {chr(code) for code in [*range(0x20), *range(0x7F, 0xA0)]} - {"\n"}


def hostile_lead(store: Store, text: str) -> None:
    """One lead whose every value is that text, as the boundary lets it through."""
    field, document = clean_field(text) or "?", clean_document(f"Before. {text}\nAfter {text}.")
    lead = lead_of(
        field,
        field,
        title=field,
        email=field,
        phone=field,
        city=field,
        country=field,
        source=field,
        comment=field,
        consent=False,
        extra={field: field},
    )
    put(store, lead)
    proof = Evidence(id="Ehostile", source=field, locator=field, snippet=field, retrieved_at=NOW)
    fact = {"source": field, "retrieved_at": NOW, "evidence": proof.id}
    facts = tuple(
        Fact.model_validate({"field": name, "value": value} | fact)
        for name, value in {
            "name": field,
            "industry": field,
            "country": field,
            "technologies": (field, field),
            "legal_ids": {field: field},
        }.items()
    )
    candidate = Candidate(
        record=field,
        source=field,
        name=field,
        domain=field,
        city=field,
        match=Match(quality=0.7, reasons=(field,)),
    )
    at = {"quotes": (document[:20],), "spans": (Span(start=0, end=20, speaker=field),)}
    bant = Bant(
        language="en",
        call_date=date(2026, 5, 11),
        budget=Budget(status=Status.CONFIRMED, amount_min=1, amount_max=1, currency=field, **at),
        authority=Authority(
            status=Status.INDICATED, people=(Person(name=field, role=field, part="signs"),), **at
        ),
        need=Need(status=Status.CONTRADICTORY, pains=(field,), **at),
        timing=Timing(status=Status.DENIED, event=field, **at),
        competitors=(field,),
        next_steps=(NextStep(what=field, who="us"),),
        disqualifiers=(field,),
        summary=field,
    )
    flagged = (Span(start=5, end=len(document) - 1),)
    reading = Reading(
        id="Rh", note_id=field, lead_id=lead.id, bant=bant, mode=field, dropped=(field,), flagged=flagged
    )
    gate = Gate(name="need", stage=Stage.MQL, passed=None, why=field)
    contribution = part("fit", field, field, 10, field, low=0, high=20, proof=proof.id)
    proposal = proposal_of(lead, Stage.MQL, [contribution], field, [gate]).model_copy(update={"mode": field})
    with store.write() as tx:
        evidence.add(tx, [proof])
        found = Enrichment(
            account_id=lead.account_id, outcome="ambiguous", facts=facts, candidates=(candidate,), mode=field
        )
        accounts.add_enrichment(tx, found, [proof])
        notes.add(tx, Note(id=field, text=document), lead.id)
        notes.add_reading(tx, reading)
        proposals.add(tx, proposal)


def corpus(shared: Path) -> set[str]:
    """Every hostile value that others collected."""

    def strings(found: object) -> Iterator[str]:
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict | list):
            for inner in found.values() if isinstance(found, dict) else found:
                yield from strings(inner)

    files = (shared / "corpus" / "fields").glob("*.json")
    return {value for file in files for value in strings(json.loads(file.read_text("utf-8")))}


def hostile_leads(store: Store) -> None:
    """One such lead for each hostile text."""
    for text in HOSTILE:
        hostile_lead(store, text)


def no_escapes(at: Sitting) -> bool:
    """Whether nothing on the screen could steer a terminal."""
    return not ESCAPES & set(at.text())


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_hostile_text_is_shown_in_every_pane_and_dialog_and_obeyed_in_none(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    panes = ("2", "3", "n") if size == NARROW else ("n",)
    async with sitting(tmp_path, size=size, having=hostile_leads) as at:
        for _ in HOSTILE:
            for key in (*panes, "o"):
                await at.press(key)
                assert no_escapes(at)
            await at.press("escape", "1", "j")
        assert at.panes.queue.cursor == len(HOSTILE) - 1


async def test_hostile_text_goes_through_deciding_searching_and_copying(tmp_path: Path) -> None:
    async with sitting(tmp_path, having=lambda store: hostile_lead(store, "Acme [/] {name} \x1b[2J")) as at:
        assert at.screen.view is not None
        lead = at.screen.view.lead.id
        await at.press("a", "tab")
        await at.type("[/] [@click=app.quit()]")
        await at.press("enter")
        assert "[/] [@click=app.quit()]" in at.text()
        await at.press("u", "c")
        assert [decision.action for decision in at.desk().view(lead).log] == ["accept", "undo"]
        await at.press("slash", "[", "/", "]")
        assert "Acme [/]" in at.text()
        await at.press("escape", "f", "escape", "question_mark", "escape")
        assert no_escapes(at)


async def test_a_click_on_a_leads_text_runs_nothing(tmp_path: Path) -> None:
    text = "[@click=screen.accept()]Click here[/]"
    async with sitting(tmp_path, having=lambda store: hostile_lead(store, text)) as at:
        for y, row in enumerate(at.text().split("\n")):
            for x in (spot for spot in range(len(row)) if row.startswith("Click", spot)):
                await at.pilot.click(offset=(x + 2, y))
        await at.rest()
        assert at.pilot.app.screen is at.screen
        assert at.screen.view is not None
        assert at.desk().view(at.screen.view.lead.id).log == ()


def test_whatever_others_collected_is_drawn_as_it_is(shared: Path) -> None:
    words, values = Words("en"), sorted({clean_field(value) for value in corpus(shared)} - {""})
    assert len(values) > 500
    for value in values:
        lead = lead_of(value, f"{value} Name", title=value)
        row = QueueRow(1, lead.id, lead.name, value, value, 5, 0, 9, Stage.MQL, None, False, True, value)
        proposal = proposal_of(lead, Stage.LEAD, [part("fit", value, value, 5, value)], value)
        view = LeadView(lead, proposal, {}, (), {}, (), ())
        assert value in lead_pane.draw(view, label, words, 4000).plain
        assert value in waterfall.draw(view, label, words, 4000).plain
        assert value in queue_view.line(row, True, words, 8000).plain
        assert queue_view.line(row, False, words, 36).cell_length == 36


async def test_a_queue_of_whatever_others_collected_stays_in_its_lines(tmp_path: Path, shared: Path) -> None:
    values = sorted({clean_field(value) for value in corpus(shared)} - {""})[::4]

    def fill(store: Store) -> None:
        for number, value in enumerate(values):
            lead = lead_of(value, f"{value} {number}", title=value)
            put(store, lead, proposal_of(lead, Stage.LEAD, [part("fit", "x", "y", 5)], value))

    async with sitting(tmp_path, size=(170, 40), having=fill) as at:
        for _ in range(len(values) // 36 + 1):
            await at.press("pagedown")
            assert no_escapes(at)
            assert all(row.rstrip().endswith("│") for row in at.text().split("\n")[2:37])
        assert at.panes.queue.cursor == len(values) - 1


async def test_line_mode_prints_no_escape(tmp_path: Path) -> None:
    with filled(tmp_path, hostile_leads) as store:
        page, desk = io.StringIO(), Desk(store, actor="Ana")
        answers = io.StringIO("n\na\nbecause\n" * len(HOSTILE))
        PlainDesk(desk, label, Words("en"), answers, page).sit()
    assert page.getvalue().endswith(f"Nothing left to decide.\n{len(HOSTILE)} decided.\n")
    assert not (ESCAPES - {"\t"}) & set(page.getvalue())
