"""The review desk line by line, for screen readers, dumb terminals and scripts."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TextIO

from agent.errors import LeadsiftError
from agent.lifecycle import Policy, settable
from agent.models.decision import Decision
from agent.rubric import load_rubric
from agent.settings import Language
from agent.store import open_store
from agent.store.queue import QueueFilter
from tui.words import Label, Words

from . import summary
from .desk import Desk, LeadView
from .phrases import decision_of, note_name, shown_name


class _Over(Exception):
    """The answers ended, or the person quit."""


class PlainDesk:
    """One sitting over the leads that are left to decide."""

    def __init__(self, desk: Desk, label: Label, words: Words, answers: TextIO, page: TextIO) -> None:
        self.desk, self.label, self.words = desk, label, words
        self.answers, self.page = answers, page
        self.decided: list[str] = []

    def sit(self) -> None:
        """Lead after lead until none is left, the answers end, or the person quits."""
        try:
            seqs = self.desk.queue(QueueFilter(undecided_only=True))
            for place, seq in enumerate(seqs, 1):
                for row in self.desk.rows([seq]):
                    if row.decided_stage is None:  # else somebody decided in the meantime
                        self._one(row.lead_id, place, len(seqs))
            self._say(self.words("plain.done"))
        except _Over:
            pass
        except KeyboardInterrupt:
            self._say("")
        self._say(self.words("plain.bye", n=len(self.decided)))

    def _one(self, lead_id: str, place: int, total: int) -> None:
        view = self.desk.view(lead_id)
        self._say("")
        self._say(self.words("plain.lead", here=place, n=total, name=shown_name(view.lead)))
        for line in summary.lines(view, self.label, self.words):
            self._say(line)
        while self._again(view):
            view = self.desk.view(lead_id)

    def _again(self, view: LeadView) -> bool:
        """Ask what to do with this lead and do it; True to ask once more."""
        choice = self._ask(self.words("plain.ask")).lower()
        try:
            match choice:
                case "a":
                    return not self._accept(view)
                case "o":
                    return not self._override(view)
                case "r":
                    return not self._reject(view)
                case "u":
                    self._undo()
                case "n":
                    self._notes(view)
                case "s" | "":
                    return False
                case "q":
                    raise _Over
                case _:
                    self._say(self.words("plain.unclear", text=choice))
        except LeadsiftError as error:
            self._say(str(error))
        return True

    def _accept(self, view: LeadView) -> bool:
        gaps = view.gaps(view.proposal.stage) if view.proposal else ()
        reason = self._ask(self.words("plain.ask_reason")) if gaps else None
        if gaps and not reason:
            return False
        self._tell(view, self.desk.accept(view, reason))
        return True

    def _override(self, view: LeadView) -> bool:
        stages = [s for s in settable() if view.proposal is None or s != view.proposal.stage]
        named = {stage.value: stage for stage in stages} | {
            self.words(f"stage.{stage}").lower(): stage for stage in stages
        }
        given = self._ask(self.words("plain.ask_stage", stages=", ".join(stages)))
        if given and given.lower() not in named:
            self._say(self.words("plain.unclear", text=given))
        reason = self._ask(self.words("plain.ask_reason")) if given.lower() in named else ""
        if not reason:
            return False
        self._tell(view, self.desk.override(view, named[given.lower()], reason))
        return True

    def _reject(self, view: LeadView) -> bool:
        policy = self.desk.policy
        names = (f"{code} ({one.name(self.words.language)})" for code, one in policy.reject_reasons.items())
        given = self._ask(self.words("plain.ask_code", codes=", ".join(names)))
        if given and policy.code_of(given) is None:
            self._say(self.words("plain.unclear", text=given))
        if policy.code_of(given) is None:
            return False
        self._tell(view, self.desk.reject(view, policy.code_of(given)))
        return True

    def _undo(self) -> None:
        """Take back this sitting's last decision."""
        if not self.decided:
            self._say(self.words("decide.nothing_to_undo"))
            return
        view = self.desk.view(self.decided[-1])
        self._say(f"{shown_name(view.lead)}: {decision_of(self.desk.undo(view), self.words)}")
        self.decided.pop()

    def _notes(self, view: LeadView) -> None:
        for read in view.notes:
            self._say(f"{note_name(read.note, view.lead)}\n{read.note.text}")
        if not view.notes:
            self._say(self.words("note.none"))

    def _tell(self, view: LeadView, decision: Decision) -> None:
        self.decided.append(view.lead.id)
        self._say(f"{shown_name(view.lead)}: {decision_of(decision, self.words)}")

    def _ask(self, question: str) -> str:
        print(question, end="", file=self.page, flush=True)
        answer = self.answers.readline()
        if not answer:
            self._say("")
            raise _Over
        return answer.strip()

    def _say(self, line: str) -> None:
        print(line, file=self.page)


def plain_review(
    store_url: str,
    *,
    actor: str,
    language: Language,
    rubric: Path | None = None,
    policy: Policy | None = None,
    answers: TextIO | None = None,
    page: TextIO | None = None,
) -> None:
    """Go through the leads left to decide; answers come from stdin, the page is stdout, unless given.

    Raises `StoreError` when the store cannot be opened, `BadInput` for a rubric that cannot be read.
    """
    label = partial(load_rubric(rubric).label, language=language)
    with open_store(store_url, create=False) as store:
        desk = Desk(store, actor=actor, policy=policy, language=language)
        PlainDesk(desk, label, Words(language), answers or sys.stdin, page or sys.stdout).sit()
