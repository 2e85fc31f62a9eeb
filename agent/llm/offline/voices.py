"""Whose words a typed sentence holds, so that two people at odds are seen as two.

`Joris: "…"`, "Mme K « … »", "she says", "le père dit": each opens an utterance, and goes on while its quotation does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .cues import labels
from .fold import fold
from .sentence import Sentence

_PROPER = r"(?:(?:MM?\.|Mme|Mrs?\.?|Ms\.?|Dr\.?)\s)?[A-ZÀ-Þ][\w'’-]*(?:\s[A-ZÀ-Þ][\w'’-]*){0,2}"
_ROLE = (
    r"(?:[Tt]he|[Hh]is|[Hh]er|[Ll]e|[Ll]a|[Ss]on|[Ss]a|[Ll]['’])\s?[a-zà-ÿ-]+(?:\s[a-zà-ÿ-]+)?|"
    r"(?:monsieur|madame)\s[\w-]+"
)
_MEANT = {"il": "he", "lui": "he", "him": "he", "elle": "she", "her": "she"}
_PRONOUN = r"he|she|il|elle|lui|him|her|He|She|Il|Elle|Lui|Him|Her"
_SAYS = (
    r"(?:(?:me|nous|lui|leur|l[ea]|l'|then|just|also|now|aussi|alors) )?"
    r"(?:says?|said|thinks?|reckons?|insists?|insisted|claims?|wants?|wanted|goes|repl(?:y|ies|ied)|answers?|answered|"
    r"counters?|countered|cuts? in|shot back|swears?|swore|maintains?|finds|adds|added|objects|objected|"
    r"dit|disait|répond|affirme|assure|soutient|veut|voudrait|parle|pense|jure|rétorque|coupe|corrige|lâche|maintient|"
    r"estime|objecte|trouve|ajoute|repond|retorque|lache)\b"
)
_ASIDE = r"(?:\s?\([^)\n]{1,40}\)|,[^:\"«“\n]{1,50}?,?)?"
_WHO = rf"(?P<who>{_PRONOUN}|{_PROPER}|{_ROLE}){_ASIDE}"
_SPEAKS = rf"(?:\s?[:=]|\s?[\"«“]|\s{_SAYS})"
_OPENS = re.compile(rf"[^\w\"«“]*{_WHO}{_SPEAKS}")
"""How an utterance begins: who speaks, and what says that he does."""
_NOT_WHO = frozenset(("it", "they", "i", "we", "on", "nous", "and", "et", "but", "mais", "then", "puis"))


def _named(who: str) -> str | None:
    """The speaker, folded; None for a heading or a word that is nobody."""
    name = fold(who)
    return None if name in labels() or name.split()[0] in _NOT_WHO else _MEANT.get(name, name)


def take_voices(found: Sequence[Sentence], text: str, folded: str) -> None:
    """Give each sentence its voice; one within quotation marks that opened before it has the one before."""
    opened = 0
    for before, s in zip((None, *found), found, strict=False):
        told = attributed(text, s) if s.turn is None else None
        s.voice = told[0] if told else fold(s.speaker) if s.speaker else None
        if before is None or before.line != s.line or s.turn is not None:
            opened = s.start
        elif s.voice is None and folded.count('"', opened, s.start) % 2:
            s.voice = before.voice


def attributed(text: str, s: Sentence) -> tuple[str, int] | None:
    """Whom a typed sentence says its words are of, and where they begin."""
    for start in dict.fromkeys((s.body or s.start, s.start)):
        opens = _OPENS.match(text, start, s.end)
        inner = _OPENS.match(text, opens.end(), s.end) if opens else None
        for told in (inner, opens):
            if told and (who := _named(told["who"])):
                return who, told.end()
    return None


def differ(one: str | None, other: str | None) -> bool:
    """Whether two voices are surely two people's: two names without a common word, or he and she."""
    if not one or not other:
        return False
    pronouns = {"he", "she"}
    if (one in pronouns) != (other in pronouns):
        return False
    return set(one.split()).isdisjoint(other.split())
