"""A window of days as people write it: "June 2026", "le T3 2026", "10–20 mars 2026"."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal

from agent.llm.offline.writer import MONTHS

Language = Literal["fr", "en"]


def day_words(day: date, language: Language) -> str:
    """12 March 2026, 12 mars 2026, 1er mars 2026."""
    first = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{first} {MONTHS[language][day.month - 1]} {day.year}"


def window_words(first: date | None, last: date | None, language: Language) -> str:
    """A window without preposition; an open one by the day that bounds it. Empty when neither is known."""
    if first is None or last is None or first == last:
        bound = first or last
        return day_words(bound, language) if bound else ""
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if whole and months == 12 and first.month == 1:
        return str(last.year)
    if whole and months == 6 and first.month in (1, 7):
        return f"{'S' if language == 'fr' else 'H'}{(first.month + 5) // 6} {last.year}"
    if whole and months == 3 and first.month % 3 == 1:
        return f"{'T' if language == 'fr' else 'Q'}{(first.month + 2) // 3} {last.year}"
    start, end = (day_words(day, language) for day in (first, last))
    if whole:
        start, end = (f"{MONTHS[language][day.month - 1]} {day.year}" for day in (first, last))
    if start == end:
        return end
    if first.year == last.year:
        start = start.removesuffix(f" {first.year}")
        if first.month == last.month and not whole:
            return f"{start.rpartition(' ')[0]}–{end}"
    return f"{start} – {end}"
