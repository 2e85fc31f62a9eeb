"""Which stage to propose, and every condition it hangs on.

The system proposes, a person decides: what only a person can settle is shown open and blocks nothing,
unless the rubric says that both sides confirm an EQL before it is one.

    ruled out                                     → disqualified
    fit and intent past their thresholds          → MQL
    partner lead with all an EQL needs            → EQL
    … and the call established what sales needs   → SQL, for a person to accept
    fit past its threshold, but not engaged       → nurturing
    anything else                                 → lead
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from agent.models.bant import Status
from agent.models.score import Gate, Score, Stage
from agent.models.touchpoint import Kind

from .case import Case
from .criteria import UNKNOWN, Language
from .ecosystem import signal, tier_of
from .rubric import Disqualifier, Profile, Rubric
from .wording import WORDS, phrase
from .words import fold

_FIRMNESS = (Status.NOT_RAISED, Status.DENIED, Status.CONTRADICTORY, Status.INDICATED, Status.CONFIRMED)


def propose_stage(
    case: Case, score: Score, rubric: Rubric, language: Language = "en"
) -> tuple[Stage, tuple[Gate, ...]]:
    """The stage to propose and its gates, each with why in that language. `score` is the case's own."""
    asked = _Asked(case, score, rubric, language)
    ruled_out = tuple(asked.ruled_out())
    gates = (*(ruled_out or asked.not_ruled_out()), *asked.mql(), *asked.eql(), *asked.sql())
    return _stage(asked, bool(ruled_out), {gate.name: gate.passed for gate in gates}), gates


def _stage(asked: _Asked, ruled_out: bool, passed: dict[str, bool | None]) -> Stage:
    if ruled_out:
        return Stage.DISQUALIFIED
    in_target = all(passed[gate] for gate in ("company_known", "source_examined", "fit_threshold"))
    if not in_target:
        return Stage.LEAD
    eql = ["partner_source", "ecosystem_signal", "triggers", "buying_signal", "eql_threshold"]
    if asked.rubric.eql.both_sides == "required":
        eql.append("both_sides")
    is_eql = all(passed.get(gate) for gate in eql)
    handed_back = any(asked.status(slot) is Status.DENIED for slot in asked.rubric.sql.nurturing_when_denied)
    if handed_back or not (is_eql or passed["intent_threshold"]):
        return Stage.NURTURING
    verified = (f"{slot}_verified" for slot in asked.rubric.sql.needed)
    if asked.case.established and passed["enough_confirmed"] and all(passed[gate] for gate in verified):
        return Stage.SQL
    return Stage.EQL if is_eql else Stage.MQL


class _Asked:
    """One case before its gates."""

    def __init__(self, case: Case, score: Score, rubric: Rubric, language: Language) -> None:
        self.case, self.score, self.rubric, self.language = case, score, rubric, language
        self.profile: Profile = rubric.profiles["direct" if score.profile == "direct" else "partner"]

    def status(self, slot: str) -> Status:
        """What the calls established of a slot; not raised before any call."""
        established = self.case.established
        return established.bant.slots()[slot].status if established else Status.NOT_RAISED

    def ruled_out(self) -> Iterator[Gate]:
        """A failed gate for each disqualifier that bites."""
        levels = {f"{c.criterion}.{c.level}": c.because for c in self.score.contributions}
        for id, disqualifier in self.rubric.disqualifiers.items():
            if why := self._why_out(disqualifier, levels):
                name = disqualifier.name(self.language)
                yield Gate(name=id, stage=Stage.MQL, passed=False, why=f"{name} ({why})")

    def not_ruled_out(self) -> Iterator[Gate]:
        """That nothing bites, and what a note gives as disqualifier though the rubric does not know it."""
        yield self._gate("no_disqualifier", Stage.MQL, True)
        if said := self._said():
            yield self._gate("said_in_call", Stage.MQL, None, said=", ".join(said))

    def mql(self) -> Iterator[Gate]:
        """What every promotion needs; a partner lead passes the same."""
        lead, needed = self.case.lead, self.profile.mql
        known = bool(lead.company.strip() or lead.domain or "name" in self.case.facts)
        yield self._gate("company_known", Stage.MQL, known)
        yield self._gate("source_examined", Stage.MQL, not self._bought())
        fit, intent = self.score.fit, self.score.intent
        yield self._gate("fit_threshold", Stage.MQL, fit >= needed.fit, points=fit, needed=needed.fit)
        spoke = _firm(self.status("need")) >= _firm(Status.INDICATED)
        yield self._gate(
            "intent_threshold",
            Stage.MQL,
            intent >= needed.intent or spoke,
            "call" if spoke and intent < needed.intent else None,
            points=intent,
            needed=needed.intent,
        )

    def eql(self) -> Iterator[Gate]:
        """What a partner lead needs besides."""
        if self.profile.eql is None:
            return
        needed = self.rubric.eql
        missing = [WORDS[part].name(self.language) for part in self._missing()]
        yield self._gate("partner_source", Stage.EQL, not missing, missing=", ".join(missing))

        seen = signal(self.case, self.rubric, self.score.as_of)
        strong = ("both", "certified_referral", "active_integration")
        holds = True if seen.level in strong else None if seen.at_best in strong else False
        label = self.rubric.label("partner_signal", seen.level, self.language)
        yield self._gate("ecosystem_signal", Stage.EQL, holds, signal=label)

        kinds = {touchpoint.kind for touchpoint, _ in self.case.seen(self.score.as_of)}
        count = sum(self.rubric.touchpoints[kind].trigger for kind in kinds)
        yield self._gate("triggers", Stage.EQL, count >= needed.triggers, count=count, needed=needed.triggers)
        signals = self._buying_signals(kinds)
        enough = len(signals) >= needed.buying_signals
        yield self._gate("buying_signal", Stage.EQL, enough, signals=", ".join(signals))

        points = self.score.fit + self.score.intent + self.score.ecosystem
        passes = points >= self.profile.eql
        yield self._gate("eql_threshold", Stage.EQL, passes, points=points, needed=self.profile.eql)
        confirmed = self.case.confirmed
        alone = None if len(confirmed) != 1 else next(iter(confirmed))
        yield self._gate("both_sides", Stage.EQL, True if len(confirmed) == 2 else None, alone)

    def sql(self) -> Iterator[Gate]:
        """What sales wants verified before a person takes the lead over."""
        rule = self.rubric.sql
        for slot, needed in rule.needed.items():
            status = self.status(slot)
            level = UNKNOWN if status is Status.NOT_RAISED else status.value
            passed = None if level == UNKNOWN else _firm(status) >= _firm(Status(needed))
            label = self.rubric.label(slot, level, self.language)
            yield self._gate(f"{slot}_verified", Stage.SQL, passed, status=label)
        count = sum(self.status(slot) is Status.CONFIRMED for slot in self.rubric.slots)
        passed = count >= rule.confirmed or (None if self.case.established is None else False)
        yield self._gate("enough_confirmed", Stage.SQL, passed, count=count, needed=rule.confirmed)

    def _gate(
        self, name: str, stage: Stage, passed: bool | None, outcome: str | None = None, **values: object
    ) -> Gate:
        outcome = outcome or {True: "passed", False: "failed", None: "open"}[passed]
        return Gate(name=name, stage=stage, passed=passed, why=phrase(name, outcome, self.language, values))

    def _why_out(self, disqualifier: Disqualifier, levels: Mapping[str, str]) -> str:
        """The fact that makes a disqualifier bite; empty when none does."""
        lead, facts = self.case.lead, self.case.facts
        if reached := next((level for level in disqualifier.levels if level in levels), None):
            return levels[reached]
        if disqualifier.consent and lead.consent is False:
            return WORDS["refused"].name(self.language)
        status = facts["status"].value if "status" in facts else None
        if isinstance(status, str) and disqualifier.status_phrases.level(status):
            return status
        names = (lead.company, lead.domain, *(str(facts[f].value) for f in ("name", "domain") if f in facts))
        if named := next((n for n in names if n and fold(n) in disqualifier.company_keys), None):
            return named
        return next((said for said in self._stated() if disqualifier.said_phrases.level(said)), "")

    def _buying_signals(self, kinds: Set[Kind]) -> list[str]:
        """A request to buy, a confirmed budget, a clear use case: by name."""
        rules = self.rubric.touchpoints.items()
        asked = [rule.name(self.language) for kind, rule in rules if rule.buying_signal and kind in kinds]
        confirmed = [slot for slot in ("budget", "need") if self.status(slot) is Status.CONFIRMED]
        return asked + [self.rubric.label(slot, "confirmed", self.language) for slot in confirmed]

    def _stated(self) -> tuple[str, ...]:
        return self.case.established.bant.disqualifiers if self.case.established else ()

    def _said(self) -> list[str]:
        known = [rule.said_phrases for rule in self.rubric.disqualifiers.values()]
        return [said for said in self._stated() if not any(phrases.level(said) for phrases in known)]

    def _bought(self) -> bool:
        """A bought list, none of whose people asked for anything or spoke with us yet."""
        source = self.case.lead.source
        if not source or self.rubric.told.phrases.level(source) != "bought" or self.case.established:
            return False
        seen = self.case.seen(self.score.as_of)
        return not any(self.rubric.touchpoints[touchpoint.kind].trigger for touchpoint, _ in seen)

    def _missing(self) -> list[str]:
        source = self.case.lead.partner
        parts = {
            "partner": source and source.partner.strip(),
            "tier": tier_of(self.case),
            "referral date": source and source.referred_on,
        }
        return [part for part, value in parts.items() if not value]


def _firm(status: Status) -> int:
    return _FIRMNESS.index(status)
