"""The text of an HTML mail, as its reader saw it.

The library's parser takes the square of the length of a page of unclosed tags (100 kB of `<b ` cost it a minute);
tags are all that is needed here, and one pattern finds them in one go.
"""

from __future__ import annotations

import re
from html import unescape

from agent.errors import BadInput

_LARGEST = 5_000_000
_DEEPEST = 20
"""Quotations within quotations that are told apart."""
_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][\w:-]{0,40})(?P<attributes>[^<>]{0,4000})>|<[!?][^<>]{0,4000}>"
)
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"})
_VOID = frozenset({
    "br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr",
})  # fmt: skip
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table"})
_LINES = _PARAGRAPHS | {
    "div",
    "br",
    "tr",
    "li",
    "ul",
    "ol",
    "hr",
    "pre",
    "section",
    "article",
    "header",
    "footer",
}
_HIDDEN = re.compile(
    r"\bhidden(?![\w-])|display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE
)


def page_text(html: str) -> str:
    """What is to be read; scripts, styles and what is hidden are left out, quoted history is marked with `> `.

    Raises `BadInput` for a page larger than any mail.
    """
    if len(html) > _LARGEST:
        raise BadInput(f"{len(html):,} characters of HTML are more than a mail can have")
    page, place = _Page(), 0
    html = _without_comments(html)
    for token in _TOKEN.finditer(html):
        page.text(html[place : token.start()])
        place = token.end()
        if token["tag"] is not None:
            tag = token["tag"].lower()
            page.close(tag) if token["end"] else page.open(tag, token["attributes"])
    page.text(html[place:])
    return re.sub(r"\n{3,}", "\n\n", "\n".join(page.lines())).strip("\n")


def _without_comments(html: str) -> str:
    kept: list[str] = []
    first, *rest = html.split("<!--")
    kept.append(first)
    for part in rest:
        _, mark, after = part.partition("-->")
        kept.append(after if mark else "")
    return "".join(kept)


class _Page:
    """Lines as they come, and what the reader is in."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.line: list[str] = []
        self.quoted = 0
        self.unseen: list[str] = []
        """The unseen element the reader is in, and those opened within it of the same name."""

    def open(self, tag: str, attributes: str) -> None:
        """A line ends before every block; an unseen element begins."""
        if tag == "body":
            self.unseen.clear()
        if self.unseen:
            if tag == self.unseen[0]:
                self.unseen.append(tag)
        elif tag not in _VOID and (tag in _UNSEEN or _HIDDEN.search(attributes)):
            self.unseen = [tag]
        else:
            self._break(tag)
            self.quoted += tag == "blockquote"

    def close(self, tag: str) -> None:
        """A line ends after every block; an unseen element ends."""
        if self.unseen:
            if tag == self.unseen[0]:
                self.unseen.pop()
            return
        self._break(tag)
        self.quoted = max(0, self.quoted - (tag == "blockquote"))

    def text(self, words: str) -> None:
        """Words, where they are seen."""
        if words and not self.unseen:
            self.line.append(unescape(words))

    def lines(self) -> list[str]:
        """What was read, white space folded as a browser shows it."""
        self._break("p")
        return self.done

    def _break(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.line.append(" ")
        if tag not in _LINES:
            return
        text = " ".join("".join(self.line).split())
        self.line = []
        if text or (tag in _PARAGRAPHS and not self.quoted):
            self.done.append("> " * min(self.quoted, _DEEPEST) + text)
