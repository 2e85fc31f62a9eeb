"""A note cut into sentences that know who says them, what they are about and which cues they hold.

What a sentence is about comes from outside it: the heading of its line or section ("Bdgt :"), or the question it
answers. A seller's sentence is no evidence; a typed note's sentences are the buyer's words as reported.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.models.evidence import Span
from agent.models.note import Turn
from agent.turns import label_end

from .cues import find_cues, labels
from .questions import answer, is_question
from .rep import is_mail, repeats_us, shares
from .sentence import LONGEST, Sentence
from .tables import Cell, Table
from .threads import take_sides
from .voices import take_voices

_STOP = re.compile(r"[.!?…]+[\"»”’)\]]*(?=\s|$)|[.!?…]*[»”\"]\s*[.!?…](?=\s|$)")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(.\"«'])(?:[a-z]|m|mm|mr|mrs|ms|dr|pr|st|ste|env|approx|resp|dir|dpt|dept|adm|ass|assist|"
    r"chx|nb|no|vs|cf|ex|etc|"
    r"p\.ex|e\.g|i\.e|inc|ltd|corp|co|jr|sr|av|bd|tel|min|max|art|fig|janv|jan|fevr|fev|feb|mar|avr|"
    r"apr|juil|jul|aug|"
    r"sept|sep|oct|nov|dec|est|incl|excl|ca|hon|prof|dem|qq|qqs|pers|mngr|mgr|govt|int|ext|admin|"
    r"compta|info|prod|tech|"
    r"comm|com|mktg|fin|gal|gle|adj|sal|sec|hrs|wks|yrs|mths|rdv|trim|sem|ref)$"
)
_LABEL = re.compile(
    r"[ \t>]*(?:(?:[-*•·.#+~]+|\d{1,2}[.)])[ \t]*)*(?P<stress>\*{1,3}|_{1,2})?"
    r"[ \t]*(?P<label>[a-z$€£][a-z$€£'/ &-]{0,30}?)[ \t]*"
    r"(?:\([^)\n]{0,60}\)[ \t]*)?(?P<mark>(?:\*\*|__)?[ \t]*(?:[:=?]|->|=>)(?:\*{1,3}|_{1,2})?|"
    r"(?:[.:=?–-][ \t]*)?(?:\*{1,3}|_{1,2})[ \t]|[ \t]-[ \t]|\.[ \t]|[ \t]*$)"
)
_ITEM = re.compile(r"[ \t>]*(?:[-*•·+~→–—]+|\d{1,2}[.)])[ \t]+(?=\S)")
"""What makes a line an item of a list."""
_MARKED = re.compile(r"[ \t]*(?:#+[ \t]|(?:[-*•][ \t]+)?[*_]{1,3}\w)")
"""What Markdown puts before a heading, and nobody into a transcript's words."""
_NEW_LINE = re.compile(r"\n+")
_STAMP = re.compile(
    r"[ \t]*(?:@[\w.-]+[ \t]+)?[\[(]?(?:\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?,?[ \t]+)?\d{1,2}[:h]\d{2}(?::\d{2})?"
    r"(?:[ \t]?[ap]m)?[\])]?(?:[ \t]+-)?[ \t]+(?=\S)"
)
"""When, and by whom, a line of a pasted chat was sent: "@lexi  7:20 PM"."""
_ARTICLE = re.compile(r"^(?:the|la|le|les|sur l[ae]|pour l[ae]|cote)\s")
_BANT = re.compile(r"(?:^|\n)\W*[bn]\s*[:=-]\s")
_INNER = re.compile(
    r"(?:(?<=[/|;,.]\s)|(?<=[/|;])|(?<=\s-\s))[ \t]*(?:\*\*)?(?P<label>[a-z][a-z' -]{0,24}?)[ \t]*[:=]"
)
_SAYS = re.compile(
    r"(?:^|[\s(.,;:])(?P<who>(?:(?:M\.|Mme|Mr\.?|Mrs\.?|Ms\.?|"
    r"Dr\.?)[ \t]+)?[A-ZÀ-Þ][\w'’-]+(?:[ \t]+(?:de |d')?[A-ZÀ-Þ][\w'’-]+)?)"
    r"[ \t]*(?:\([^)\n]{1,40}\))?[^.\n\"«“]{0,28}?[:,]?[ \t]*[\"«“]"
)


def sentences(text: str, folded: str, turns: Sequence[Turn], flagged: Sequence[Span]) -> list[Sentence]:
    """Every sentence of a note, in order; flagged stretches are left out."""
    found = list(_of_turns(text, folded, turns)) if turns else list(_of_lines(text, folded, 0, len(text)))
    found = [piece for s in found for piece in _spared(s, flagged, folded)] if flagged else found
    take_sides(found, folded)
    take_voices(found, text, folded)
    cues = find_cues(folded)
    starts = [cue.start for cue in cues]
    for number, sentence in enumerate(found):
        sentence.number = number
        low, high = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        sentence.cues = [
            cue for cue in cues[low:high] if sentence.body <= cue.start and cue.end <= sentence.end
        ]
        sentence.names = frozenset(cue.name for cue in sentence.cues)
        sentence.asks = is_question(sentence, folded)
    answer(found, folded)
    return found


def _spared(sentence: Sentence, flagged: Sequence[Span], folded: str) -> Iterator[Sentence]:
    """What of a sentence lies outside the flagged stretches."""
    low = sentence.start
    over = [f for f in flagged if f.start < sentence.end and low < f.end]
    if not over:
        yield sentence
        return
    for start, end in (*((f.start, f.end) for f in over), (sentence.end, sentence.end)):
        for a, b in _cut(folded, low, min(start, sentence.end)) if low < start else ():
            if b - a > 2:
                yield replace(sentence, start=a, end=b, body=max(a, sentence.body) if sentence.body else 0)
        low = max(low, end)


def _of_turns(text: str, folded: str, turns: Sequence[Turn]) -> Iterator[Sentence]:
    """A transcript: what comes before the first turn, or under a heading after one, is read as a typed note."""
    head = list(_of_lines(text, folded, 0, turns[0].start))
    yield from head
    number = head[-1].line if head else -1
    for turn in turns:
        number += 1
        end = _next_heading(folded, turn)
        for low, high in _messages(text, turn.model_copy(update={"end": end})):
            for start, stop in _cut(folded, low, high):
                yield Sentence(start, stop, number, number, turn.speaker, turn.side)
        for sentence in _of_lines(text, folded, end, turn.end, number):
            number = sentence.line
            yield sentence


def _next_heading(folded: str, turn: Turn) -> int:
    """Where the first line of a turn begins that a heading of the note's own opens, else the turn's end."""
    for line in _NEW_LINE.finditer(folded, turn.start, turn.end):
        stop = folded.find("\n", line.end(), turn.end)
        topic, _, words = _heading(folded, line.end(), stop if stop >= 0 else turn.end)
        if topic and _MARKED.match(folded, line.end(), words):
            return line.end()
    return turn.end


def _messages(text: str, turn: Turn) -> Iterator[tuple[int, int]]:
    """The words of a turn. Of several messages in a row each comes with a label of its own, which is nobody's words."""
    low = label_end(text, turn)
    for match in _NEW_LINE.finditer(text, low, turn.end):
        start = match.end()
        words = label_end(text, turn.model_copy(update={"start": start}))
        if words > start and turn.speaker and turn.speaker in text[start:words]:
            yield low, match.start()
            low = words
    yield low, turn.end


def _of_lines(text: str, folded: str, start: int, end: int, number: int = -1) -> Iterator[Sentence]:
    """A typed note: a line is at least one sentence; a heading alone on its line holds until the next."""
    section: str | None = None
    mail, table = is_mail(folded), Table()
    for low, high in _lines(text, start, end):
        number += 1
        if (row := table.row(folded, low, high)) is not None:
            for cell in row:
                yield from _told(text, folded, cell, number, mail)
            continue
        low = stamp.end() if (stamp := _STAMP.match(folded, low, high)) else low
        low = mark.end() if (mark := _ITEM.match(folded, low, high)) else low
        line_topic, alone, _ = _heading(folded, low, high)
        if alone:
            section = line_topic if line_topic != "other" else None
            continue
        yield from _told(text, folded, Cell(low, high, line_topic or section), number, mail)


def _told(text: str, folded: str, cell: Cell, number: int, mail: bool) -> Iterator[Sentence]:
    """The sentences of a typed line or cell; what the rep tells of himself is his side's."""
    topic = cell.topic
    for a, b in _cut(folded, cell.start, cell.end):
        for start, end in _labelled(folded, a, b):
            inner, _, body = _heading(folded, start, end)
            topic = inner or topic
            if topic == "ours" or repeats_us(folded, max(start, body), end):
                yield Sentence(start, end, number, side="seller", topic=topic, body=body)
                continue
            pieces = [(body, end, False)] if mail else shares(folded, body, end)
            for low, high, own in pieces:
                low, head = (start, body) if low == body else (low, low)
                if own:
                    yield Sentence(low, high, number, side="seller", topic=topic, body=head)
                elif folded[low:high].strip():
                    speaker = _quoted_speaker(text, folded, head, high)
                    yield Sentence(low, high, number, speaker=speaker, topic=topic, body=head)


def _quoted_speaker(text: str, folded: str, start: int, end: int) -> str | None:
    """Who a typed sentence quotes: the name before its first opening quotation mark."""
    if '"' not in folded[start:end]:
        return None
    for says in _SAYS.finditer(text, max(start - 1, 0), end):
        if folded.count('"', start, says.end() - 1) % 2 == 0:
            return says["who"]
    return None


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Lines; where the note is hard-wrapped, those that end in the middle of a sentence are joined with the next."""
    lengths = [len(line) for line in text[start:end].split("\n")]
    width = max(lengths, default=0)
    full = sum(length > width - 12 for length in lengths)
    wrapped = 60 <= width <= 100 and full >= 4 and full * 2 > sum(length > 0 for length in lengths)
    low = start
    while low < end:
        high = _line_end(text, low, end)
        while wrapped and high + 1 < end and _goes_on(text, low, high, width):
            high = _line_end(text, high + 1, end)
        if text[low:high].strip():
            yield low, high
        low = high + 1


def _line_end(text: str, start: int, end: int) -> int:
    high = text.find("\n", start, end)
    return end if high < 0 else high


def _goes_on(text: str, low: int, high: int, width: int) -> bool:
    last = max(text.rfind("\n", low, high) + 1, low)
    return high - last > width - 12 and text[high - 1] not in ".!?:;…" and text[high + 1].islower()


_ASKING_HEADS = (
    (
        re.compile(
            r"\W*(?:qui|who)\s+(?:decid|tranch|sign|valid|chois|approv|pick|chooses)\w*\b[^:?\n]{0,40}[:?]"
        ),
        "authority",
    ),
    (re.compile(r"\W*(?:pour quand|by when|when|quand)\b[^:?\n]{0,25}[:?]"), "timing"),
    (re.compile(r"\W*(?:combien|how much)\b[^:?\n]{0,25}[:?]"), "budget"),
)


def _heading(folded: str, low: int, high: int) -> tuple[str | None, bool, int]:
    """The slot a line's heading names, whether the heading is all there is, and where it ends."""
    for pattern, asked in _ASKING_HEADS:
        if heading := pattern.match(folded, low, high):
            return asked, not folded[heading.end() : high].strip(), heading.end()
    match = _LABEL.match(folded, low, high)
    if match is None:
        return None, False, low
    slot = labels().get(_ARTICLE.sub("", match["label"].strip()))
    if len(match["label"].strip()) == 1 and match["label"][0].isalpha() and not _BANT.search(folded):
        return None, False, low  # "À : Valérie" heads a mail; "A: the CFO" follows a "B:"
    if slot == "next" and folded[match.end() : high].lstrip().startswith('"'):
        return None, False, low  # 'elle : "en juin"' tells what she says, not what she will do
    if slot is None or (match["mark"].strip() in ("", ".") and len(match["label"].strip()) < 3):
        return None, False, low
    if match["mark"].strip() == "" and folded[match.end() : high].strip():
        return None, False, low
    return slot, not folded[match.end() : high].strip(" *_:-\t"), match.end()


def _labelled(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence cut before each further heading in it: `Budget: 40k / Authority: CFO`."""
    low = start
    for match in _INNER.finditer(folded, start, end):
        if match["label"].strip() in labels() and match.start() > low:
            yield low, match.start()
            low = match.start()
    if folded[low:end].strip():
        yield low, end


def _cut(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences, trimmed; one longer than a quote may be is cut again at its softer joints."""
    low = start
    for stop in _STOP.finditer(folded, start, end):
        if (
            stop[0][0] == "."
            and len(stop[0]) == 1
            and _ABBREVIATED.search(folded, max(low - 1, stop.start() - 12, 0), stop.start())
        ):
            continue
        yield from _pieces(folded, low, stop.end())
        low = stop.end()
    yield from _pieces(folded, low, end)


_JOINTS = (
    re.compile(r";\s+|\s+[-–]\s+|\.\.\.\s*"),
    re.compile(r",\s+|\s+(?=(?:mais|but|and then|donc|so|alors|et puis|et)\s)"),
    re.compile(r"\s+"),
)


def _pieces(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and folded[start].isspace():
        start += 1
    while end > start and folded[end - 1].isspace():
        end -= 1
    if end - start <= LONGEST:
        if start < end:
            yield start, end
        return
    for joint in _JOINTS:
        found = list(joint.finditer(folded, start + 40, start + LONGEST))
        if found:
            yield from _pieces(folded, start, found[-1].start() or found[-1].end())
            yield from _pieces(folded, found[-1].end(), end)
            return
    yield start, start + LONGEST
    yield from _pieces(folded, start + LONGEST, end)
