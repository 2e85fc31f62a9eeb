"""What the words around a figure make of it: a cap, a floor, a rate; per month, once, before tax.

The words are in `cues/money.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from .fold import fold
from .lexicon import lexicon, named, one_of

Period = Literal["one_off", "month", "year", "user_month", "user_year"]
Tax = Literal["excluded", "included"]
Flag = Literal["cap", "floor", "threshold", "unit", "plain", "derived", "thousands"]
"""cap        "up to 50k", "50k max"
floor      "at least 50k"
threshold  the limit of somebody's say, not a sum to spend: "signe tout ce qui dépasse 10k"
unit       a price per hour, week, piece …: "$95 a permit"
plain      a figure with neither currency nor k: money only if the words around it say so
thousands  said without its thousands: "it's sixty now"
derived    worked out from the amount before it: "double that"
"""


@dataclass(slots=True)
class Terms:
    """What was found around one figure."""

    end: int
    """Where the words tied to the figure end."""
    period: Period | None = None
    tax: Tax | None = None
    per_head: bool = False
    approximate: bool = False
    flags: set[Flag] = field(default_factory=set)

    def add(self, name: str | None) -> None:
        """Takes note of one find, by the name of its group; the first of a kind counts."""
        match name:
            case "cap" | "floor" | "unit":
                self.flags.add(name)
            case "excluded" | "included":
                self.tax = self.tax or name
            case "about":
                self.approximate = True
            case "user" | "each":
                self.per_head = True
            case "month" | "year" | "one_off":
                self.period = self.period or name
        if self.per_head and self.period in ("month", "year"):
            self.period = "user_month" if self.period == "month" else "user_year"


_CUES = lexicon("money")
_PER = r"(?:/\s?|(?:(?:and|et)\s)?(?:par|per|an?|each|chaque|every)\s|and\s)"
_TIES = {
    name: [p.replace("PER", _PER).replace("USER", one_of(_CUES["heads"]["user"])) for p in patterns]
    for name, patterns in _CUES["tied"].items()
}
_TIED = re.compile(rf"(?P<gap>[\s,()]*)(?:{named(_TIES)})")
_LOOSE = re.compile(
    rf"(?<![a-z])(?:{named({key: _TIES[key] for key in ('one_off', 'excluded', 'included')} | _CUES['loose'])})"
)
_EARLIER = re.compile(rf"(?<![a-z])(?:{named(_CUES['earlier'])})")
_LEAD = re.compile(
    rf"(?<![a-z])(?:{named(_CUES['before'])})[\s:=(]*(?:{one_of(_CUES['before']['about'])}\s*)?(?:les |the |a |de )?$"
)
_SAY = re.compile(rf"(?<![a-z]){one_of(_CUES['say']['limit'])}(?![a-z])")
_SAYER = re.compile(rf"[^.,;!?\n]{{0,30}}?(?<![a-z])(?:{named(_CUES['sayer'])})")
_CLAUSE = re.compile(r"[.!?;\n]")
_SENTENCE_END = re.compile(r"[!?\n]|\.(?=\s+[A-Z«\"“])")


def terms(text: str, language: str, start: int, end: int, limit: int) -> Terms:
    """The terms of the figure at `start:end`, looking no further than `limit` (the next figure)."""
    folded, found = fold(text), Terms(end)
    _look_ahead(folded, language, found, limit)
    _look_back(folded, found, start)
    stretch = min(limit, found.end + 140)
    stop = _SENTENCE_END.search(text, found.end, stretch)
    for match in _LOOSE.finditer(folded, found.end, stretch):
        of_tax = match.lastgroup in ("excluded", "included")
        if of_tax or not stop or match.start() < stop.start():
            found.add(match.lastgroup)
    return found


def _look_ahead(folded: str, language: str, found: Terms, limit: int) -> None:
    """The words tied to the figure: "HT/an", "par commercial et par mois", "max"."""
    while (tied := _TIED.match(folded, found.end, limit)) is not None:
        if tied.lastgroup == "unit" and (
            "," in tied["gap"] or found.period or (language == "fr" and tied["unit"][:2] in ("a ", "an"))
        ):
            break
        found.add(tied.lastgroup)
        found.end = tied.end()
    if found.per_head and found.period is None:
        found.flags.add("unit")


def _look_back(folded: str, found: Terms, start: int) -> None:
    """Cap, floor and "about" right before the figure; the period and the tax anywhere in the clause before it."""
    before = folded[max(0, start - 60) : start]
    lead = _LEAD.search(before)
    if lead:
        found.add(lead.lastgroup)
        sayer = _SAYER.match(folded, found.end)
        said = _SAY.search(_CLAUSE.split(before[: lead.end()])[-1]) or (
            sayer and sayer.lastgroup == lead.lastgroup
        )
        if lead.lastgroup != "about" and said:
            found.flags.add("threshold")
    for match in _EARLIER.finditer(_CLAUSE.split(before)[-1]):
        found.add(match.lastgroup)
