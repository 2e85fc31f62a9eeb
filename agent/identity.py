"""Who is who: the keys by which two records are one company or one person.

Pure and cached. `company_domain` is the one to ask which domain a website or an e-mail tells a company by;
`registrable_domain` answers for any host, free mail and social networks included.
"""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from agent.models.account import Account
from agent.models.noun import fingerprint

if TYPE_CHECKING:
    from tldextract import TLDExtract

_CACHE = 1 << 17
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+[a-z0-9-]{{2,63}}")
_DOTS = re.compile("[\u3002\uff0e\uff61]")
_LISTED, _PATH, _PORT = re.compile("[,;]"), re.compile(r"[/?#\\]"), re.compile(r":\d*$")
_HOSTLESS = re.compile(r"(?:javascript|data|tel|file|about|urn|blob|vbscript):", re.IGNORECASE)
# Reserved for examples and tests (RFC 2606, RFC 6761): in no list of suffixes, yet good domains in a sample.
_RESERVED = frozenset({"example", "test", "invalid", "xn--zckzah"})

_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_NOT_WORD = re.compile(r"[\W_]+")
_SILENT = re.compile("['’ʼ`´.\u200b-\u200f\u2060\ufeff\xad]")
_ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK"})
_AND = frozenset({"and", "et", "und"})
_LONGEST_FORM = 3


def fold(text: str) -> str:
    """The text without case, accents and repeated white space: what "the same word" means in leadsift."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(unicodedata.normalize("NFC", bare).casefold().translate(_LETTERS).split())


@lru_cache(_CACHE)
def registrable_domain(text: str) -> str | None:
    """The registrable domain of a URL, host or e-mail address, in lower-case ASCII; None where there is none.

    Of several separated by comma or semicolon the first counts. Under a private suffix (`acme.github.io`) the
    customer's part is the domain.
    """
    host = _host(text)
    if host is None:
        return None
    suffix = _suffix(host)
    if suffix:
        owner = host[: -len(suffix)].rstrip(".").rpartition(".")[2]
        return f"{owner}.{suffix}" if owner else None
    labels = host.split(".")
    return ".".join(labels[-2:]) if labels[-1] in _RESERVED else None


def company_domain(text: str) -> str | None:
    """The registrable domain, unless it belongs to a mail provider or a platform rather than a company."""
    domain = registrable_domain(text)
    return None if domain is None or is_free_mail(domain) or domain in _list("platforms") else domain


def is_free_mail(domain: str) -> bool:
    """Anybody can have an address there: free and throw-away mail providers."""
    return domain in _list("free_mail") or domain in _list("disposable")


def mixes_scripts(domain: str) -> bool:
    """One label mixes Latin with Cyrillic or Greek letters, as look-alike domains do."""
    return any(
        len({unicodedata.name(c, "?").split()[0] for c in label if c.isalpha()} & _ALPHABETS) > 1
        for label in domain.split(".")
        if not label.isascii()
    )


@lru_cache(_CACHE)
def company_key(name: str) -> str:
    """The name without case, accents, punctuation and legal form. A name that is only a legal form stays."""
    text = fold(html.unescape(name))
    words = [word for word in _NOT_WORD.split(_SILENT.sub("", text)) if word]
    core = _without_forms([word for word in words if word not in _AND] or words)
    return " ".join(core or words) or text


def _without_forms(words: list[str]) -> list[str]:
    """Drop legal forms from the end, then from the start ("SARL Dupont")."""
    forms = _list("legal_forms")
    while words:
        length = next((n for n in range(1, _LONGEST_FORM + 1) if " ".join(words[-n:]) in forms), 0)
        if not length:
            break
        words = words[:-length]
    while len(words) > 1 and words[0] in _list("leading_legal_forms"):
        words = words[1:]
    if words and not words[0].isascii():
        for form in sorted(_list("joined_legal_forms"), key=lambda form: (-len(form), form)):
            words = [word.removeprefix(form).removesuffix(form) for word in words]
    return [word for word in words if word]


@lru_cache(_CACHE)
def person_key(name: str) -> str:
    """The words of a person's name, folded and in order of the alphabet: "DUPONT Jean" is "Jean Dupont"."""
    return " ".join(sorted(word for word in _NOT_WORD.split(_SILENT.sub("", fold(name))) if word)) or fold(
        name
    )


def account_key(domain: str | None, company: str | None, country: str | None) -> str:
    """What makes two leads one account: `domain:acme.com`, else `name:acme|FR`.

    `domain` is one that `company_domain` gave.
    """
    return f"domain:{domain}" if domain else f"name:{company_key(company or '')}|{country or ''}"


def lead_key(
    email: str | None, name: str | None, company: str, phone: str | None, account: str | None = None
) -> str:
    """What makes two records one lead: the e-mail, else person and company, else telephone, else the company.

    `account` is the account's key, which tells companies of one name apart when nobody is named.
    """
    if email:
        return f"email:{email.lower()}"
    if name and name.strip():
        return f"person:{person_key(name)}|{company_key(company)}"
    return f"phone:{phone}" if phone else f"company:{account or company_key(company)}"


def lead_id(key: str) -> str:
    """ "L" and the fingerprint of a lead's key."""
    return "L" + fingerprint(key)


@lru_cache(_CACHE)
def account_of(company: str | None, domain: str | None = None, country: str | None = None) -> Account:
    """The account a company belongs to."""
    key = account_key(domain, company, country)
    return Account(id="A" + fingerprint(key), key=key, name=company or None, domain=domain, country=country)


def _host(text: str) -> str | None:
    """The host a URL, an address or a bare domain names, as ASCII; None where there is none."""
    first = _LISTED.split(text.strip(), maxsplit=1)[0].strip().strip("<>\"'")
    if not first or _HOSTLESS.match(first):
        return None
    if "://" in first:
        first = first.split("://", 1)[1]
    authority = _PATH.split(first.removeprefix("//"), maxsplit=1)[0].rpartition("@")[2]
    host = _DOTS.sub(".", _PORT.sub("", authority)).rstrip(".").lower()
    if not host.isascii() or "xn--" in host:
        host = _to_ascii(host)
    return host if len(host) <= 253 and _HOST.fullmatch(host) and not host[-1].isdigit() else None


def _to_ascii(host: str) -> str:
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""


def _suffix(host: str) -> str:
    """The public suffix of a host in lower-case ASCII; "" where it has none.

    The longest rule that fits, as publicsuffix.org has it. The library reads a whole URL for it, which takes
    four times as long; it is still asked where a label is written in punycode.
    """
    if "xn--" in host:
        return _suffixes()(host).suffix
    rules = _rules()
    rest = host
    while rest:
        _, _, above = rest.partition(".")
        if f"!{rest}" in rules:
            return above
        if rest in rules or f"*.{above}" in rules:
            return rest
        rest = above
    return ""


@cache
def _rules() -> frozenset[str]:
    return frozenset(_suffixes().tlds)


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract

    # The list that came with the library: an import gives the same accounts on every machine, network or not.
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@cache
def _list(name: str) -> frozenset[str]:
    lists = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return frozenset(lists[name])
