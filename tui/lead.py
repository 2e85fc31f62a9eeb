"""`leadsift decide` and `leadsift explain`: one lead, without a screen."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from agent.errors import BadInput
from agent.models.account import Fact
from agent.models.decision import Action
from agent.models.evidence import Evidence
from agent.models.score import Contribution, Stage
from agent.rubric import Rubric, load_rubric
from agent.settings import Settings
from agent.store import open_store
from tui import show
from tui.options import spoken
from tui.review.desk import Desk, LeadView
from tui.review.phrases import decision_of, finding_of, shown_name, signed, source_of, value_of
from tui.review.words import Words


def decide_lead(settings: Settings, *, actor: str, lead: str, action: str, stage: str | None, reason: str | None) -> str:
    """Records one decision and says what it did.

    Raises `NotFound`, `BadInput` for a missing reason or an unknown stage, `Conflict` when somebody decided first.
    """
    words = Words(spoken(settings))
    with open_store(settings.store_url) as store:
        desk = Desk(store, actor=actor)
        view = desk.find(lead)
        match Action(action):
            case Action.ACCEPT:
                decision = desk.accept(view, reason)
            case Action.OVERRIDE:
                decision = desk.override(view, _stage(stage), reason or "")
            case Action.UNDO:
                decision = desk.undo(view, reason)
    return f"{shown_name(view.lead)}: {decision_of(decision, words)}"


def _stage(name: str | None) -> Stage:
    stages = ", ".join(Stage)
    if name is None:
        raise BadInput("an override needs the stage to set", remedy=f"Give --stage, one of {stages}")
    try:
        return Stage(name.lower())
    except ValueError:
        raise BadInput(f"{name!r} is no stage", remedy=f"Give --stage one of {stages}") from None


def explain_lead(settings: Settings, lead: str) -> None:
    """Prints one lead's arithmetic, the quotes behind it and the source of every fact. Raises `NotFound`."""
    rubric = load_rubric(settings.rubric)
    words = Words(spoken(settings))
    with open_store(settings.store_url) as store:
        view = Desk(store, actor="").find(lead)
    console = show.out()
    about = ", ".join(part for part in (view.lead.name, view.lead.title, view.lead.company) if part)
    console.print(Text.assemble((about, "bold"), f"  {view.lead.id}"))
    for part in (_proposal(view, rubric, words), _slots(view, words), _facts(view, words), _candidates(view, words)):
        if part is not None:
            console.print()
            console.print(part)
    for decision in view.log:
        console.print(Text(decision_of(decision, words)))


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", title_justify="left", title_style="bold")
    for column in columns:
        right = column.startswith(">")
        table.add_column(Text(column.lstrip(">")), justify="right" if right else "left", overflow="fold")
    return table


def _proposal(view: LeadView, rubric: Rubric, words: Words) -> Table | Text:
    if view.proposal is None:
        return Text(words("score.none"))
    score, language = view.proposal.score, words.language
    table = _table(words("score.total"), "", ">", "", "")
    for c in score.contributions:
        table.add_row(
            Text(rubric.label(c.criterion, language)),
            Text(rubric.level_label(c.criterion, c.level, language)),
            Text(signed(c.points)),
            Text(c.because),
            Text(_proofs(c, view)),
        )
    total = words("score.range", floor=score.floor, ceiling=score.ceiling)
    table.add_row(Text("=", style="bold"), Text(total), Text(str(score.total), style="bold"))
    stage = Text.assemble((words(f"stage.{view.proposal.stage}"), "bold"), "  ", view.proposal.rationale)
    table.caption = stage
    table.caption_justify = "left"
    return table


def _proofs(contribution: Contribution, view: LeadView) -> str:
    known = [view.evidence[proof] for proof in contribution.evidence if proof in view.evidence]
    return "; ".join(_place(proof) for proof in known)


def _place(proof: Evidence) -> str:
    return f"{proof.source} {proof.locator}" if not proof.locator.startswith(proof.source) else proof.locator


def _slots(view: LeadView, words: Words) -> Table | None:
    rows = [
        (name, slot, read.note.id, quote, span)
        for read in view.notes
        if read.reading
        for name, slot in read.reading.bant.slots().items()
        for quote, span in zip(slot.quotes, slot.spans, strict=False)
    ]
    if not rows:
        return None
    table = _table("BANT", "", "", "", "")
    for name, slot, note_id, quote, span in rows:
        table.add_row(
            Text(words(f"slot.{name}")),
            Text(words(f"status.{slot.status}")),
            Text(finding_of(slot, words)),
            Text(f"“{quote}”"),
            Text(f"{note_id}:{span.start}-{span.end}"),
        )
    return table


def _facts(view: LeadView, words: Words) -> Table | Text:
    if not view.facts:
        return Text(words("lead.unknown_account"))
    table = _table(words("lead.account"), "", "", "")
    for field, fact in view.facts.items():
        table.add_row(Text(words(f"field.{field}")), Text(value_of(fact, words)), Text(source_of(fact, words)), _record(fact, view))
    return table


def _record(fact: Fact, view: LeadView) -> Text:
    proof = view.evidence.get(fact.evidence)
    return Text(f"{proof.locator}  {fact.retrieved_at:%Y-%m-%d}" if proof else "")


def _candidates(view: LeadView, words: Words) -> Table | None:
    if not view.candidates:
        return None
    table = _table(words("lead.candidates"), "", "", "")
    for one in view.candidates:
        place = ", ".join(part for part in (one.city, one.country) if part)
        table.add_row(Text(one.name), Text(place), Text(f"{one.match.quality:.2f}"), Text("; ".join(one.match.reasons)))
    return table
