"""Roles in a note: "le DAF", "resp. achats", "head of operations", "works manager", "my boss", "codir".

The lexicon is `cues/roles.toml`; here is how its parts make a role, read word by word.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from .fold import fold, words
from .lexicon import lexicon
from .names import first_names

Kind = Literal["office", "body", "field"]
"""office  one person's: "DAF", "my boss"
body    many people's: "the board", "head office"
field   a mere field of work ("yard"): a role only right behind a name
"""


class Role(NamedTuple):
    """One role. `start` and `end` leave articles out, but keep "my" and "mon"."""

    start: int
    end: int
    kind: Kind = "office"


_OF = frozenset(("de", "des", "d", "du", "en", "aux", "au", "of", "la", "le", "les", "l", "the"))
_LINKS = frozenset((" ", "/", " & ", ", ", " / ", "-", "&"))
_CLOSING = frozenset(("", ")", ",", ";", ".", "\n", ":"))
_TIES = frozenset((" ", "-", "'", "&", "+", " & ", "\n"))


_Phrases = dict[str, list[tuple[str, ...]]]
"""First word → what it begins, the longest first: "brother" → ("brother", "in", "law"), ("brother",)."""


@cache
def _groups() -> dict[str, _Phrases]:
    groups = {}
    for group, entries in lexicon("roles").items():
        phrases: _Phrases = {}
        for entry in sorted(entries.split() if isinstance(entries, str) else entries, key=len, reverse=True):
            said = tuple(word for _, word in words(entry))
            phrases.setdefault(said[0], []).append((*said, "") if entry.isupper() else said)
        groups[group] = phrases
    return groups


@cache
def _opening() -> frozenset[str]:
    opening = ("titles", "phrases", "bodies", "possessives", "heads_fr", "heads_of", "fields")
    return frozenset(word for group in opening for word in _groups()[group])


def find_roles(text: str) -> Iterator[Role]:
    """Every role, in order, fields of work included."""
    return _Reader(text).roles()


class _Reader:
    """Reads roles off the words of one text. Positions are indexes of words."""

    def __init__(self, text: str) -> None:
        self.text, self.folded = text, fold(text)
        self.starts = [start for start, _ in words(text)]
        self.words = [word for _, word in words(text)]
        self.known = _groups()

    def roles(self) -> Iterator[Role]:
        position, opening = 0, _opening()
        for i, word in enumerate(self.words):
            if word not in opening or i < position:
                continue
            stop, kind = self._role(i)
            if stop > i:
                position = stop
                yield Role(self.starts[i], self._end(stop - 1), kind)

    def _end(self, i: int) -> int:
        return self.starts[i] + len(self.words[i])

    def _role(self, i: int) -> tuple[int, Kind]:
        """Where the role that begins at `i` ends (`i` itself where none does), and its kind."""
        if self._past(i, "possessives"):
            return self._kin(i), "office"
        if (after := self._past(i, "bodies")) and not (self._joined(after) and self._past(after, "things")):
            return self._more(after), "body"
        if after := self._past(i, "phrases"):
            return self._more(after), "office"
        if (after := self._past(i, "heads_fr")) and (stop := self._governed(after)) > after:
            return stop, "body" if self._past(i, "many") else "office"
        if self._past(i, "heads_of") and (stop := self._headed(i)) > i:
            return stop, "office"
        if (after := self._fields(i)) > i:
            for end in (after, after - 1):  # "group office" + "manager"; "finance" + "director"
                stop = (self._past(end, "heads_en") or self._past(end, "titles")) if self._joined(end) else 0
                if i < end < stop:
                    return max(stop, self._headed(end)), "body" if self._past(end, "many") else "office"
            return after, "field"
        if (after := self._past(i, "titles")) and not self._is_something_else(i):
            return self._more(after), "body" if self._past(i, "many") else "office"
        return i, "office"

    def _past(self, i: int, group: str) -> int:
        """The word after the entry of the group that begins at `i`; 0 where none does."""
        if i >= len(self.words):
            return 0
        for phrase in self.known[group].get(self.words[i], ()):
            capitals = phrase[-1] == ""
            stop = i + len(phrase) - capitals
            if len(phrase) - capitals > 1 and not self._says(i, phrase[: stop - i]):
                continue
            if not capitals or self.text[self.starts[i] : self._end(stop - 1)].isupper():
                return stop
        return 0

    def _says(self, i: int, phrase: tuple[str, ...]) -> bool:
        within = range(i + 1, i + len(phrase))
        return tuple(self.words[i : i + len(phrase)]) == phrase and all(self._gap(k) in _TIES for k in within)

    def _gap(self, i: int) -> str:
        """What stands before word `i`."""
        return self.folded[self._end(i - 1) : self.starts[i]] if 0 < i < len(self.words) else "\n"

    def _joined(self, i: int) -> bool:
        """Whether nothing but a space stands before word `i`, or the point of "dir." and "resp."."""
        gap = self._gap(i)
        return gap in (" ", "'") or (gap in (".", ". ") and self.words[i - 1] in ("dir", "resp"))

    def _kin(self, i: int) -> int:
        """ "my boss", "mon associé"."""
        at = (
            i + 2
            if self._joined(i + 1) and self.words[i + 1] in ("direct", "big", "own", "line", "former")
            else i + 1
        )
        return (self._joined(at) and self._past(at, "kin")) or i

    def _fields(self, i: int) -> int:
        """The end of a run of fields from `i` on: "achats et logistique"."""
        end = i
        while stop := self._past(i, "fields"):
            end = i = stop
            if self._gap(i) not in _LINKS:
                break
            if self._joined(i) and self.words[i] in ("et", "and"):
                i += 1
        return end

    def _more(self, i: int) -> int:
        """The end of the fields that may follow a whole role: "DSI groupe"."""
        return self._fields(i) if self._joined(i) else i

    def _governed(self, i: int) -> int:
        """The end of what a French head governs: "des opérations", "RH", "site)"."""
        start = i
        while self._joined(i) and self.words[i] in _OF:
            i += 1
        if not self._joined(i):
            return start
        if (end := self._fields(i)) > i:
            while self._joined(end) and self.words[end] in _OF and (stop := self._fields(end + 1)) > end + 1:
                end = stop
            return end
        word, stop = self.words[i], self._end(i)
        closed = self.folded[stop : stop + 1] in _CLOSING
        if self._past(i, "no_field") or len(word) < 3 or word.isdigit() or not (i > start or closed):
            return start
        return self._more(i + 1)

    def _headed(self, i: int) -> int:
        """The end of "head of operations", "VP Sales", "chief people officer"."""
        if not self._joined(i + 1):
            return i
        if self.words[i] == "chief":
            return next((k + 1 for k in (i + 2, i + 3) if self._joined(k) and self.words[k] == "officer"), i)
        if self.words[i + 1] != "of":
            stop = self._fields(i + 1)
            return stop if stop > i + 1 and self.words[i] in ("vp", "svp", "evp", "head") else i
        at = i + 3 if self._joined(i + 2) and self.words[i + 2] == "the" else i + 2
        if not self._joined(at) or self.words[at][0].isdigit():
            return i
        if self._past(at, "no_field") and not self._past(at, "fields"):
            return i
        at = max(self._fields(at), at + 1)
        if self._joined(at) and self.words[at] == "and" and self._joined(at + 1):
            stop = self._fields(at + 1)
            return stop if stop > at + 1 else at + 2 if self._gap(at + 2)[:1] in _CLOSING else at
        return self._fields(at) if self._gap(at) == " & " else self._more(at)

    def _is_something_else(self, i: int) -> bool:
        """Whether "Dean" is somebody's name here, or "CA" the turnover and no board."""
        if self.words[i] == "ca":
            following = self.words[i + 1] if i + 1 < len(self.words) else ""
            return following in ("de", "d", "annuel", "consolide", "est") or following.isdigit()
        return self.text[self.starts[i] : self._end(i)].istitle() and self.words[i] in first_names()
