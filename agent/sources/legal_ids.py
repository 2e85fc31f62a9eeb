"""Company numbers: which register one is of, and its one spelling. What fails its check is none."""

from __future__ import annotations

import re
from functools import lru_cache

_SEPARATORS = re.compile(r"[\s.\-/_]+")
_UNCHECKED = frozenset({"company_number", "cik", "duns", "crn", "ein", "che"})
"""Schemes whose numbers carry no check digit leadsift knows: taken as they are."""


def read_legal_ids(text: str, scheme: str | None = None) -> dict[str, str]:
    """Scheme to number, compact: {"siren": "552100554"}; empty for what is none.

    Without a scheme the number must tell itself: LEI, SIRET, SIREN or a European VAT number with its
    country. A SIRET and a French VAT number give the SIREN inside them, for it is the company's; the rest
    is an address or a tax.
    """
    number = _SEPARATORS.sub("", text).upper()
    return dict(_read(number, scheme)) if number else {}


@lru_cache(1 << 14)
def _read(number: str, scheme: str | None) -> tuple[tuple[str, str], ...]:
    number = _with_zeros(number, scheme)
    if scheme in _UNCHECKED:
        return ((scheme, number),) if scheme and re.fullmatch(r"(?=.*\d)[0-9A-Z]{2,20}", number) else ()
    if scheme in (None, "lei") and _is_lei(number):
        return (("lei", number),)
    if scheme in (None, "siren", "siret") and (siren := _siren(number)):
        return (("siren", siren),)
    if scheme in (None, "vat"):
        return _vat(number)
    return ()


def _with_zeros(number: str, scheme: str | None) -> str:
    """The number with the leading zeros that its register writes and a spreadsheet eats."""
    if scheme == "cik" and number.isdecimal():
        return number.zfill(10)
    if scheme == "company_number" and re.fullmatch("[0-9]{5,7}", number):
        return number.zfill(8)
    return number


def _is_lei(number: str) -> bool:
    from stdnum import lei

    return len(number) == 20 and lei.is_valid(number)


def _siren(number: str) -> str | None:
    """Of a SIREN or SIRET; a spreadsheet may have eaten its leading zeros."""
    from stdnum import luhn
    from stdnum.fr import siret

    if not number.isdecimal() or not number.isascii():
        return None
    if len(number) <= 9:
        padded = number.zfill(9)
        return padded if len(number) >= 7 and luhn.is_valid(padded) else None
    padded = number.zfill(14)
    return padded[:9] if len(number) >= 12 and siret.is_valid(padded) else None


def _vat(number: str) -> tuple[tuple[str, str], ...]:
    from stdnum.eu import vat

    if not re.fullmatch(r"[A-Z]{2}[0-9A-Z]{5,13}", number) or not vat.is_valid(number):
        return ()
    if number.startswith("FR") and (siren := _siren(number[-9:])):
        return (("siren", siren), ("vat", number))
    return (("vat", number),)
