"""A summary for the CRM: at most five lines, made of the note's own words, so that nothing in it can be untrue."""

from __future__ import annotations

import re

from agent.models.bant import Bant, Slot, Status

_HEADS = {
    "fr": {"need": "Besoin", "budget": "Budget", "authority": "Décision", "timing": "Délai", "next": "Suite"},
    "en": {"need": "Need", "budget": "Budget", "authority": "Decision", "timing": "Timing", "next": "Next"},
}
_MOODS = {
    "fr": {
        Status.INDICATED: " (évoqué)",
        Status.DENIED: " (écarté)",
        Status.CONTRADICTORY: " (contradictoire)",
    },
    "en": {
        Status.INDICATED: " (hinted)",
        Status.DENIED: " (denied)",
        Status.CONTRADICTORY: " (contradictory)",
    },
}
_ORDER = ("need", "budget", "authority", "timing")
LONGEST = 220


def summarise(bant: Bant) -> str:
    """One line a slot that was raised, and one for the next steps."""
    heads, moods = _HEADS[bant.language], _MOODS[bant.language]
    slots = bant.slots()
    lines = [
        f"{heads[name]}{moods.get(slots[name].status, '')}: {_words(slots[name])}"
        for name in _ORDER
        if slots[name].quotes
    ]
    if bant.next_steps:
        lines.append(f"{heads['next']}: {'; '.join(step.what for step in bant.next_steps[:2])}")
    return "\n".join(
        line if len(line) <= LONGEST else line[: LONGEST - 1].rsplit(" ", 1)[0] + "…" for line in lines
    )


def _words(slot: Slot) -> str:
    return " / ".join(unmarked(quote) for quote in slot.quotes[:2])


_MARKS = re.compile(r"\*\*|__|`|^[ \t>]*(?:#+|[-*•·+]|\d{1,2}[.)])[ \t]+(?:\[[ xX]?\][ \t]*)?", re.MULTILINE)


def unmarked(text: str) -> str:
    """Words of the note on one line, without what Markdown adds: emphasis, list marks, headings."""
    return " ".join(_MARKS.sub("", text).split()).strip(" -*•·;")
