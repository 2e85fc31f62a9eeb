"""Delimited text: which character parts the fields, and one row after another with its first physical line.

The csv module parses. This file decides the dialect, counts physical lines, and takes up reading again on the
line after a broken quote, so that one typing mistake costs one row and not the rest of the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from agent.errors import BadInput

from .grid import HEADER_WITHIN, Header, Recognise, Row, find_header, name_columns, read_rows
from .lines import REJECTED, Ignored, Line, Reject, Remarks

_USUAL = (",", ";", "\t", "|")
_UNUSUAL = ("^", "~", "\x1f", "\x01", ":")
_SPELLED = {"\\t": "\t", "tab": "\t"}
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_SINGLE_QUOTED = re.compile(r"(?:^|[,;\t|])\s*'[^']*'\s*(?=[,;\t|]|$)", re.MULTILINE)
_PATIENCE = 5_000
"""Physical lines one quoted value may run over."""
_UNCLOSED = "a quote is opened and never closed"
# The module's limit is one for the whole process and 128 KiB; a cell may well hold a mail thread.
csv.field_size_limit(1 << 24)


@dataclass(frozen=True)
class Delimited:
    """An opened file of delimited text."""

    header: Header
    header_text: str
    delimiter: str
    lines: Iterator[Line]


def read_delimited(
    text: str, delimiter: str | None, recognise: Recognise | None, remarks: Remarks
) -> Delimited | None:
    """The header and what stands below it; None when there is no row. Raises `BadInput` for the delimiter."""
    physical = list(io.StringIO(text, newline=""))
    quote = _quote(physical[:HEADER_WITHIN])
    told = _SEP_LINE.fullmatch(physical[0]) if physical else None
    chosen = _as_told(delimiter) or (told[1] if told else _sniff(physical, quote, recognise))

    peek = list(islice(_Rows(physical, 1 if told else 0, chosen, quote), 2 * HEADER_WITHIN))
    candidates = [row for row in peek if isinstance(row, Row) and any(map(str.strip, map(str, row.cells)))]
    place = find_header(candidates[:HEADER_WITHIN], recognise)
    if place is None:
        return None
    row = candidates[place]
    header = name_columns(row.cells, row.line, remarks)
    above = [_above(earlier) for earlier in peek[: peek.index(row)]]
    if told:
        above.insert(0, Ignored(1, "names the delimiter"))
    end = row.line - 1 + len(list(io.StringIO(row.raw, newline="")))
    below = _Rows(physical, end, chosen, quote, header.widths)
    return Delimited(header, row.raw, chosen, chain(above, read_rows(below, header, remarks)))


class _Source:
    """Physical lines with a place in them: what the csv module pulls from, and can be set back."""

    def __init__(self, physical: Sequence[str], at: int) -> None:
        self.physical, self.at, self.start = physical, at, at
        self.escaped = False
        self.patience = _PATIENCE

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.physical):
            raise StopIteration
        if self.at - self.start >= self.patience:
            raise csv.Error("unexpected end of data")
        line = self.physical[self.at]
        if self.at > self.start and line.startswith(REJECTED):
            raise csv.Error("unexpected end of data")
        self.at += 1
        return line.replace('\\"', '""') if self.escaped else line

    @property
    def raw(self) -> str:
        """The text from the start of the row to here, without the last line end."""
        return "".join(self.physical[self.start : self.at]).rstrip("\r\n")


class _Rows:
    """The rows from one physical line on. `widths` says how many fields a row may have, once known."""

    def __init__(
        self, physical: Sequence[str], start: int, delimiter: str, quote: str, widths: range | None = None
    ) -> None:
        self._source = _Source(physical, start)
        self._delimiter, self._widths = delimiter, widths
        self._parsed = csv.reader(
            self._source, delimiter=delimiter, quotechar=quote, skipinitialspace=True, strict=True
        )

    def __iter__(self) -> Iterator[Row | Reject | Ignored]:
        source = self._source
        while source.at < len(source.physical):
            first = source.physical[source.at]
            if first[0] == "#" and self._is_comment(first):
                source.at += 1
                yield Ignored(source.at, "comment")
            else:
                yield self._row()

    def _is_comment(self, line: str) -> bool:
        """A line that begins with "#", unless it is a row of the right width: "#1 Agency;Paris"."""
        return line[1:2].isspace() or not self._right_width(line.count(self._delimiter) + 1)

    def _right_width(self, fields: int) -> bool:
        return fields in self._widths if self._widths else fields > 1

    def _row(self) -> Row | Reject:
        """The row at this line, read in the way that makes best sense of its quotes."""
        source = self._source
        source.start = source.at
        row = self._attempt()
        if self._fits(row):
            return row
        end = source.at
        if '\\"' in source.raw:
            source.at, source.escaped = source.start, True
            escaped = self._attempt()
            source.escaped = False
            if self._fits(escaped):
                return escaped
            source.at = end
        if end - source.start > 1 and (isinstance(row, Reject) or self._swallowed()):
            # Only the first line is lost; what the open quote ran over is read again.
            source.at = source.start + 1
            source.patience = max(source.patience // 2, 100)
            return Reject(source.at, row.reason if isinstance(row, Reject) else _UNCLOSED, source.raw)
        return row

    def _attempt(self) -> Row | Reject:
        source = self._source
        line = source.start + 1
        try:
            cells = next(self._parsed)
        except csv.Error as error:
            return Reject(line, _reason(str(error)), source.raw)
        raw = source.raw
        if "\0" in raw:
            at_the_end = not raw.strip("\0") and source.at == len(source.physical)
            return Reject(line, "NUL bytes at the end of the file" if at_the_end else "NUL byte", raw)
        return Row(line, cells, raw)

    def _fits(self, row: Row | Reject) -> bool:
        return isinstance(row, Row) and (self._widths is None or len(row.cells) in self._widths)

    def _swallowed(self) -> bool:
        """The lines after the first include one that is a whole row by itself: a quote was never closed."""
        inner = self._source.physical[self._source.start + 1 : self._source.at]
        return any(self._right_width(line.count(self._delimiter) + 1) for line in inner)


def _reason(message: str) -> str:
    if "expected after" in message:
        return "text after closing quote"
    if "end of data" in message:
        return _UNCLOSED
    return "a field of more than 16 million characters" if "limit" in message else message


def _above(row: Row | Reject | Ignored) -> Ignored:
    return row if isinstance(row, Ignored) else Ignored(row.line, "above the header")


def _as_told(delimiter: str | None) -> str | None:
    if delimiter is None:
        return None
    character = _SPELLED.get(delimiter.lower(), delimiter)
    if len(character) != 1 or character in '"\r\n ':
        raise BadInput(
            f"'{delimiter}' is no delimiter", remedy='Give one character, as in --delimiter ";", or "tab"'
        )
    return character


def _quote(physical: Sequence[str]) -> str:
    """The quotation mark in use: single only where fields are wrapped in it and none is in double ones."""
    sample = "".join(physical)
    singles = len(_SINGLE_QUOTED.findall(sample))
    return "'" if '"' not in sample and singles >= max(2, len(physical)) else '"'


def _sniff(physical: Sequence[str], quote: str, recognise: Recognise | None) -> str:
    """The delimiter that shows a header of known names, else the one that gives rows of one width."""
    best, best_score = ",", (0, 0.0, 0)
    for delimiter in (*_USUAL, *_UNUSUAL):
        rows = [
            row
            for row in islice(_Rows(physical, 0, delimiter, quote), 2 * HEADER_WITHIN)
            if isinstance(row, Row)
        ]
        widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        known = max(recognise([str(cell) for cell in row.cells]) for row in rows) if recognise else 0
        if delimiter in _UNUSUAL and known < 2:
            continue
        score = (known if known > 1 else 0, count / len(rows), width)
        if score > best_score:
            best, best_score = delimiter, score
    return best
