"""Who took part in a call or a mail, and on whose side, as far as the file or the person says so.

What the person says (`--seller`, settings) comes first, then the file's own marks (internal, external, customer),
then addresses at our domains, then who hosted: the tool that recorded the call is the seller's. Whoever is left
once one side is known is on the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from agent.identity import fold, is_free_mail
from agent.turns import BUYER_WORDS, SELLER_WORDS, complete

from .draft import tidy_line

_LONGEST_NAME = 80
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_ADDRESS = re.compile(r"[\w.+'&-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_NAMED_ADDRESS = re.compile(
    rf"(?P<name>[^\W\d_][\w.'’-]{{0,30}}(?: [^\W\d_][\w.'’-]{{0,30}}){{0,3}}) ?[<(](?P<address>{_ADDRESS.pattern})[>)]"
)

# Keys as `key_of` folds them: "speaker_name", "speakerName" and "Speaker Name" are one.
NAMES = (
    "speakername", "speakerdisplayname", "displayname", "username", "participantname", "fullname", "name", "label",
)  # fmt: skip
IDS = (
    "speakerid", "id", "participantid", "userid", "contactid", "speakerlabel", "speakertag", "speakerindex", "uuid",
    "index", "speaker",
)  # fmt: skip
_ADDRESSES = ("email", "emailaddress", "speakeremail", "useremail", "participantemail", "mail", "upn",
              "matchedcalendarinviteeemail")  # fmt: skip
_MARKS = ("affiliation", "side", "role", "participantrole", "speakerrole", "speakertype", "type", "context")
_OURS_IF = ("isinternal", "internal", "isrep", "isagent", "isseller", "isemployee", "isuser")
_THEIRS_IF = ("isexternal", "external", "iscustomer", "isprospect", "isbuyer", "iscontact")
_HOST_IF = ("ishost", "isorganizer", "isorganiser", "isowner")
_OUR_MARKS = SELLER_WORDS | {"internal", "interne", "employee"} - {"host"}
_THEIR_MARKS = BUYER_WORDS | {"external", "externe", "contact"} - {"guest"}
PEOPLE = re.compile(
    r"part(?:y|ies|icipants?)|\w*speakers?(?:names?|map|labels?)?|\w*attendees?|\w*invitees?|users?|members?|"
    r"(?:host|organi[sz]er|owner|recordedby)(?:email|address)?"
)
"""Folded keys under which a file tells who took part."""
HOST = re.compile(r"(?:host|organi[sz]er|owner|recordedby)(?:email|address)?")
_MOST = 1000
"""People looked at in one table."""
_HOST_MARKS = frozenset({"host", "organizer", "organiser", "organisateur", "owner"})


@dataclass(frozen=True)
class Party:
    """One who took part."""

    name: str = ""
    address: str = ""
    """E-mail, lower-case."""
    ids: tuple[str, ...] = ()
    """What turns may call this one by."""
    side: str | None = None
    """As the file marks it."""
    host: bool = False

    @property
    def domain(self) -> str:
        """The address's, unless anybody can have an address there."""
        domain = self.address.rpartition("@")[2]
        return "" if is_free_mail(domain) else domain


@dataclass(frozen=True)
class Ours:
    """What the person says is ours: names of people or products, domains, addresses."""

    given: tuple[str, ...] = ()
    names: tuple[frozenset[str], ...] = ()
    """The words of each, folded."""
    domains: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    @classmethod
    def of(cls, seller: Iterable[str]) -> Ours:
        """From `--seller`, `--seller-domain` and settings. "Monday.com" is a domain and a name."""
        given = tuple(dict.fromkeys(text.strip() for text in seller if text.strip()))
        bare = [fold(text).removeprefix("@") for text in given]
        return cls(
            given,
            tuple(words for text in bare if "@" not in text and (words := _words(text))),
            frozenset(text for text in bare if _DOMAIN.fullmatch(text)),
            frozenset(text for text in bare if "@" in text),
        )

    def has(self, party: Party) -> bool:
        """Whether this one is ours by address or by name: "Tori" is "Tori Blake"."""
        domain = party.address.rpartition("@")[2]
        if party.address in self.addresses or any(f".{domain}".endswith(f".{ours}") for ours in self.domains):
            return True
        words = _words(party.name)
        return bool(words) and any(name <= words or words <= name for name in self.names)

    def named_in(self, text: str) -> tuple[str, ...]:
        """Those that the text may speak of. The others are left out: a model is paid by the word, and an answer
        paid for once is found again only under the same question."""
        if not self.given:
            return ()
        words = _words(text)
        return tuple(
            given for given in self.given if any(word in words for word in _words(given) if len(word) > 2)
        )

    def people_in(self, text: str) -> tuple[str, ...]:
        """Names that stand beside an address of ours: "Tori Blake <tori@ours.example>"."""
        if not (self.domains or self.addresses):
            return ()
        found = (Party(m["name"], m["address"].lower()) for m in _NAMED_ADDRESS.finditer(text[:20_000]))
        return tuple(dict.fromkeys(party.name for party in found if self.has(Party(address=party.address))))


@lru_cache(1 << 12)
def key_of(key: str) -> str:
    """A key without case and punctuation."""
    return "".join(letter for letter in key[:60].lower() if letter.isalnum())


def folded(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object by its folded keys; the first of two that are one."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        found.setdefault(key_of(key), value)
    return found


def party_of(record: Mapping[str, Any]) -> Party:
    """Who a record with folded keys is about: an entry of a table of speakers, or a turn itself."""
    name = next((text for key in NAMES if (text := name_of(record.get(key)))), "")
    if not name and isinstance(record.get("firstname"), str):
        name = name_of(f"{record['firstname'][:80]} {record.get('lastname') or ''}")
    address = next((text for key in _ADDRESSES if (text := address_of(record.get(key)))), "")
    ids = tuple(text for key in IDS if (text := id_of(record.get(key))))
    # One word each: "Sales Director" is somebody's title, and may well be the buyer's.
    said = [record.get(key) for key in _MARKS]
    marks = {fold(mark) for mark in said if isinstance(mark, str) and len(mark) < 20}
    return Party(
        name=name or address,
        address=address,
        ids=ids,
        side=_marked(record, marks),
        host=bool(marks & _HOST_MARKS) or any(record.get(key) is True for key in _HOST_IF),
    )


def people_of(value: object, *, host: bool = False) -> Iterator[Party]:
    """The people of a table: objects, names or addresses in a list or in a line, or names by id."""
    if isinstance(value, str):
        each: Iterable[tuple[str, object]] = [("", text) for text in value.split(",") if "@" in text]
    elif isinstance(value, list):
        each = [("", entry) for entry in value[:_MOST]]
    elif isinstance(value, dict) and party_of(value).name:
        each = [("", value)]
    else:
        each = list(value.items())[:_MOST] if isinstance(value, dict) else ()
    for id, entry in each:
        party = party_of(entry) if isinstance(entry, dict) else _named(entry)
        if party.name:
            ids = (id_of(id), *party.ids) if id else party.ids
            yield replace(party, ids=ids, host=party.host or host)


def _named(entry: object) -> Party:
    """Out of "Marie", "marie@acme.example" or "Marie <marie@acme.example>"."""
    address = address_of(entry)
    name = name_of(re.sub(r"[<(].*|\S+@.*", "", entry[:400])) if isinstance(entry, str) else ""
    return Party(name or address, address)


def sides_of(speakers: Mapping[str, Party], others: Sequence[Party], ours: Ours) -> dict[str, str]:
    """Speaker → side, for those it can be told of. `others` took part without a word, or hosted."""
    everyone = [*speakers.values(), *others]
    told = {name: "seller" for name, party in speakers.items() if ours.has(party)}
    for name, party in speakers.items():
        if name not in told and party.side:
            told[name] = party.side
    domains = set(ours.domains) | {p.domain for p in everyone if p.side == "seller" or ours.has(p)}
    if "seller" not in told.values() and not ours.domains:
        hosts = [party for party in everyone if party.host and party.side != "buyer"]
        domains |= {party.domain for party in hosts}
        known = {text for party in hosts for text in (party.name, party.address)} - {""}
        told = {name: "seller" for name, p in speakers.items() if {name, p.name, p.address} & known} | told
    domains -= {"", *(p.domain for p in everyone if p.side == "buyer")}
    for name, party in speakers.items():
        if name not in told and domains and party.domain:
            told[name] = "seller" if party.domain in domains else "buyer"
    for name in speakers:
        first = next(iter(fold(name).split()), "")
        if name not in told and first in SELLER_WORDS | BUYER_WORDS:
            told[name] = "seller" if first in SELLER_WORDS else "buyer"
    if "seller" not in told.values() and any(ours.has(p) for p in others):
        return dict.fromkeys(speakers, "buyer") | told
    return complete(told, speakers)


def with_addresses(speakers: Mapping[str, Party], addresses: Iterable[str]) -> dict[str, Party]:
    """The speakers, with the addresses that a list of addresses alone lets tell: marie.dupre@ is Marie Dupré's."""
    free = set(addresses) - {party.address for party in speakers.values()}
    if len(free) * len(speakers) > _MOST:
        return dict(speakers)
    found: dict[str, Party] = {}
    for name, party in speakers.items():
        theirs = [address for address in free if not party.address and _may_be(name, address)]
        found[name] = replace(party, address=theirs[0]) if len(theirs) == 1 else party
    return found


def _may_be(name: str, address: str) -> bool:
    local = fold(address.rpartition("@")[0])
    return any(len(word) > 2 and word in local for word in _words(name))


def name_of(value: object) -> str:
    """A name fit to stand before a colon; "" where there is none."""
    if not isinstance(value, str):
        return ""
    return " ".join(tidy_line(value[: 4 * _LONGEST_NAME]).replace(":", " ").split())[:_LONGEST_NAME].strip()


def address_of(value: object) -> str:
    """An e-mail address in lower case, out of "Marie <marie@acme.example>" too; "" where there is none."""
    found = _ADDRESS.search(value[:400]) if isinstance(value, str) else None
    return found[0].lower() if found else ""


def id_of(value: object) -> str:
    """What a table of speakers and its turns call one another by, folded as keys are."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return key_of(value[:60]) if isinstance(value, str) else str(value) if abs(value) < 1 << 64 else ""


def _marked(record: Mapping[str, Any], marks: set[str]) -> str | None:
    for keys, side, other in ((_OURS_IF, "seller", "buyer"), (_THEIRS_IF, "buyer", "seller")):
        said = [record[key] for key in keys if isinstance(record.get(key), bool)]
        if said:
            return side if any(said) else other
    if marks & _OUR_MARKS and not marks & _THEIR_MARKS:
        return "seller"
    return "buyer" if marks & _THEIR_MARKS and not marks & _OUR_MARKS else None


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", fold(text)))
