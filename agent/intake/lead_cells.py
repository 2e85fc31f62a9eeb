"""The filled cells of one record, each understood by its field's rules, or put aside under its own header."""

from __future__ import annotations

import re
from datetime import date

from agent.identity import company_domain, mixes_scripts, registrable_domain
from agent.models.lead import PartnerSource

from .contacts import read_emails, read_phone, split_name
from .days import Order, read_day
from .legal_ids import read_legal_id
from .lines import Remarks
from .places import country_code

_DASHES = frozenset({"-", "--", "—", "–", "?", ".", "n/a", "n.a.", "#n/a", "#ref!", "#value!", "#null!", "/"})
"""What people write for nothing, in any column."""
_NOTHING = _DASHES | {
    "null", "none", "nan", "nil", "na", "nc", "n.c.", "n.c", "nd", "[nd]", "unknown", "inconnu", "inconnue",
    "undefined", "non renseigné", "non communiqué", "not available", "not provided", "select", "(vide)",
}  # fmt: skip
"""The same, where no person, company or country can be called so."""
_NAMES = frozenset({"company", "first_name", "last_name", "full_name", "country", "region"})
YES = frozenset(
    {"yes", "y", "true", "1", "oui", "o", "vrai", "x", "✓", "ja", "opt-in", "optin", "granted", "accepted"}
)
NO = frozenset(
    {"no", "n", "false", "0", "non", "faux", "nein", "opt-out", "optout", "denied", "refused", "refusé"}
)
_FRENCH = frozenset({"fr", "fra", "fre", "french", "français", "francais", "französisch"})
_ENGLISH = frozenset({"en", "eng", "english", "anglais", "englisch"})
_CREDENTIALS = re.compile(r"//[^/@\s]*@")
_GENERIC = frozenset({"io", "co", "ai", "me", "tv", "eu", "cc", "so", "ly", "gg", "fm", "to", "sh", "app"})
"""Two-letter endings that say nothing about the country, or little."""


class Cells:
    """The filled cells of one record, by field. What is not understood moves to `extra`."""

    def __init__(self, line: int, remarks: Remarks) -> None:
        self.extra: dict[str, str] = {}
        self._by_field: dict[str, tuple[str, str]] = {}
        self.legal: list[tuple[str, str]] = []
        self.legal_numbers: dict[str, str] = {}
        self._line, self._remarks = line, remarks

    def put(self, name: str, target: str | None, text: str) -> None:
        """File a cell away. Columns come in the order in which they count."""
        if target and text.lower() in (_DASHES if target in _NAMES else _NOTHING):
            return
        if target == "legal_id":
            self.legal.append((name, text))
        elif target is None or (target in self._by_field and self._by_field[target][1] != text):
            self.extra[name] = text
        else:
            self._by_field.setdefault(target, (name, text))

    def remark(self, what: str) -> None:
        self._remarks.add(what, self._line)

    def named(self, target: str) -> tuple[str, str] | None:
        """Header and text of a field."""
        return self._by_field.get(target)

    def take(self, target: str) -> str | None:
        """The text of a field."""
        found = self._by_field.get(target)
        return found[1] if found else None

    def _aside(self, target: str, why: str) -> None:
        name, text = self._by_field.pop(target)
        self.extra[name] = text
        self.remark(f"{name} {why}")

    def email(self) -> str | None:
        text = self.take("email")
        if text is None:
            return None
        found = read_emails(text)
        if not found:
            self._aside("email", "is no e-mail address, kept aside")
            return None
        if len(found) > 1:
            self.extra[f"{self._by_field['email'][0]} (others)"] = ", ".join(found[1:])
            self.remark("several e-mail addresses, the first counts")
        return found[0]

    def website(self, email: str | None) -> tuple[str | None, str | None]:
        """The website as given, without credentials, and the company's domain, told by either."""
        text = self.take("website")
        mail_domain = company_domain(email) if email else None
        if text is None:
            return None, self._looked_at(mail_domain)
        bare = _CREDENTIALS.sub("//", text)
        if registrable_domain(bare) is None:
            self._by_field["website"] = (self._by_field["website"][0], bare)
            self._aside("website", "is no web address, kept aside")
            return None, self._looked_at(mail_domain)
        first, *others = [part.strip() for part in re.split("[,;]", bare) if part.strip()]
        if others:
            self.extra[f"{self._by_field['website'][0]} (others)"] = ", ".join(others)
            self.remark("several web addresses, the first counts")
        return first, self._looked_at(company_domain(first) or mail_domain)

    def _looked_at(self, domain: str | None) -> str | None:
        if domain and "xn--" in domain:
            import idna

            try:
                shown = idna.decode(domain)
            except idna.IDNAError:
                return domain
            if mixes_scripts(shown):
                self.remark("the domain mixes alphabets and may imitate another")
        return domain

    def country(self) -> str | None:
        text = self.take("country")
        code = country_code(text) if text else None
        if text and code is None:
            self.remark("country not understood, kept as given")
        return code or text

    def phone(self, country: str | None, domain: str | None) -> str | None:
        """In E.164, read as a number of the country, else of the domain's; as given where it is none."""
        text = self.take("phone")
        if text is None:
            return None
        ending = (domain or "").rpartition(".")[2]
        hint = country if country and len(country) == 2 else None
        if hint is None and len(ending) == 2 and ending not in _GENERIC:
            hint = country_code(ending)
        number = read_phone(text, hint)
        if number is None:
            self.remark("telephone number not understood, kept as given")
        return number or text

    def person(self) -> tuple[str | None, str | None]:
        """First and last name; a whole name is split where the parts have no columns of their own."""
        first, last, whole = self.take("first_name"), self.take("last_name"), self.take("full_name")
        if whole and not first and not last:
            return split_name(whole)
        if whole and whole != f"{first or ''} {last or ''}".strip():
            self.extra[self._by_field["full_name"][0]] = whole
        return first, last

    def day(self, target: str, orders: dict[str, Order]) -> date | None:
        found = self._by_field.get(target)
        if found is None:
            return None
        order = orders.get(found[0], "either")
        day = read_day(found[1], order)
        if day is None:
            told = order != "either" or read_day(found[1], "day first") is None
            self._aside(target, "is no date, kept aside" if told else "could be two dates, kept aside")
        return day

    def language(self) -> str | None:
        text = (self.take("language") or "").lower()
        for code, words in (("fr", _FRENCH), ("en", _ENGLISH)):
            if text in words or text.split("-")[0].split("_")[0] in words:
                return code
        if text:
            name, given = self._by_field["language"]
            self.extra[name] = given
        return None

    def consent(self) -> bool | None:
        """What the list says; "opted out: no" says nothing."""
        if (self.take("no_consent") or "").lower() in YES:
            return False
        text = (self.take("consent") or "").lower()
        if text in YES or text in NO:
            return text in YES
        if text:
            self._aside("consent", "is neither yes nor no, kept aside")
        return None

    def partner(self, orders: dict[str, Order]) -> PartnerSource | None:
        name = self.take("partner")
        if name:
            return PartnerSource(
                partner=name, tier=self.take("partner_tier"), referred_on=self.day("referred_on", orders)
            )
        for target in ("partner_tier", "referred_on"):
            if found := self._by_field.pop(target, None):
                self.extra[found[0]] = found[1]
        return None

    def legal_id(self) -> str | None:
        """The first number that passes its check, else the first; all that pass are in `legal_numbers`."""
        first: str | None = None
        for name, text in self.legal:
            found = read_legal_id(text, name)
            if not found:
                self.remark(f"{name} does not pass its check, kept as text")
            if first is None or (found and not self.legal_numbers):
                first = next(iter(found.values()), text)
            self.legal_numbers = found | self.legal_numbers
            if first not in (text, *found.values()) or len(self.legal) > 1:
                self.extra[name] = text
        return first

    def keep(self, target: str) -> str | None:
        """The text of a field that a lead does not have; it stays in `extra`."""
        found = self._by_field.get(target)
        if found:
            self.extra[found[0]] = found[1]
        return found[1] if found else None
