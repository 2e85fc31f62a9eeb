"""What a note names beside the four slots and the rivals: next steps, and reasons to stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from agent.models.bant import NextStep

from .scene import Scene
from .sentence import Sentence
from .summary import unmarked

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
_LED_IN = re.compile(
    r"^(?i:\W*(?:(?:next(?: steps?)?|to-?do|actions?|follow[ -]?up|suites?|prochaines? étapes?|à faire|us|them|both|me|"
    r"nous|eux|moi|elle|lui)\s*(?::|->|=>)))*\W*"
)
"""What stands before a step's own words: list marks, and the headings that say whose it is."""
_NO_BUYER = ("disqualifier.competitor", "disqualifier.recruiter", "disqualifier.not_a_prospect")
_ACT = ("timing.meeting",)
MOST = 6


def next_steps(scene: Scene) -> tuple[NextStep, ...]:
    """Who promised to do what, and by when."""
    return tuple(_steps(scene))[:MOST]


def _steps(scene: Scene) -> Iterator[NextStep]:
    for s in scene.sentences:
        said = scene.said(s)
        labelled = s.topic == "next" or (s.topic == "ours" and s.has(*_ACT))
        who = _who(said, s)
        if not labelled and not (who and s.has(*_ACT)):
            continue
        if s.asks:
            continue
        if what := _LED_IN.sub("", unmarked(scene.text[s.start : s.end]))[:200]:
            yield NextStep(what=what, who=who, due=_due(scene, s))


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
        if cue.name.startswith("disqualifier.")
        and s.side != "seller"
        and not _in_disguise(scene, s, cue.start)
    }
    return tuple(name.removeprefix("disqualifier.").replace("_", " ") for name in found)


_DISGUISE = re.compile(
    r"\b(?:pos(?:ed|ing)|pretend\w*|claim\w* to be|fak\w+|disguised|passed (?:him|her)self|presente comme|deguise\w*|"
    r"(?:faire|fait|faisant|fais|faisait) passer|faux|fausse)\b[^.;]{0,30}$"
)
"""What makes a student of somebody who is none: a rival who asks prices."""


def _in_disguise(scene: Scene, s: Sentence, at: int) -> bool:
    return _DISGUISE.search(scene.folded, s.start, at) is not None


def nobody_buys(scene: Scene) -> bool:
    """Whether no buyer side exists: a support case, a competitor or a recruiter, whoever the note calls no prospect."""
    names = [
        cue
        for s in scene.sentences
        for cue in s.cues
        if cue.name == "kind.support" or (cue.name in _NO_BUYER and s.side != "seller")
    ]
    support = {scene.folded[c.start : c.end] for c in names if c.name == "kind.support"}
    return len(support) >= 2 or any(c.name in _NO_BUYER for c in names)
