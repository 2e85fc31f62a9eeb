"""The lead pane: who it is, what is proposed and why, what is known of the company, what was decided."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from agent.models.account import FIELDS, Candidate
from agent.models.decision import Decision
from agent.models.lead import Lead
from agent.models.score import Gate, Proposal, Stage
from tui.words import Label, Words

from .desk import LeadView
from .phrases import bounds_of, decision_of, mode_of, name_of, source_of, value_of
from .theme import QUIET, STAGE_STYLES, STRONG
from .typeset import ends, flow, hang, heading, pill, say, spread, stack

GATE_MARKS = {True: ("✓", "$success"), False: ("×", "$error"), None: ("?", "$warning")}
LABELS = 13
"""Cells of the column of labels."""


def draw(view: LeadView, label: Label, words: Words, width: int) -> Content:
    """The whole pane for one lead."""
    return stack(
        *_person(view.lead, words, width),
        Content(""),
        *_standing(view, words, width),
        *_proposal(view.proposal, label, words, width),
        *_account(view, words, width),
        *_candidates(view.candidates, words, width),
        *_decisions(view.log, words, width),
    )


def chip(stage: Stage, words: Words) -> Content:
    """A stage as a label: its name on its colour."""
    return pill(words(f"stage.{stage}"), STAGE_STYLES[stage])


def _person(lead: Lead, words: Words, width: int) -> Iterator[Content]:
    yield say(name_of(lead, words), STRONG)
    if lead.title:
        yield Content(lead.title)
    place = [lead.city, words.country(lead.country) if lead.country else None]
    yield flow([say(lead.company, "$primary"), ", ".join(part for part in place if part)], width)
    contact = [lead.email if lead.name else None, lead.phone, lead.domain if not lead.email else None]
    if any(contact):
        yield flow([say(part, QUIET) for part in contact if part], width)
    if lead.source:
        arrived = words.day(lead.created_on) if lead.created_on else ""
        yield spread(
            [say(part, QUIET) for part in (words("lead.source", source=lead.source), arrived) if part]
        )
    if lead.consent is False:
        yield say(words("lead.no_consent"), "bold $error")
    if lead.comment:
        yield hang(Content(""), [say(f"“{lead.comment}”", "italic")], 2, width)


def _standing(view: LeadView, words: Words, width: int) -> Iterator[Content]:
    """The decision that holds, where there is one."""
    decision = view.standing
    if decision is None or decision.stage is None:
        return
    who = words("lead.decided", actor=decision.actor)
    yield ends(chip(decision.stage, words) + Content(f" {who}"), say(words.day(decision.at), QUIET), width)
    if decision.reason:
        yield hang(Content(""), [say(f"“{decision.reason}”", "italic")], 2, width)
    if view.changed:
        yield say(f"↻ {words('lead.changed')}", "$warning")
    yield Content("")


def _proposal(proposal: Proposal | None, label: Label, words: Words, width: int) -> Iterator[Content]:
    if proposal is None:
        yield say(words("score.none"), QUIET)
        return
    total = say(str(proposal.score.total), STRONG)
    yield ends(chip(proposal.stage, words) + say(f" {words('lead.proposed')}", QUIET), total, width)
    if bounds := bounds_of(proposal.score, label, words):
        yield hang(Content(""), [say(bounds, QUIET)], 0, width)
    yield Content("")
    yield Content(proposal.rationale)
    yield say(mode_of(proposal, words), QUIET)
    if proposal.gates:
        yield heading(words("lead.conditions"))
        yield from (_gate(gate, words, width) for gate in proposal.gates)


def _gate(gate: Gate, words: Words, width: int) -> Content:
    mark, style = GATE_MARKS[gate.passed]
    stage = say(f"{words(f'stage.{gate.stage}')}  ", QUIET)
    return hang(say(mark, f"bold {style}"), [stage + Content(gate.why)], 2, width)


def _account(view: LeadView, words: Words, width: int) -> Iterator[Content]:
    yield heading(words("lead.account"))
    if not view.facts:
        yield say(words("lead.unknown_account"), QUIET)
    for field in FIELDS:
        if fact := view.facts.get(field):
            yield hang(
                Content(words(f"field.{field}")),
                [Content(value_of(fact, words)), say(source_of(fact, words), QUIET)],
                LABELS,
                width,
            )


def _candidates(candidates: tuple[Candidate, ...], words: Words, width: int) -> Iterator[Content]:
    if not candidates:
        return
    yield heading(words("lead.candidates"))
    for one in candidates:
        place = ", ".join(
            part for part in (one.city, words.country(one.country) if one.country else None) if part
        )
        quality = say(f"{one.match.quality:.0%}", "$warning")
        aside = say(", ".join(one.match.reasons), QUIET)
        yield hang(quality, [one.name, one.domain or "", place, aside], 5, width)


def _decisions(log: tuple[Decision, ...], words: Words, width: int) -> Iterator[Content]:
    if not log:
        return
    yield heading(words("lead.decisions"))
    for decision in reversed(log):
        reason = say(f"“{decision.reason}”", "italic") if decision.reason else ""
        yield hang(say(str(decision.version), QUIET), [decision_of(decision, words), reason], 3, width)
