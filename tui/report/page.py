"""A report as one HTML file that needs nothing else: its tables, and its charts as drawings within the page.

Sources, campaigns and reasons are foreign: their texts go through `escape`, and the page allows no script.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from agent.reports.report import Cell, Chart, Named, Period, Report, Table, Text, Word
from tui.words import Words

from .cells import head, said, span, written
from .drawing import drawing

_HEAD = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>leadsift – {title}</title><style>
{style}</style></head><body><main>
<h1>{title}</h1><p class="span">{span}</p>"""


def page(report: Report, words: Words) -> str:
    """The file."""
    return "\n".join(_parts(report, words)) + "\n"


def _parts(report: Report, words: Words) -> Iterator[str]:
    yield _HEAD.format(
        language=words.language,
        style=files(__package__).joinpath("page.css").read_text("utf-8"),
        title=escape(words(report.title)),
        span=escape(span(report, words)),
    )
    for place, chart in enumerate(report.charts):
        yield _figure(chart, words, f"chart-{place + 1}")
    for table in report.tables:
        yield _table(table, words)
    if report.remarks:
        yield "<ul>" + "".join(f"<li>{escape(said(one, words))}</li>" for one in report.remarks) + "</ul>"
    yield "</main></body></html>"


def _figure(chart: Chart, words: Words, name: str) -> str:
    title = escape(words(chart.title))
    return (
        f'<figure role="img" aria-label="{title}"><figcaption>{title}</figcaption>'
        f"{drawing(chart, words, name)}</figure>"
    )


def _table(table: Table, words: Words) -> str:
    names = "".join(f'<th scope="col">{escape(head(column, words))}</th>' for column in table.head)
    rows = "".join(f"<tr>{''.join(_cell(cell, words) for cell in row)}</tr>" for row in table.rows)
    return (
        f"<h2>{escape(words(table.title))}</h2>"
        f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cell(cell: Cell, words: Words) -> str:
    kind = "" if isinstance(cell, Text | Word | Named | Period) else ' class="number"'
    return f"<td{kind}>{escape(written(cell, words))}</td>"
