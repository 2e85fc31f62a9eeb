"""The review desk without a screen: the queue, all there is about one lead, and what a person decides.

The screens, the line mode and `leadsift decide` stand on this. A decision is made on a `LeadView`, so that
what was seen is what is decided: if somebody decided in between, or the proposal changed, nothing is stored.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from agent.clean import clean_field
from agent.errors import BadInput, Conflict, NotFound
from agent.lifecycle import Asked, Policy, Situation, check, held, moves, open_gates, outcome
from agent.lifecycle.table import By
from agent.models.account import Candidate, Fact, FieldName, SourceFailure
from agent.models.bant import Reading
from agent.models.decision import AUTOMATION, Action, Decision
from agent.models.evidence import Evidence, Span
from agent.models.lead import Lead
from agent.models.note import Note
from agent.models.score import Gate, Proposal, Stage
from agent.settings import Language
from agent.sources.choice import good_for
from agent.store import Store, Tx, accounts, activity, decisions, evidence, leads, notes, proposals, queue
from agent.store.queue import QueueFilter, QueueRow
from agent.weigh import Weighed, weigh

SLOT_LETTERS = {"budget": "B", "authority": "A", "need": "N", "timing": "T"}


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note, and what was read in it."""

    note: Note
    reading: Reading | None

    @property
    def flagged(self) -> tuple[Span, ...]:
        """The stretches that read like instructions to a machine."""
        spans = self.reading.flagged if self.reading else ()
        return tuple(span for span in spans if span.end <= len(self.note.text))

    def stands(self, span: Span, quote: str) -> bool:
        """Whether the words are still there: a note may have been edited since it was read."""
        return self.note.text[span.start : span.end].split() == quote.split()


@dataclass(frozen=True, slots=True)
class Quote:
    """The buyer's words for one slot, and where they stand."""

    note: int
    """Which of the lead's notes, from 0."""
    slot: str
    """"budget", "authority", "need" or "timing"."""
    span: Span

    @property
    def letter(self) -> str:
        """B, A, N or T."""
        return SLOT_LETTERS[self.slot]


@dataclass(frozen=True, slots=True)
class LeadView:
    """Everything about one lead at one moment. Decisions are made on it."""

    lead: Lead
    proposal: Proposal | None
    facts: Mapping[FieldName, Fact]
    """The account's, settled: one a field."""
    candidates: tuple[Candidate, ...]
    """Records that may be the company, where it is not sure which."""
    evidence: Mapping[str, Evidence]
    """By id: the proofs of the facts and of the contributions."""
    notes: tuple[ReadNote, ...]
    log: tuple[Decision, ...]
    """Every decision, oldest first."""
    said: Mapping[FieldName, Weighed] = field(default_factory=dict)
    """What every source says of each field: what stands, agrees, conflicts, is old."""
    failures: tuple[SourceFailure, ...] = ()
    """Sources that gave no answer when the company was last looked for."""
    last: datetime | None = None
    """When something last happened: a touchpoint, a decision, else its arrival."""

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What was read of the notes."""
        return tuple(read.reading for read in self.notes if read.reading is not None)

    @property
    def version(self) -> int:
        """The last decision's; 0 before the first."""
        return self.log[-1].version if self.log else 0

    @property
    def standing(self) -> Decision | None:
        """The decision that holds: None before the first, and after an undo that left none."""
        pile = held(self.log)
        return pile[-1] if pile else None

    @property
    def changed(self) -> bool:
        """Whether the proposal is another one than was decided on."""
        return self.situation(datetime.now(UTC)).changed

    def situation(self, now: datetime) -> Situation:
        """All that counts when a move is judged at that moment."""
        quiet = (now - self.last).days if self.last else None
        return Situation.of(self.log, self.proposal, quiet)

    def gaps(self, stage: Stage) -> tuple[Gate, ...]:
        """The conditions of that stage that do not hold, or that nobody knows yet."""
        return open_gates(self.proposal, stage)

    def quotes(self) -> tuple[Quote, ...]:
        """Every quote that stands in its note, in reading order."""
        found = [
            Quote(number, name, span)
            for number, read in enumerate(self.notes)
            if read.reading
            for name, slot in read.reading.bant.slots().items()
            for span, words in zip(slot.spans, slot.quotes, strict=False)
            if read.stands(span, words)
        ]
        return tuple(sorted(found, key=lambda quote: (quote.note, quote.span.start, quote.letter)))


class Desk:
    """The desk of one person over one store."""

    def __init__(
        self,
        store: Store,
        *,
        actor: str,
        now: Callable[[], datetime] | None = None,
        policy: Policy | None = None,
        language: Language = "en",
    ) -> None:
        self.store, self.actor = store, clean_field(actor)
        self.now = now or (lambda: datetime.now(UTC))
        self.policy, self.language = policy or Policy(), language

    def queue(self, shown: QueueFilter) -> array[int]:
        """The row numbers of the leads to show, in order: 8 bytes a lead."""
        with self.store.read() as tx:
            return queue.snapshot(tx, shown)

    def rows(self, seqs: Sequence[int]) -> list[QueueRow]:
        """What the queue shows of those leads."""
        with self.store.read() as tx:
            return queue.page(tx, seqs)

    def find(self, text: str) -> LeadView:
        """The lead of that id, beginning of an id, or e-mail. Raises `NotFound`."""
        with self.store.read() as tx:
            return _view(tx, leads.find(tx, text))

    def view(self, lead_id: str) -> LeadView:
        """All about the lead of that id. Raises `NotFound`."""
        with self.store.read() as tx:
            lead = leads.get(tx, lead_id)
            if lead is None:
                raise NotFound(f"there is no lead {lead_id}")
            return _view(tx, lead)

    def accept(self, view: LeadView, reason: str | None = None) -> Decision:
        """The proposed stage holds from now on. Raises as `decide` does."""
        return self.decide(view, Action.ACCEPT, reason=reason)

    def override(self, view: LeadView, stage: Stage | None, reason: str | None) -> Decision:
        """Another stage than the proposed one holds from now on. Raises as `decide` does."""
        return self.decide(view, Action.OVERRIDE, stage=stage, reason=reason)

    def reject(self, view: LeadView, code: str | None, reason: str | None = None) -> Decision:
        """Back to marketing, for a reason of the policy's list and perhaps a few words. Raises as `decide` does."""
        return self.decide(view, Action.REJECT, code=code, reason=reason)

    def refusal(self, view: LeadView, action: Action) -> str | None:
        """Why the table of transitions has no such move for this lead; None when it has, whatever else it asks for."""
        state = view.situation(self.now()).state
        if any(move.action is action for move in moves(state)):
            return None
        refused = check(Asked(action), Situation(state))
        return refused.why(self.language) if refused else None

    def undo(self, view: LeadView, reason: str | None = None) -> Decision:
        """The decision before the standing one holds again, or none. Raises as `decide` does."""
        return self.decide(view, Action.UNDO, reason=reason)

    def decide(
        self,
        view: LeadView,
        action: Action,
        *,
        stage: Stage | None = None,
        reason: str | None = None,
        code: str | None = None,
    ) -> Decision:
        """Store one decision on what `view` shows: `stage` is an override's, `code` a rejection's.

        Raises `BadInput` with the reason in the desk's language where the table of transitions does not allow it;
        `Conflict` when the lead is not as `view` shows it any more.
        """
        by: By = "automation" if self.actor == AUTOMATION else "person"
        asked, now = Asked(action, by, stage, _said(reason), code), self.now()
        situation = view.situation(now)
        if refusal := check(asked, situation, self.policy):
            raise BadInput(refusal.why(self.language), remedy=refusal.remedy(self.language))
        named = self.policy.reject_reasons[code].name(self.language) if code else None
        pile, seen = held(view.log), view.proposal
        of = pile[-2:][0] if action is Action.UNDO else None  # what it returns to, else what it undoes
        decision = Decision(
            lead_id=view.lead.id,
            version=view.version + 1,
            action=action,
            stage=outcome(asked, situation),
            reason=": ".join(part for part in (named, asked.reason) if part) or None,
            reason_code=code,
            actor=self.actor,
            at=now,
            proposal_id=of.proposal_id if of else seen.id if seen else "",
            rubric=of.rubric if of else seen.score.rubric if seen else "",
        )
        with self.store.write() as tx:
            latest = proposals.latest(tx, [view.lead.id]).get(view.lead.id)
            if action is not Action.UNDO and latest and seen and latest.id != seen.id:
                raise Conflict("the proposal changed since it was shown; look at the new one first")
            decisions.record(tx, decision)
        return decision


def _view(tx: Tx, lead: Lead) -> LeadView:
    proposal = proposals.latest(tx, [lead.id]).get(lead.id)
    said = weigh(
        accounts.facts(tx, [lead.account_id]).get(lead.account_id, ()), datetime.now(UTC), days=good_for
    )
    facts = {name: weighed.standing for name, weighed in said.items()}
    enrichment = accounts.latest_enrichment(tx, lead.account_id)
    by_note = {reading.note_id: reading for reading in notes.readings(tx, [lead.id]).get(lead.id, ())}
    cited = {fact.evidence for fact in facts.values()}
    cited.update(proof for c in (proposal.score.contributions if proposal else ()) for proof in c.evidence)
    return LeadView(
        lead=lead,
        proposal=proposal,
        facts=facts,
        said=said,
        failures=enrichment.failures if enrichment else (),
        candidates=enrichment.candidates if enrichment and enrichment.outcome == "ambiguous" else (),
        evidence=evidence.get_many(tx, sorted(cited)),
        notes=tuple(
            ReadNote(note, by_note.get(note.id)) for note in notes.of_leads(tx, [lead.id]).get(lead.id, ())
        ),
        log=decisions.log(tx, lead.id),
        last=activity.last(tx, [lead]).get(lead.id),
    )


def _said(reason: str | None) -> str | None:
    """A reason with something in it, on one line, fit to be shown."""
    return clean_field(reason) or None if reason else None
