"""`leadsift decide` and `leadsift explain`: one lead, without a screen."""

from __future__ import annotations

from functools import partial

from rich.console import Group
from rich.table import Table
from rich.text import Text

from agent.discovery import combine
from agent.errors import BadInput
from agent.models.decision import Action
from agent.models.evidence import Evidence
from agent.models.score import Contribution, Stage
from agent.next_question import next_question
from agent.retell import retell
from agent.rubric import Rubric, load_rubric
from agent.settings import Settings
from agent.store import open_store
from agent.timeline import timeline
from agent.weigh import Weighed
from tui import show
from tui.options import spoken
from tui.review.desk import Desk, LeadView
from tui.review.phrases import (
    bounds_of,
    decision_of,
    finding_of,
    mode_of,
    shown_name,
    signed,
    source_of,
    value_of,
)
from tui.words import Words


def decide_lead(
    settings: Settings, *, actor: str, lead: str, action: str, stage: str | None, reason: str | None
) -> str:
    """Records one decision and says what it did. The reason of a rejection is "code" or "code: a few words", where
    the code is one of the settings' list, or its name.

    Raises `NotFound`, `BadInput` for an unknown stage or what the table of transitions does not allow, `Conflict`
    when somebody decided first.
    """
    language, policy = spoken(settings), settings.lifecycle
    with open_store(settings.store_url, create=False) as store:
        desk = Desk(store, actor=actor, policy=policy, language=language)
        view, asked = desk.find(lead), Action(action)
        if asked is Action.REJECT:
            code, _, more = (reason or "").partition(":")
            decision = desk.reject(view, policy.code_of(code), more)
        else:
            decision = desk.decide(view, asked, stage=_stage(stage), reason=reason)
    return f"{shown_name(view.lead)}: {decision_of(decision, Words(language))}"


def _stage(name: str | None) -> Stage | None:
    try:
        return Stage(name.lower()) if name else None
    except ValueError:
        raise BadInput(f"{name!r} is no stage", remedy=f"Give --stage one of {', '.join(Stage)}") from None


def explain_lead(settings: Settings, lead: str) -> None:
    """Prints one lead's arithmetic, the quotes behind it and the source of every fact. Raises `NotFound`."""
    rubric = load_rubric(settings.rubric)
    words = Words(spoken(settings))
    with open_store(settings.store_url, create=False) as store:
        view = Desk(store, actor="").find(lead)
    console = show.out()
    about = ", ".join(part for part in (view.lead.name, view.lead.title, view.lead.company) if part)
    console.print(Text.assemble((about, "bold"), f"  {view.lead.id}"))
    for part in (
        _proposal(view, rubric, words),
        _slots(view, words),
        _calls(view, rubric, words),
        _facts(view, words),
        _failures(view, words),
        _candidates(view, words),
    ):
        if part is not None:
            console.print()
            console.print(part)
    for decision in view.log:
        reason = f" — {decision.reason}" if decision.reason else ""
        console.print(Text(decision_of(decision, words) + reason))


def _table(*columns: str) -> Table:
    """A table without lines: a narrow column, and one that takes the rest, proof dimmed under what it proves."""
    table = Table(box=None, pad_edge=False, header_style="bold", title_justify="left", title_style="bold")
    for column in columns:
        right = column.startswith(">")
        table.add_column(Text(column.lstrip(">")), justify="right" if right else "left", overflow="fold")
    return table


def _proven(claim: str, proof: str) -> Text:
    return Text.assemble(claim, "\n" if proof else "", (proof, "dim"))


def _proposal(view: LeadView, rubric: Rubric, words: Words) -> Group | Text:
    if view.proposal is None:
        return Text(words("score.none"))
    score, language = view.proposal.score, words.language
    table = _table(words("score.total"), ">", "")
    for c in score.contributions:
        level = rubric.label(c.criterion, c.level, language)
        claim = words("phrase.pair", name=level, value=c.because) if c.because else level
        table.add_row(
            Text(rubric.label(c.criterion, language=language)),
            Text(signed(c.points)),
            _proven(claim, _proofs(c, view)),
        )
    table.add_row(
        Text("=", style="bold"),
        Text(str(score.total), style="bold"),
        Text(bounds_of(score, partial(rubric.label, language=language), words)),
    )
    stage = Text.assemble((words(f"stage.{view.proposal.stage}"), "bold"), "  ", view.proposal.rationale)
    small = Text(
        f"{words('score.rubric', rubric=score.rubric)} · {mode_of(view.proposal, words)}", style="dim"
    )
    return Group(table, Text(), stage, small)


def _proofs(contribution: Contribution, view: LeadView) -> str:
    known = [view.evidence[proof] for proof in contribution.evidence if proof in view.evidence]
    return "; ".join(_place(proof) for proof in known)


def _place(proof: Evidence) -> str:
    return proof.locator if proof.locator.startswith(proof.source) else f"{proof.source} {proof.locator}"


def _slots(view: LeadView, words: Words) -> Table | None:
    table = _table("BANT", "")
    for read in view.notes:
        if read.reading is None:
            continue
        for name, slot in read.reading.bant.slots().items():
            status, finding = words(f"status.{slot.status}"), finding_of(slot, words)
            claim = words("phrase.pair", name=status, value=finding) if finding else status
            quoted = [
                f"“{quote}”  {read.note.id}:{span.start}-{span.end}"
                for quote, span in zip(slot.quotes, slot.spans, strict=True)
            ]
            table.add_row(Text(words(f"slot.{name}")), _proven(claim, "\n".join(quoted)))
    return table if table.row_count else None


def _calls(view: LeadView, rubric: Rubric, words: Words) -> Text | None:
    """What changed from call to call, and what to ask next."""
    if not view.readings:
        return None
    told = retell(timeline(view.readings, (read.note for read in view.notes)), words.language)
    asked = next_question(combine(view.readings).bant, rubric, words.language)
    ask = [words("phrase.pair", name=words("note.next_question"), value=asked.question)] if asked else []
    lines = [*told, *ask]
    return Text("\n".join(lines)) if lines else None


def _facts(view: LeadView, words: Words) -> Table | Text:
    if not view.facts:
        return Text(words("lead.unknown_account"))
    table = _table(words("lead.account"), "")
    for field, fact in view.facts.items():
        proof = view.evidence.get(fact.evidence)
        place = f"{source_of(fact, words)} · {proof.locator} · {fact.retrieved_at:%Y-%m-%d}" if proof else ""
        beside = _beside(view.said[field], words)
        proven = "\n".join(part for part in (place, beside) if part)
        table.add_row(Text(words(f"field.{field}")), _proven(value_of(fact, words), proven))
    return table


def _beside(weighed: Weighed, words: Words) -> str:
    """Who agrees, and who says something else: the last with what they say."""
    parts = []
    if weighed.agreeing:
        who = dict.fromkeys(source_of(one, words) for one in weighed.agreeing)
        parts.append(words("phrase.pair", name=words("chain.agrees"), value=", ".join(who)))
    for one in weighed.conflicting:
        said = f"{value_of(one, words)} ({source_of(one, words)})"
        parts.append(words("phrase.pair", name=words("chain.conflicts"), value=said))
    if weighed.standing in weighed.stale:
        parts.append(words("chain.old"))
    return " · ".join(parts)


def _failures(view: LeadView, words: Words) -> Text | None:
    if not view.failures:
        return None
    lines = [words("chain.failed", source=one.source, reason=one.reason) for one in view.failures]
    return Text("\n".join(lines))


def _candidates(view: LeadView, words: Words) -> Table | None:
    if not view.candidates:
        return None
    table = _table(words("lead.candidates"), "", "", "")
    for one in view.candidates:
        place = ", ".join(part for part in (one.city, one.country) if part)
        table.add_row(
            Text(one.name), Text(place), Text(f"{one.match.quality:.2f}"), Text("; ".join(one.match.reasons))
        )
    return table
