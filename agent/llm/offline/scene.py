"""Everything the slot rules look at: the sentences with their cues, and the sums, dates and people in each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Literal, TypeVar

from agent.models.bant import Status
from agent.models.evidence import Span
from agent.models.note import Note
from agent.turns import turns

from .amounts import Amount, context_currency, find_amounts
from .country import country_currency
from .cues import Cue, vocabulary
from .dates import When, find_call_date, find_dates, fiscal_start
from .dialogues import dialogue
from .flags import flags
from .fold import fold, words
from .people import Mention, find_people
from .segments import sentences
from .sentence import Sentence
from .speakers import with_sides

M = TypeVar("M", Amount, When, Mention, Sentence)
Language = Literal["fr", "en"]

dates_of = lru_cache(maxsize=8)(find_dates)
"""`find_dates`, remembered for the few notes at hand: reading and checking one ask for the same."""
amounts_of = lru_cache(maxsize=8)(find_amounts)
"""`find_amounts`, likewise."""

_LITTLE_FRENCH = """
le la les des du une et est pas pour avec sur dans qui que on nous vous ils elle au aux ce chez mais sont ca leur
"""
_LITTLE_ENGLISH = """
the and is of to a in for with on we they you it not have has was are that their but he she at from his her
"""
_FRENCH, _ENGLISH = frozenset(_LITTLE_FRENCH.split()), frozenset(_LITTLE_ENGLISH.split())
SHORT = 45
"""Characters of a sentence that only comments on the one before."""
_BESIDE = re.compile(
    r"\b(?:unrelated|(?:nothing|anything|zero) to do with|(?:not|neither) (?:related|relevant|for this)|irrelevant|"
    r"(?:neither|none of (?:it|them|which)) (?:has|have|had) (?:any|to do)|"
    r"(?:another|different|separate) (?:matter|story|topic|project|subject)|rien a voir|sans rapport|hors sujet|"
    r"autre (?:sujet|histoire|projet)|(?:c'est|c) autre chose|pas pour (?:ca|ce (?:projet|sujet)))\b"
)
"""How a note says that what it tells is another matter."""
FEW = 3
"""Little words below which a text has no grammar to tell its language by."""
_CLAUSE = re.compile(
    r"[,;:()]\s|\s(?:mais|but|although|however|par contre|en revanche|while|whereas)\s|\s[-/|]\s|->|=>|"
    r"\.\.\."
)


_INTRODUCES = re.compile(
    r"\b(?i:it's|this is|i'm|my name is|i am|c['’]est|ici|je suis|moi c['’]est|je m['’]appelle) "
    r"(?P<name>[A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w'’-]+)?)"
    r"(?=[, ]+(?:(?:from|of|at|with|de|chez|du|d['’])\b))"
)
"""How a seller says who calls: "it's Dawn from X"."""


@dataclass
class Scene:
    """A note, laid out."""

    text: str
    folded: str
    language: Language
    call_date: date | None
    sentences: list[Sentence]
    spoken: bool
    """A transcript whose sides are known: only the buyer's sentences are evidence."""
    contact: Mention | None = None
    """The person the call was with, where the note says so or names one person at its top."""
    fiscal_start: int = 1
    """The month fiscal quarters are counted from."""
    behind: dict[str, Mention | None] = field(default_factory=dict)
    """Whom each numbered label stands for, once it was asked."""
    _clauses: dict[int, list[int]] = field(default_factory=dict)

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """Every sum."""
        return amounts_of(self.text, self.language)

    @cached_property
    def currency(self) -> str | None:
        """What a bare figure is in: as the note's other sums, else as its country speaks."""
        home = None if any(a.currency for a in self.amounts) else country_currency(self.text, self.language)
        return home or context_currency(self.amounts, self.language)

    @cached_property
    def dates(self) -> tuple[When, ...]:
        """Every date."""
        return dates_of(self.text, self.language, self.call_date, self.fiscal_start)

    @cached_property
    def people(self) -> tuple[Mention, ...]:
        """Everybody named or called by a role, but those who speak for the seller."""
        ours = {
            word
            for s in self.sentences
            if s.side == "seller" and s.speaker
            for word in fold(s.speaker).split()
        }
        found = find_people(self.text, self.language)
        return (
            tuple(m for m in found if m.name is None or not ours.issuperset(fold(m.name).split()))
            if ours
            else found
        )

    @cached_property
    def heard(self) -> list[Sentence]:
        """The sentences that count as the buyer's words."""
        return [s for s in self.sentences if self.counts(s)]

    @cached_property
    def voices(self) -> frozenset[str]:
        """Whose words the note holds, our side's left out."""
        return frozenset(s.voice for s in self.sentences if s.voice and s.side != "seller")

    def counts(self, sentence: Sentence) -> bool:
        """Whether a sentence is evidence at all."""
        if sentence.side == "seller" or sentence.topic in ("next", "rivals") or self._beside(sentence):
            return False
        return not (self.spoken and sentence.turn is not None and sentence.side != "buyer")

    def _beside(self, sentence: Sentence) -> bool:
        """Whether a sentence, or the short one after it, says that it has nothing to do with the matter."""
        if any(name.endswith(".denied") for name in sentence.names):
            return False
        following = [s for s in self.after(sentence) if s.end - s.start < SHORT]
        return any(_BESIDE.search(self.folded, s.start, s.end) for s in (sentence, *following))

    def within(self, found: Sequence[M], start: int, end: int) -> list[M]:
        """Those of the finds that begin between two places."""
        if not found or found[-1].start < start or end <= found[0].start:
            return []
        low = bisect_left(found, start, key=lambda item: item.start)
        high = bisect_left(found, end, key=lambda item: item.start)
        return list(found[low:high])

    def clause(self, sentence: Sentence, at: int) -> tuple[int, int]:
        """The stretch between two commas or conjunctions that a place lies in."""
        marks = self.marks(sentence)
        i = max(bisect_left(marks, at + 1) - 1, 0)
        return marks[i], marks[i + 1]

    def marks(self, sentence: Sentence) -> list[int]:
        """Where the sentence's clauses begin, and its end."""
        if sentence.start not in self._clauses:
            cuts = [m.end() for m in _CLAUSE.finditer(self.folded, sentence.start, sentence.end)]
            self._clauses[sentence.start] = [sentence.start, *cuts, sentence.end]
        return self._clauses[sentence.start]

    def narrated(self, sentence: Sentence, *names: str) -> list[Cue]:
        """The cues of these groups that a typed sentence holds outside quotation marks: the rep's own voice."""
        if sentence.side is not None:
            return []
        text = self.folded
        return [c for c in sentence.of(*names) if text.count('"', sentence.start, c.start) % 2 == 0]

    def sentence_at(self, place: int) -> Sentence:
        """The sentence a place lies in, or else the last before it."""
        return self.sentences[max(bisect_left(self.sentences, place + 1, key=lambda s: s.start) - 1, 0)]

    def said(self, sentence: Sentence) -> str:
        """The sentence, folded."""
        return self.folded[sentence.start : sentence.end]

    def after(self, sentence: Sentence, count: int = 1) -> list[Sentence]:
        """The next sentences of the same turn or line."""
        i = sentence.number
        return [s for s in self.sentences[i + 1 : i + 1 + count] if s.line == sentence.line]

    def before(self, sentence: Sentence, count: int = 1) -> list[Sentence]:
        """The sentences before it, of the same turn or line."""
        i = sentence.number
        return [s for s in self.sentences[max(0, i - count) : i] if s.line == sentence.line]


@dataclass(slots=True)
class Finding:
    """What one place says about a slot."""

    status: Status
    at: int
    quotes: list[tuple[int, int]]
    speaker: str | None = None
    value: Any = None
    rank: int = 1
    """How much the place is about the slot; the higher counts."""
    corrects: bool = False
    """A correction stands by it: what was said before no longer counts."""
    kind: str = ""


def lay_out(note: Note) -> Scene:
    """The note as a scene. Turns are found again where the note comes without them."""
    text = note.text
    folded = fold(text)
    spoken = with_sides(note.turns or turns(text, note.seller) or dialogue(text), text)
    language = language_of(text)
    flagged: Sequence[Span] = flags(text, spoken)
    found = sentences(text, folded, spoken, flagged)
    scene = Scene(
        text=text,
        folded=folded,
        language=language,
        call_date=note.call_date or find_call_date(text, language) or _first_date(text, language),
        sentences=found,
        spoken=any(turn.side == "buyer" for turn in spoken),
        fiscal_start=fiscal_start(text, note.fiscal_year_start),
    )
    scene.contact = _contact(scene, note)
    return scene


def _first_date(text: str, language: Language) -> date | None:
    """A full date in the first lines, where no words say that it is the call's."""
    for when in find_dates(text[:240], language):
        if when.kind == "day" and when.from_ and re.search(r"\d{2}", text[when.start : when.end]):
            return when.from_
    return None


_CONTACT = re.compile(
    r"^[\s*#-]*(?:contacts?|interlocut\w+|spoke (?:to|with)|call with|appel)\b", re.MULTILINE
)


def _contact(scene: Scene, note: Note) -> Mention | None:
    """Whom "he", "elle" or "I" means: the contact named on a line of its own, else whoever is named first."""
    if note.contact:
        return Mention(0, 0, note.contact, None)
    head = _CONTACT.search(scene.folded[:600])
    start = head.start() if head else 0
    if scene.spoken and not head:
        return None
    near = [m for m in scene.within(scene.people, start, start + 140) if m.name]
    return near[0] if near else None


def language_of(text: str) -> Language:
    """The language most of a text is in; of a few words without grammar, that whose vocabulary or accents they have."""
    said = [word for _, word in words(text)]
    french, english = sum(word in _FRENCH for word in said), sum(word in _ENGLISH for word in said)
    if max(french, english) < FEW:
        said = re.findall(r"[a-z]{3,}", fold(text))
        french += sum(word in vocabulary("fr") for word in said) + len(re.findall(r"[éèêàùçîôœ]", text))
        english += sum(word in vocabulary("en") for word in said)
    return "fr" if french > english else "en"
