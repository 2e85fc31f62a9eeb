"""The questions the desk asks. Each answers with its result, or None when the person backs out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from agent.lifecycle import Policy, settable
from agent.models.decision import Decision
from agent.models.score import Gate, Stage
from agent.store.queue import QueueFilter
from tui.words import Words, catalogue

from .theme import QUIET, STAGE_STYLES, STRONG
from .typeset import hang, say, spread, stack

Answer = TypeVar("Answer")
PROPOSED = (Stage.SQL, Stage.EQL, Stage.MQL, Stage.NURTURING, Stage.LEAD, Stage.DISQUALIFIED)
"""The stages a proposal can have, those to call first."""
ROOM = 66
"""Cells of text in a dialog."""


class Choices(OptionList):
    """A short list to choose from, with the desk's keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    def __init__(self, options: Iterable[tuple[str, Content]], *, title: str = "", id: str) -> None:
        super().__init__(*(Option(text, id=key) for key, text in options), id=id, markup=False)
        self.border_title = Content(title)


class Dialog(ModalScreen[Answer]):
    """A box over the desk. Escape always backs out."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", show=False)]

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words

    def question(self, text: str) -> Static:
        """The question."""
        return Static(say(text, STRONG), classes="title")

    def hint(self, key: str) -> Static:
        """What the keys do here."""
        return Static(say(self.words(key), QUIET), classes="hint")


class ReasonDialog(Dialog[Answer]):
    """What dialogs that need a reason share: common reasons, a line for another, a complaint without one."""

    def reasons(self, only: Sequence[str] = ()) -> ComposeResult:
        """The list of common reasons; all of them unless named."""
        known = only or tuple(catalogue()["reason"])
        yield Choices(
            ((key, Content(self.words(f"reason.{key}"))) for key in known),
            title=self.words("decide.reason"),
            id="reasons",
        )

    def line(self) -> Input:
        """Where the reason is written."""
        return Input(placeholder=self.words("decide.reason_hint"), max_length=500, id="reason")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A common reason fills the line; Enter there stores it."""
        if event.option_list.id == "reasons" and event.option.id:
            line = self.query_one("#reason", Input)
            line.value = self.words(f"reason.{event.option.id}")
            line.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if reason := event.value.strip():
            self.stored(reason)
        else:
            self.query_one(".hint", Static).update(say(self.words("decide.reason_needed"), "bold $error"))

    def stored(self, reason: str) -> None:
        """The person gave this reason."""
        raise NotImplementedError


class AcceptOverGap(ReasonDialog[str]):
    """Accepting while something is not verified: shows what, and asks why. Answers with the reason."""

    def __init__(self, words: Words, name: str, stage: Stage, gaps: Sequence[Gate]) -> None:
        super().__init__(words)
        self.name_, self.stage, self.gaps = name, stage, gaps

    def compose(self) -> ComposeResult:
        stage = self.words(f"stage.{self.stage}")
        gaps = [hang(say("?", "bold $warning"), [gap.why], 2, ROOM) for gap in self.gaps]
        with Vertical():
            yield self.question(self.words("decide.accept_title", name=self.name_, stage=stage))
            yield Static(stack(say(self.words("decide.accept_gaps"), QUIET), *gaps))
            yield from self.reasons(("verified", "met"))
            yield self.line()
            yield self.hint("decide.confirm")

    def stored(self, reason: str) -> None:
        self.dismiss(reason)


class Override(ReasonDialog[tuple[Stage, str]]):
    """Another stage than the proposed one. Answers with stage and reason."""

    def __init__(self, words: Words, name: str, proposed: Stage) -> None:
        super().__init__(words)
        self.name_, self.proposed = name, proposed

    def compose(self) -> ComposeResult:
        proposed = self.words(f"stage.{self.proposed}")
        with Vertical():
            yield self.question(self.words("decide.override_title", name=self.name_, stage=proposed))
            with Horizontal():
                yield Choices(
                    ((stage, _stage(stage, self.words)) for stage in settable() if stage != self.proposed),
                    title=self.words("decide.stage"),
                    id="stages",
                )
                yield from self.reasons()
            yield self.line()
            yield self.hint("decide.confirm")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        super().on_option_list_option_selected(event)
        if event.option_list.id == "stages":
            self.query_one("#reasons").focus()

    def stored(self, reason: str) -> None:
        chosen = self.query_one("#stages", Choices)
        option = chosen.highlighted_option
        if option and option.id:
            self.dismiss((Stage(option.id), reason))


class Reject(Dialog[tuple[str, str]]):
    """Back to marketing, for a reason of the closed list. Answers with its code and the words added, if any."""

    def __init__(self, words: Words, name: str, policy: Policy) -> None:
        super().__init__(words)
        self.name_, self.policy = name, policy

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self.question(self.words("decide.reject_title", name=self.name_))
            yield Choices(
                ((code, Content(text)) for code, text in self._names().items()),
                title=self.words("decide.reason"),
                id="codes",
            )
            yield Input(placeholder=self.words("decide.reject_hint"), max_length=500, id="reason")
            yield self.hint("decide.confirm")

    def _names(self) -> dict[str, str]:
        return {code: one.name(self.words.language) for code, one in self.policy.reject_reasons.items()}

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A reason chosen, there may be more to say; Enter there stores it."""
        if event.option_list.id == "codes":
            self.query_one("#reason", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        chosen = self.query_one("#codes", Choices).highlighted_option
        if chosen and chosen.id:
            self.dismiss((chosen.id, event.value.strip()))


class UndoAnother(Dialog[bool]):
    """Taking back a decision that was not made in this sitting. Answers True."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "dismiss(True)", show=False)]

    def __init__(self, words: Words, name: str, decision: Decision) -> None:
        super().__init__(words)
        self.name_, self.decision = name, decision

    def compose(self) -> ComposeResult:
        decision = self.decision
        with Vertical():
            yield self.question(self.words("decide.undo_title", actor=decision.actor, name=self.name_))
            stage = _stage(decision.stage, self.words) if decision.stage else ""
            yield Static(spread([stage, self.words.moment(decision.at), decision.reason or ""]))
            yield self.hint("decide.confirm")


class Filter(Dialog[QueueFilter]):
    """Which leads to show. Answers with the new filter."""

    def __init__(self, words: Words, shown: QueueFilter) -> None:
        super().__init__(words)
        self.shown = shown

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self.question(self.words("filter.title"))
            yield Choices(self._options(), id="filters")
            yield self.hint("decide.choose")

    def _options(self) -> Iterable[tuple[str, Content]]:
        box = "☑" if self.shown.undecided_only else "☐"
        yield "undecided", Content(f"{box} {self.words('filter.undecided')}")
        for stage in (None, *PROPOSED):
            dot = say("● " if stage == self.shown.stage else "○ ")
            yield (
                stage or "all",
                dot + (_stage(stage, self.words) if stage else Content(self.words("filter.all"))),
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        match event.option.id:
            case "undecided":
                self.dismiss(replace(self.shown, undecided_only=not self.shown.undecided_only))
            case "all" | None:
                self.dismiss(replace(self.shown, stage=None))
            case stage:
                self.dismiss(replace(self.shown, stage=Stage(stage)))


def _stage(stage: Stage, words: Words) -> Content:
    return say(words(f"stage.{stage}"), STAGE_STYLES[stage])
