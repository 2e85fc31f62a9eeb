"""Setting text in a column: headings, hanging indents, numbers flush right. Content in, Content out.

Every foreign string becomes a `Content` here or before, never markup: a company may be called "Acme [/] Ltd".
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from .theme import QUIET


def say(text: str, style: str = "") -> Content:
    """Text as it is, in one style."""
    return Content.styled(text, style) if style else Content(text)


def pill(text: str, colour: str) -> Content:
    """A label on its colour. It has no space in it, so that it is never parted from the word after it."""
    return say("▐", colour) + say(text, f"bold reverse {colour}") + say("▌", colour)


def stack(*lines: Content | None) -> Content:
    """One under the other; None is left out."""
    return Content("\n").join(line for line in lines if line is not None)


def spread(parts: Iterable[Content | str], gap: str = " · ") -> Content:
    """What there is of the parts, on one line, with a quiet gap between."""
    shown = [part if isinstance(part, Content) else Content(part) for part in parts if part]
    return say(gap, QUIET).join(shown)


def heading(text: str) -> Content:
    """A section's name, with air above."""
    return stack(Content(""), say(text, "bold $quiet"))


def fit(content: Content, width: int) -> Content:
    """On one line of exactly `width` cells: cut with an ellipsis or padded."""
    return content.truncate(width, ellipsis=True, pad=True)


def right(content: Content, width: int) -> Content:
    """Flush right in `width` cells."""
    return content.pad_left(max(0, width - content.cell_length))


def flow(parts: Iterable[Content | str], width: int) -> Content:
    """What there is of the parts, as many on a line as fit with a quiet gap; a part too long is wrapped."""
    lines: list[Content] = []
    for part in parts:
        if not part:
            continue
        part = part if isinstance(part, Content) else Content(part)
        if lines and lines[-1].cell_length + 3 + part.cell_length <= width:
            lines[-1] = spread([lines[-1], part])
        else:
            lines += part.wrap(width)
    return stack(*lines)


def hang(label: Content, parts: Iterable[Content | str], indent: int, width: int) -> Content:
    """A label, and the parts flowing beside it in a column that starts at `indent`."""
    first, *rest = flow(parts, max(8, width - indent)).split(allow_blank=True) or [Content("")]
    margin = Content(" " * indent)
    return stack(fit(label, indent) + first, *(margin + line for line in rest))


def ends(left: Content, flush: Content, width: int) -> Content:
    """One line, `left` at its start and `flush` at its end; the left gives way."""
    room = max(0, width - flush.cell_length - 1)
    return fit(left, room) + Content(" ") + flush


def columns(width: int, *parts: tuple[int, Content]) -> Content:
    """One line of columns, each its share of the width, with a cell of air between."""
    shares = sum(share for share, _ in parts)
    widths = [width * share // shares for share, _ in parts]
    widths[0] += width - sum(widths)
    return Content("").join(
        [fit(fit(part, own - 1), own) for own, (_, part) in zip(widths, parts, strict=True)]
    )
