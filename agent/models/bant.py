"""What a discovery call established: Budget, Authority, Need, Timing, in the buyer's words.

One shape serves three readers: the model fills it, code checks and completes it, labelled notes are compared
with it. The docstrings below are the descriptions the model sees.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from .evidence import Span
from .noun import Noun


class Status(StrEnum):
    """How firmly the buyer side stated a slot."""

    CONFIRMED = "confirmed"
    INDICATED = "indicated"
    DENIED = "denied"
    CONTRADICTORY = "contradictory"
    NOT_RAISED = "not_raised"


class Slot(Noun):
    """What the four slots share."""

    status: Status = Status.NOT_RAISED
    quotes: tuple[str, ...] = ()
    """One to three verbatim substrings of the note, each at most 300 characters, that carry the finding by
    themselves. Empty for not_raised."""
    spans: SkipJsonSchema[tuple[Span, ...]] = ()
    """Where each quote stands in the note, in the order of `quotes`: found by code, never by a model."""


class Budget(Slot):
    """Money set aside or expected for this purchase. A price the seller names is no budget."""

    amount_min: float | None = None
    """Plain number. "up to 50k" leaves this null."""
    amount_max: float | None = None
    """Plain number. "at least 50k" leaves this null; one figure fills both."""
    currency: str | None = None
    """ISO 4217."""
    period: Literal["one_off", "month", "year", "user_month", "user_year"] | None = None
    tax: Literal["excluded", "included"] | None = None
    """"excluded" for HT or excl. VAT, "included" for TTC."""


class Person(Noun):
    """Somebody on the buyer side with a part in the decision."""

    name: str | None = None
    role: str | None = None
    part: Literal["decides", "signs", "influences", "uses", "blocks"]


class Authority(Slot):
    """Who decides, signs, influences or blocks on the buyer side."""

    people: tuple[Person, ...] = ()


class Need(Slot):
    """The problem, and what it costs them."""

    pains: tuple[str, ...] = ()
    """Each pain with its figure or consequence, in the note's language."""


class Timing(Slot):
    """When the buyer decides, else when they need it. Next-step meetings are never timing."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    from_: date | None = Field(None, alias="from")
    """First day of the window; null for a deadline."""
    to: date | None = None
    """Last day of the window, or the deadline."""
    event: str | None = None
    """What forces the date, or the second date named."""


class NextStep(Noun):
    """Something somebody promised to do."""

    what: str
    who: Literal["us", "them", "both"] | None = None
    due: date | None = None


class Bant(Noun):
    """Everything one note establishes. Null means the note does not say."""

    language: Literal["fr", "en"]
    """The language most of the note is in."""
    call_date: date | None = None
    """As the note says, or given with it."""
    budget: Budget = Budget()
    authority: Authority = Authority()
    need: Need = Need()
    timing: Timing = Timing()
    competitors: tuple[str, ...] = ()
    """Rival or incumbent vendors named in the note; generic tools are none."""
    next_steps: tuple[NextStep, ...] = ()
    disqualifiers: tuple[str, ...] = ()
    """Student, competitor, personal project, outside territory, no consent …: only where the note says so."""
    summary: str = ""
    """At most five lines for the CRM: situation, need, money, people, timing and next steps. Every amount, date
    and name stands in the note."""

    def slots(self) -> dict[str, Slot]:
        """The four slots by name, in BANT order."""
        return {"budget": self.budget, "authority": self.authority, "need": self.need, "timing": self.timing}


class Reading(Noun):
    """One note, read: its BANT with located quotes, and what the checks threw out."""

    id: str
    """"R" and a fingerprint of note, text and reader."""
    note_id: str
    lead_id: str | None = None
    bant: Bant
    mode: str
    """"offline", or the model's name."""
    dropped: tuple[str, ...] = ()
    """What failed its check and was left out, in plain words: "budget: quote not in the note"."""
    flagged: tuple[Span, ...] = ()
    """Stretches that read like instructions to a machine; no evidence, shown to the rep."""


class Established(Noun):
    """What all readings of one lead establish together."""

    bant: Bant
    notes: dict[str, str] = Field(default_factory=dict)
    """Slot name → id of the note its finding comes from."""
