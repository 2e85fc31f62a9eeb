"""Names that only their place gives away: "It's Kees Verhoeven", "Dottie she signs", "Speaker 2"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .fold import fold
from .people import Mention
from .scene import Scene
from .sentence import Sentence

_PROPER = r"[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)?"
_INTRODUCED = (
    re.compile(rf"(?:[Ii]t's|[Tt]hat's|[Cc]'est|named|called|s'appelle|nommée?)\s+(?P<name>{_PROPER})"),
    re.compile(
        rf"(?P<name>{_PROPER}),?\s+(?:she|he|elle|il|and (?:she|he|I)|et (?:elle|lui|moi)|signs|decides|"
        r"approves|owns|picks|chooses|has last|has the last|makes the|can (?:kill|hold|sink)|"
        r"signe|décide|tranche|valide|"
        r"choisit|suivra|signera|décidera|validera|tranchera|est contre)\b"
    ),
    re.compile(rf"\w\s\((?P<name>{_PROPER})\)"),
)
_NO_NAME_WORDS = """
he she it they i we il elle on nous who's budget decision what who that this then because monsieur madame oui non yes no
well so but and whatever whoever no not qui who quand when november december january february march
april may june july august september october
"""
_NO_NAME = frozenset(_NO_NAME_WORDS.split())
_NO_LABEL_WORDS = """
verbatim quote quoted citation exact exactly say-so direct text texto sms mail email voicemail
vm recap reply answer reponse
later dixit mot mots words his her their au aux en on at puis ensuite said says dit
"""
_NO_LABEL = _NO_NAME.union(_NO_LABEL_WORDS.split())
_NUMBERED = re.compile(
    r"(?:speaker|spk|s|intervenant|intervenante|locuteur|locutrice|participant|participante|voix|voice|person|personne|"
    r"inconnu|unknown|guest|caller|user|client|customer)\s?#?\d+"
)
_HIMSELF = re.compile(
    r"\W*(?:(?:yes|yeah|yep|hi|hello|hey|oui|ouais|bonjour|allo|so|well|euh|um)[ ,.!]+)*"
    r"(?:(?:it's|this is|i'm|i am|my name is|my name's|ici|c'est|je suis|je m'appelle|moi c'est|moi,? c'est)\s+)?"
)
_GREETING = re.compile(
    r"\b(?:hi|hello|hey|morning|afternoon|evening|thanks|thank you|bonjour|bonsoir|merci|salut|and|et|so|right|ok|okay|"
    r"alors|donc|sorry|pardon)$"
)


def introduced(scene: Scene, s: Sentence, known: Sequence[Mention]) -> list[Mention]:
    """The names that only their place in a sentence gives away, beside those already known."""
    found: list[Mention] = []
    for pattern in _INTRODUCED:
        for match in pattern.finditer(scene.text, s.body or s.start, s.end):
            start, end = match.span("name")
            taken = any(m.start < end and start < m.end for m in (*known, *found))
            if not taken and fold(match["name"]).split()[0] not in _NO_NAME:
                found.append(Mention(start, end, match["name"], None))
    return found


def is_numbered(label: str) -> bool:
    """Whether a speaker's label is a machine's: "Speaker 2", "Intervenant 1", "S3"."""
    return _NUMBERED.fullmatch(fold(label)) is not None


def named_like(label: str) -> bool:
    """Whether what stands before a quotation may be a name, and is not a word for it: "Verbatim", "Elle"."""
    return _NO_LABEL.isdisjoint(fold(label).split()) and len(label) > 1


def behind(scene: Scene, label: str) -> Mention | None:
    """Whom a numbered label stands for: who says his name under it, else whom the turn before it calls by name."""
    if label not in scene.behind:
        scene.behind[label] = _behind(scene, label)
    return scene.behind[label]


def _behind(scene: Scene, label: str) -> Mention | None:
    own = [s for s in scene.sentences if s.speaker == label]
    said: Counter[str] = Counter()
    for s in own:
        for m in scene.within(scene.people, s.start, s.end):
            if m.name and _HIMSELF.fullmatch(scene.folded[s.start : m.start]):
                return Mention(s.start, s.start, m.name, m.role)
        before = scene.sentences[s.number - 1] if s.number else None
        if before is not None and before.turn != s.turn:
            turn = [q for q in scene.sentences[max(0, s.number - 5) : s.number] if q.turn == before.turn]
            named = ((q, m) for q in turn for m in scene.within(scene.people, q.start, q.end))
            said.update(m.name for q, m in named if m.name and _calls(scene, q, m))
    return Mention(own[0].start, own[0].start, said.most_common(1)[0][0], None) if said else None


def _calls(scene: Scene, s: Sentence, m: Mention) -> bool:
    """Whether a sentence speaks to somebody: the name stands between its marks, or behind a greeting."""
    before, after = scene.folded[s.start : m.start].rstrip(), scene.folded[m.end : m.end + 2].lstrip(" \n")
    return after[:1] in ("", ",", ".", "?", "!") and (
        not before or before.endswith(",") or _GREETING.search(before) is not None
    )
