"""What the rep tells of himself in a typed note, and a buyer repeats of him: no evidence of anything.

"I proposed May", "j'ai laissé la grille", "moi : en moyenne 4 %" stand between what he heard; where the sentence turns
to what the other side said, its rest counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_LEAD = r"[^\w\"]*(?:(?:and|so|then|also|but|anyway|well|et|puis|donc|bon|alors|mais|du coup|sur le fond)[, ]+){0,2}"
_ADVERB = r"(?:(?:also|then|just|only|even|again|did|aussi|ensuite|bien|juste|deja|quand meme)\s+){0,2}"
_ASKED = re.compile(
    rf"{_LEAD}(?:i(?:'d|'ve| have| had)?\s+{_ADVERB}(?:asked|wondered)\b|"
    rf"(?:j'ai|j'avais|je (?:lui|leur) ai|on (?:lui|leur) a|nous (?:lui|leur) avons)\s+{_ADVERB}"
    r"(?:demande|pose la)\b)"
)
"""How a rep tells what he asked."""
_TOLD = re.compile(
    rf"{_LEAD}(?:i(?:'d|'ve| have| had)?\s+{_ADVERB}(?:told|pushed|probed|tried|offered|"
    r"proposed|suggested|pitched|floated|quoted|left|showed|gave|explained|reminded|demoed|presented|mentioned|said|"
    r"pointed out|put it|repeated|estimated|threw|"
    r"dropped|ventured|sent|emailed|countered)\b|"
    r"we\s+(?:quoted|pitched|demoed|(?:offered|told|gave|sent|left) (?:them|him|her))\b|"
    rf"(?:moi,? )?(?:j'ai|j'avais|(?:je|on|nous) (?:lui|leur) (?:ai|a|avons))\s+{_ADVERB}(?:dit|propose|annonce|laisse|"
    r"explique|presente|rappele|chiffre|montre|envoye|suggere|evoque|parle de|donne|cite|lance|glisse|tente|"
    r"insiste|estime|indique|precise|mentionne|avance|repondu|argumente)\b|"
    r"(?:told|reminded) (?:him|her|them)\b|(?:rappele|propose|annonce|explique|suggere) (?:notre|nos|que)\b|"
    r"(?:my|our|mon|ma|notre) (?:manager|mgr|boss|chef\w*|n\+1|team lead\w*|colleague|collegue|responsable)\b|"
    r"(?:ma conviction|mon pari|my conviction|my wager|moi|me)\s?:|"
    r"(?:[a-z]+ )?(?:a nous|de notre cote|on our side|from our side)\s?:|"
    r"(?:[\w' ]{1,40} : )?[a-z'-]+ \((?:chez nous|de chez nous|our side|our team|one of ours)\))"
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
    rf"{_LEAD}(?:you(?:'d|'ve| had| have)? (?:told (?:me|us)|said|mentioned|wrote|written|quoted)|"
    r"vous (?:(?:m'|nous |me )?(?:avez|aviez) (?:dit|ecrit|parle de|annonce|propose)|(?:me )?disiez|ecriviez))\b"
)
"""How a buyer repeats what the seller said."""
_MAIL = re.compile(
    r"^\W*(?:from|de|subject|objet)\s?:|^\W*(?:hi|hello|dear|bonjour|cher|chere|madame|monsieur)\b[^\n.:]{0,40},\s*$",
    re.MULTILINE,
)
"""A mail, in which "I" is whoever wrote it."""


_FIRST_PERSON = re.compile(
    r"(?:[;,]|\s-)\s(?:and |but |so |et |mais |donc |puis )?(?P<own>(?:i|we|j'ai|je)\b)"
)


@lru_cache(maxsize=4)
def is_mail(folded: str) -> bool:
    """Whether a text is a mail, whose "I" is no rep's."""
    return _MAIL.search(folded) is not None


def shares(folded: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """A typed sentence cut where it turns to what the rep did himself and back, and whether a piece is his."""
    low = start
    while low < end:
        theirs = own_words(folded, low, end)
        high = theirs or _own_clause(folded, low, end)
        yield low, high, theirs is not None
        low = high


def _own_clause(folded: str, start: int, end: int) -> int:
    """Where the first clause of his own begins: "budget didn't come up; I left the grid". Else the end."""
    for clause in _FIRST_PERSON.finditer(folded, start, end):
        quoted = folded.count('"', start, clause.start()) % 2
        if not quoted and own_words(folded, clause.start("own"), end):
            return clause.start("own")
    return end


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


def repeats_us(folded: str, start: int, end: int) -> bool:
    """Whether a buyer tells the seller what the seller said."""
    return _YOU_SAID.match(folded, start, end) is not None
