"""A web page as a person sees it, and the data it carries for machines.

Read in one pass whose time grows with the page alone: the standard library's HTML parser takes minutes over
100 kB of `<a '`, and the page is whoever's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from agent.clean import clean_field

_OPENING = re.compile(r"<!--|<[!?]|</?[a-zA-Z]")
# Every repetition stops at the next "<", so a page of tags that never end is still read once.
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>")
_ATTRIBUTE = re.compile(r"([^\s\"'=/]++)\s*+(?:=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"']++)))?")
_CLOSING = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "title", "textarea")
}
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})  # fmt: skip
_UNSEEN = frozenset({
    "noscript", "template", "svg", "math", "iframe", "object", "select", "datalist", "dialog",
})  # fmt: skip
_NEVER_HIDDEN = _VOID | {"html", "body"}
"""Nothing is in the one, and all is in the other, which scripts often hide until they have run."""
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
)
_ENDLESS = re.compile(r"&#[0-9a-fA-FxX]{9,}")
"""A number no character has, and that would take a library long to read or to refuse."""


@dataclass(frozen=True)
class Document:
    """What a page says. Clean; offsets and markup are gone."""

    text: str
    """What is seen, one line a block. What is hidden from the reader says nothing."""
    data: tuple[Any, ...]
    """Its JSON-LD, one value a script, strings clean."""
    links: tuple[str, ...]
    """Where its links lead, as written."""
    site_name: str
    """What it calls the site it is of; empty where it does not say."""


def read_markup(html: str) -> Document:
    """The page. Anything is one; a page that breaks off ends there."""
    reading = _Reading()
    for text, tag in _pieces(html):
        if tag is None:
            reading.see(text)
        else:
            reading.pass_tag(tag)
    return reading.document()


def _pieces(html: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Text and tags in turn; scripts and titles come as their tag and then their raw text."""
    at = 0
    while found := _OPENING.search(html, at):
        yield html[at : found.start()], None
        if found[0] in ("<!--", "<!", "<?"):
            at = html.find("-->" if found[0] == "<!--" else ">", found.end()) + 1
            if not at:
                return
            at += 2 if found[0] == "<!--" else 0
            continue
        tag = _TAG.match(html, found.start())
        at = tag.end() if tag else found.end()
        if tag is None:
            continue
        yield "", tag
        closing = None if tag[1] else _CLOSING.get(tag[2].lower())
        if closing:
            end = closing.search(html, at)
            yield html[at : end.start() if end else len(html)], None
            at = end.start() if end else len(html)
    yield html[at:], None


class _Reading:
    """A page under way."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._data: list[Any] = []
        self._links: dict[str, None] = {}
        self._site_name = ""
        self._raw = ""
        """The kind of raw text that comes next: "data" or "nothing"; empty for text to be seen."""
        self._hidden, self._depth = "", 0
        """The element that hides what is in it, and how deep in its like we are."""

    def see(self, text: str) -> None:
        """Text between tags."""
        if self._raw == "data":
            self._data.extend(_data(text))
        elif not self._raw and not self._hidden:
            self._text.append(text)

    def pass_tag(self, tag: re.Match[str]) -> None:
        """A tag: what it begins or ends, and what its attributes say."""
        closes, name = bool(tag[1]), tag[2].lower()
        self._raw = ""
        if name not in _INLINE:
            self._text.append("\n")
        if self._hidden:
            self._depth += (name == self._hidden) * (-1 if closes else 1)
            self._hidden = self._hidden if self._depth else ""
        if closes:
            return
        said = _attributes(tag[3]) if name in ("a", "meta", "script") or _may_hide(tag[3]) else {}
        if name in _CLOSING:
            self._raw = "data" if said.get("type", "").strip().lower() == "application/ld+json" else "nothing"
        elif name == "a" and said.get("href"):
            self._links[unescape(said["href"]).strip()] = None
        elif name == "meta" and said.get("property", "").lower() == "og:site_name":
            self._site_name = clean_field(_plain(said.get("content", "")))
        if not self._hidden and name not in _NEVER_HIDDEN and (name in _UNSEEN or _hides(said)):
            self._hidden, self._depth = name, 1

    def document(self) -> Document:
        """What was read."""
        lines = map(clean_field, _plain("".join(self._text)).splitlines())
        return Document(
            "\n".join(filter(None, lines)), tuple(self._data), tuple(self._links), self._site_name
        )


def _may_hide(attributes: str) -> bool:
    return "hidden" in attributes or "style" in attributes


def _hides(said: dict[str, str]) -> bool:
    return (
        "hidden" in said
        or said.get("aria-hidden", "").lower() == "true"
        or bool(_HIDES.search(said.get("style", "").lower()))
    )


def _attributes(text: str) -> dict[str, str]:
    """By lower-case name; of two of one name the first counts."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), "".join(values))
    return found


def _data(script: str) -> Iterator[Any]:
    """The value of a JSON-LD script; nothing where it is none."""
    try:
        yield _cleaned(json.loads(script, strict=False))
    except (ValueError, RecursionError):
        return


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean_field(_plain(value))
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {clean_field(key): _cleaned(one) for key, one in value.items()}
    return value


def _plain(text: str) -> str:
    return unescape(_ENDLESS.sub("\ufffd", text))
