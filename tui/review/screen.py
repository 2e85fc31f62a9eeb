"""The desk's screen: reading, and deciding on what was read. What a decision means is `desk`'s business."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from agent.errors import Conflict, LeadsiftError
from agent.models.decision import Action, Decision
from tui.words import Label, Words

from . import keys
from .browsing import TO_DECIDE, Browsing
from .desk import Desk, LeadView
from .dialogs import AcceptOverGap, Override, Reject, UndoAnother
from .phrases import shown_name
from .theme import QUIET

SAID = {Action.ACCEPT: "accepted", Action.OVERRIDE: "overridden", Action.REJECT: "rejected"}


class DeskScreen(Browsing):
    """Accept, override, reject, undo."""

    BINDINGS: ClassVar[list[BindingType]] = keys.BINDINGS

    def __init__(self, desk: Desk, words: Words, label: Label) -> None:
        super().__init__(desk, words, label)
        self.mine: list[tuple[int, Decision]] = []
        """This sitting's decisions with the row they were made on, the latest last."""

    def action_accept(self) -> None:
        """Accept the proposal; over a gap, ask why first."""
        view = self._current()
        if view is None or view.proposal is None:
            self.tell(self.words("decide.nothing_proposed"), "$warning")
            return
        stage, name = view.proposal.stage, shown_name(view.lead)
        if view.standing and view.standing.stage == stage and not view.changed:
            self.tell(self.words("decide.already", name=name, stage=self.words(f"stage.{stage}")))
        elif gaps := view.gaps(stage):
            dialog = AcceptOverGap(self.words, name, stage, gaps)
            self.app.push_screen(
                dialog, lambda why: self._decide(view, self.desk.accept, why) if why else None
            )
        else:
            self._decide(view, self.desk.accept)

    def action_override(self) -> None:
        """Ask for another stage and the reason."""
        view = self._current()
        if view is None or view.proposal is None:
            self.tell(self.words("decide.nothing_proposed"), "$warning")
            return
        dialog = Override(self.words, shown_name(view.lead), view.proposal.stage)
        self.app.push_screen(
            dialog, lambda given: self._decide(view, self.desk.override, *given) if given else None
        )

    def action_reject(self) -> None:
        """Ask for the reason, and hand the lead back to marketing."""
        view = self._current()
        if view is None:
            return
        if refusal := self.desk.refusal(view, Action.REJECT):
            self.tell(refusal, "$warning")
            return
        dialog = Reject(self.words, shown_name(view.lead), self.desk.policy)
        self.app.push_screen(
            dialog, lambda given: self._decide(view, self.desk.reject, *given) if given else None
        )

    def action_undo(self) -> None:
        """Take back this sitting's last decision; without one, that on the lead at hand, once confirmed."""
        if self.mine:
            self._take_back(*self.mine.pop())
            return
        seen = self._current()
        if seen is None or seen.standing is None:
            self.tell(self.words("decide.nothing_to_undo"), QUIET)
            return
        dialog = UndoAnother(self.words, shown_name(seen.lead), seen.standing)
        self.app.push_screen(dialog, lambda sure: self._decide(seen, self.desk.undo) if sure else None)

    def _current(self) -> LeadView | None:
        """The lead under the cursor, also when its panes are still to be drawn."""
        row = self.panes.queue.here
        if row and (self.view is None or self.view.lead.id != row.lead_id):
            self._show()
        return self.view

    def _take_back(self, seq: int, mine: Decision) -> None:
        """Undo that decision and stand on its row again, also when the queue does not show it any more."""
        view = self._look(mine.lead_id)
        if view is None:
            return
        if not self.panes.queue.go_to(seq):
            self.shown = TO_DECIDE
            self.load(keep=seq)
        if view.version == mine.version:
            self._decide(view, self.desk.undo)
        else:
            self._overtaken(view, mine.version)

    def _decide(self, view: LeadView, decide: Callable[..., Decision], *what: object) -> None:
        """Store a decision on what was seen, say so, stand on the next lead; after an undo stay here."""
        row = self.panes.queue.here
        try:
            decision = decide(view, *what)
        except Conflict:
            if now := self._look(view.lead.id):
                self._overtaken(now, view.version)
            return
        except LeadsiftError as error:
            self.tell(str(error), "$error")
            return
        self.panes.queue.renew()
        if decision.action is not Action.UNDO and row:
            self.mine.append((row.seq, decision))
            self.panes.queue.action_move(1)
        self._show()
        key = "undone" if decision.stage is None else "undone_to"
        key = SAID.get(decision.action, key)
        stage = self.words(f"stage.{decision.stage}") if decision.stage else ""
        self.tell(self.words(f"decide.{key}", name=shown_name(view.lead), stage=stage), "$success")

    def _overtaken(self, now: LeadView, seen: int) -> None:
        """The lead is past version `seen`, or has a new proposal: nothing was stored; say so, show it."""
        self.panes.queue.renew()
        self._show()
        if now.version == seen:
            self.tell(self.words("decide.conflict_proposal"), "bold $warning")
            return
        last = now.log[-1]
        stage = self.words(f"stage.{last.stage}") if last.stage else self.words("action.undecided")
        day = self.words.moment(last.at)
        self.tell(self.words("decide.conflict", actor=last.actor, stage=stage, day=day), "bold $warning")
