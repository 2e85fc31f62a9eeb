"""Numbers that name a company in law: SIREN, SIRET, LEI, VAT. Checked by their own check digits."""

from __future__ import annotations

import re
from functools import lru_cache

_REGISTER = re.compile(r"^(?:RCS|SIREN|SIRET|TVA|VAT|LEI)\b[\s:]*(?:[A-ZÀ-Ý'-]+\s+(?=\d))?")
_NOT_CODE = re.compile(r"[\s\u202f\u00a0.\-_/]")


@lru_cache(1 << 12)
def read_legal_id(text: str, header: str = "") -> dict[str, str]:
    """The number by its scheme, `{"siren": "552100554"}`, and what follows; empty if it fails its check.

    A SIRET begins with the SIREN of the company, and a French VAT number ends in it.
    """
    if len(text) > 100:
        return {}
    from stdnum import lei
    from stdnum.eu import vat
    from stdnum.fr import siren, siret

    code = _NOT_CODE.sub("", _REGISTER.sub("", text.upper()))
    digits = code.lstrip("'")
    if digits.isdigit() and len(digits) < 9 and "siren" in header.lower():
        digits = digits.zfill(9)  # a spreadsheet has eaten the leading zeros
    if siret.is_valid(digits):
        return {"siret": digits, "siren": digits[:9]}
    if siren.is_valid(digits):
        return {"siren": digits}
    if len(code) == 20 and lei.is_valid(code):
        return {"lei": code}
    if code[:2].isalpha() and vat.is_valid(code):
        found = {"vat": code}
        return found | {"siren": code[4:]} if code.startswith("FR") and siren.is_valid(code[4:]) else found
    return {}
