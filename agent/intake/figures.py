"""Head-counts and revenues as lists write them: "1 234", "12k", "~250", "50-100", "10k+", "$1M-$5M"."""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf, isfinite

from agent.identity import fold
from agent.models.account import Band, Money

MOST_EMPLOYEES = 5_000_000
"""More than any company has."""
_MOST_REVENUE = 1e13
_LONGEST = 100
"""Characters of a cell that are looked at; a figure has fewer."""

_GROUPED = r"\d{1,3}(?:[ '’.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)"
_SCALE = r"k|m|mm|mn|mio|millions?|mds?|mrd|milliards?|b|bn|billions?"
_AMOUNT = rf"({_GROUPED}|\d+(?:[.,]\d+)?)\s*({_SCALE})?"
_PEOPLE = (
    " ?(?:employees|employes|salaries|personnes|people|persons|collaborateurs|mitarbeiter|staff|fte|etp)?"
)
_MORE = r"\+|ou plus|et plus|or more|and more"
_RANGE = re.compile(rf"(?:between |entre |de |from )?{_AMOUNT}\s*(?:-|a|to|bis|et|and)\s*{_AMOUNT}{_PEOPLE}")
_ABOUT = re.compile(rf"(?:~|≈|ca\.?|env\.?|environ|about|around|approx\.?|c\.)? ?{_AMOUNT}{_PEOPLE}")
_OVER = re.compile(rf"(>=|>|plus de|more than|over|au moins|at least|min\.?) ?{_AMOUNT}{_PEOPLE}")
_AND_MORE = re.compile(rf"{_AMOUNT} ?(?:{_MORE}){_PEOPLE}")
_UNDER = re.compile(rf"(<=|<|moins de|less than|under|fewer than|jusqu'a|up to|max\.?) ?{_AMOUNT}{_PEOPLE}")
_INCLUSIVE = frozenset({">=", "<=", "au moins", "at least", "min", "min.", "jusqu'a", "up to", "max", "max."})
_SCALES = {
    "k": 1e3,
    "m": 1e6,
    "mm": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "md": 1e9,
    "mds": 1e9,
    "mrd": 1e9,
}
_CODES = "EUR USD GBP CHF CAD AUD NZD SEK NOK DKK PLN CZK HUF JPY CNY INR BRL MXN ZAR SGD HKD ILS TRY AED"
_SIGNS = {
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "$": "USD",
    "dollars": "USD",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
}
_CURRENCIES = _SIGNS | {code.lower(): code for code in _CODES.split()}
_CURRENCY = re.compile(r"us\$|[€$£¥₹]|\b(?:" + "|".join(key for key in _CURRENCIES if key.isalpha()) + r")\b")
_SPACES = re.compile(r"[\s\u202f\u00a0\u2009]+")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


@lru_cache(1 << 12)
def read_employees(text: str) -> int | Band | None:
    """A head-count or a range of it; None where the text is neither. Never negative, infinite or huge."""
    plain = _plain(text[:_LONGEST])
    if found := _RANGE.fullmatch(plain):
        return _band(_people(found[1], _shared_scale(found)), _people(found[3], found[4]))
    if found := _UNDER.fullmatch(plain):
        most = _people(found[2], found[3])
        return None if most is None else _band(None, most - (found[1] not in _INCLUSIVE))
    if found := _OVER.fullmatch(plain):
        least = _people(found[2], found[3])
        return None if least is None else Band(min=least + (found[1] not in _INCLUSIVE), max=None)
    if found := _AND_MORE.fullmatch(plain):
        least = _people(found[1], found[2])
        return None if least is None else Band(min=least, max=None)
    found = _ABOUT.fullmatch(plain)
    return _people(found[1], found[2]) if found else None


@lru_cache(1 << 12)
def read_revenue(text: str, header: str = "") -> Money | None:
    """A yearly revenue with its currency, which the header may give: "CA (k€)". Zero means not declared."""
    unit = " ".join(re.findall(r"[(\[]([^)\]]*)", _plain(header[:_LONGEST])))
    plain = _plain(text[:_LONGEST])
    currency = _currency(plain) or _currency(unit)
    figures = re.sub(r" (?:d'|de|of)$", "", " ".join(_CURRENCY.sub(" ", plain).split()))
    scale = _CURRENCY.sub("", unit).strip() or None
    if currency is None or (scale and not re.fullmatch(_SCALE, scale)):
        return None
    low: float | None
    high: float | None
    if found := _RANGE.fullmatch(figures):
        low, high = _money(found[1], _shared_scale(found) or scale), _money(found[3], found[4] or scale)
    elif found := _OVER.fullmatch(figures):
        low, high = _money(found[2], found[3] or scale), None
    elif found := _AND_MORE.fullmatch(figures):
        low, high = _money(found[1], found[2] or scale), None
    elif found := _ABOUT.fullmatch(figures):
        low = high = _money(found[1], found[2] or scale)
    else:
        return None
    if low is None or (high is not None and high < low):
        return None
    return Money(min=low, max=high, currency=currency)


def _plain(text: str) -> str:
    """Folded, with one kind of space and dash, so that a pattern need know only those."""
    return _DASHES.sub("-", _SPACES.sub(" ", fold(text))).strip()


def _people(figure: str, scale: str | None) -> int | None:
    number = _number(figure, scale)
    return int(number) if number.is_integer() and number <= MOST_EMPLOYEES else None


def _money(figure: str, scale: str | None) -> float | None:
    number = _number(figure, scale)
    return number if 0 < number <= _MOST_REVENUE else None


def _band(least: int | None, most: int | None) -> int | Band | None:
    if most is None or (least is not None and least > most):
        return None
    return least if least == most else Band(min=least, max=most)


def _shared_scale(found: re.Match[str]) -> str | None:
    """The scale of a range's lower end, which may stand only once: "5-10k"."""
    return found[2] or (found[4] if _number(found[1], None) < 1000 else None)


def _currency(text: str) -> str | None:
    spaced = re.sub(r"([€$£¥₹])", r" \1 ", text.replace("us$", "$"))
    spaced = re.sub(rf"(\d|\b(?:{_SCALE}))(?=(?:eur|usd|gbp|chf)\b)", r"\1 ", spaced)
    found = {_CURRENCIES[name] for name in _CURRENCY.findall(spaced)}
    return found.pop() if len(found) == 1 else None


def _number(figure: str, scale: str | None) -> float:
    """The value of a figure, `inf` when it makes no sense. "1.234" and "1,234" are whole, "1,5" is not."""
    grouped = re.fullmatch(r"(\d{1,3}(?:[ '’.,]\d{3})+)(?:([.,])(\d{1,2}))?", figure)
    if grouped and not (scale and re.fullmatch(r"\d+[.,]\d{3}", figure)):
        separators = set(re.findall(r"\D", grouped[1]))
        if len(separators) > 1 or grouped[2] in separators:
            return inf
        figure = f"{re.sub(r'[^0-9]', '', _ascii(grouped[1]))}.{grouped[3] or 0}"
    value = float(figure.replace(",", ".")) if len(figure) < 18 else inf
    factor = 1.0
    if scale:
        factor = _SCALES.get(scale) or (1e9 if scale.startswith(("milliard", "billion")) else 1e6)
    return round(value * factor, 6) if isfinite(value) else inf


def _ascii(digits: str) -> str:
    return "".join(str(int(c)) if c.isdigit() else c for c in digits)
