"""VTT and SRT: the words of the cues, joined, so that a sentence may run across cues.

What is left is what quotes are verbatim in: cue numbers, times and tags are gone, `<v Marie>` has become "Marie: ".
A style block, a comment or a named cue leaves an empty line, so that no quote runs across what was taken out.
"""

from __future__ import annotations

import re

_VOICE = re.compile(r"<v ([^>\n]*)>")
_TAG = re.compile(r"</?[a-z][^>\n]*>")
_TIMES = re.compile(r"\d{1,9}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,9})?[ \t]{0,9}-->[ \t]{0,9}\d{1,9}:\d{1,2}")
_BLOCKS = ("NOTE", "STYLE", "REGION")


def cue_text(raw: str) -> str:
    """The spoken text of a VTT or SRT document; "" for one without cues. Never fails."""
    lines = raw.split("\n")
    spoken: list[str] = []
    block = False
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else ""
        if not line.strip():
            block = False
        elif "-->" in line:  # times, and what no player would show: the arrow ends a cue wherever it stands
            block = False
            spoken += [] if _TIMES.search(line) else [""]
        elif line.startswith(_BLOCKS) or (i == 0 and line.startswith("WEBVTT")):
            block = True
            spoken.append("")
        elif line.strip().isdigit():
            pass
        elif block or (
            _TIMES.search(following) and not lines[i - 1].strip()
        ):  # a cue's name stands below a gap
            spoken.append("")
        else:
            spoken.append(_cut(_TAG, "", _cut(_VOICE, r"\1: ", line)).strip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(spoken)).strip("\n")


def _cut(tags: re.Pattern[str], by: str, line: str) -> str:
    """Past the last ">" no tag can end: looking there takes the square of the line's length."""
    end = line.rfind(">") + 1
    return tags.sub(by, line[:end]) + line[end:]
