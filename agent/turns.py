"""Who speaks where, as the text itself says it.

A transcript names its speakers before a colon (`Tori: hey`), often after a time, or alone on a line with a time.
A typed note has headings of the same look (`Budget: 40k`), so a label counts as a speaker only when it is a role
word ("Rep", "Client"), when it comes back, or when the note names it as one. Pure code; sides that only the
manner of speaking tells are the offline engine's business.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from agent.models.note import Turn

_SELLERS = """
rep me moi nous us we ae sdr bdr csm seller vendor vendeur vendeuse commercial commerciale sales host agent support
conseiller conseillere interviewer
"""
_BUYERS = """
prospect prospecte client cliente customer buyer acheteur acheteuse lead visitor visiteur visiteuse guest them eux
"""
_HEADINGS = """
budget bdgt bgt money prix price pricing cost argent cout sous authority autorite decideur decideurs decision decider
who qui need needs besoin besoins pain pains timing timeline when quand delai delais planning date deadline echeance
calendrier contact contacts compte account company societe client prospect source type next suite suites objet subject
sujet from to de a cc sent participants present presents note notes nb ps todo concurrent concurrents concurrence
competitor competitors competition resume summary outil contexte context circuit signature actions action steps lead
email mail tel phone attendees re tr fw fwd recap bant b n t champion metrics why pourquoi other autre autres risk
risque
"""
SELLER_WORDS = frozenset(_SELLERS.split())
BUYER_WORDS = frozenset(_BUYERS.split())
_FIELDS = frozenset(_HEADINGS.split())

_TIME = r"[\[(]?\d{1,2}[:h]\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
_DAY = r"\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?"
_SENT = (
    rf"[\[(]?(?:{_DAY},?[ \t]+)?\d{{1,2}}[:h]\d{{2}}(?::\d{{2}})?(?:[.,]\d{{1,3}})?(?:[ \t]?[AaPp][Mm])?"
    rf"(?:,[ \t]*{_DAY})?[\])]?"
)
"""When a message was sent, as chats are exported: "[10:20, 03/04/2026]", "12/04/26 10:20 -"."""
_NAME = r"[^\W\d_][\w.'’&/-]*"
_LABEL = re.compile(
    rf"(?:^|(?<=\n))[ \t>]*(?:[-*•][ \t]+)?(?:{_SENT}[ \t]*(?:[-–—][ \t]*)?)?"
    rf"(?:\*\*|__)?(?P<label>{_NAME}(?:[ \t]+[\"“«]?(?:{_NAME}|\d{{1,2}})[\"”»]?){{0,4}})(?:\*\*|__)?"
    rf"(?P<tail>[ \t]*\([^)\n]{{1,60}}\))?(?:[ \t]+{_TIME})?[ \t]*:(?:\*\*)?(?=\s|$)"
)
_ALONE = re.compile(
    rf"(?:^|(?<=\n))[ \t]*(?P<label>{_NAME}(?:[ \t]+{_NAME}){{0,3}})(?P<tail>[ \t]*\([^)\n]{{1,60}}\))?"
    rf"[ \t]+{_TIME}[ \t]*(?=\n)"
)
_MOST_NAMES = 100
"""Speakers looked for within lines: the search takes their number times the length of the text."""
_QUOTED_NAME = re.compile(r"[\"“«]\s*([^\"”»]+?)\s*[\"”»]")
_OURS = re.compile(
    rf"(?P<label>{_NAME}(?:[ \t]+(?:{_NAME}|\d{{1,2}}))?)[ \t]*(?:=|\(|is[ \t]|c'est[ \t])[ \t]*"
    r"(?P<who>nous|us|moi|me|notre côté|our side|seller|rep|vendeur|vendeuse|commerciale?|client|"
    r"cliente|prospect|"
    r"buyer|acheteur|eux|them)\b",
    re.IGNORECASE,
)
_FOLD = str.maketrans("àâäáãéèêëíìîïóòôöúùûüçñÀÂÄÉÈÊËÎÏÔÖÙÛÜÇ’", "aaaaaeeeeiiiioooouuuucnAAAEEEEIIOOUUUC'")


def is_name(text: str) -> bool:
    """Whether a name of ours may be one, and not a sentence that stood where a name should."""
    return len(text.split()) < 5 and not re.search(r"[?!;:]", text)


class _Label(NamedTuple):
    start: int
    end: int
    name: str
    key: str
    fixed: bool
    """A role word, or a name on a line with its time: a speaker even if seen once."""


def turns(text: str, seller: Sequence[str] = ()) -> tuple[Turn, ...]:
    """The turns of a transcript, in order, with the sides that words or `seller` tell; empty for a typed note.

    A turn starts at its label, so that text and label stay one quotable stretch. Runs of one speaker are joined.
    """
    labels = _speakers(text)
    if not labels:
        return ()
    sides = _sides(text, labels, {_key(name) for name in seller if is_name(name)})
    found: list[Turn] = []
    for label, following in pairwise([*labels, _Label(len(text), len(text), "", "", True)]):
        if found and found[-1].speaker == label.name and found[-1].end == label.start:
            found[-1] = found[-1].model_copy(update={"end": following.start})
        else:
            found.append(
                Turn(start=label.start, end=following.start, speaker=label.name, side=sides.get(label.key))
            )
    return tuple(found)


def label_end(text: str, turn: Turn) -> int:
    """Where the words of a turn begin, past its label."""
    for pattern in (_LABEL, _ALONE, _INLINE):
        found = pattern.match(text, turn.start, turn.end)
        if found:
            return found.end()
    return turn.start


_INLINE = re.compile(rf"[ \t]*(?P<label>{_NAME}(?:[ \t]+[\"“«]?{_NAME}[\"”»]?)?)[ \t]*:(?=\s|$)")


def _speakers(text: str) -> list[_Label]:
    labels = sorted({*_alone(text), *_labels(text)})
    count = Counter(label.key for label in labels)
    sure = [label for label in labels if label.fixed or count[label.key] > (1 if len(label.key) > 1 else 2)]
    if not sure:
        return []
    # Once there is a conversation, a name that speaks only once is a speaker too.
    held = set(sure)
    kept = [x for x in labels if x in held or (x.start > sure[0].start and x.key not in _FIELDS)]
    kept = sorted({*kept, *_inline(text, kept)})
    names = {label.key for label in kept}
    return kept if len(kept) > 1 and (len(names) > 1 or any(label.fixed for label in sure)) else []


def _labels(text: str) -> Iterator[_Label]:
    for found in _LABEL.finditer(text):
        name = found["label"].strip()
        quoted = _QUOTED_NAME.search(name)
        key = _key(name)
        word = key.split()[0] if key else ""
        role = word in SELLER_WORDS or word in BUYER_WORDS
        spoken = _spoken(text, found.end())
        if (key in _FIELDS or word in _FIELDS) and len(key) > 1 and not (word in BUYER_WORDS and spoken):
            continue
        yield _Label(found.start(), found.end(), quoted[1] if quoted else name, key, role and spoken)


def _spoken(text: str, start: int) -> bool:
    """A `Client:` followed by a full sentence rather than by a company's name."""
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    return len(line.split()) > 7 or line.rstrip().endswith((".", "?", "!", "…"))


def _alone(text: str) -> Iterator[_Label]:
    for found in _ALONE.finditer(text):
        yield _Label(found.start(), found.end(), found["label"], _key(found["label"]), True)


def _inline(text: str, known: Sequence[_Label]) -> Iterator[_Label]:
    """Later turns on the same line, as chats are pasted: `Rep: hi Zoe: hello`."""
    often = dict(Counter((label.name, label.key) for label in known).most_common(_MOST_NAMES))
    names = {name: key for label, key in often for name in (label, label.capitalize())}
    for word in SELLER_WORDS | BUYER_WORDS:
        names.setdefault(word.capitalize(), word)
    taken = {label.end for label in known}
    pattern = re.compile(
        rf"(?<=[ \t])(?P<label>{'|'.join(map(re.escape, names))})(?:[ \t]+[\"“«]([^\"”»\n]+)[\"”»])?:(?=\s)"
    )
    for found in pattern.finditer(text):
        if found.end() not in taken:
            name = found[2] or found["label"]
            yield _Label(found.start(), found.end(), name, names[found["label"]], True)


def _sides(text: str, labels: Sequence[_Label], ours: set[str]) -> dict[str, str]:
    sides: dict[str, str] = {}
    keys = list(dict.fromkeys(label.key for label in labels))
    said = {_key(m["label"]).split()[-1]: m["who"] for m in _OURS.finditer(text[: labels[0].start + 400])}
    for key in keys:
        words = key.split()
        told = next((said[word] for word in words if word in said), None)
        role = words[0] if words else ""
        if key in ours or any(_same(name.split(), words) for name in ours):
            sides[key] = "seller"
        elif told is not None:
            sides[key] = "buyer" if _key(told).split()[0] in BUYER_WORDS else "seller"
        elif role in SELLER_WORDS:
            sides[key] = "seller"
        elif role in BUYER_WORDS:
            sides[key] = "buyer"
    return complete(sides, keys)


def complete(sides: dict[str, str], speakers: Iterable[str]) -> dict[str, str]:
    """Once one side is known, whoever is left is on the other: all of them opposite a seller,
    one opposite a buyer. Where both are known, a third voice may be anyone's."""
    rest = [speaker for speaker in speakers if speaker not in sides]
    if "seller" in sides.values() and "buyer" in sides.values():
        return sides
    if "seller" in sides.values():
        return sides | dict.fromkeys(rest, "buyer")
    if "buyer" in sides.values() and len(rest) == 1:
        return sides | {rest[0]: "seller"}
    return sides


def _same(ours: Sequence[str], speaker: Sequence[str]) -> bool:
    """Whether "Tori" and "Tori Blake" are one; "Speaker 1" and "Speaker 2" are not."""
    return bool(ours) and (set(ours) <= set(speaker) or set(speaker) <= set(ours)) and bool(speaker)


def _key(name: str) -> str:
    return " ".join(re.findall(r"[\w'-]+", name.translate(_FOLD).lower()))
