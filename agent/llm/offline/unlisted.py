"""Roles no list has, by their place in a sentence: "le siège décide", "run it past the vestry", "The PCC votes"."""

from __future__ import annotations

import re

from .fold import fold
from .people import Mention

_ARTICLE = (
    r"(?<![\w'])(?:my|our|the|an?|her|his|their|mon|ma|le|la|les|notre|son|sa|leur|un|une|du|au)\s|(?<!\w)l'"
)
_NOUN = r"[a-z][\w'-]+(?:\s(?:de la |de l'|de |du |des |d'|of (?:the )?)?[a-z][\w'-]+){0,2}?"
_OF = r"[a-z][\w'-]+(?:\s(?:de |du |of )[a-z][\w'-]+)?"
SUBJECT = re.compile(
    rf"(?:{_ARTICLE})(?P<role>{_NOUN})"
    r"(?:\s+(?:qui|who|that|will|(?:has|have|needs?|gets?) to|must|can|doit|doivent|va|vont|peut|also|a|has))*\s*$"
)
OBJECT = re.compile(rf"\s*(?:a |de |with |to |by |from |past |avec )?(?:{_ARTICLE})(?P<role>{_OF})")
THAT_IS = re.compile(rf"\b(?:c'est|it's|that's|its)\s+(?:{_ARTICLE})?\s?(?P<role>{_OF})")
BODY = re.compile(r"(?:[Tt]he|[Ll]e|[Ll]a|[Ll]'|[Aa]u|[Dd]u)\s?(?P<role>[A-Z]{2,6})\b")
_VERB = (
    r"(?:says?|said|thinks?|wants?|reckons|has|have|is|are|will|would|does|do|dit|disent|pensent?|veut|est|sont|sera|"
    r"doit|and (?:he|she|it)|qui|who)\b"
)
"""Where a name or a role ends: at what is said of it."""
HEAD = re.compile(
    r"\W*(?P<role>(?:[A-ZÀ-Þ][\w'.-]*|(?:[Tt]he|[Ll]e|[Ll]a|[Mm]y|[Uu]ne?|[Aa]n?|[Oo]ur|[Nn]otre)\s[\w'-]+)"
    rf"(?:\s(?!{_VERB})(?:de|du|des|d'|of|the|[A-ZÀ-Þ]?[\w'-]{{3,}})){{0,3}})"
)
THE_HEAD = re.compile(rf"\W*(?:{_ARTICLE})(?P<role>{_OF})[,. ]")
_NO_ROLE_WORDS = """
deux two both tous toutes all budget decision projet project contrat contract outil tool date choix choice montant
amount prix price he she we they it i il elle on nous vous runs run known pas not that qui is was est sont has have meme
same reste rest fin end moment fois time argent money call contact one majority
quel quelle quels quelles whoever whichever which what when where how why mystere mystery
ca se sur et and or ou dire avis used to gave give donne donnent la-dessus mienne mien mine yours ours ton votre mot
this these those ce cet cette ces y en notes note
parents clients client customers customer patients families familles tenants locataires users visitors candidats
"""
_NO_ROLE = frozenset(_NO_ROLE_WORDS.split())
_DONE = re.compile(r"ed$")
"""What was done is no role: "when it's picked"."""


def unlisted(text: str, match: re.Match[str]) -> Mention | None:
    """Whoever a match's group `role` means, unless its words are no one's role."""
    start, end = match.span("role")
    words = re.findall(r"[a-z']+", fold(text[start:end]))
    if not words or _NO_ROLE.intersection(words) or len(words[0]) < 2 or _DONE.search(words[-1]):
        return None
    return Mention(start, end, None, text[start:end])
