"""The offline rationale: the heaviest reasons, what they mean for the stage, and what could still change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from agent.models.rationale import Brief, Rationale, Sentence
from agent.models.score import Contribution, Family, Gate, Stage
from agent.rubric.bounds import deciding
from agent.rubric.wording import GATES

_LONGEST = 45
"""Characters of a foreign text that are quoted."""

_EN = {
    "this lead": "This lead",
    "fits and acts": "{company} fits our target ({fit}) and is engaged: {acts}.",
    "fits": "{company} fits our target ({fit}), but shows no engagement yet.",
    "fits, acts a little": "{company} fits our target ({fit}), but engagement is still thin: {acts}.",
    "acts": "{company} is engaged ({acts}), but falls short of our target: {against}.",
    "acts a little": "{company} falls short of our target ({against}), and engagement is thin: {acts}.",
    "neither": "{company} falls short of our target ({against}) and shows no engagement yet.",
    "acts, unknown": "{company} is engaged ({acts}), but hardly known: {against}.",
    "acts a little, unknown": "{company} is hardly known ({against}), and engagement is thin: {acts}.",
    "neither, unknown": "{company} is hardly known ({against}) and shows no engagement yet.",
    "out": "{company} is ruled out: {gates}.",
    "past": "Fit {fit} and intent {intent} pass their thresholds, hence {stage}.",
    "eql": "It has all that a partner lead needs for {stage}{sides}.",
    "call": "Established in the call: {slots}.",
    "call, stage": "Established in the call: {slots}; hence {stage}.",
    "call, sql": "Established in the call: {slots}; {stage} once a person accepts it.",
    "call, missing": "Established in the call: {slots}; held back by: {gates}.",
    "missing": "Held back by: {gates}.",
    "handed back": "Established in the call: {slots}; hence back to {stage}.",
    "closed": "{total} points, with nothing left open.",
    "open, out": "Without that it would stand at {total} points, {floor} to {ceiling} possible.",
    "open": "{total} points now, {floor} to {ceiling} possible; {criterion} decides.",
    "and": " and ",
    "; ": "; ",
    "on": "{what} on {day}",
    "last": "last active on {day}",
    "times": "{count} interactions in all",
}
_FR = {
    "this lead": "Ce lead",
    "fits and acts": "{company} correspond à notre cible ({fit}) et manifeste de l'intérêt : {acts}.",
    "fits": "{company} correspond à notre cible ({fit}), mais n'a encore donné aucun signe d'intérêt.",
    "fits, acts a little": "{company} correspond à notre cible ({fit}), mais l'intérêt reste mince : {acts}.",
    "acts": "{company} manifeste de l'intérêt ({acts}), mais s'écarte de notre cible : {against}.",
    "acts a little": "{company} s'écarte de notre cible ({against}), et l'intérêt est mince : {acts}.",
    "neither": "{company} s'écarte de notre cible ({against}) et n'a encore donné aucun signe d'intérêt.",
    "acts, unknown": "{company} manifeste de l'intérêt ({acts}), mais reste mal connu : {against}.",
    "acts a little, unknown": "{company} reste mal connu ({against}), et l'intérêt est mince : {acts}.",
    "neither, unknown": "{company} reste mal connu ({against}) et n'a encore donné aucun signe d'intérêt.",
    "out": "{company} est hors jeu : {gates}.",
    "past": "L'adéquation ({fit}) et l'intention ({intent}) passent leurs seuils, d'où {stage}.",
    "eql": "Ce lead partenaire réunit tout ce qu'exige un {stage}{sides}.",
    "call": "Établi en appel : {slots}.",
    "call, stage": "Établi en appel : {slots} ; d'où {stage}.",
    "call, sql": "Établi en appel : {slots} ; {stage} dès qu'une personne l'accepte.",
    "call, missing": "Établi en appel : {slots} ; ce qui retient : {gates}.",
    "missing": "Ce qui retient : {gates}.",
    "handed back": "Établi en appel : {slots} ; retour en {stage}.",
    "closed": "{total} points, plus rien n'est ouvert.",
    "open, out": "Sans cela : {total} points, {floor} à {ceiling} possibles.",
    "open": "{total} points aujourd'hui, {floor} à {ceiling} possibles ; l'inconnue décisive : {criterion}.",
    "and": " et ",
    "; ": " ; ",
    "on": "{what} le {day}",
    "last": "dernier signe le {day}",
    "times": "{count} interactions en tout",
}
_PHRASES = {"en": _EN, "fr": _FR}
MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
}


class _Part(NamedTuple):
    """A piece of a sentence, and what it cites."""

    text: str
    cites: tuple[str, ...]


def write(brief: Brief) -> Rationale:
    """Two or three sentences in the brief's language, from the brief alone."""
    writer = _Writer(brief)
    parts = (writer.opening(), writer.consequence(), writer.closing())
    return Rationale(sentences=tuple(Sentence(text=p.text, cites=p.cites) for p in parts if p is not None))


class _Writer:
    def __init__(self, brief: Brief) -> None:
        self.brief, self.phrases = brief, _PHRASES[brief.language]
        self.of: dict[Family, list[Contribution]] = {"fit": [], "intent": [], "bant": [], "ecosystem": []}
        for contribution in brief.contributions:
            self.of[contribution.family].append(contribution)
        self.passed = {gate.name: gate.passed for gate in brief.gates}
        self.failed = [g for g in brief.gates if g.passed is False and g.stage is not Stage.SQL]

    def opening(self) -> _Part:
        """The heaviest reasons; for a lead ruled out, what rules it out."""
        company = _clip(self.brief.company, 60) or self.phrases["this lead"]
        if self.brief.stage is Stage.DISQUALIFIED and self.failed:
            out = [gate for gate in self.failed if gate.name not in GATES] or self.failed
            return self._say("out", out, company=company, gates=self._gates(out))
        fit = _distinct(_heaviest(c for c in self.of["fit"] if c.points > 0))
        against = [c for c in _heaviest(self.of["fit"], least=True) if c.points <= 0]
        against = against or _heaviest(self.of["fit"], least=True)[:1]
        acts, cited = self._acts()
        fits, engaged = self.passed.get("fit_threshold"), self.passed.get("intent_threshold")
        if fits and fit:
            key = "fits and acts" if engaged and acts else "fits, acts a little" if acts else "fits"
            values = {"fit": self._list(self._fact(c) for c in fit)}
            reasons = fit
        else:
            key = "acts" if engaged and acts else "acts a little" if acts else "neither"
            key += ", unknown" if all(c.level == "unknown" for c in against) else ""
            values = {"against": self._list(map(self._level, against))}
            reasons = against
        return self._say(key, [*reasons, *cited], company=company, acts=self._list(acts), **values)

    def consequence(self) -> _Part | None:
        """What lets the lead into its stage, or keeps it out of a better one."""
        brief, stage = self.brief, self.brief.labels.get(self.brief.stage, self.brief.stage)
        if brief.stage is Stage.DISQUALIFIED:
            return None
        raised = [c for c in self.of["bant"] if c.level != "unknown"]
        slots = self._list(map(self._level, raised))
        promoted = brief.stage in (Stage.MQL, Stage.EQL, Stage.SQL)
        failed = [] if promoted else self.failed[:4]
        if raised and failed:
            return self._say("call, missing", [*raised, *failed], slots=slots, gates=self._gates(failed))
        if raised:
            key = {Stage.SQL: "call, sql", Stage.NURTURING: "handed back"}.get(brief.stage, "call, stage")
            return self._say(key, raised, slots=slots, stage=stage)
        if failed:
            return self._say("missing", failed, gates=self._gates(failed))
        if brief.stage is Stage.EQL:
            needed = [gate for gate in brief.gates if gate.stage is Stage.EQL]
            sides = "".join(f", {gate.why}" for gate in needed if gate.name == "both_sides")
            return self._say("eql", needed, stage=stage, sides=sides)
        thresholds = [g for g in brief.gates if g.name in ("fit_threshold", "intent_threshold")]
        if not promoted or not thresholds:
            return None
        fit, intent = (sum(c.points for c in self.of[family]) for family in ("fit", "intent"))
        return self._say("past", thresholds, fit=fit, intent=intent, stage=stage)

    def closing(self) -> _Part:
        """The score, its bounds, and the unknown that could move it most."""
        brief, decides = self.brief, deciding(self.brief.contributions)
        if decides is None:
            return self._say("closed", _heaviest(brief.contributions)[:1], total=brief.total)
        label = _lower(self._name(decides.criterion))
        bounds = {"total": brief.total, "floor": brief.floor, "ceiling": brief.ceiling}
        key = "open, out" if brief.stage is Stage.DISQUALIFIED else "open"
        return self._say(key, [decides], criterion=label, **bounds)

    def _acts(self) -> tuple[list[str], list[Contribution]]:
        """What the lead did, and what the partner brought, in few words."""
        given = {c.criterion: c for c in self.of["intent"] if c.points > 0}
        texts: list[str] = []
        cited: list[Contribution] = []
        deepest, last = given.get("depth"), given.get("recency")
        if deepest is not None:
            texts.append(self._dated(self._level(deepest), deepest.because))
            cited.append(deepest)
        if last is not None and (deepest is None or last.because != deepest.because):
            texts.append(self.phrases["last"].format(day=self._day(last.because)))
            cited.append(last)
        often = given.get("frequency")
        if often is not None and often.because not in ("", "1"):
            texts.append(self.phrases["times"].format(count=often.because))
            cited.append(often)
        texts += (self._dated(self._level(c), c.because) for c in self.of["intent"] if c.points < 0)
        cited += (c for c in self.of["intent"] if c.points < 0)
        signals = [c for c in self.of["ecosystem"] if c.criterion == "partner_signal" and c.points > 0]
        return [*texts, *map(self._level, signals)], [*cited, *signals]

    def _say(self, key: str, on: Iterable[Contribution | Gate], **values: object) -> _Part:
        cites = dict.fromkeys(x.name if isinstance(x, Gate) else x.criterion for x in on)
        return _Part(self.phrases[key].format(**values), tuple(cites))

    def _name(self, id: str) -> str:
        return self.brief.labels.get(id, id)

    def _level(self, contribution: Contribution) -> str:
        return self.brief.labels.get(f"{contribution.criterion}.{contribution.level}", contribution.level)

    def _fact(self, contribution: Contribution) -> str:
        fact = _clip(contribution.because)
        return f"{_lower(self._name(contribution.criterion))} {fact}" if fact else self._level(contribution)

    def _gates(self, gates: Iterable[Gate]) -> str:
        return self.phrases["; "].join(_lower(_clip(gate.why, 120)) for gate in gates)

    def _dated(self, what: str, day: str) -> str:
        return self.phrases["on"].format(what=what, day=self._day(day)) if day else what

    def _day(self, iso: str) -> str:
        day = date.fromisoformat(iso)
        first = "1er" if self.brief.language == "fr" and day.day == 1 else str(day.day)
        return f"{first} {MONTHS[self.brief.language][day.month - 1]} {day.year}"

    def _list(self, texts: Iterable[str]) -> str:
        *rest, last = list(texts) or [""]
        return f"{', '.join(rest)}{self.phrases['and']}{last}" if rest else last


def _heaviest(contributions: Iterable[Contribution], *, least: bool = False) -> list[Contribution]:
    """The three that weigh most, in falling order; with `least` the three that cost most."""
    return sorted(contributions, key=lambda c: c.points if least else -c.points)[:3]


def _distinct(contributions: list[Contribution]) -> list[Contribution]:
    """One contribution a fact: a title is role and seniority at once."""
    kept = {c.because or c.criterion: c for c in reversed(contributions)}
    return [c for c in contributions if c in kept.values()]


def _clip(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _lower(label: str) -> str:
    """The label as it reads inside a sentence; an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
