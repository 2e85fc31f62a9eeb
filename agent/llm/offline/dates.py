"""Dates, deadlines and windows of time in a note, in French and English, made absolute from the call's day.

The conventions are those of the labelled notes: a quarter or a month is its first to its last day, a deadline has no
first day, "not before" no last one; early, mid and end of a month are its days 1-10, 11-20 and 21 to the last.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from .fold import fold
from .lexicon import either, named, one_of
from .moments import Moment, find_moments
from .ranges import Kind, When, ranges
from .rule import MONTHS, WORDS
from .windows import Clock, Unit, Window, after_months, months

__all__ = ["Kind", "When", "find_call_date", "find_dates", "find_fiscal_start", "fiscal_start"]

Language = Literal["fr", "en"]


def find_dates(
    text: str, language: Language, call_date: date | None = None, fiscal_year_start: int = 1
) -> tuple[When, ...]:
    """Every date of the text, in order; months and days without a year lie ahead of the call.

    Without a call date only what names its year is resolved. `fiscal_year_start` is the month in which quarters and
    fiscal years begin to count. Never raises; time is linear in the text.
    """
    today = call_date if call_date and 1900 < call_date.year < 2200 else None
    clock = Clock(today, fiscal_year_start)
    folded = fold(text).replace("\n", " ")
    found: list[When] = []
    for moment in find_moments(text, language, clock):
        since = max(moment.start - 60, found[-1].end if found else 0)
        if when := _when(text, folded, moment, since, today):
            found.append(when)
    return tuple(ranges(folded, found))


_ARTICLE = r"(?: the| la| les?| l')?"
_PART = re.compile(
    rf"(?<![a-z])(?:{named(WORDS['portions'])})"
    r"(?:[ -](?:of|in|de|du|des|d'|le mois de|le mois d'))?[ -]?"
    r"(?:the |our |their |its |my |la |le |l'|d'|notre |leur |an |une? )?$"
)
_TO_COME = re.compile(
    rf"\b(?:within|dans|in the course of|au cours d[eu]|courant(?: de)?|later|d'ici){_ARTICLE}[ ']?$"
)
_SAID = {relation: one_of(said) for relation, said in WORDS["relations"].items()}
_RELATIONS = re.compile(
    r"(?<![a-z])(?:"
    rf"(?P<not_before>(?:{_SAID['never']}(?: [^ .;,:!?]+){{0,4}} (?:{_SAID['before']}|until|till)"
    rf"|earliest|no (?:sooner|earlier) than|pas plus tot que){_ARTICLE})"
    rf"|(?P<ends>{_SAID['ends']}(?:[ :=]+(?:l[ea]s?|l'|the|on|in|en|au|est|is))*[ :=]*)"
    rf"|(?P<by>{_SAID['by']}(?:[ :=]+(?:l[ea]s?|l'|the|on|in|en|au|fin|est|is|a))*[ :=]*)"
    rf"|(?P<event>(?:{_SAID['before']}|by the time)(?: [^ .;,:!?]+){{1,5}} (?:in|on|en|de l[a']|de|du|le|au|d'))"
    rf"|(?P<before>{_SAID['before']}{_ARTICLE})"
    rf"|(?P<after>{_SAID['after']}(?: on)?{_ARTICLE})"
    rf"|(?P<begin>{_SAID['begin']}(?: on| early)?{_ARTICLE})"
    rf"|(?P<around>{_SAID['around']}{_ARTICLE})"
    rf"|(?P<past>{_SAID['past']}){_ARTICLE}"
    r")[ -]?$"
)
_AFTERWARDS = re.compile(rf",? \(?(?:{named(WORDS['afterwards'])})")


def _when(text: str, folded: str, moment: Moment, since: int, today: date | None) -> When | None:
    """The moment with what stands around it, from `since` on; nothing where "the quarter" is no more than that."""
    offset = min(max(since, 0), moment.start)
    before = folded[offset : moment.start]
    part = _PART.search(before)
    if part and part["end"] and " in" in part[0]:  # "ends in June" is no end of June
        part = None
    portion = part.lastgroup if part else None
    related = _RELATIONS.search(before, 0, part.start()) if part else _RELATIONS.search(before)
    start = offset + (related.start() if related else part.start() if part else len(before))
    to_come = _TO_COME.search(before) or folded.startswith((" is out", " is over"), moment.end)
    if moment.sense == "end" or (moment.sense == "partial" and not part and to_come):
        portion = "end"
    elif moment.sense == "partial" and not part:
        return None
    relation = _relation(text, moment, related, start, portion)
    if relation is None and related:
        start = offset + (part.start() if part else len(before))
    end = moment.end
    if later := _AFTERWARDS.match(folded, moment.end):
        relation, end = later.lastgroup, later.end()
    if relation == "past" or moment.sense == "past":
        return When(start, end, None, None, "past")
    if (
        relation == "by"
        and moment.unit == "year"
        and folded[moment.start : moment.end].isdigit()
        and not portion
    ):
        relation = "before"  # "d'ici 2027"
    return When(start, end, *_resolve(_next_one(folded, moment, today), moment.unit, portion, relation))


def _relation(
    text: str, moment: Moment, related: re.Match[str] | None, start: int, portion: str | None
) -> str | None:
    """What the words before the moment make of it."""
    if moment.sense in ("deadline", "not_before"):
        return "by" if moment.sense == "deadline" else "not_before"
    relation = related.lastgroup if related else None
    if (
        relation == "begin"
        and text[start : start + 3].lower() == "des"
        and moment.unit not in ("month", "day")
    ):
        return None  # the article, not "dès"
    if relation == "ends" or (relation == "by" and text[start : start + 4].lower() == "pour"):
        return "by" if moment.unit == "day" or portion else None
    return relation


def _next_one(folded: str, moment: Moment, today: date | None) -> Window | None:
    """The window; a year later where it has begun and the words ask for the next: "next spring"."""
    window = moment.window
    asked = _NEXT.search(folded[max(0, moment.start - 8) : moment.start]) or _PROCHAIN.match(
        folded, moment.end
    )
    if (
        window
        and today
        and asked
        and window.first <= today <= window.last
        and moment.unit in ("month", "season", "feast")
    ):
        return Window(after_months(window.first, 12), after_months(window.last, 12))
    return window


_NEXT = re.compile(r"\bnext $|\bprochaine? $")
_PROCHAIN = re.compile(r" prochaine?s?\b")


def _resolve(
    window: Window | None, unit: Unit, portion: str | None, relation: str | None
) -> tuple[date | None, date | None, Kind]:
    """The two days and the kind: which portion of the unit, and how it is related to what is dated."""
    if window and portion:
        window = _portion(window, unit, portion)
        if portion == "mid" and unit == "month" and relation in ("by", "before", "event"):
            return None, window.first + timedelta(days=4), "deadline"
    one_day = _is_day(window) or unit == "day"
    ends = portion == "end" and unit not in ("day", "month")
    if (ends and relation in (None, "event")) or (
        relation == "before" and (ends or one_day or portion in ("end", "late"))
    ):
        relation = "by"
    elif relation == "by" and unit in ("season", "feast") and not one_day and not portion:
        relation = "before"
    first, last = window or (None, None)
    match relation:
        case "by" | "event":
            return None, last, "deadline"
        case "before":
            return None, first and (first if unit == "season" else first - timedelta(days=1)), "deadline"
        case "begin" | "not_before":
            return (last if portion == "end" and unit != "month" else first), None, "not_before"
        case "after":
            return last and last + timedelta(days=1), None, "not_before"
        case "around" if _is_day(window) and first and last:
            return first - timedelta(days=6 if unit == "feast" else 5), last + timedelta(days=4), "window"
    return first, last, "day" if unit == "day" or _is_day(window) else "window"


def _is_day(window: Window | None) -> bool:
    return window is not None and window.first == window.last


def _portion(window: Window, unit: Unit, portion: str) -> Window:
    """The early, middle or late part of a stretch. The end of a stretch longer than a month is its last day."""
    first, last = window
    if first == last:
        return window
    if unit == "month":
        early, mid = first + timedelta(days=9), first + timedelta(days=19)
    elif unit in ("year", "half", "quarter"):
        early = months(first.year, first.month, {"year": 3, "half": 2, "quarter": 1}[unit]).last
        mid = months(first.year, first.month, {"year": 9, "half": 4, "quarter": 2}[unit]).last
        if unit == "year" and portion == "mid":
            return Window(
                months(first.year, first.month + 5, 1).first, months(first.year, first.month + 6, 1).last
            )
    else:
        third = (last - first) / 3
        early, mid = first + third, first + 2 * third
    match portion:
        case "early":
            return Window(first, early)
        case "mid":
            return Window(early + timedelta(days=1), mid)
    return (
        Window(last, last) if portion == "end" and unit != "month" else Window(mid + timedelta(days=1), last)
    )


_HEAD = re.compile(
    r"\b(?:date|recorded|call|appel|entretien|rdv|reunion|visite|transcription|compte rendu|cr|notes?|"
    r"summary|meeting"
    r"|chat|ce|intro|demo|point|from|sent|envoye|le)\b"
)
_FULL = re.compile(r"20[1-4]\d|\d[./-]\d\d?[./-]\d\d|'\d\d\b|[a-z]\.? [2-3]\d\b")
_NOT_THE_CALL = re.compile(
    r"\b(?:fin|ends?|until|by|before|avant|d'ici|deadline|echeance|due|depuis|since|live|launch\w*|"
    r"start\w*|renew\w*|sign\w*"
    r"|decid\w*|decision|demarr\w*|contrat|contract|bascule\w*|lanc\w+|livr\w+|budget|vote\w*|comite|"
    r"board|for|pour|des"
    r"|a partir|next|prochaine?|rappel\w*|relanc\w+)\b[^,;.\n]*$"
)


def find_call_date(text: str, language: Language) -> date | None:
    """The day the note says it is of: a full date in its head, best behind a word such as "Date:" or "appel"."""
    head = text[:800]
    if not _FULL.search(head):
        return None
    folded = fold(head)
    ranked: list[tuple[int, date]] = []
    for when in find_dates(head, language):
        line, begin = folded.count("\n", 0, when.start), folded.rfind("\n", 0, when.start) + 1
        before = folded[begin : when.start]
        if when.kind != "day" or not when.from_ or line > 8 or _NOT_THE_CALL.search(before):
            continue
        labelled = _HEAD.search(before) is not None
        if labelled or line < 3:
            ranked.append((line + 3 * (not labelled) + 3 * (len(before) > 60), when.from_))
    return min(ranked, key=lambda found: found[0])[1] if ranked else None


_A_MONTH = rf"(?:{either(MONTHS)})\b"
_YEAR_BEGINS = re.compile(
    r"\b(?:(?:fiscal|financial|budget|accounting) year|fiscal(?: there| here)?(?= (?:is|runs|ends|starts|"
    r"year))|exercice(?: fiscal| comptable| budgetaire)?"
    r"|annee (?:fiscale|comptable)|fy(?: ?'?(?:20)?\d\d)?|year[ -]end"
    r"|(?:our|their|his|her) (?:year|yr)(?= ?(?:[=:(]|is|runs|ends|starts)))"
    r"(?:,? (?P<ends>ends?|ending|closes?|finishes|se clot|se termine|clos|cloture|finit|s'arrete|end is|is)\b"
    r"|,? (?P<starts>starts?|begins?|starting|runs(?: from)?|commence|demarre|debute|decale|ouvre|du)\b"
    rf"|[ (:,=]*(?=(?:1(?:st|er)? )?{_A_MONTH}(?: ?(?:-|/|to|a|au) ?{_A_MONTH})?))"
    r"[^.;\n]{0,16}?"
    rf"\b(?P<month>{either(MONTHS)})\b(?P<to> ?(?:-|/|to|a|au) ?{_A_MONTH})?"
)


def find_fiscal_start(text: str) -> int | None:
    """The month in which the note says the buyer's fiscal year begins, or None."""
    said = _YEAR_BEGINS.search(fold(text))
    if not said:
        return None
    month = MONTHS[said["month"]]
    ends = (said["ends"] or said[0].startswith("year")) and not said["starts"] and not said["to"]
    return month % 12 + 1 if ends else month


def fiscal_start(text: str, given: int | None) -> int:
    """The month fiscal quarters are counted from: as the note says, else as given, else January."""
    return find_fiscal_start(text) or given or 1
