"""How to reach a person: e-mail addresses, telephone numbers, and a whole name in its two parts."""

from __future__ import annotations

import re
from functools import cache, lru_cache

_PLAIN = re.compile(
    # What the validating library certainly accepts as it stands: the common case, a hundred times faster.
    r"[a-z0-9_]+(?:[.+-][a-z0-9_]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?:com|net|org|io|fr|de|uk|eu|ch|be|it|es|nl|example)"
)
_DISPLAY = re.compile(r"[^<>]*<([^<>\s]+)>")
_LONGEST = 1000
_BETWEEN = re.compile(r"[\s;,|]+")
_DIGITS_AND_GAPS = re.compile(r"\+?[0-9][0-9 .-]*")
_EXPONENT = re.compile(r"\d[.,]\d+e\+?\d+", re.IGNORECASE)
_EXTENSION = re.compile(r"\s*(?:poste|extension|durchwahl)\s*(?=\d)", re.IGNORECASE)
_PARTICLES = frozenset(
    "de du des d le la van von der den di da del della el al bin ben dos ter ten zu zur af av".split()  # noqa: SIM905
)
_HONORIFIC = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|prof|m|mme|mlle|monsieur|madame|mademoiselle|herr|frau|me|maître)\.?\s+(?=\S)",
    re.IGNORECASE,
)


@lru_cache(1 << 12)
def read_emails(text: str) -> tuple[str, ...]:
    """Every address of the text, lower-case; none at all when anything in it is not an address."""
    if len(text) > _LONGEST:
        return ()
    text = text.removeprefix("mailto:").removeprefix("'")
    named = _DISPLAY.fullmatch(text.strip())
    parts = [named[1]] if named else [part for part in _BETWEEN.split(text) if part]
    addresses = [_address(part) for part in parts]
    return tuple(address for address in addresses if address) if all(addresses) else ()


def _address(text: str) -> str | None:
    lowered = text.lower()
    if len(lowered) < 64 and _PLAIN.fullmatch(lowered):
        return lowered
    if "@" not in text:
        return None
    from email_validator import EmailNotValidError, validate_email

    try:
        # The reserved test domains are good enough for a sample; whether mail arrives is not asked here.
        return validate_email(text, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        return None


@lru_cache(1 << 12)
def read_phone(text: str, country: str | None) -> str | None:
    """The number in E.164, read as one of that country where it does not say its own; None when it is none.

    A number a spreadsheet has rounded ("3.36123E+10") has lost its digits and is none.
    """
    if len(text) > _LONGEST or _EXPONENT.search(text):
        return None
    if country and (plain := _plainly_national(text, country)):
        return plain
    import phonenumbers

    given = _EXTENSION.sub(" ext. ", text.strip(" '"))
    # "0033 …" is dialled from nearly everywhere, also where the local prefix for abroad is another.
    for way in (given, "+" + given[2:]) if given.startswith("00") else (given,):
        try:
            number = phonenumbers.parse(way, country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def _plainly_national(text: str, country: str) -> str | None:
    """A number written with digits and gaps alone, by the library's own patterns of the country: five times faster."""
    plan = _numbering(country)
    if plan is None or not _DIGITS_AND_GAPS.fullmatch(text):
        return None
    prefix, national, code = plan
    ahead = code[1:] if text[0] == "+" else prefix
    digits = "".join(filter(str.isdigit, text))
    rest = digits.removeprefix(ahead)
    return code + rest if digits.startswith(ahead) and national.fullmatch(rest) else None


@cache
def _numbering(country: str) -> tuple[str, re.Pattern[str], str] | None:
    """A country's prefix, its national numbers, its code; None where reading them takes more than that."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    plan = PhoneMetadata.metadata_for_region(country)
    if plan is None or plan.country_code is None or plan.national_prefix_transform_rule:
        return None
    if len(COUNTRY_CODE_TO_REGION_CODE[plan.country_code]) > 1:
        return None
    if plan.national_prefix_for_parsing and plan.national_prefix_for_parsing != plan.national_prefix:
        return None
    kinds = (plan.fixed_line, plan.mobile, plan.toll_free, plan.premium_rate, plan.shared_cost, plan.voip)
    patterns = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
    return plan.national_prefix or "", re.compile("|".join(patterns)), f"+{plan.country_code}"


def split_name(text: str) -> tuple[str | None, str | None]:
    """First and last name of a whole name: "Dupont, Jean", "DUPONT Jean", "Jean de La Tour", "Mme Dupré"."""
    name = _HONORIFIC.sub("", text.strip())
    if "," in name:
        last, first = (part.strip() for part in name.split(",", 1))
        return first or None, last or None
    words = name.split()
    if len(words) < 2:
        return (None, name) if name != text.strip() else (name or None, None)
    capitals = [len(word) > 1 and word.isupper() for word in words]
    if capitals[0] and not all(capitals):
        cut = capitals.index(False)
        return " ".join(words[cut:]), " ".join(words[:cut])
    cut = next(
        (at for at, word in enumerate(words[1:-1], 1) if word.lower().rstrip("'’") in _PARTICLES),
        len(words) - 1,
    )
    return " ".join(words[:cut]), " ".join(words[cut:])
