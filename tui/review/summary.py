"""One lead in plain lines, top to bottom: for the clipboard, for a screen reader, for whoever prints it."""

from __future__ import annotations

from collections.abc import Iterator

from agent.models.account import FIELDS
from tui.words import Label, Words

from .desk import LeadView
from .phrases import bounds_of, decision_of, finding_of, mode_of, name_of, signed, source_of, value_of


def lines(view: LeadView, label: Label, words: Words) -> Iterator[str]:
    """Who; what is proposed and why, point by point; what was said; what the company is; what was decided."""
    lead = view.lead
    yield ", ".join(part for part in (name_of(lead, words), lead.title, lead.company, lead.city) if part)
    if contact := ", ".join(part for part in (lead.email, lead.phone) if part):
        yield contact
    yield from _proposal(view, label, words)
    yield from _said(view, words)
    for field in FIELDS:
        if fact := view.facts.get(field):
            value = f"{value_of(fact, words)} ({source_of(fact, words)})"
            yield words("phrase.pair", name=words(f"field.{field}"), value=value)
    for one in view.candidates:
        yield words("phrase.pair", name=words("lead.candidates"), value=f"{one.name} {one.match.quality:.0%}")
    for decision in view.log:
        reason = f" — {decision.reason}" if decision.reason else ""
        yield decision_of(decision, words) + reason


def _proposal(view: LeadView, label: Label, words: Words) -> Iterator[str]:
    proposal = view.proposal
    if proposal is None:
        yield words("score.none")
        return
    score = proposal.score
    yield words("plain.score", stage=words(f"stage.{proposal.stage}"), total=score.total)
    if bounds := bounds_of(score, label, words):
        yield bounds
    yield mode_of(proposal, words)
    yield proposal.rationale
    for part in score.contributions:
        name, level = label(part.criterion, None), label(part.criterion, part.level)
        yield words("plain.points", criterion=name, level=level, points=signed(part.points))
    for gap in view.gaps(proposal.stage):
        yield f"{words('decide.accept_gaps')} {gap.why}"


def _said(view: LeadView, words: Words) -> Iterator[str]:
    for read in view.notes:
        if read.reading is None:
            continue
        for name, slot in read.reading.bant.slots().items():
            status, finding = words(f"status.{slot.status}"), finding_of(slot, words)
            yield words("plain.slot", slot=words(f"slot.{name}"), status=status, finding=finding).rstrip()
            yield from (words("plain.said", quote=" ".join(quote.split())) for quote in slot.quotes)
