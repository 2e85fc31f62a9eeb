"""Expressions counted from the call's day: "next quarter", "in six weeks", "d'ici deux mois", "EOY", "le 14"."""

from __future__ import annotations

import re

from .lexicon import either
from .rule import DAYS, NUMBER, ORDINALS, UNIT, UNITS, Context, Reading, clock_of, number, rule
from .windows import Unit, Window

_MANY = r"(?:\d{1,3}|(?:a )?[a-z]+(?:[ -](?:et[ -])?[a-z]+)??(?: de| of)?)"
_LENGTH = (
    rf"(?P<low>{_MANY})(?:\s?(?:-|\ba\b|\bto\b|\bou\b|\bor\b)\s?(?P<high>{_MANY}))?[\s-]"
    r"(?P<kind>working |business |calendar |full |good |petite?s? |bon(?:ne)?s? )?"
    rf"{UNIT}(?P<ouvres> ouvres?| ouvrables?)?"
)
_COUNTS = {"a": 1, "an": 1, "un": 1, "une": 1, "one": 1, "couple of": 2, "a couple of": 2, "quinzaine de": 15,
           "une quinzaine de": 15, "dizaine de": 10, "une dizaine de": 10}  # fmt: skip


def _count(words: str | None) -> int | None:
    return _COUNTS.get(words or "") or (None if words in ORDINALS else number(words))


def _from_now(match: re.Match[str], context: Context) -> tuple[Unit, Window | None] | None:
    """The day, or the stretch between two days, so long from today."""
    low, unit = _count(match["low"]), UNITS[match["unit"]]
    high = _count(match["high"]) or low
    if low and high and high < low:  # "dix-huit"
        low = high = number(f"{match['low']} {match['high']}")
    if not low or not high or not 0 < low <= high <= 400:
        return None
    weeks = 2 if unit == "fortnight" else 1
    counted: Unit = "week" if unit == "fortnight" else unit  # type: ignore[assignment]
    working = bool(match["ouvres"]) or (match["kind"] or "").strip() in ("working", "business")
    first, last = (context.clock.ahead(n * weeks, counted, working) for n in (low, high))
    return ("day" if low == high else "week"), first and last and Window(first.first, last.last)


_WITHIN = (
    r"(?:(?:within|sous|d'ici(?: a)?|in under|in less than|dans moins de|inside)(?: the| les)?"
    r"(?: next| prochain(?:e?s)?)?"
    r"|(?:in|over|dans|sous) (?:the|les)(?: next| coming| prochaine?s)?)"
)


_NOT_OF = r"(?! (?:of|after|following|suivant|apres|before|prior)\b)"
"""A length of time counted from something else than today: "within 30 days of signature"."""


@rule(
    rf"(?:pas|rien|not|nothing) (?:avant|before|for(?: another| at least)?) {_LENGTH}",
    ("pas", "rien", "not", "nothing"),
)
def _not_within(match: re.Match[str], context: Context) -> Reading:
    reading = _from_now(match, context)
    return (*reading, "not_before") if reading else None


@rule(
    rf"(?:{_WITHIN}|avant|before) {_LENGTH}{_NOT_OF}",
    ("avant", "before", "within", "sous", "over", "d'ici", "in", "dans", "inside"),
)
def _within(match: re.Match[str], context: Context) -> Reading:
    reading = _from_now(match, context)
    return (*reading, "deadline") if reading else None


@rule(r"(?:sous|dans la|d'ici une) (?:la )?(?P<span>quinzaine|huitaine)\b", ("sous", "dans", "d'ici"))
def _fortnight(match: re.Match[str], context: Context) -> Reading:
    return "day", context.clock.ahead(15 if match["span"] == "quinzaine" else 8, "day"), "deadline"


@rule(
    rf"(?:in|dans) (?:about |around |environ |roughly |another |encore |maybe |like )?{_LENGTH}{_NOT_OF}",
    ("in", "dans"),
)
def _ahead(match: re.Match[str], context: Context) -> Reading:
    return _from_now(match, context)


@rule(rf"{_LENGTH} (?:from (?:now|today)|out\b)", ("1", "a", "couple", *DAYS))
def _from_today(match: re.Match[str], context: Context) -> Reading:
    return _from_now(match, context)


@rule(
    r"(?:(?:in|over|within) the (?:next|coming) (?:few |couple of )?|in a few |dans (?:les|quelques) |d'ici quelques )"
    r"(?:prochaine?s )?(?P<unit>days|weeks|months|jours|semaines|mois)(?: (?:qui viennent|a venir))?\b",
    ("in", "over", "within", "dans", "d'ici"),
)
def _soon(_: re.Match[str], __: Context) -> Reading:
    return "week", None


@rule(r"(?:the )?(?P<unit>week|month|quarter) after next\b", ("the", "week", "month", "quarter"))
def _after_next(match: re.Match[str], context: Context) -> Reading:
    unit: Unit = UNITS[match["unit"]]  # type: ignore[assignment]
    return unit, context.clock.span(unit, 2)


_ENDS: dict[str, Unit] = {"y": "year", "q": "quarter", "m": "month", "w": "week"}


@rule(
    r"eo(?P<unit>[yqmw])\b|(?P<word>year|quarter|month|week)(?:[ -]|'s )end\b(?! (?:in|on|is)\b)",
    ("eoy", "eoq", "eom", "eow", "year", "quarter", "month", "week"),
)
def _end(match: re.Match[str], context: Context) -> Reading:
    unit = _ENDS[match["unit"] or match["word"][0]]
    return None if match["word"] == "week" else (unit, context.clock.span(unit, 0), "end")


_GREAT = {
    word: unit
    for word, unit in UNITS.items()
    if unit not in ("day", "fortnight") and not word.endswith(("ks", "ths"))
}
_NEXT = r"next|the next|the coming|coming|the following"
_THIS = r"this|current|the current|cette|cet|ce"


@rule(
    rf"(?:(?P<next>{_NEXT})\s|(?P<this>{_THIS})\s|(?P<last>(?:the )?(?:last|past))\s"
    r"|(?:the|la|le|du|un|a)\s|l'|d')?"
    rf"(?P<fiscal>fiscal |financial |budget )?(?:calendar )?(?P<unit>{either(_GREAT)})\b"
    r"(?P<exercice> fiscale?| comptable| budgetaire)?"
    r"(?:(?P<prochain> (?:prochaine?|qui vient|suivante?|d'apres))|(?P<cours>-ci| (?:en cours|courante?|ci))"
    r"|(?P<dernier> (?:derni\w+|passee?|ecoulee?)))?(?!\w)",
    (
        "next",
        "the",
        "coming",
        "this",
        "current",
        "cette",
        "cet",
        "ce",
        "last",
        "past",
        "la",
        "le",
        "du",
        "l'",
        "d'",
        "fiscal",
        "financial",
        "budget",
    ),
    _GREAT,
)
def _span(match: re.Match[str], context: Context) -> Reading:
    unit: Unit = UNITS[match["unit"]]  # type: ignore[assignment]
    if match["last"] or match["dernier"]:
        return unit, None, "past"
    ahead = 1 if match["next"] or match["prochain"] else 0
    if match["fiscal"] or match["exercice"] or match["unit"] == "exercice":
        window = context.clock.fiscal_year(ahead=ahead)
    else:
        window = clock_of(match, context).span(unit, ahead)
    if not (ahead or match["this"] or match["cours"]):
        return unit, window, "partial"
    if window and unit == "year" and not ahead and context.clock.today and context.clock.today <= window.last:
        return unit, Window(max(window.first, context.clock.today), window.last)
    return unit, window


@rule(rf"prochaine? (?P<unit>{either(_GREAT)})\b", ("prochain", "prochaine"))
def _next(match: re.Match[str], context: Context) -> Reading:
    unit: Unit = UNITS[match["unit"]]  # type: ignore[assignment]
    return unit, context.clock.fiscal_year(ahead=1) if match["unit"] == "exercice" else context.clock.span(
        unit, 1
    )


@rule(
    r"(?P<after>the day after tomorrow|day after tomorrow|apres-demain)|tomorrow|tmrw|tmw|demain",
    ("tomorrow", "tmrw", "tmw", "demain", "apres", "day", "the"),
)
def _tomorrow(match: re.Match[str], context: Context) -> Reading:
    return "day", context.clock.ahead(2 if match["after"] else 1, "day")


_ON_ITS_OWN = re.compile(
    r"[^\w\s]|\s*$|\s\W"
    r"| (?:and|or|at|is|was|if|so|for|to|after|before|then|with|works?|should|please|in|on|but|that|when|we|i|latest)\b"
    r"| (?:a|pour|avec|si|et|ou|au|chez|dans|sur|apres|avant|matin|aprem|soir|midi|prochain|du|vers|je|nous|ca|ce)\b"
)
"""What may follow "the 11th" or "le 14" that is a day, and no floor or rank."""


@rule(
    rf"(?:the|le|au|du) (?P<day>{NUMBER}|[a-z]+(?:-[a-z]+)?)(?P<next> (?:of next month|du mois prochain))?"
    r"(?=(?P<after>.{0,12}))(?! ?(?:h\b|%|€|[:/.,-]\d|\d|(?:au|to|a|et|and|-) ?(?:le |the )?\d)| et un)",
    ("the", "le", "au", "du"),
)
def _day_of_month(match: re.Match[str], context: Context) -> Reading:
    day = number(match["day"])
    plain = (
        match["day"].isdigit() if match[0].startswith("the") else match["day"] in ("four", "second", "one")
    )
    if not day or day > 31 or plain or not (match["next"] or _ON_ITS_OWN.match(match["after"])):
        return None
    month = context.clock.span("month", 1) if match["next"] else None
    if month:
        return "day", context.clock.day(month.first.month, day, month.first.year)
    return "day", context.clock.day_of_month(day), "bare"
