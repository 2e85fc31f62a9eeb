"""The rubric: what marketing and sales agreed a good lead is. Every number and word of it is in its file.

`default.toml` shows the form with comments. What a file cannot mean (points that do not sum, thresholds out
of reach, levels that do not exist) is refused here, where it stands; `criteria` does so for levels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from agent.models.noun import Noun, fingerprint
from agent.models.score import Family
from agent.models.touchpoint import Kind

from .criteria import Bant, Criterion, Ecosystem, FitCriterion, Frequency, Intent, Language, Named, Recency
from .words import Phrases, fold

Slot = Literal["budget", "authority", "need", "timing"]


class TouchpointKind(Named):
    """What one kind of interaction is worth, and what it tells."""

    points: float
    """Fresh. Above 0 it counts towards recency, frequency and depth; below 0 it is a withdrawal."""
    at_most: float | None = None
    """What all interactions of the kind can give to depth together."""
    trigger: bool = False
    buying_signal: bool = False
    integration: bool = False
    """Shows a partner's integration in use."""


class Most(Noun):
    """The most each family can give."""

    fit: int
    intent: int
    ecosystem: int = 0
    bant: int


class IntentMost(Noun):
    """The most each criterion of intent can give, and a withdrawal take."""

    recency: int = Field(ge=0)
    frequency: int = Field(ge=0)
    depth: int = Field(ge=0)
    withdrawal: int = Field(ge=0)


class Thresholds(Noun):
    """What a marketing qualified lead must reach, both."""

    fit: int
    intent: int


class Profile(Named):
    """One way a lead reaches us, with its maxima and thresholds."""

    max: Most
    intent: IntentMost
    mql: Thresholds
    eql: int | None = None
    """What fit, intent and ecosystem must add up to; None where there is no ecosystem."""

    @model_validator(mode="after")
    def _sums(self) -> Self:
        intent = self.intent.recency + self.intent.frequency + self.intent.depth
        if intent != self.max.intent:
            raise ValueError(
                f"recency, frequency and depth give {intent} at most, max says {self.max.intent}"
            )
        if self.mql.fit > self.max.fit or self.mql.intent > self.max.intent:
            raise ValueError("a threshold of mql is out of reach")
        if self.eql is not None and self.eql > self.max.fit + self.max.intent + self.max.ecosystem:
            raise ValueError("the threshold eql is out of reach")
        return self


class Eql(Noun):
    """What an ecosystem qualified lead needs besides its threshold and its partner source."""

    triggers: int = Field(ge=0)
    """Different kinds of trigger."""
    buying_signals: int = Field(ge=0)
    active_days: int = Field(gt=0)
    """An integration touched within so many days is in active use."""
    both_sides: Literal["asked", "required"] = "asked"
    """Whether a lead that has all but the word of sales and partner is proposed as EQL, that gate open, or only once
    both have confirmed it."""


class Sql(Noun):
    """When a person is asked to take a lead over."""

    needed: dict[Slot, Literal["contradictory", "indicated", "confirmed"]]
    """The least firm status of each slot that will do. A slot left out may stay open."""
    confirmed: int = Field(ge=0, le=4)
    """How many of the four must be confirmed."""
    nurturing_when_denied: tuple[Slot, ...] = ()


class Disqualifier(Named):
    """What rules a lead out whatever its score."""

    levels: tuple[str, ...] = ()
    """`criterion.level` of the fit criteria."""
    said: tuple[str, ...] = ()
    """Words of a disqualifier that a note states."""
    status: tuple[str, ...] = ()
    """Words of the company's status."""
    companies: tuple[str, ...] = ()
    """Names or domains."""
    consent: bool = False
    """Whether a refused consent is it."""

    @cached_property
    def said_phrases(self) -> Phrases:
        """`said`, ready to be matched."""
        return Phrases({"said": self.said})

    @cached_property
    def status_phrases(self) -> Phrases:
        """`status`, ready to be matched."""
        return Phrases({"status": self.status})

    @model_validator(mode="after")
    def _matches(self) -> Self:
        self.said_phrases, self.status_phrases  # noqa: B018  raises for a phrase without letters
        return self

    @cached_property
    def company_keys(self) -> frozenset[str]:
        """`companies`, folded."""
        return frozenset(map(fold, self.companies))


class Told(Noun):
    """What the words of a lead's source tell."""

    bought: tuple[str, ...] = ()
    """A list without a trace of their own."""
    referral: tuple[str, ...] = ()
    """A partner referred the lead."""
    overlap: tuple[str, ...] = ()
    """A partner has the account too, no more."""

    @cached_property
    def phrases(self) -> Phrases:
        """The three lists, ready to be matched."""
        return Phrases({"bought": self.bought, "referral": self.referral, "overlap": self.overlap})

    @model_validator(mode="after")
    def _matches(self) -> Self:
        self.phrases  # noqa: B018  raises for a phrase of two lists
        return self


class Rubric(Noun):
    """The whole agreement."""

    name: str
    version: str
    profiles: dict[Literal["direct", "partner"], Profile]
    fit: dict[str, FitCriterion] = Field(min_length=1)
    intent: Intent
    touchpoints: dict[Kind, TouchpointKind]
    ecosystem: Ecosystem
    bant: Bant
    eql: Eql
    sql: Sql
    disqualifiers: dict[str, Disqualifier]
    told: Told = Told()

    @cached_property
    def reference(self) -> str:
        """`name@version#digest`: of what it says, not of how its file is laid out."""
        return f"{self.name}@{self.version}#{fingerprint(self.model_dump_json(), size=4)}"

    @cached_property
    def slots(self) -> dict[str, Criterion]:
        """The BANT criteria by slot."""
        bant = self.bant
        return {"budget": bant.budget, "authority": bant.authority, "need": bant.need, "timing": bant.timing}

    def criteria(self) -> Iterator[tuple[Family, str, Criterion]]:
        """Every criterion with levels of fixed points."""
        yield from (("fit", id, criterion) for id, criterion in self.fit.items())
        yield ("ecosystem", "partner_signal", self.ecosystem.partner_signal)
        yield ("ecosystem", "partner_tier", self.ecosystem.partner_tier)
        yield from (("bant", id, criterion) for id, criterion in self.slots.items())

    def label(self, criterion: str, level: str | None = None, language: Language = "en") -> str:
        """The name of a criterion, or of one of its levels. An id that is not here stands for itself."""
        found = self._names.get(criterion if level is None else f"{criterion}.{level}")
        return found.name(language) if found else (level or criterion)

    @cached_property
    def _names(self) -> dict[str, Named]:
        names = {f"{id}.none": named for id, named in _NOTHING.items()}
        for id, fading in self.intent.by_id().items():
            names[id] = fading
            levels = fading.levels if isinstance(fading, Recency | Frequency) else self.touchpoints
            names |= {f"{id}.{level}": named for level, named in levels.items()}
        for _, id, criterion in self.criteria():
            names[id] = criterion
            names |= {f"{id}.{level}": named for level, named in criterion.levels.items()}
        return names

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if missing := [kind.value for kind in Kind if kind not in self.touchpoints]:
            raise ValueError(f"touchpoints: says nothing of {', '.join(missing)}")
        if len(self.profiles) < 2:
            raise ValueError("profiles: direct and partner are both needed")
        ids = [id for _, id, _ in self.criteria()] + list(self.intent.by_id())
        if twice := [id for id, times in Counter(ids).items() if times > 1]:
            raise ValueError(f"{twice[0]}: two criteria of that name")
        self._check_sums()
        for id, disqualifier in self.disqualifiers.items():
            for place in disqualifier.levels:
                criterion, _, level = place.partition(".")
                if criterion not in self.fit or level not in self.fit[criterion].levels:
                    raise ValueError(f"disqualifiers.{id}: there is no level {place}")
        return self

    def _check_sums(self) -> None:
        most: Counter[str] = Counter()
        for family, _, criterion in self.criteria():
            most[family] += criterion.high
        for id, profile in self.profiles.items():
            given = profile.max
            for family, says in (("fit", given.fit), ("bant", given.bant), ("ecosystem", given.ecosystem)):
                if most[family] != says and not (family == "ecosystem" and says == 0):
                    raise ValueError(f"profiles.{id}: {family} gives {most[family]} at most, max says {says}")


_NOTHING: dict[str, Named] = {
    **dict.fromkeys(("recency", "frequency", "depth"), Named(en="no interaction", fr="aucune interaction")),
    "withdrawal": Named(en="no withdrawal", fr="aucun retrait"),
}
