"""The lines near a note's top that say what it is about: `lead: marie@acme.com`, `**Compte** : Acme`."""

from __future__ import annotations

import re
import unicodedata

_LINES = 15
_LINE = re.compile(
    r"\s*[-*#>]*\s*(?:\*\*)?([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ '_-]{1,24}?)(?:\*\*)?\s*[:=]\s*(?:\*\*)?\s*(\S.*)"
)
_FIELDS = {
    "lead": "lead", "lead id": "lead", "id": "lead", "fiche": "lead",
    "email": "email", "e-mail": "email", "mail": "email", "courriel": "email",
    "company": "company", "account": "company", "compte": "company", "societe": "company", "entreprise": "company",
    "client": "company", "prospect": "company", "organisation": "company", "organization": "company",
    "contact": "contact", "name": "contact", "nom": "contact",
    "call date": "date", "date": "date", "date de l'appel": "date",
    "seller": "seller", "rep": "seller", "vendeur": "seller", "commercial": "seller",
}  # fmt: skip


def front_matter(text: str) -> dict[str, str]:
    """What the lines near the top say: lead, email, company, contact, date, seller; the first of each kind."""
    found: dict[str, str] = {}
    for line in text.split("\n", _LINES)[:_LINES]:
        if match := _LINE.match(line[:400]):
            name = field_of(match[1])
            if name is not None:
                found.setdefault(name, match[2].strip(" *\"'"))
    return found


def field_of(label: str) -> str | None:
    """Which of these a label or a column name means."""
    return _FIELDS.get(plain(label).replace("_", " ").strip())


def plain(text: str) -> str:
    """Lower case, without accents and with straight apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
