"""What may go wrong between leadsift and a source. Each leaf has one catcher: whoever asked the source.

SourceError                       a source gave nothing; the others are asked, the lead goes on
├── Forbidden                     leadsift does not go there: the address, where it leads, or the site says no
│   ├── Unsafe                    scheme, port, name, address or redirect is none a company's site has
│   └── Disallowed                the site's robots.txt asks robots to stay away
├── Closed                        no more answers for the rest of the run: the key, or what it has paid for
├── Unaffordable                  the budget of the run has no room for its price
├── Outdated                      no answer now, but one from before, which is past its time
├── Unreachable                   no answer: name, connection, certificate, time
└── Unreadable                    an answer of a wrong kind, or damaged
    └── TooLarge                  more than a page may be, packed or unpacked
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent.errors import LeadsiftError

if TYPE_CHECKING:
    from .found import Found


class SourceError(LeadsiftError):
    """One request came to nothing. Names a host at most, never a path, a key or a person."""


class Forbidden(SourceError):
    """leadsift does not go there; asking again cannot help."""


class Unsafe(Forbidden):
    """The address, or one it leads to, is refused before anything is sent."""


class Disallowed(Forbidden):
    """The site's robots.txt asks to be left alone."""


class Closed(SourceError):
    """It does not take the key, or the key's quota is used up; asking again cannot help before somebody pays."""


class Unaffordable(SourceError):
    """The next hit could cost more than is left of the budget."""


class Outdated(SourceError):
    """It gives no answer now. What it said before is told, since that is better than nothing."""

    def __init__(self, reason: str, records: Sequence[Found]) -> None:
        super().__init__(f"{reason}; what it said before stands")
        self.records = records


class Unreachable(SourceError):
    """The host gives no answer, or none in time."""


class Unreadable(SourceError):
    """What came back is not of a kind that was asked for, or is damaged."""


class TooLarge(Unreadable):
    """What came back is larger than a page may be."""
