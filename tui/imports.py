"""`leadsift import`: what the CRM, the advertising platforms and the partner programme know, beside the leads."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.options import everywhere, say, spoken

if TYPE_CHECKING:
    from agent.admit import Admitted, Kind
    from agent.settings import Settings
    from tui.words import Words

FILE = click.Path(path_type=Path)
_READ = (
    click.argument("files", nargs=-1, required=True, type=FILE),
    click.option("--encoding", help="Of the files, where the guess is wrong."),
    click.option("--delimiter", help="Of the files, where the guess is wrong."),
    click.option(
        "--rejects", type=FILE, help="Where rejected records go. Default: beside you, named after the first."
    ),
    click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout."),
)
_CURRENCY = click.option(
    "--currency",
    metavar="CODE",
    help="Of amounts that do not say theirs: EUR. Default: the settings', where they name one.",
)


@click.group("import")
def imports() -> None:
    """Take in deals, spending, touchpoints, partners or owners: CSV, JSONL, XLSX or Parquet."""


def _reading(command: Callable[..., None]) -> Callable[..., None]:
    """The options every kind of file has."""
    command = everywhere(command)
    for option in reversed(_READ):
        command = option(command)
    return command


@imports.command()
@_CURRENCY
@_reading
def opportunities(**what: Any) -> None:
    """Deals the CRM exported, open, won and lost; each finds its lead by e-mail, domain or company."""
    _import("opportunities", **what)


@imports.command()
@_CURRENCY
@_reading
def spend(**what: Any) -> None:
    """What was spent on finding leads, by channel, campaign or partner."""
    _import("spend", **what)


@imports.command()
@_reading
def touchpoints(**what: Any) -> None:
    """What leads did: visits, forms, webinars, e-mails, calls. Run enrich to score them in."""
    _import("touchpoints", **what)


@imports.command()
@_reading
def partners(**what: Any) -> None:
    """The partner programme."""
    _import("partners", **what)


@imports.command()
@_reading
def owners(**what: Any) -> None:
    """Who in sales takes leads over, where, and when they work."""
    _import("owners", **what)


def _import(
    kind: Kind,
    *,
    settings: Settings,
    files: tuple[Path, ...],
    rejects: Path | None,
    as_json: bool,
    **how: Any,
) -> None:
    from datetime import UTC, datetime

    from agent.admit import How, admit
    from agent.store import open_store
    from tui.words import Words

    words = Words(spoken(settings))
    currency = _currency(how.pop("currency", None), settings)
    with open_store(settings.store_url) as store:
        terms = How(datetime.now(UTC), currency, zone=settings.zone, utm=settings.utm, **how)
        done = admit(store, kind, files, terms)
    for warning in done.warnings:
        say(warning)
    if done.rejected:
        _put_aside(done, rejects or Path(f"{files[0].stem}.rejects.csv"), words)
    if as_json:
        deals = {"joined": done.joined, "unjoined": done.unjoined} if kind == "opportunities" else {}
        said = {"kind": kind, "files": [file._asdict() for file in done.files], **deals}
        sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
        return
    _show(done, words)
    if kind == "opportunities":
        say(words("import.joined", n=words.number(done.joined), alone=words.number(done.unjoined)))


def _currency(said: str | None, settings: Settings) -> str | None:
    """The person's, else the settings' where somebody set it: the one built in is nobody's word on these amounts.

    Raises `BadInput` for what is no currency.
    """
    from agent.errors import BadInput
    from agent.intake.amounts import read_currency

    if said is None:
        return settings.currency if "currency" in settings.model_fields_set else None
    if code := read_currency(said):
        return code
    raise BadInput(f"{said} is no currency", remedy="Give a code of three letters, such as EUR")


def _put_aside(done: Admitted, place: Path, words: Words) -> None:
    from agent.intake.rejects import write_rejects

    written = ", ".join(str(path) for path in write_rejects(done.rejected, place))
    say(words.count("import.rejected_to", len(done.rejected), files=written))


def _show(done: Admitted, words: Words) -> None:
    from tui.show import out, table

    head = ("import.file", "import.accepted", "import.rejected", "import.ignored")
    rows = [(file.name, *map(words.number, file[1:])) for file in done.files]
    out().print(table(map(words, head), rows))
