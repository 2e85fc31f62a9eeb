"""E-mail (.eml) as a note: what the writer says, then the history below it, each under its own name.

A mail between the two sides is speech: it has turns, so that what our side offers is not taken for what the buyer
has. A mail within one company is a typed note about a call, and has none. History stays in the text as it stands,
`>` and all; its turns tell whose it is.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import NamedTuple

from agent.errors import BadInput
from agent.models.note import Turn

from .draft import Draft, as_text, tidy, tidy_line
from .page import page_text
from .parties import Ours, Party, address_of, name_of, sides_of

_LONGEST_HEAD = 200_000
"""Bytes before the first blank line; a header of megabytes takes the parser minutes."""
_ENDLESS = re.compile(rb"(?im)^content-(?:type|disposition)[ \t]*:(?:[^\r\n]|\r?\n[ \t]){4000}")
_MOST_PARTS = 500
_LONGEST_HEADER = 20_000
_MOST_PEOPLE = 100
_REPLY = re.compile(r"\s*(?:re|r[eé]f?|aw|tr|fwd?|wg|sv)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_QUOTED = re.compile(r"[ \t]?(?:>[ \t]?)*")
_WROTE = re.compile(
    r"(?:On|Le|Am|El)\b[^\n]{4,300}?(?:wrote|a [eé]crit|schrieb|escribi[oó])\s*:\s*|"
    r"[^\n]{1,200}<[^<>\s]+@[^<>\s]+>[^\n]{0,80}(?:wrote|a [eé]crit)\s*:\s*"
)
_WROTE_ON = re.compile(r"(?:On|Le)\b[^\n]{4,200}")
"""The first of two lines that such a sentence is folded into."""
_DIVIDER = re.compile(
    r"[-_ ]{2,}\s*(?:(?:Original|Forwarded) Message|Message (?:d'origine|transf[eé]r[eé]|original))\s*[-_ ]{2,}|"
    r"Begin forwarded message\s*:|D[eé]but du message (?:r[eé]exp[eé]di[eé]|transf[eé]r[eé])\s*:",
    re.IGNORECASE,
)
_FROM = re.compile(r"\*?(?:From|De|Von)\s?:\*?\s*(?P<who>[^\n]{1,300})", re.IGNORECASE)
_NAME_BEFORE = re.compile(
    r"(?:^|[,:]|\b[AaPp]\.?[Mm]\.?)[ \"']*(?P<name>[^\W\d_][^,:<>@\"\d]{1,60}?)[ \"']*<"
)
_SENT = re.compile(r"\*?(?:Sent|Date|Envoy[eé](?: le)?|To|[AÀ]|Objet|Subject|Cc|Gesendet)\s?:", re.IGNORECASE)

Stretch = tuple[int, int, Party]
"""From, to, and whose words."""


class _Line(NamedTuple):
    start: int
    end: int
    level: int
    text: str


def mail(raw: bytes, ours: Ours) -> Draft:
    """The mail as a note. Attachments are left out, with a remark. Raises `BadInput` for what is no mail."""
    head = re.search(rb"\r?\n\r?\n|\r\r", raw)
    if (head.start() if head else len(raw)) > _LONGEST_HEAD:
        raise BadInput("no mail has a head of this length")
    if _ENDLESS.search(raw):
        raise BadInput("no mail has a content type of this length")
    try:
        message = email.message_from_bytes(raw)
        if sum(1 for _ in message.walk()) > _MOST_PARTS:
            raise BadInput(f"a mail of more than {_MOST_PARTS} parts")
        return _draft(message, ours)
    except RecursionError as error:
        raise BadInput("a mail of parts within parts without end") from error
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, AssertionError) as error:
        # The library's own trouble with heads that are no heads.
        raise BadInput(
            "a damaged mail", remedy="Save it again, or paste its text into a .txt file"
        ) from error


def _draft(message: Message, ours: Ours) -> Draft:
    if not any(name in message for name in ("From", "To", "Subject", "Date", "Received")):
        raise BadInput("this is not a mail", remedy="Name it .txt if it is plain text")
    writer = next(iter(_people(message, "From")), Party())
    readers = [*_people(message, "To"), *_people(message, "Cc")]
    body, remarks = _body(message)
    if not body.strip():
        raise BadInput("the note is empty")
    subject = tidy_line(_header(message, "Subject")[:1000])
    if subject and not _REPLY.match(subject):
        body = f"{subject}\n\n{body}"
    stretches = list(_stretches(body, writer, readers))
    if _in_one_house(writer, readers, ours):
        # One of us tells another of the call: a typed note, whose history alone is speech.
        ours = Ours.of((*ours.given, writer.domain))
        label, stretches = "", [each for each in stretches if each[2] not in (writer, Party())]
    else:
        label = f"{writer.name}: " if writer.name else ""
    speakers = {party.name: party for _, _, party in stretches if party.name}
    sides = sides_of(speakers, readers, ours)
    return Draft(
        text=label + body,
        turns=tuple(_turns(stretches, len(label), sides)) or None,
        day=_day(message),
        title=subject or None,
        addresses=_addresses(writer, readers, speakers, sides),
        seller=tuple(name for name, side in sides.items() if side == "seller"),
        remarks=remarks,
    )


def _turns(stretches: Sequence[Stretch], shift: int, sides: Mapping[str, str]) -> Iterator[Turn]:
    """`shift` is the length of the label before the text, which belongs to the first turn."""
    for start, end, party in stretches:
        name = party.name or None
        yield Turn(
            start=start + shift if start else 0, end=end + shift, speaker=name, side=sides.get(party.name)
        )


def _in_one_house(writer: Party, readers: Sequence[Party], ours: Ours) -> bool:
    everyone = [writer, *readers]
    if all(ours.has(party) for party in everyone):
        return True
    return bool(readers) and len({party.domain or party.address for party in everyone}) == 1


def _addresses(
    writer: Party, readers: Sequence[Party], speakers: Mapping[str, Party], sides: Mapping[str, str]
) -> tuple[str, ...]:
    """Whose mail it is: the writer's, where that is the buyer; else of everybody who may be one."""
    if sides.get(writer.name) == "buyer":
        return (writer.address,) if writer.address else ()
    others = [*readers, *speakers.values()]
    may_be = [party for party in (writer, *others) if sides.get(party.name) != "seller" and party.address]
    return tuple(dict.fromkeys(party.address for party in may_be))


def _stretches(body: str, writer: Party, readers: Sequence[Party]) -> Iterator[Stretch]:
    """The body in stretches of one author each; the lines that only name the next author belong to nobody."""
    known = [writer, *readers]
    lines = [_Line(found.start(), found.end(), *_level(found[0])) for found in _LINE.finditer(body)]
    authors = {0: writer}
    start, author, skip = 0, writer, 0
    for at, line in enumerate(lines):
        if at < skip:
            continue
        told = _told(lines, at)
        here = authors.get(line.level, readers[0] if len(readers) == 1 and line.level == 1 else Party())
        if told is not None or (here != author and line.text):
            if body[start : line.start].strip():
                yield start, line.start, author
            start, author = line.start, here
        if told is None:
            continue
        who, skip, level = told
        authors = {depth: each for depth, each in authors.items() if depth < level}
        authors[level] = _author(who, known)
        start = lines[skip].start if skip < len(lines) else len(body)
        author = authors.get(lines[skip].level, Party()) if skip < len(lines) else author
    if body[start:].strip():
        yield start, len(body), author


def _level(line: str) -> tuple[int, str]:
    """How deep in the history a line stands, and what it says."""
    mark = _QUOTED.match(line)
    end = mark.end() if mark else 0
    return line.count(">", 0, end), line[end:].strip()


def _told(lines: Sequence[_Line], at: int) -> tuple[str, int, int] | None:
    """Who wrote what follows, where the lines here say so: with the line it begins on and its level."""
    line = lines[at]
    if _DIVIDER.fullmatch(line.text):
        return _below_divider(lines, at)
    following = lines[at + 1 : at + 9]
    if (found := _FROM.fullmatch(line.text)) and any(_SENT.match(each.text) for each in following[:2]):
        blank = next((step for step, each in enumerate(following) if not each.text), len(following))
        return found["who"], at + 1 + blank, line.level
    sentence = line.text
    length = 1
    if _WROTE_ON.fullmatch(sentence) and not _WROTE.fullmatch(sentence) and following:
        sentence, length = f"{sentence} {following[0].text}", 2
    if not _WROTE.fullmatch(sentence):
        return None
    after = next((each for each in lines[at + length : at + length + 4] if each.text), line)
    return sentence, at + length, max(after.level, line.level)


def _below_divider(lines: Sequence[_Line], at: int) -> tuple[str, int, int]:
    """A divider is followed by a head of its own, which tells more."""
    after = next((step for step in range(at + 1, min(at + 5, len(lines))) if lines[step].text), at)
    told = _told(lines, after) if after > at else None
    return told or ("", at + 1, lines[at].level)


def _author(told: str, known: Sequence[Party]) -> Party:
    """The one a line names: somebody of the mail's head by address or name, or somebody new."""
    address = address_of(told)
    folded = told.casefold()
    for party in known:
        if (address and party.address == address) or (party.name and party.name.casefold() in folded):
            return party
    # "Le lun. 2 mars 2026 à 10:02, Marie Dupré <marie@acme.example> a écrit :"
    named = _NAME_BEFORE.search(told)
    name = name_of(named["name"] if named else re.sub(r"[<(\[].*", "", told[:100]) if len(told) < 60 else "")
    return Party(name or address, address)


def _people(message: Message, header: str) -> list[Party]:
    found = []
    for name, address in getaddresses([_header(message, header)])[:_MOST_PEOPLE]:
        address = address_of(address)
        name = name_of(name.strip("'\" "))
        if name or address:
            found.append(Party(name or address, address))
    return list(dict.fromkeys(found))


def _header(message: Message, name: str) -> str:
    """As it was sent, decoded. The library's newer policy parses heads in the square of their length: a content
    type of 190 kB cost it half a minute."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    line = " ".join(raw[:_LONGEST_HEADER].split())
    try:
        return str(make_header(decode_header(line)))
    except (MessageError, ValueError, LookupError):
        return line


def _day(message: Message) -> date | None:
    try:
        day = parsedate_to_datetime(_header(message, "Date")).date()
    except (ValueError, TypeError, OverflowError):
        return None
    return day if 1990 <= day.year < 2100 else None


def _body(message: Message) -> tuple[str, tuple[str, ...]]:
    """The text of the mail: its plain part, else its page; and what else it carries."""
    parts = [part for part in message.walk() if not part.is_multipart()]
    shown = [part for part in parts if part.get_content_disposition() != "attachment"]
    plain = next((part for part in shown if part.get_content_type() == "text/plain"), None)
    page = next((part for part in shown if part.get_content_type() == "text/html"), None)
    text = tidy(_text(plain)) if plain else ""
    if not text.strip() and page:
        text = tidy(page_text(_text(page)))
    left = [part for part in parts if part not in (plain, page)]
    names = [tidy_line((part.get_filename() or part.get_content_type())[:100]) for part in left]
    remarks = (f"attachments are left out: {', '.join(names[:10])}",) if names else ()
    return text.strip("\n"), remarks


def _text(part: Message) -> str:
    """A part's text in the encoding it names, else in the one it looks like."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode(part.get_content_charset("utf-8"))
    except (LookupError, ValueError):
        return as_text(raw)
