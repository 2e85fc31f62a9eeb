"""`leadsift report`: what the store holds, counted, in a terminal, a file or a page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.options import When, everywhere, say, spoken

if TYPE_CHECKING:
    from agent.reports.report import By, Report, Span
    from agent.settings import Settings
    from tui.words import Words

NAMES = (
    "funnel", "sources", "timeline", "capacity", "partners", "attribution", "sla", "eql", "audit",
)  # fmt: skip
"""Those of `agent.reports.REPORTS`, which is opened when one is asked for."""
DAY = When(["%Y-%m-%d"])


@click.command()
@click.argument("name", type=click.Choice(NAMES), metavar="NAME")
@click.option("--since", type=DAY, help="From this day on.")
@click.option("--until", type=DAY, help="Up to this day, itself included.")
@click.option("--by", type=click.Choice(["week", "month"]), default="week", help="Length of a period.")
@click.option("--json", "form", flag_value="json", help="One JSON object on stdout.")
@click.option("--csv", "form", flag_value="csv", help="The report's first table, for a spreadsheet.")
@click.option("--md", "form", flag_value="md", help="Markdown on stdout.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with charts.")
@everywhere
def report(
    *,
    settings: Settings,
    name: str,
    since: datetime | None,
    until: datetime | None,
    by: By,
    form: str | None,
    html: Path | None,
) -> None:
    """Count what became of the leads. NAME is one of

    \b
    funnel       how far the leads got that came, and where the others stayed
    sources      where they came from, and what those worth a call cost
    timeline     qualified leads by week or month and source
    capacity     what moving a threshold would do to leads a week and to load
    partners     partners ranked by pipeline
    attribution  which channels, campaigns and partners won the deals
    sla          handoffs: in time, late, missed
    eql          the week of the partner programme
    audit        how well proposals agree with decisions and outcomes
    """
    from agent.reports import Asked, make
    from agent.store import open_store
    from tui.words import Words

    asked = Asked(settings, _span(since, until), by)
    with open_store(settings.store_url, create=False) as store, store.read() as tx:
        made = make(name, tx, asked)
    _put(made, Words(spoken(settings)), form, html)


def _span(since: datetime | None, until: datetime | None) -> Span:
    from agent.errors import BadInput
    from agent.reports.report import Span

    first, last = (day.date() if day else None for day in (since, until))
    if first and last and first > last:
        raise BadInput(f"--since {first} lies after --until {last}", remedy="Give the earlier day to --since")
    return Span(first, last)


def _put(made: Report, words: Words, form: str | None, html: Path | None) -> None:
    """A page in its file, a form on stdout, or both; else on the screen."""
    if html:
        from tui.report.page import page

        html.write_text(page(made, words), "utf-8")
        say(words("report.written", file=html))
    if form:
        from tui.report.plain import write

        write(made, form, words)
    elif not html:
        from tui.report.screen import show

        show(made, words)
