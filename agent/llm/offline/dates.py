"""Dates, deadlines and windows of time in a note, in French and English, made absolute from the call's day.

The conventions are those of the labelled notes: a quarter or a month is its first to its last day, a deadline has no
first day, "not before" no last one; early, mid and end of a month are its days 1-10, 11-20 and 21 to the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from .fold import fold
from .lexicon import named, one_of
from .moments import Moment, find_moments
from .rule import WORDS
from .windows import Clock, Unit, Window, after_months, months

Language = Literal["fr", "en"]
Kind = Literal["day", "window", "deadline", "not_before", "past"]
"""day        from and to that day
window     from its first to its last day
deadline   no from
not_before no to
past       said to lie behind the call ("since May", "last year"): never resolved
"""


@dataclass(frozen=True, slots=True)
class When:
    """A date or window and the words that say it. Both days are None where only a call date could tell them."""

    start: int
    end: int
    from_: date | None
    to: date | None
    kind: Kind


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
    found = (_when(text, folded, moment) for moment in find_moments(text, language, clock))
    return tuple(_ranges(folded, [when for when in found if when]))


_ARTICLE = r"(?: the| la| les?| l')?"
_PART = re.compile(
    rf"(?<![a-z])(?:{named(WORDS['portions'])})"
    r"(?:[ -](?:of|in|de|du|des|d'|le mois de|le mois d'))?[ -]?(?:the |la |le |l'|d'|an |une? )?$"
)
_TO_COME = re.compile(
    rf"\b(?:within|dans|in the course of|au cours d[eu]|courant(?: de)?|later|d'ici){_ARTICLE}[ ']?$"
)
_SAID = {relation: one_of(said) for relation, said in WORDS["relations"].items()}
_RELATIONS = re.compile(
    r"(?<![a-z])(?:"
    rf"(?P<not_before>(?:{_SAID['never']}(?: [^ .;,:!?]+){{0,4}} (?:{_SAID['before']}|until|till)|earliest){_ARTICLE})"
    rf"|(?P<by>{_SAID['by']}(?:[ :=]+(?:l[ea]s?|l'|the|on|in|en|au|fin|est|is|a))*[ :=]*)"
    rf"|(?P<event>{_SAID['before']}(?: [^ .;,:!?]+){{1,5}} (?:in|on|en|de|du|le|au|d'))"
    rf"|(?P<before>{_SAID['before']}{_ARTICLE})"
    rf"|(?P<after>{_SAID['after']}(?: on)?{_ARTICLE})"
    rf"|(?P<begin>{_SAID['begin']}(?: on| early)?{_ARTICLE})"
    rf"|(?P<around>{_SAID['around']}{_ARTICLE})"
    rf"|(?P<past>{_SAID['past']}){_ARTICLE}"
    r")[ -]?$"
)
_AFTERWARDS = re.compile(rf",? \(?(?:{named(WORDS['afterwards'])})")


def _when(text: str, folded: str, moment: Moment) -> When | None:
    """The moment with what stands around it; nothing where "the quarter" is no more than that."""
    offset = max(0, moment.start - 60)
    before = folded[offset : moment.start]
    part = _PART.search(before)
    portion = part.lastgroup if part else None
    related = _RELATIONS.search(before, 0, part.start()) if part else _RELATIONS.search(before)
    start = offset + (related.start() if related else part.start() if part else len(before))
    relation, end = related.lastgroup if related else None, moment.end
    if moment.sense == "end" or (moment.sense == "partial" and not part and _TO_COME.search(before)):
        portion = "end"
    elif moment.sense == "partial" and not part:
        return None
    if (
        relation == "begin"
        and text[start : start + 3].lower() == "des"
        and moment.unit in ("feast", "season", "week")
    ):
        relation, start = None, moment.start  # the article, not "dès"
    elif relation == "by" and folded.startswith("pour", start) and moment.unit != "day":
        relation = None
    if later := _AFTERWARDS.match(folded, moment.end):
        relation, end = later.lastgroup, later.end()
    if relation == "past" or moment.sense == "past":
        return When(start, end, None, None, "past")
    if moment.sense == "deadline":
        relation = "not_before" if relation == "not_before" else "by"
    if (
        relation == "by"
        and moment.unit == "year"
        and folded[moment.start : moment.end].isdigit()
        and not portion
    ):
        relation = "before"  # "d'ici 2027"
    return When(start, end, *_resolve(moment.window, moment.unit, portion, relation))


def _resolve(
    window: Window | None, unit: Unit, portion: str | None, relation: str | None
) -> tuple[date | None, date | None, Kind]:
    """The two days and the kind: which portion of the unit, and how it is related to what is dated."""
    if window and portion:
        window = _portion(window, unit, portion)
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


_JOINT = re.compile(
    r"\s?(?:-|/|\bto\b|\bau?\b|\band\b|\bet\b|\bor\b|\bou\b|\bthrough\b|\bjusqu'a\b|\bvoire\b)?\s?"
)
_NAMES_YEAR = re.compile(r"20\d\d")
_ALTERNATIVE = re.compile(r"\b(?:between|entre)\s$")
_MOVED = re.compile(
    r"\b(?:moved|slipp?e?d?|pushed|delayed|postponed|decale\w*|repousse\w*|reporte\w*|gliss\w+|passe\w*)\b[^.;]{0,40}$"
)


def _ranges(folded: str, found: Iterable[When]) -> Iterator[When]:
    """The same with two joined into one range where the words join them: "from March to May", "June or July"."""
    waiting: When | None = None
    for when in found:
        joined = _join(folded, waiting, when) if waiting else None
        if waiting and not joined:
            yield waiting
        waiting = joined or when
    if waiting:
        yield waiting


def _join(folded: str, one: When, other: When) -> When | None:
    gap = folded[one.end : other.start]
    if len(gap) > 12 or not _JOINT.fullmatch(gap) or other.kind == "past" or one.kind == "past":
        return None
    before = folded[max(0, one.start - 50) : one.start]
    if gap.strip() in ("and", "et") and not _ALTERNATIVE.search(before):
        return None
    if not gap.strip() and other.kind != "deadline":
        return None
    if _MOVED.search(before) or other.kind == "not_before" or not other.to:
        return None
    if one.kind == "deadline":
        return replace(other, start=one.start, from_=None, kind="deadline")
    if not one.from_:
        return None
    first, last = one.from_, other.to if one.from_ <= other.to else after_months(other.to, 12)
    while after_months(first, 12) <= last and not _NAMES_YEAR.search(folded, one.start, one.end):
        first = after_months(first, 12)  # "March to May 2027"
    return When(one.start, other.end, first, last, "window")


_HEAD = re.compile(
    r"\b(?:date|recorded|call|appel|entretien|rdv|reunion|visite|transcription|compte rendu|cr|notes?|summary|meeting"
    r"|chat|ce|intro|demo|point|from|sent|envoye|le)\b"
)
_NOT_THE_CALL = re.compile(
    r"\b(?:fin|ends?|until|by|before|avant|d'ici|deadline|echeance|due|depuis|since|live|launch\w*|start\w*|renew\w*|sign\w*"
    r"|decid\w*|decision|demarr\w*|contrat|contract|bascule\w*|lanc\w+|livr\w+|budget|vote\w*|comite|board|for|pour|des"
    r"|a partir|next|prochaine?|rappel\w*|relanc\w+)\b[^,;.\n]*$"
)


def find_call_date(text: str, language: Language) -> date | None:
    """The day the note says it is of: a full date in its head, best behind a word such as "Date:" or "appel"."""
    head = text[:800]
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
