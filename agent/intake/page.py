"""The text of an HTML mail, as its reader saw it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from agent.errors import BadInput

_LARGEST = 5_000_000
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
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]))", re.IGNORECASE
)


def page_text(html: str) -> str:
    """What is to be read; scripts, styles and what is hidden are left out, quoted history is marked with `> `.

    Raises `BadInput` for a page larger than any mail.
    """
    if len(html) > _LARGEST:
        raise BadInput(f"{len(html):,} characters of HTML are more than a mail can have")
    page = _Page()
    page.feed(html)
    page.close()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(page.lines())).strip("\n")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[str] = []
        self.line: list[str] = []
        self.quoted = 0
        self.unseen: list[str] = []
        """The unseen element the reader is in, and those opened within it of the same name."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A line ends before every block; an unseen element begins."""
        if tag == "body":
            self.unseen.clear()
        if self.unseen:
            if tag == self.unseen[0] and tag not in _VOID:
                self.unseen.append(tag)
            return
        if tag not in _VOID and (tag in _UNSEEN or _is_hidden(attrs)):
            self.unseen = [tag]
            return
        self._break(tag)
        self.quoted += tag == "blockquote"

    def handle_endtag(self, tag: str) -> None:
        """A line ends after every block; an unseen element ends."""
        if self.unseen:
            if tag == self.unseen[0]:
                self.unseen.pop()
            return
        self._break(tag)
        self.quoted = max(0, self.quoted - (tag == "blockquote"))

    def handle_data(self, data: str) -> None:
        """Words, where they are seen."""
        if not self.unseen:
            self.line.append(data)

    def lines(self) -> list[str]:
        """What was read so far, white space folded as a browser shows it."""
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
            self.done.append("> " * self.quoted + text)


def _is_hidden(attributes: list[tuple[str, str | None]]) -> bool:
    return any(
        name == "hidden" or (name == "style" and _HIDDEN.search(value or "")) for name, value in attributes
    )
