"""What a legal notice states of the company: its numbers, its name in law, its seat.

Two companies stand in most French notices, the site's and its host's. What stands behind a word for the
host, the designer or a mediator is theirs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from .stated import Stated

_9 = r"\d{3}[ .\-]?\d{3}[ .\-]?\d{3}"
_14 = rf"{_9}[ .\-]?\d{{5}}"
_RCS = r"R\.? ?C\.? ?S\b\.?"
_END = r"[\n,;:(–—]|\. |\.$| (?:au capital|dont|sise|immatricul|société|is |a company|with )|$"
_NAME = rf"(?P<cell>[^\n,;:(–—]{{2,60}}?)(?= *(?:{_END}))"
_TOWN = r"(?!Tél|Tel|France\b|RCS|SIRE[NT]|TVA|Capital|CEDEX|Cedex)[A-ZÀ-Ý][A-Za-zÀ-ÿ'’\-]{1,30}"
_MORE = rf" (?:d['’]|d[eu] |sur |l[ae] )?{_TOWN}"
# Header, and the words with the value in them. Each repetition is bounded: a hostile page costs no more time
# than another of its length.
_PATTERNS = tuple(
    (header, re.compile(pattern, re.MULTILINE))
    for header, pattern in (
        ("siret", rf"\b(?i:siret)\b\D{{0,40}}(?P<cell>{_14})(?! ?\d)"),
        ("siren", rf"\b(?i:siren)\b\D{{0,40}}(?P<cell>{_9})(?!(?:[ .\-]?\d))"),
        ("siren", rf"(?:\b{_RCS}|\b(?i:registre du commerce))\D{{0,80}}(?P<cell>{_9})(?!(?:[ .\-]?\d))"),
        ("siret", rf"\b{_RCS}\D{{0,80}}(?P<cell>{_14})(?! ?\d)"),
        ("siren", rf"(?<![\d.\-])(?<!\d )(?P<cell>{_9}),? ?(?:[-–] ?)?(?:au )?{_RCS}"),
        (
            "vat",
            rf"\b(?:TVA|VAT|(?i:intracommunautaire))\b[^\n]{{0,60}}?\b(?P<cell>FR ?[0-9A-Z]{{2}} ?{_9})(?! ?\d)",
        ),
        (
            "vat",
            r"\b(?:TVA|VAT|USt|UID|IVA|BTW|(?i:umsatzsteuer))[^\n]{0,60}?"
            r"\b(?P<cell>(?!FR)[A-Z]{2} ?[0-9A-Z](?:[ .]?[0-9]){7,10}(?:B[0-9]{2})?)\b",
        ),
        (
            "company number",
            r"\b(?i:company (?:registration )?(?:number|no\b|reg)|registered (?:in (?:england|scotland|wales|northern"
            r" ireland)|number|company)|registration number)\D{0,60}?(?P<cell>\b(?:SC|NI|OC|SO)?\d{6,8})\b",
        ),
        ("country", r"\b[Rr]egistered in (?P<cell>England|Scotland|Wales|Northern Ireland)\b"),
        ("legal name", rf"\b(?i:raison sociale|dénomination(?: sociale)?)\s*:\s*{_NAME}"),
        ("legal name", rf"\b(?:est )?[ée]dité par (?:la société |l['’]entreprise )?{_NAME}"),
        ("legal name", rf"\b(?:owned|operated|published) by {_NAME}"),
        ("city", rf"\b(?i:siège(?: social)?)\b[^\n]{{0,120}}?\b\d{{5}} (?P<cell>{_TOWN}(?:{_MORE}){{0,3}})"),
    )
)
_OTHERS = re.compile(
    r"h[ée]berg|\bhost(?:ed|ing|er)?\b|\bconception\b|\br[ée]alisation\b|cr[ée]dits?\b|web ?design|webmaster"
    r"|prestataire|sous-traitant|m[ée]diateur|designed by|powered by|(?:cr[ée]ation|d[ée]veloppement) du site",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b[ée]dit(?:é|eur|rice)|\bpublish(?:er|ed)|propri[ée]taire"
    r"|(?:mentions|informations) l[ée]gales|legal notice|imprint|impressum|who we are",
    re.IGNORECASE,
)
_HEADING = 60
"""Letters of a line up to which a word in it speaks for the lines below too."""


def read_imprint(text: str) -> Iterator[Stated]:
    """What the text states of the company whose site it is on, in the order of the patterns."""
    foreign = _foreign(text)
    starts = [start for start, _ in foreign]
    for header, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            before = bisect_right(starts, found.start("cell"))
            if not before or foreign[before - 1][1] <= found.start("cell"):
                yield Stated(header, found["cell"].strip(" .\"'«»"), found[0])


def _foreign(text: str) -> list[tuple[int, int]]:
    """The stretches that speak of other companies."""
    stretches: list[tuple[int, int]] = []
    at, since = 0, None
    for line in text.splitlines(keepends=True):
        others, own = _OTHERS.search(line), _OWN.search(line)
        if own and since is not None:
            stretches.append((since, at + own.start()))
            since = None
        if others and since is None:
            if own and own.start() > others.start():
                stretches.append((at + others.start(), at + own.start()))
            elif len(line) <= _HEADING:
                since = at + others.start()
            else:
                stretches.append((at + others.start(), at + len(line)))
        at += len(line)
    return [*stretches, *([(since, at)] if since is not None else [])]
