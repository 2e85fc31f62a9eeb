"""Amounts of money as exports write them, exact to the cent: "12 500,00 €", "$12,500.00", "EUR 1.234,5", "12.5k".

Whether the dot of "12.500" groups thousands or begins the cents is decided once, over the whole column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from .lines import Cell

Point = Literal[".", ","]
"""What the cents begin with."""

MOST = Decimal(10) ** 13
"""More than any deal is worth."""
_LONGEST = 60
"""Characters of a cell that are looked at; an amount has fewer."""

_SIGNS = {
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "A$": "AUD", "R$": "BRL", "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY",
    "₹": "INR", "ZŁ": "PLN", "FR.": "CHF", "EUROS": "EUR", "EURO": "EUR", "DOLLARS": "USD", "DOLLAR": "USD",
    "POUNDS": "GBP", "LIVRES": "GBP",
}  # fmt: skip
_SIGN = re.compile("|".join(re.escape(sign) for sign in _SIGNS))
_CODE = re.compile(r"(?<![A-Z])[A-Z]{3}(?![A-Z])")
_FIGURE = re.compile(r"(-|\()?\s*([\d., '’]*\d)\s*(K|MM?|MIO|MILLIONS?|MILLIERS?)?\s*\)?")
_SCALES = {"K": 1_000, "MILLIER": 1_000, "MILLIERS": 1_000}
_MILLION = 1_000_000
_GROUPED = re.compile(r"(\d{1,3}(?P<group>[., '])\d{3}(?:(?P=group)\d{3})*)(?:(?P<point>[.,])(\d+))?")
_PLAIN = re.compile(r"(\d+)(?:(?P<point>[.,])(\d+))?")


class Amount(NamedTuple):
    """A sum, and the currency it says; None where it says none."""

    value: Decimal
    currency: str | None


def read_amount(cell: Cell, point: Point | None = None) -> Amount | None:
    """The amount in a cell; None where it is none. One in brackets is negative, as accountants have it."""
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        exact = Decimal(str(cell))
        return Amount(exact, None) if exact.is_finite() and abs(exact) <= MOST else None
    text, currency = _without_currency(cell)
    found = _FIGURE.fullmatch(text)
    value = _value(found[2], point) if found else None
    if found is None or value is None:
        return None
    value *= _SCALES.get(found[3], _MILLION) if found[3] else 1
    return Amount(-value if found[1] else value, currency) if value <= MOST else None


def read_currency(text: str) -> str | None:
    """The ISO 4217 code a text holds: "EUR", "€", "USD - US Dollar", "Amount spent (EUR)"; None unless exactly one."""
    text = unicodedata.normalize("NFKC", text[:_LONGEST]).strip()
    shouted = text.upper()  # a code is written in capitals, where it does not stand alone: "all" is no lek
    if found := {code for code in _CODE.findall(shouted if len(text) == 3 else text) if code in _codes()}:
        return found.pop() if len(found) == 1 else None
    signs = {_SIGNS[sign] for sign in _SIGN.findall(shouted)}
    return signs.pop() if len(signs) == 1 else None


def decide_point(cells: Iterable[Cell]) -> Point | None:
    """What the cents of a column begin with; None where nothing tells, or its cells are at odds."""
    told = {point for cell in cells if isinstance(cell, str) and (point := _told(cell))}
    return told.pop() if len(told) == 1 else None


def _told(text: str) -> Point | None:
    found = _FIGURE.fullmatch(_without_currency(text)[0])
    figure = found[2] if found else ""
    marks = re.findall(r"[.,]", figure)
    if not marks:
        return None
    comma_last = marks[-1] == ","
    if len(marks) > 1 and len(set(marks)) == 1:  # what stands twice groups thousands
        return "." if comma_last else ","
    before, _, after = figure.rpartition(marks[-1])
    if len(marks) == 1 and len(after) == 3 and len(before) <= 3 and before != "0":
        return None
    return "," if comma_last else "."


def _value(figure: str, point: Point | None) -> Decimal | None:
    """The value of digits and separators. "12.500" is twelve thousand five hundred, unless `point` says otherwise."""
    figure = figure.replace("’", "'")
    grouped = _GROUPED.fullmatch(figure)
    if grouped and grouped["group"] not in (point, grouped["point"]) and figure[0] != "0":
        return Decimal(f"{re.sub(r'[^0-9]', '', grouped[1])}.{grouped[4] or ''}")
    plain = _PLAIN.fullmatch(figure)
    return Decimal(f"{plain[1]}.{plain[3] or ''}") if plain else None


def _without_currency(text: str) -> tuple[str, str | None]:
    shouted = " ".join(unicodedata.normalize("NFKC", text[:_LONGEST]).upper().split()).replace("\u2212", "-")
    bare = _SIGN.sub(" ", _CODE.sub(lambda code: " " if code[0] in _codes() else code[0], shouted))
    return " ".join(bare.split()), read_currency(shouted)


@cache
def _codes() -> frozenset[str]:
    from babel.core import get_global

    return frozenset(get_global("all_currencies"))
