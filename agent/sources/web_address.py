"""An address on the web, read once and strictly.

Libraries disagree on every second hostile URL, so nothing here is handed on as it was written: the parts are
checked, and what is sent is built from the parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from agent.identity import registrable_domain

from .trouble import Unsafe

PORTS = frozenset({80, 443, 8080, 8443})
"""Where websites listen. A mail server, a database and a container engine answer elsewhere."""
_LONGEST = 4096
_DEFAULT_PORT = {"http": 80, "https": 443}
_PARTS = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?", re.IGNORECASE)
_HOST_PORT = re.compile(r"([^:]+)(?::([0-9]{1,5}))?")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_NEVER = re.compile(r"[\x00-\x20\x7f-\xa0\\\ud800-\udfff]")
"""Characters that no address has and that readers of addresses take for different things."""
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_SAFE = "/:@!$&'()*+,;=?%-._~[]"
_LOCAL = frozenset({
    "localhost", "localdomain", "local", "internal", "intranet", "private", "lan", "home", "corp", "mail", "arpa",
    "onion", "alt", "invalid",
})  # fmt: skip
"""Last labels of names that are somebody's own network, or no network (RFC 6761, RFC 8375, ICANN)."""


@dataclass(frozen=True)
class WebAddress:
    """A page of a named host."""

    scheme: str
    """`http` or `https`."""
    host: str
    """Lower-case ASCII, of two labels or more, without a final dot."""
    port: int
    target: str
    """Path and query, percent-encoded; begins with a slash."""

    def __str__(self) -> str:
        return self.origin + self.target

    @property
    def origin(self) -> str:
        """Scheme, host and port, the port left out where it is the scheme's own."""
        port = "" if self.port == _DEFAULT_PORT[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"

    @property
    def site(self) -> str | None:
        """The registrable domain."""
        return registrable_domain(self.host)


def read_address(text: str) -> WebAddress:
    """The address a text is. Raises `Unsafe` with the first thing that is wrong with it."""
    if len(text) > _LONGEST:
        raise Unsafe("the address is too long")
    if _NEVER.search(text):
        raise Unsafe("the address has a space, a control character or a backslash")
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise Unsafe("the address is not one of the web: http or https, and a host")
    scheme, authority, path, query = parts[1].lower(), parts[2], parts[3], parts[4] or ""
    if "@" in authority:
        raise Unsafe("the address has a user name in it")
    if "[" in authority:
        raise Unsafe("the address names a machine by its number")
    host_port = _HOST_PORT.fullmatch(authority)
    if host_port is None:
        raise Unsafe("the address has no proper host")
    port = int(host_port[2] or _DEFAULT_PORT[scheme])
    if port not in PORTS:
        raise Unsafe(f"port {port} is not one of a website")
    return WebAddress(scheme, _host(host_port[1]), port, quote(path or "/", _SAFE) + quote(query, _SAFE))


def follow(here: WebAddress, location: str) -> WebAddress:
    """Where a redirect leads. Raises `Unsafe`; also for one from https to the http of another site."""
    if _NEVER.search(location):
        raise Unsafe("the redirect has a space, a control character or a backslash")
    try:
        there = read_address(urljoin(str(here), location))
    except ValueError as error:
        raise Unsafe("the redirect leads to no address") from error
    if here.scheme == "https" and there.scheme == "http" and there.site != here.site:
        raise Unsafe("the redirect leads from https to another site's http")
    return there


def _host(text: str) -> str:
    host = (text if text.isascii() else _to_ascii(text)).lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Unsafe("the address has no proper host")
    if _NUMBER.fullmatch(labels[-1]):
        raise Unsafe("the address names a machine by its number")
    if len(labels) < 2 or labels[-1] in _LOCAL:
        raise Unsafe("the address names a machine of a local network")
    return host


def _to_ascii(host: str) -> str:
    """By IDNA 2008 with the mapping of UTS 46: digits in circles and ideographic dots become what they mean."""
    import idna

    try:
        return idna.encode(host, uts46=True, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise Unsafe("the address has no proper host") from error
