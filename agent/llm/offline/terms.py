"""What the words around a figure make of it: a cap, a floor, a rate; per month, once, before tax.

Everything here reads folded text (see `fold`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from .fold import fold

Period = Literal["one_off", "month", "year", "user_month", "user_year"]
Tax = Literal["excluded", "included"]
Flag = Literal["cap", "floor", "threshold", "unit", "plain", "derived"]
"""cap        "up to 50k", "50k max"
floor      "at least 50k"
threshold  the limit of somebody's say, not a sum to spend: "signe tout ce qui dépasse 10k"
unit       a price per hour, week, piece …: "$95 a permit"
plain      a figure with neither currency nor k: money only if the words around it say so
derived    worked out from the amount before it: "double that"
"""


@dataclass(slots=True)
class Terms:
    """What was found around one figure."""

    end: int
    """Where the words tied to the figure end."""
    period: Period | None = None
    tax: Tax | None = None
    per_user: bool = False
    approximate: bool = False
    flags: set[Flag] = field(default_factory=set)


_ABOUT = (
    r"(?:env\.?|environ|about|around|roughly|approx\.?|approximately|approximativement|circa|ca\.|~|±|autour d[e']"
    r"|aux alentours d[e']|dans les|de l'ordre d[e']|a peu pres|quelque|some|something like|quelque chose comme"
    r"|in the region of|in the order of|ballpark|grosso modo|plus ou moins|nearly|almost|presque|pres d[e']|like)"
)
_CAP = (
    r"(?:up to|jusqu'a|(?:au )?maximum(?: d[e'])?|max\.?(?: d[e'])?|maxi|no more than|not more than|at most|au plus"
    r"|pas plus d[e']|pas plus que|moins d[e']|less than|under|below|sous(?: les)?|plafond(?: d[e']| a)?|plafonnee? a"
    r"|plafond (?:fixe|mis) a|capped at|cap(?: of| is)?|ceiling(?: of| is)?|not over|ne pas depasser|within"
    r"|(?:depasse|depasser|depassera|depassons) pas|not exceed|no higher than|upper limit(?: of| is)?|limite a)"
)
_FLOOR = (
    r"(?:at least|au moins|(?:au )?minimum(?: d[e'])?|min\.?(?: d[e'])?|mini|more than|plus d[e']|over|above|north of"
    r"|upwards of|no less than|not less than|pas moins d[e']|starting at|starting from|a partir d[e']|depasse|exceed(?:s|ing)?"
    r"|au[- ]dela d[e']|au[- ]dessus d[e']|beyond|past)"
)
_SAY = (
    r"(?:tout(?:es?|s)?(?: ce)? qui|tout(?: ce)? au|everything|anything|signs?|signing|sign[- ]off|signe[nrs]?t?|signature"
    r"|authority|approves?|approve up|can approve|delegation|engager?|mon seuil|my limit|threshold|seuil)\b"
)
_LEAD = re.compile(
    rf"(?:(?P<cap>{_CAP})|(?P<floor>{_FLOOR})|(?P<about>{_ABOUT}))[\s:=(]*(?:{_ABOUT}\s*)?(?:les |the |a )?$"
)
_WHOSE = re.compile(rf"(?<![a-z]){_SAY}[^.!?;\n]*$")
_EARLIER = re.compile(
    r"(?P<year>\b(?:annuel(?:le)?|annual|yearly)\b)|(?P<month>\b(?:mensuel(?:le)?|monthly)\b)"
    r"|(?P<one_off>\b(?:one[- ]off|one[- ]time|one[- ]shot|ponctuel(?:le)?)\b)"
    r"|(?P<excluded>\b(?:ht|hors taxes?|hors tva|ex(?:cl)?\.? vat|excluding vat)\b)|(?P<included>\bttc\b)"
)

_USERS = (
    r"(?:users?|utilisateurs?|utilisatrices?|seats?|heads?|licen[cs]es?|agents?|postes?|salaries?|collaborateurs?|commercial"
    r"|commerciaux|rep|reps|person|personne|employees?|employe|tete|siege|compte|technicien|conseiller|vendeur|user|pers\.?"
    r"|collab\.?|consultant|driver|chauffeur|nurse|teacher|staff member|member|account|device)"
)
_PER = r"(?:/\s?|par\s|per\s|a\s|an\s|each\s|chaque\s|every\s|et\sper\s|and\sper\s|et\spar\s|and\s)"
_MONTH = rf"(?:{_PER}(?:mois|months?|mo|mth)\b|/\s?m\b|p\.?m\.?(?![a-z])|pcm\b|monthly|mensuel\w*|au mois|le mois|the month)"
_YEAR = (
    rf"(?:{_PER}(?:ans?|annees?|years?|yr|annum)\b|/\s?[ay]\b|p\.?a\.?(?![a-z])|annually|yearly|annuels?\b|annuelle\w*"
    r"|(?:for|over|in) the year\b|(?:pour |sur |a )?l'annee\b|(?:pour|sur) un an\b|the year\b)"
)
_ONCE = (
    r"(?:one[- ]?shot|one[- ]off|one[- ]time|one payment|single payment|one single payment|lump sum|en une (?:seule )?fois"
    r"|paiement unique|une seule fois|une fois|pour solde|ponctuel(?:le)?s?|non[- ]recurrent|non recurring|nonrecurring"
    r"|just once|once only|upfront|up front|capex|investissement unique|forfait unique)"
)
_EXCLUDED = (
    r"(?:h\.?t\.?(?![a-z])|hors[- ](?:taxes?|tva|t\.v\.a\.)|ex(?:cl?|cluding|clusive of|cludes|clusive)?\.?,? ?(?:of )?(?:vat|tax|taxes|gst|hst|sales tax|tva)\b"
    r"|(?:plus|\+|before|net of|without|no) ?(?:vat|tva|tax|taxes|sales tax|gst|hst)\b|avant (?:tva|taxes?)|vat (?:excluded|on top|extra)"
    r"|pre[- ]tax)"
)
_INCLUDED = (
    r"(?:ttc\b|t\.t\.c\.|toutes taxes(?: comprises)?|tva (?:comprise|incluse)|taxes (?:comprises|incluses)"
    r"|inc(?:l|luding|lusive of|ludes|luded)?\.? ?(?:vat|tax|taxes|gst|hst|tva)\b|with (?:vat|tax)\b|vat (?:included|inclusive)|vat incl?\b)"
)
_TIED = re.compile(
    r"(?P<gap>[\s,(]*)(?:"
    rf"(?P<excluded>{_EXCLUDED})|(?P<included>{_INCLUDED})|(?P<user>{_PER}{_USERS}(?![a-z]))|(?P<month>{_MONTH})|(?P<year>{_YEAR})"
    rf"|(?P<one_off>{_ONCE}\b)|(?P<cap>(?:au )?max(?:imum|i)?\b\.?|at (?:the )?most|tops\b|au plus\b|grand max|or less|ou moins)"
    r"|(?P<floor>(?:au )?min(?:imum|i)?\b\.?|at least|au moins|and up\b|or more|et plus\b|ou plus\b|\+(?!\s?[a-z0-9]))"
    r"|(?P<about>-?ish\b|environ\b|env\.|or so\b|give or take|a peu pres|plus ou moins|roughly|approx\b\.?|\+/-)"
    r"|(?P<whole>tout compris|all[- ]in\b|all included|in total|au total|en tout)"
    r"|(?P<unit>(?:/\s?|per |par |an? (?!bit|little|lot|few|couple|partir|minima|maxima|la |l'|peu)|each\b|piece\b|apiece\b|l'unite\b|chacune?\b|le lot\b)[a-z]*))"
)
_LOOSE = re.compile(
    rf"(?P<one_off>\b{_ONCE}\b)|(?P<excluded>\b{_EXCLUDED})|(?P<included>\b{_INCLUDED})"
    r"|(?P<year>\bfor the (?:full |whole )?year\b|\bpour l'annee\b|\bsur l'annee\b|\bannuels?\b|\bannuelles?\b|\bannually\b|[,(]\s?(?:par an|per year|a year)\b)"
    r"|(?P<month>[,(]\s?(?:par mois|per month|a month)\b|\bmensuel(?:le)?s?\b)"
)
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
            _note(found, match.lastgroup)
    return found


def _look_ahead(folded: str, language: str, found: Terms, limit: int) -> None:
    while (tied := _TIED.match(folded, found.end, limit)) is not None:
        if "\n" in tied["gap"] and tied["gap"].strip(" \n"):
            return
        if tied.lastgroup == "unit" and (
            "," in tied["gap"] or found.period or (language == "fr" and tied["unit"][:1] == "a")
        ):
            return
        _note(found, tied.lastgroup)
        found.end = tied.end()
    if found.per_user and found.period is None:
        found.flags.add("unit")


def _note(found: Terms, what: str | None) -> None:
    match what:
        case "cap" | "floor" | "unit":
            found.flags.add(what)
        case "excluded" | "included":
            found.tax = found.tax or what
        case "about":
            found.approximate = True
        case "user":
            found.per_user = True
        case "month" | "year" | "one_off":
            found.period = found.period or what
    if found.per_user and found.period in ("month", "year"):
        found.period = "user_month" if found.period == "month" else "user_year"


def _look_back(folded: str, found: Terms, start: int) -> None:
    before = folded[max(0, start - 60) : start]
    if lead := _LEAD.search(before):
        found.approximate |= lead.lastgroup == "about"
        if lead.lastgroup != "about":
            _note(found, lead.lastgroup)
            if _WHOSE.search(before, 0, lead.start() + 12):
                found.flags.add("threshold")
    clause = re.split(r"[.!?;\n]", before)[-1]
    for match in _EARLIER.finditer(clause):
        _note(found, match.lastgroup)
