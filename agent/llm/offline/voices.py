"""Whose words a typed sentence holds: the rep's own, or those of somebody it names or means.

A rep tells what he did himself ("I proposed May", "j'ai laissé la grille") between what he heard. The first is no
evidence; of the second this says whose it is, so that two people at odds are seen as two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from .cues import labels
from .fold import fold
from .sentence import Sentence

_LEAD = r"[^\w\"]*(?:(?:and|so|then|also|but|anyway|well|et|puis|donc|bon|alors|mais|du coup|sur le fond)[, ]+){0,2}"
_ADVERB = r"(?:(?:also|then|just|only|even|again|did|aussi|ensuite|bien|juste|deja|quand meme)\s+){0,2}"
_ASKED = re.compile(
    rf"{_LEAD}(?:i(?:'d|'ve| have| had)?\s+{_ADVERB}(?:asked|pushed|probed|wondered|tried)\b|"
    rf"(?:j'ai|j'avais|je (?:lui|leur) ai|on (?:lui|leur) a|nous (?:lui|leur) avons)\s+{_ADVERB}"
    r"(?:demande|pose la|insiste)\b)"
)
"""How a rep tells what he asked."""
_TOLD = re.compile(
    rf"{_LEAD}(?:i(?:'d|'ve| have| had)?\s+{_ADVERB}(?:told|offered|proposed|suggested|pitched|floated|quoted|left|"
    r"showed|gave|explained|reminded|demoed|presented|mentioned|said|pointed out|put it|repeated|estimated|threw|"
    r"dropped|ventured|sent|emailed|countered)\b|"
    r"we\s+(?:quoted|pitched|demoed|(?:offered|told|gave|sent|left) (?:them|him|her))\b|"
    rf"(?:moi,? )?(?:j'ai|j'avais|(?:je|on|nous) (?:lui|leur) (?:ai|a|avons))\s+{_ADVERB}(?:dit|propose|annonce|laisse|"
    r"explique|presente|rappele|chiffre|montre|envoye|suggere|evoque|parle de|donne|cite|lance|glisse|tente|estime|"
    r"indique|precise|mentionne|avance|repondu|argumente)\b|"
    r"(?:told|reminded) (?:him|her|them)\b|(?:rappele|propose|annonce|explique|suggere) (?:notre|nos|que)\b|"
    r"(?:ma conviction|mon pari|my conviction|my wager)\s?:|"
    r"(?:[a-z]+ )?(?:a nous|de notre cote|on our side|from our side)\s?:)"
)
"""How he tells what he said, left there or is sure of by himself."""
_THEY = (
    r"(?:he|she|they|his|her|their|it's|il|elle|ils|elles|c'est)\b"
    r"(?!'d|'ll| would| will| could| can| should| might)"
)
_THEY_SAID = re.compile(
    rf";|->|=>|[,.:]\s(?:and |but |et |mais |puis )?{_THEY}|\s(?:and|but|et|mais|puis)\s{_THEY}"
)
_ANSWER = re.compile(rf"{_THEY_SAID.pattern}|[:\"]|,\s(?=\W?\d)|\s-\s")
"""Where such a sentence turns to what the other side said."""
_YOU_SAID = re.compile(
    rf"{_LEAD}(?:you (?:told (?:me|us)|said|mentioned|wrote)|vous (?:m'|nous |me )(?:avez|aviez) \w+)\b"
)
"""How a buyer repeats what the seller said."""
_MAIL = re.compile(
    r"^\W*(?:from|de|subject|objet)\s?:|^\W*(?:hi|hello|dear|bonjour|cher|chere|madame|monsieur)\b[^\n.:]{0,40},\s*$",
    re.MULTILINE,
)
"""A mail, in which "I" is whoever wrote it."""

_PROPER = r"(?:(?:M\.|Mme|Mrs?\.?|Ms\.?|Dr\.?)\s)?[A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+){0,2}"
_ROLE = r"(?:[Tt]he|[Hh]is|[Hh]er|[Ll]e|[Ll]a|[Ss]on|[Ss]a|L['’])\s?[a-zà-ÿ-]+(?:\s[a-zà-ÿ-]+)?"
_SAYS = (
    r"(?:says?|said|thinks?|reckons?|insists?|insisted|claims?|wants?|wanted|goes|replied|replies|answered|countered|"
    r"cut in|shot back|swears?|maintains?|dit|disait|repond|affirme|assure|soutient|veut|voudrait|parle|pense|jure|"
    r"retorque|rétorque|répond|coupe|corrige|lâche|lache|maintient|estime|objecte)"
)
_ASIDE = r"(?:\s?\([^)\n]{1,40}\)|,[^:\"«“\n]{1,50}?,?)?"
_NAMED = re.compile(rf"[^\w\"«“]*(?P<who>{_PROPER}|{_ROLE}){_ASIDE}\s?(?::|\s(?:\w+ )?{_SAYS}\b)")
_PRONOUN = re.compile(
    rf"[^\w\"]*(?P<who>he|she|il|elle|lui|him|her)(?:,[^:\"\n]{{1,40}})?\s?(?::|\s(?:\w+ )?{_SAYS}\b)"
)
_MEANT = {"il": "he", "lui": "he", "him": "he", "elle": "she", "her": "she"}
_NOT_WHO = frozenset(("he", "she", "it", "they", "i", "we", "il", "elle", "on", "nous"))


@lru_cache(maxsize=4)
def is_mail(folded: str) -> bool:
    """Whether a text is a mail, whose "I" is no rep's."""
    return _MAIL.search(folded) is not None


def own_words(folded: str, start: int, end: int) -> int | None:
    """Where the rep's telling of what he said himself ends, in a sentence that begins with it."""
    if asked := _ASKED.match(folded, start, end):
        turn = _ANSWER.search(folded, asked.end(), end)
    elif told := _TOLD.match(folded, start, end):
        turn = _THEY_SAID.search(folded, told.end(), end)
    else:
        return None
    if turn is None:
        return end
    return turn.start() + (turn[0] != '"')


def _repeats_us(folded: str, sentence: Sentence) -> bool:
    """Whether a buyer tells the seller what the seller said."""
    return _YOU_SAID.match(folded, sentence.body or sentence.start, sentence.end) is not None


def take_voices(found: Sequence[Sentence], text: str, folded: str) -> None:
    """Give each sentence its voice; one within quotation marks that opened before it has the one before."""
    opened = 0
    for before, s in zip((None, *found), found, strict=False):
        if s.turn is None and _repeats_us(folded, s):
            s.side = s.side or "seller"
        told = attributed(text, folded, s) if s.turn is None else None
        s.voice = told[0] if told else fold(s.speaker) if s.speaker else None
        if before is None or before.line != s.line or s.turn is not None:
            opened = s.start
        elif s.voice is None and folded.count('"', opened, s.start) % 2:
            s.voice = before.voice


def attributed(text: str, folded: str, s: Sentence) -> tuple[str, int] | None:
    """Whom a typed sentence says its words are of, and where they begin."""
    start = s.body or s.start
    if pronoun := _PRONOUN.match(folded, start, s.end):
        return _MEANT.get(pronoun["who"], pronoun["who"]), pronoun.end()
    named = _NAMED.match(text, start, s.end) or _NAMED.match(text, s.start, s.end)
    who = fold(named["who"]) if named else ""
    if named is None or who in _NOT_WHO or who in labels():
        return None
    return who, named.end()


def differ(one: str | None, other: str | None) -> bool:
    """Whether two voices are surely two people's: two names without a common word, or he and she."""
    if not one or not other:
        return False
    pronouns = {"he", "she"}
    if (one in pronouns) != (other in pronouns):
        return False
    return set(one.split()).isdisjoint(other.split())
