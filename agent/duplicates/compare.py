"""How surely two records are one lead, and why."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from math import log2
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio, token_set_ratio

from agent.models.account import Match

from .record import Record

_SHORT = 6
"""Letters below which one that differs makes another word."""
_MIDDLING = 9
"""Letters from which a few may."""
_LONG = 14
"""Letters from which two may differ."""
_NO_DIGITS = dict.fromkeys(map(ord, "0123456789"))


class Sign(NamedTuple):
    """One thing that two records have in common, or that tells them apart."""

    bits: float
    why: str
    key: bool = False
    """An exact key: worth a look whatever else is said."""
    sure: bool = False
    """A key that nothing contradicts: nobody needs to look."""


class Alike(NamedTuple):
    """What speaks for two records being one lead."""

    match: Match
    """The weightiest reasons first."""
    key: bool
    """An exact key says so."""
    sure: bool
    """And nothing contradicts it."""


def compare(one: Record, other: Record, count: int, least: float = 0) -> Alike | None:
    """How surely two of `count` records are one lead; None below a likeness of `least`, unless a key says so."""
    rare = log2(max(count, bits("list", "leads")))
    signs = weigh(one, other, rare)
    # Before anything is known, each is one of them all: what is rare in the list has to make up for that.
    odds = 2.0 ** min(sum([sign.bits for sign in signs]) - rare, 50)
    quality = odds / (1 + odds)
    key = any(sign.key for sign in signs)
    if quality < least and not key:
        return None
    reasons = tuple(sign.why for sign in sorted(signs, key=lambda sign: -abs(sign.bits)))
    match = Match(quality=round(quality, 4), reasons=reasons)
    return Alike(match, key, any(sign.sure for sign in signs))


def weigh(one: Record, other: Record, rare: float) -> list[Sign]:
    """What is for it and what against it; `rare` is what the rarest thing of the list is worth."""
    email = _email(one, other, rare)
    person = _person(one, other, rare)
    named = one.person is not None or other.person is not None
    signs = [email, person, _company(one, other, rare, email) if named else _alone(one, other, rare)]
    signs += _rest(one, other, rare)
    signs += _keys(one, other, person)
    return [sign for sign in signs if sign is not None]


def _email(one: Record, other: Record, rare: float) -> Sign | None:
    a, b = one.email, other.email
    if a is None or b is None:
        return None
    if a == b:
        return Sign(rare + bits("email", "same"), "same e-mail", key=True, sure=True)
    (mine, _, here), (theirs, _, there) = a.partition("@"), b.partition("@")
    if _undigited(a) != _undigited(b):  # "sales1" and "sales2" are two
        if (here == there and _slip(mine, theirs)) or (mine == theirs and _slip(here, there)):
            return Sign(rare + bits("email", "slip"), "e-mail differs by a slip")
        # One domain makes any two addresses alike: then what stands before it has to be.
        told, said = (mine, theirs) if here == there else (a, b)
        if min(len(told), len(said)) >= _MIDDLING and ratio(told, said, score_cutoff=80):
            most = bits("email", "named") if _named(mine, one) or _named(theirs, other) else rare
            return Sign(min(rare + bits("email", "similar"), most), "similar e-mail")
    if mine == theirs and len(mine) >= _SHORT:
        most = bits("email", "named") if _named(mine, one) else rare
        return Sign(min(rare + bits("email", "local"), most), "same name before the @")
    return Sign(bits("email", "other"), "other e-mail")


def _person(one: Record, other: Record, rare: float) -> Sign | None:
    a, b = one.person, other.person
    if a is None or b is None:
        return None if a is b else Sign(bits("person", "one_only"), "only one names a person")
    weight = rare - log2(max(one.bearers, other.bearers))
    if a == b:
        return Sign(weight + bits("person", "same"), "same person")
    if _slip(a, b):
        return Sign(weight + bits("person", "slip"), "name differs by a slip")
    words, others = set(a.split()), set(b.split())
    if words <= others or others <= words:
        return Sign(weight + bits("person", "part"), "part of the name")
    if _abbreviated(words - others, others - words):
        return Sign(weight + bits("person", "initial"), "name shortened to an initial")
    if ratio(a, b, score_cutoff=80):
        return Sign(weight + bits("person", "similar"), "similar name")
    return Sign(bits("person", "akin" if words & others else "other"), "other person")


def _company(one: Record, other: Record, rare: float, email: Sign | None) -> Sign | None:
    """Where a person is named, who may change the company but not be two at one."""
    most = rare - log2(max(one.staff, other.staff))
    if one.domain and one.domain == other.domain:
        slip = email is not None and email.bits > 0
        return Sign(min(bits("company", "after_slip" if slip else "same"), most), "same domain")
    a, b = one.company, other.company
    if a is None or b is None:
        return None
    if a == b:
        elsewhere = one.domain and other.domain
        return Sign(min(bits("company", "elsewhere" if elsewhere else "same"), most), "same company")
    if _slip(a, b) or (min(len(a), len(b)) >= _SHORT and token_set_ratio(a, b, score_cutoff=90)):
        return Sign(min(bits("company", "similar"), most), "similar company")
    return Sign(bits("company", "other"), "other company")


def _alone(one: Record, other: Record, rare: float) -> Sign | None:
    """Where nobody is named: two records of a company."""
    a, b = one.company, other.company
    if a is None or b is None:
        return None
    if a == b:
        return Sign(rare + bits("alone", "same"), "same company")
    if _slip(a, b):
        return Sign(rare + bits("alone", "slip"), "company differs by a slip")
    if ratio(a, b, score_cutoff=88) or (
        min(len(a), len(b)) >= _SHORT and token_set_ratio(a, b, score_cutoff=95)
    ):
        return Sign(rare + bits("alone", "similar"), "similar company")
    if one.domain and one.domain == other.domain:
        return Sign(rare + bits("alone", "domain"), "same domain")
    if token_set_ratio(a, b, score_cutoff=70):
        return Sign(rare + bits("alone", "akin"), "part of the company's name")
    return Sign(bits("alone", "other"), "other company")


def _rest(one: Record, other: Record, rare: float) -> Iterator[Sign]:
    if one.phone and other.phone:
        if one.phone == other.phone:
            most = rare - log2(max(one.lines, other.lines))
            yield Sign(min(bits("phone", "same"), most), "same phone")
        else:
            yield Sign(bits("phone", "other"), "other phone")
    if one.place and other.place:
        most = rare - log2(max(one.locals, other.locals))
        if one.place == other.place:
            yield Sign(min(bits("place", "same"), most), "same place")
        elif ratio(one.place, other.place, score_cutoff=80):
            yield Sign(min(bits("place", "similar"), most), "similar place")
        else:
            yield Sign(bits("place", "other"), "other place")
    if one.country and other.country and one.country != other.country:
        yield Sign(bits("country", "other"), "other country")


def _keys(one: Record, other: Record, person: Sign | None) -> Iterator[Sign]:
    """The exact keys beside the e-mail. A company through a partner is one record, unless two people are named."""
    if one.partner and one.partner == other.partner and one.domain and one.domain == other.domain:
        apart = person is not None and person.why == "other person"
        yield Sign(bits("partner", "same"), "same partner record", key=True, sure=not apart)
    if one.legal_id and other.legal_id:
        if one.legal_id == other.legal_id:
            alike = one.person == other.person
            yield Sign(bits("legal_id", "same"), "same legal id", key=alike, sure=alike)
        else:
            yield Sign(bits("legal_id", "other"), "other legal id")


def _named(local: str, one: Record) -> bool:
    """Whether an address tells the person's name, which is weighed already."""
    return one.person is not None and any(len(word) > 2 and word in local for word in one.person.split())


def _slip(one: str, other: str) -> bool:
    """Whether a finger slipped: a letter wrong, left out, doubled or swapped; two in a long word."""
    shorter = min(len(one), len(other))
    may = 0 if shorter < _SHORT else 1 if shorter < _LONG else 2
    return bool(may) and OSA.distance(one, other, score_cutoff=may) <= may


def _abbreviated(words: set[str], others: set[str]) -> bool:
    """Whether each word that differs is the other's first letter: "j", "jean"."""
    if len(words) != len(others):
        return False
    pairs = zip(sorted(words), sorted(others), strict=True)
    return all(min(len(a), len(b)) == 1 and a[0] == b[0] for a, b in pairs)


@cache
def _undigited(text: str) -> str:
    return "".join(letter for letter in text if not letter.isdigit())


@cache
def bits(of: str, what: str) -> float:
    """An entry of bits.toml."""
    return float(_entries()[of][what])


@cache
def _entries() -> dict[str, dict[str, float]]:
    return tomllib.loads(Path(__file__).with_name("bits.toml").read_text("utf-8"))
