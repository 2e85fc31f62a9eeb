"""Foreign text at the desk: whatever a list, a note or a model says is shown, never obeyed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from review_leads import NOW, label, lead_of, part, proposal_of, put
from sitting import NARROW, Sitting, sitting

from agent.clean import clean_document, clean_field
from agent.models.account import Candidate, Enrichment, Fact, Match
from agent.models.bant import Authority, Bant, Budget, Need, NextStep, Person, Reading, Status, Timing
from agent.models.evidence import Evidence, Span
from agent.models.note import Note
from agent.models.score import Gate, Stage
from agent.store import Store, accounts, evidence, notes, proposals
from tui.review.plain import PlainDesk
from tui.review.words import Words

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


async def walk(at: Sitting) -> None:
    """Through every pane and dialog of the lead at hand, a decision and its undo."""
    for keys in (
        ("1", "2", "3", "4", "n", "n"),
        ("o", "escape"),
        ("a", "tab"),
    ):
        await at.press(*keys)
        assert not ESCAPES & set(at.text())
    await at.type("[/] [@click=app.quit()]")
    await at.press("enter")
    assert not ESCAPES & set(at.text())
    await at.press("u", "c", "slash", "[", "/", "]", "escape", "f", "escape", "question_mark", "escape")
    assert not ESCAPES & set(at.text())
    assert at.pilot.app.is_running


@pytest.mark.parametrize("size", [NARROW, (120, 40)])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_text_is_shown_in_every_pane_and_dialog_and_obeyed_in_none(
    tmp_path: Path, text: str, size: tuple[int, int]
) -> None:
    async with sitting(tmp_path, size=size, having=lambda store: hostile_lead(store, text)) as at:
        await walk(at)
        log = at.desk().view(at.screen.view.lead.id).log if at.screen.view else ()
        assert [decision.action for decision in log] == ["accept", "undo"]


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


async def test_the_corpus_of_hostile_fields_crashes_nothing(tmp_path: Path, shared: Path) -> None:
    values = sorted({clean_field(value) for value in corpus(shared)} - {""})[::5]
    assert len(values) > 100

    def fill(store: Store) -> None:
        for number, value in enumerate(values):
            lead = lead_of(value, f"{value} {number}", title=value)
            put(store, lead, proposal_of(lead, Stage.LEAD, [part("fit", value, value, 5, value)], value))

    async with sitting(tmp_path, size=(170, 40), having=fill) as at:
        for _ in values:
            await at.pilot.press("j")
            at.screen._show()
        await at.rest()
        assert at.panes.queue.cursor == len(values) - 1
        assert not ESCAPES & set(at.text())


async def test_line_mode_prints_no_escape(tmp_path: Path) -> None:
    for number, text in enumerate(HOSTILE):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with sitting(folder, having=lambda store, text=text: hostile_lead(store, text)) as at:
            page = io.StringIO()
            PlainDesk(at.desk(), label, Words("en"), io.StringIO("n\na\nbecause\nu\nq\n"), page).sit()
            assert not (ESCAPES - {"\t"}) & set(page.getvalue())
