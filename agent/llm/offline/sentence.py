"""A sentence, with what is known of it from within (its cues) and from without (who says it, what it is about)."""

from __future__ import annotations

from dataclasses import dataclass, field

from .cues import Cue

SLOTS = ("budget", "authority", "need", "timing")
LONGEST = 300
"""Characters of a quote."""


@dataclass(slots=True, eq=False)
class Sentence:
    """One sentence, or one line of a typed note."""

    start: int
    end: int
    line: int
    """Number of the line or turn it belongs to."""
    turn: int | None = None
    """Number of the turn, in a transcript."""
    speaker: str | None = None
    side: str | None = None
    voice: str | None = None
    """Whose words it holds, folded: the speaker's name, or in a typed note whoever it says, if only "he" or "she"."""
    topic: str | None = None
    """The slot or section of its heading."""
    asked: frozenset[str] = frozenset()
    """The slots of the question it answers."""
    question: tuple[int, int] | None = None
    """Where that question stands."""
    asks: bool = False
    cues: list[Cue] = field(default_factory=list)
    names: frozenset[str] = frozenset()
    """The names of its cues."""
    number: int = 0
    """Its place among the note's sentences."""
    body: int = 0
    """Where its words begin, past a heading on its line."""

    def of(self, *names: str) -> list[Cue]:
        """Its cues of these groups, in order."""
        if self.names.isdisjoint(names):
            return []
        return [cue for cue in self.cues if cue.name in names]

    def has(self, *names: str) -> bool:
        """Whether one of these groups is met in it."""
        return not self.names.isdisjoint(names)

    def about(self, slot: str) -> bool:
        """Whether its heading or the question before it says it is about this slot."""
        return self.topic == slot or slot in self.asked
