"""What a note names beside the four slots: rival vendors, next steps, and reasons to stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from agent.models.bant import NextStep

from .scene import Scene
from .sentence import Sentence

_NAME = r"[A-ZÀ-Þ][\w&'’.-]*(?:[ ](?:&[ ])?[A-ZÀ-Þ][\w&'’.-]*){0,2}"
_RIVAL = re.compile(
    r"(?:(?:also (?:looking at|talking to|seen|saw|spoke(?:n)? (?:to|with)|in the mix)|already (?:use|"
    r"using|have)|currently (?:use|using|on|with)|"
    r"we (?:use|run)|they (?:use|run)|running on|incumbent(?: is)?|competitors?|up against|compar(?:ed|"
    r"ing) (?:us )?(?:to|with)|versus|vs\.?|"
    r"switch(?:ing)? from|moving off|replac(?:e|ing)|demo(?:ed)? (?:by|from|of)|quote from|"
    r"proposal from|also saw|they saw|called|app called|tool called|"
    r"on a vu(?: aussi)?|a vu(?: aussi)?|ont vu|regarde(?:nt)? aussi|compar(?:e|ent) (?:à|avec|aussi)|"
    r"concurrents?(?: en lice)?|en lice|face à|"
    r"équipés? (?:de|avec)|utilise(?:nt|z)?|sur|chez|outil actuel|logiciel actuel|propale de|devis de|"
    r"démo de|on a|remplacer|sous)\s*[:=]?\s*(?:the |a |an |le |la |l['’]|un |une |agence )?)"
    rf"(?P<name>{_NAME})"
)
_PAID = re.compile(rf"(?:€|£|\$|k|\d)[^.\n]{{0,25}}?\s(?:with|to|at|à|chez|avec)\s+(?P<name>{_NAME})")
_NOT_VENDOR_WORDS = """
excel word outlook teams zoom google microsoft office powerpoint slack whatsapp gmail linkedin internet intranet q1
q2 q3 q4 t1 t2 t3 t4 i je il elle on nous they we he she it the le la les un une site paris london lyon lille
"""
_NOT_VENDORS = frozenset(_NOT_VENDOR_WORDS.split())
_US = re.compile(
    r"\b(?:i'll|i will|we'll|we will|we send|i send|i'm to|i am to|i said i'd|i owe|i need to|me\b|"
    r"let me|je (?:lui|leur|vous|te)?\s?(?:envoie|rappelle|prepare|"
    r"fais|transmets|recontacte|relance|propose|partage)|on (?:lui |leur |vous )?(?:envoie|rappelle|"
    r"prepare|fait)|nous (?:envoyons|rappelons)|moi\b|a nous)"
)
_THEM = re.compile(
    r"\b(?:(?:he|she|they)(?:'ll| will)? (?:sends?|gets? back|comes? back|rings?|calls?|asks?|checks?|"
    r"emails?|shares?)|"
    r"(?:elle|il|ils|elles) (?:nous |me |m')?(?:renvoie|envoie|rappelle|revient|transmet|demande|"
    r"verifie)\w*|they'll ask|them\b|her:|him:)"
)
_ACT = ("timing.meeting",)
MOST = 6


def rivals(scene: Scene) -> tuple[str, ...]:
    """Vendors named as rival, incumbent or paid today, in order."""
    found: dict[str, None] = {}
    for s in scene.sentences:
        if s.side == "seller":
            continue
        patterns = (
            (_RIVAL, _PAID)
            if s.topic == "rivals"
            or s.has("budget.tool", "budget.spend", "need.denied")
            or _rival_words(scene, s)
            else (_PAID,)
        )
        for pattern in patterns:
            for match in pattern.finditer(scene.text, s.start, s.end):
                name = match["name"].rstrip(".'’-")
                if name.split()[0].lower() not in _NOT_VENDORS and len(name) > 2:
                    found.setdefault(name)
    people = {m.name for m in scene.people if m.name}
    return tuple(name for name in found if name not in people)[:MOST]


def _rival_words(scene: Scene, s: Sentence) -> bool:
    return (
        re.search(
            r"\b(?:compet|concurren|rival|incumbent|also|aussi|vs|versus|en lice|propale|demo)", scene.said(s)
        )
        is not None
    )


def next_steps(scene: Scene) -> tuple[NextStep, ...]:
    """Who promised to do what, and by when."""
    return tuple(_steps(scene))[:MOST]


def _steps(scene: Scene) -> Iterator[NextStep]:
    for s in scene.sentences:
        said = scene.said(s)
        labelled = s.topic == "next"
        who = _who(said, s)
        if not labelled and not (who and s.has(*_ACT)):
            continue
        if s.asks:
            continue
        what = " ".join(scene.text[s.start : s.end].split())[:200]
        yield NextStep(what=re.sub(r"^\W+", "", what), who=who, due=_due(scene, s))


def _who(said: str, s: Sentence) -> Literal["us", "them"] | None:
    if s.side == "buyer":
        return "them" if _US.search(said) else None
    if s.side == "seller" or s.turn is None:
        if _US.search(said):
            return "us"
        return "them" if _THEM.search(said) else None
    return None


def _due(scene: Scene, s: Sentence) -> date | None:
    days = [
        w.to or w.from_
        for w in scene.within(scene.dates, s.start, s.end)
        if w.kind != "past" and (w.to or w.from_)
    ]
    return days[0] if days else None


def disqualifiers(scene: Scene) -> tuple[str, ...]:
    """Why this is no lead, where the note says so."""
    found = {
        cue.name: None
        for s in scene.sentences
        for cue in s.cues
        if cue.name.startswith("disqualifier.") and s.side != "seller"
    }
    return tuple(name.removeprefix("disqualifier.").replace("_", " ") for name in found)


def nobody_buys(scene: Scene) -> bool:
    """Whether no buyer side exists: a support case, or a competitor who called in disguise."""
    names = [
        cue
        for s in scene.sentences
        for cue in s.cues
        if cue.name in ("kind.support", "disqualifier.competitor")
    ]
    support = {scene.folded[c.start : c.end] for c in names if c.name == "kind.support"}
    return len(support) >= 2 or any(c.name == "disqualifier.competitor" for c in names)
