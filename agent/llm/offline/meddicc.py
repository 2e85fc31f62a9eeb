"""The offline reader's second frame: MEDDICC, from what BANT reads already and from cue words of its own.

    economic buyer ← who signs, else who decides     pain ← need     metrics ← the figures of the need, and of goals
    competition ← the rivals, and who else is meant  criteria, process, champion ← `cues/meddicc.toml`

It abstains rather than invents: a criterion, a step or a champion counts only where words of the buyer's make it one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from agent.models.bant import Authority, Bant, Person, Status
from agent.models.meddicc import (
    BantMeddicc,
    Champion,
    Competition,
    DecisionCriteria,
    DecisionProcess,
    EconomicBuyer,
    Meddicc,
    Metrics,
)
from agent.models.note import Note

from .cues import _pattern
from .fold import fold
from .lexicon import lexicon
from .mentions import nobody_buys
from .mood import denies_at_once, doubted
from .numerals import SPOKEN
from .people import Mention
from .quotes import quoted, widened
from .reader import read as read_bant
from .scene import Finding, Scene, lay_out
from .sentence import Sentence

MOST_QUOTES, MOST_VALUES = 3, 5
LONGEST = 200
"""Characters of a value."""
_ASKED_BEFORE = 4
"""Sentences back to the question a buyer answers."""


def read(note: Note) -> BantMeddicc:
    """What the note establishes in both frames. Never fails."""
    bant, scene = read_bant(note), lay_out(note)
    meddicc = Meddicc() if nobody_buys(scene) else _meddicc(scene, bant)
    return BantMeddicc(**{name: getattr(bant, name) for name in Bant.model_fields}, meddicc=meddicc)


def _meddicc(scene: Scene, bant: Bant) -> Meddicc:
    return Meddicc(
        metrics=_metrics(scene, bant),
        economic_buyer=_economic_buyer(bant.authority),
        decision_criteria=_criteria(scene),
        decision_process=_process(scene),
        identify_pain=bant.need,
        champion=_champion(scene, bant.authority),
        competition=_competition(scene, bant),
    )


def _economic_buyer(authority: Authority) -> EconomicBuyer:
    """Who signs, else who decides, with the quotes that name them, else all; a contact without say denies it."""
    signs = [person for person in authority.people if person.part == "signs"]
    people = signs or [person for person in authority.people if person.part == "decides"]
    if authority.status is Status.CONTRADICTORY:
        people = [person for person in authority.people if person.part in ("signs", "decides")]
    if not people and authority.status is not Status.DENIED:
        return EconomicBuyer()
    named = [fold(word) for person in people for word in (person.name, person.role) if word]
    pairs = list(zip(authority.quotes, authority.spans, strict=True))
    kept = [pair for pair in pairs if any(word in fold(pair[0]) for word in named)] or pairs
    return EconomicBuyer(
        status=authority.status,
        people=tuple(people),
        quotes=tuple(quote for quote, _ in kept),
        spans=tuple(span for _, span in kept),
    )


class _Claim(NamedTuple):
    """What one sentence says of a slot, and where."""

    sentence: Sentence
    status: Status
    at: int


def _criteria(scene: Scene) -> DecisionCriteria:
    claims = [claim for claim in _claims(scene, "criteria") if not _of_a_slot(scene, claim.sentence)]
    slot, kept = _settled(scene, claims)
    return DecisionCriteria(**slot, criteria=tuple(_values(scene, kept)))


def _process(scene: Scene) -> DecisionProcess:
    slot, kept = _settled(scene, list(_claims(scene, "process")))
    return DecisionProcess(**slot, steps=tuple(_values(scene, sorted(kept, key=lambda claim: claim.at))))


def _of_a_slot(scene: Scene, s: Sentence) -> bool:
    """Whether a sentence is about money, people or a date rather than about the thing chosen."""
    return s.topic in ("budget", "authority", "timing") or bool(scene.within(scene.dates, s.start, s.end))


def _claims(scene: Scene, frame: str) -> Iterator[_Claim]:
    """What the buyer's sentences say of criteria or process, by their words or as an answer to that question."""
    for s in scene.heard:
        if s.asks or s.has("mood.unasked", "mood.unknown", "seller.pitch"):
            continue
        denied = _first(scene, s, f"{frame}.denied")
        said, wished = _first(scene, s, f"{frame}.said"), _first(scene, s, f"{frame}.wish")
        answers = _answers(scene, s, f"{frame}.asks")
        if denied is not None or (answers and denies_at_once(scene, s)):
            yield _Claim(s, Status.DENIED, s.start if denied is None else denied)
        elif wished is not None:
            yield _Claim(s, Status.INDICATED, wished)
        elif said is not None or answers:
            at = s.start if said is None else said
            yield _Claim(s, Status.INDICATED if doubted(scene, s, at, "need") else Status.CONFIRMED, at)


def _answers(scene: Scene, s: Sentence, asks: str) -> bool:
    """Whether a buyer's sentence of some length opens the answer to such a question of the seller's."""
    if s.turn is None or s.side != "buyer" or scene.before(s) or s.end - s.start < 15:
        return False
    asked = [q for q in scene.sentences[max(0, s.number - _ASKED_BEFORE) : s.number] if q.turn == s.turn - 1]
    return any(q.side == "seller" and q.asks and _first(scene, q, asks) is not None for q in asked)


def _settled(scene: Scene, claims: Sequence[_Claim]) -> tuple[dict[str, object], list[_Claim]]:
    """Status and quotes of a slot, and the claims it rests on: the plain ones, else a denial, else the hints."""
    for status in (Status.CONFIRMED, Status.DENIED, Status.INDICATED):
        kept = [claim for claim in claims if claim.status is status]
        if kept:
            return _carried(scene, status, kept), [] if status is Status.DENIED else kept
    return {}, []


def _carried(scene: Scene, status: Status, claims: Iterable[_Claim]) -> dict[str, object]:
    """Status, quotes and spans as a slot takes them."""
    findings = [Finding(c.status, c.at, [(c.sentence.start, c.sentence.end)]) for c in claims]
    quotes, spans = quoted(scene, widened(scene, findings[:MOST_QUOTES]))
    return {"status": status, "quotes": quotes, "spans": spans}


def _values(scene: Scene, claims: Iterable[_Claim]) -> Iterator[str]:
    texts = (_trimmed(scene.text[c.sentence.body or c.sentence.start : c.sentence.end]) for c in claims)
    return iter(list(dict.fromkeys(text for text in texts if text))[:MOST_VALUES])


def _trimmed(text: str) -> str:
    return " ".join(text.split()).strip(' -*•.,;:«»"“”')[:LONGEST]


def _metrics(scene: Scene, bant: Bant) -> Metrics:
    """Measured clauses of the need's quotes, and of sentences that set a goal."""
    held = bant.need.status in (Status.CONFIRMED, Status.INDICATED)
    need = [(span.start, span.end) for span in bant.need.spans] if held else []
    claims: list[_Claim] = []
    figures: list[str] = []
    for s in scene.heard:
        if (
            s.asks
            or s.has("budget.noun", "budget.approved", "budget.denied", "mood.unasked")
            or s.topic == "timing"
        ):
            continue
        if (
            not any(low < s.end and s.start < high for low, high in need)
            and _first(scene, s, "metrics.goal") is None
        ):
            continue
        found = list(_measured(scene, s))
        if found:
            doubt = all(doubted(scene, s, at, "need") for at, _ in found)
            claims.append(_Claim(s, Status.INDICATED if doubt else Status.CONFIRMED, found[0][0]))
            figures += (text for _, text in found)
    slot, kept = _settled(scene, claims)
    shown = " ".join(_trimmed(scene.text[c.sentence.start : c.sentence.end]) for c in kept[:MOST_QUOTES])
    proven = [text for text in dict.fromkeys(figures) if text in shown]
    return Metrics(**slot, figures=tuple(proven[:MOST_VALUES]))


def _measured(scene: Scene, s: Sentence) -> Iterator[tuple[int, str]]:
    """The clauses of a sentence that hold a figure of something: its place, and the clause."""
    places = [match.start() for match in _measure().finditer(scene.folded, s.body or s.start, s.end)]
    places += [
        amount.start for amount in scene.within(scene.amounts, s.start, s.end) if "plain" not in amount.flags
    ]
    for at in sorted(places):
        start, end = scene.clause(s, at)
        yield at, _trimmed(scene.text[max(start, s.body or s.start) : end])


@cache
def _measure() -> re.Pattern[str]:
    """A number and, up to two words on, what it counts."""
    spoken = "|".join(
        sorted(
            (word for word in SPOKEN if word not in ("a", "an", "un", "une", "one")), key=len, reverse=True
        )
    )
    units = "|".join(_cues()["metrics.unit"])
    return re.compile(rf"(?<![\w.,])(?:\d[\d.,  ]*|(?:{spoken})\b)\s?(?:[a-z'-]+ ){{0,2}}(?:{units})(?!\w)")


def _competition(scene: Scene, bant: Bant) -> Competition:
    """Rivals where the buyer names them; others meant but not named; or the word that there are none."""
    claims: list[_Claim] = []
    vendors: list[str] = []
    denials: list[_Claim] = []
    people = {m.name or m.role for m in scene.people} | {p.name or p.role for p in bant.authority.people}
    for s in scene.sentences:
        if s.side == "seller" or s.asks or (scene.spoken and s.turn is not None and s.side != "buyer"):
            continue
        named = [
            name for name in bant.competitors if name not in people and name in scene.text[s.start : s.end]
        ]
        meant = _first(scene, s, "competition.said")
        denied = _first(scene, s, "competition.denied")
        if denied is not None and not named:
            denials.append(_Claim(s, Status.DENIED, denied))
        elif named or meant is not None:
            at = s.start if meant is None else meant
            status = Status.INDICATED if doubted(scene, s, at, "need") else Status.CONFIRMED
            claims.append(_Claim(s, status, at))
            vendors += (name for name in named if name not in vendors)
    slot, _ = _settled(scene, claims or denials)
    return Competition(**slot, vendors=tuple(vendors[:MOST_VALUES]))


def _champion(scene: Scene, authority: Authority) -> Champion:
    """Who pushes, who at least likes it; nobody where it is not told who."""
    claims: list[_Claim] = []
    people: dict[str, Person] = {}
    denials: list[_Claim] = []
    for s in scene.heard:
        if s.asks or s.has("mood.unasked"):
            continue
        if (denied := _first(scene, s, "champion.denied")) is not None:
            denials.append(_Claim(s, Status.DENIED, denied))
            continue
        for cue, status in (
            ("self", Status.CONFIRMED),
            ("said", Status.CONFIRMED),
            ("likes", Status.INDICATED),
        ):
            at = _first(scene, s, f"champion.{cue}")
            who = _pusher(scene, s, at, own=cue == "self") if at is not None else None
            if at is None or who is None:
                continue
            claims.append(_Claim(s, Status.INDICATED if doubted(scene, s, at, "need") else status, at))
            people.setdefault(who.name or who.role or "", _as_person(who, authority))
            break
    slot, _ = _settled(scene, claims or denials)
    return Champion(**slot, people=tuple(people.values())[:MOST_VALUES])


def _pusher(scene: Scene, s: Sentence, at: int, *, own: bool) -> Mention | None:
    """Whom a champion's verb is said of: the speaker, or the nearest person before it in the sentence, else behind."""
    if own:
        return Mention(s.start, s.start, s.speaker, None) if s.speaker else scene.contact
    near = [m for m in scene.within(scene.people, s.start, s.end) if m.name or m.role]
    before = [m for m in near if m.end <= at]
    return before[-1] if before else near[0] if near else None


def _as_person(who: Mention, authority: Authority) -> Person:
    """With the part the authority slot gives them."""
    known = next((p for p in authority.people if who.name and p.name == who.name), None)
    return known or Person(name=who.name, role=who.role, part="influences")


def _first(scene: Scene, s: Sentence, group: str) -> int | None:
    """Where the first cue of a group stands in a sentence."""
    found = _pattern_of(group).search(scene.folded, s.start, s.end)
    return found.start() if found else None


@cache
def _cues() -> dict[str, list[str]]:
    tables = lexicon("meddicc")
    return {
        f"{table}.{group}": phrases for table, groups in tables.items() for group, phrases in groups.items()
    }


@cache
def _pattern_of(group: str) -> re.Pattern[str]:
    """Any cue of a group, at the beginning of a word; one that does not exist finds nothing."""
    phrases = sorted(_cues().get(group, ()), key=len, reverse=True)
    return re.compile(rf"(?:(?<!\w)|(?='))(?:{'|'.join(map(_pattern, phrases))})" if phrases else r"(?!)")
