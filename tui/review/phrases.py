"""How the nouns read in a sentence: plain text in, plain text out, nothing of a screen in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from agent.models.account import Band, Fact, Money, Value
from agent.models.bant import Authority, Budget, Need, NextStep, Person, Slot, Timing
from agent.models.decision import Decision
from agent.models.lead import Lead
from agent.models.meddicc import (
    Champion,
    Competition,
    DecisionCriteria,
    DecisionProcess,
    EconomicBuyer,
    Metrics,
)
from agent.models.note import Note
from agent.models.score import Proposal, Score
from agent.rubric import deciding
from tui.words import Label, Words, catalogue


def name_of(lead: Lead, words: Words) -> str:
    """Who to ask for: the person, else the e-mail, else that nobody is named."""
    return lead.name or lead.email or words("lead.unnamed")


def shown_name(lead: Lead) -> str:
    """What a message calls the lead: the person, else the company."""
    return lead.name or lead.company or lead.email or lead.id


def note_name(note: Note, lead: Lead) -> str:
    """The note's name as its file has it: in the store it carries the lead's id as well."""
    return note.id.removesuffix(f"@{lead.id}")


def span_of(low: float | None, high: float | None, write: Callable[[float], str], words: Words) -> str:
    """A figure, a range, or one of its open ends; empty when both are."""
    if low is None:
        return words("phrase.up_to", high=write(high)) if high is not None else ""
    if high is None:
        return words("phrase.at_least", low=write(low))
    return write(low) if low == high else words("phrase.between", low=write(low), high=write(high))


def value_of(fact: Fact, words: Words) -> str:
    """A fact's value as a person writes it."""
    value: Value = fact.value
    if isinstance(value, Band):
        return span_of(value.min, value.max, words.number, words)
    if isinstance(value, Money):
        text = span_of(value.min, value.max, lambda amount: words.money(amount, value.currency), words)
        return f"{text} ({value.year})" if value.year else text
    if isinstance(value, dict):
        return ", ".join(f"{scheme.upper()} {number}" for scheme, number in value.items())
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, int):
        return str(value) if fact.field == "founded" else words.number(value)
    return words.country(value) if fact.field == "country" else value


def source_of(fact: Fact, words: Words) -> str:
    """Who says so, and since when: "directory, 12 May 2026"."""
    source = words.known("source", fact.source)
    return f"{source}, {words.day(fact.as_of)}" if fact.as_of else source


def finding_of(slot: Slot, words: Words) -> str:
    """What a slot establishes, in a few words; empty where only its status is known."""
    match slot:
        case Budget():
            return _budget(slot, words)
        case Authority() | EconomicBuyer() | Champion():
            return ", ".join(_person(person, words) for person in slot.people)
        case Need():
            return "; ".join(slot.pains)
        case Metrics():
            return "; ".join(slot.figures)
        case DecisionCriteria():
            return "; ".join(slot.criteria)
        case DecisionProcess():
            return " → ".join(slot.steps)
        case Competition():
            return ", ".join(slot.vendors)
        case Timing():
            return " · ".join(part for part in (_window(slot.from_, slot.to, words), slot.event) if part)
    return ""


def _budget(slot: Budget, words: Words) -> str:
    amount = span_of(slot.amount_min, slot.amount_max, lambda sum: words.money(sum, slot.currency), words)
    period = words(f"period.{slot.period}") if slot.period and amount else ""
    tax = words(f"tax.{slot.tax}") if slot.tax and amount else ""
    return " ".join(part for part in (amount, tax, period) if part)


def _person(person: Person, words: Words) -> str:
    who = ", ".join(part for part in (person.name, person.role) if part)
    return f"{who} ({words(f'part.{person.part}')})" if who else words(f"part.{person.part}")


def _window(first: date | None, last: date | None, words: Words) -> str:
    if first and last:
        if first == last:
            return words.day(first)
        return words("phrase.window", first=words.day(first), last=words.day(last))
    if last:
        return words("phrase.before", day=words.day(last))
    return words("phrase.after", day=words.day(first)) if first else ""


def step_of(step: NextStep, words: Words) -> str:
    """A promise: what, who, by when."""
    who = words(f"who.{step.who}") if step.who else ""
    due = words("phrase.before", day=words.day(step.due)) if step.due else ""
    aside = ", ".join(part for part in (who, due) if part)
    return f"{step.what} ({aside})" if aside else step.what


def decision_of(decision: Decision, words: Words) -> str:
    """One line of the log: when, who, what, and the stage that holds since."""
    stage = words(f"stage.{decision.stage}") if decision.stage else words("action.undecided")
    done = words(f"action.{decision.action}")
    return f"{words.moment(decision.at)} · {decision.actor} {done} → {stage}"


def mode_of(proposal: Proposal, words: Words) -> str:
    """Which engine read the lead: its name, and for the embedded one what that means."""
    if proposal.mode != "offline":
        return proposal.mode
    return words("phrase.pair", name=words("desk.offline"), value=words("desk.offline_long"))


def bounds_of(score: Score, label: Label, words: Words) -> str:
    """What the unknown could still change, and which answer would most; empty when nothing is unknown."""
    if score.floor == score.ceiling:
        return ""
    bounds = words("score.bounds", total=score.total, floor=score.floor, ceiling=score.ceiling)
    widest = deciding(score.contributions)
    if widest is None:
        return bounds
    id = widest.criterion
    named = words(f"criterion.{id}") if id in catalogue()["criterion"] else label(id, None)
    return words("score.bounds_decided", bounds=bounds, criterion=named)


def signed(points: int) -> str:
    """+12, −5, 0: with a true minus sign."""
    return f"{points:+d}".replace("-", "−") if points else "0"
