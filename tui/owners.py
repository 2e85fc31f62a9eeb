"""`leadsift owners`: who in sales takes leads over."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.options import everywhere, say, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from agent.models.handoff import Owner
    from agent.settings import Settings
    from tui.words import Words

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("files", nargs=-1, type=FILE)
@click.option(
    "--rejects", type=FILE, help="Where rejected records go. Default: beside you, named after the list."
)
@everywhere
def owners(*, settings: Settings, files: tuple[Path, ...], rejects: Path | None) -> None:
    """Import who in sales takes leads over, from FILES; without one, list them."""
    from agent.store import open_store
    from agent.store.handoffs import open as open_handoffs
    from agent.store.owners import all as all_owners
    from tui.show import out
    from tui.words import Words

    words = Words(spoken(settings))
    if files:
        _import(settings, files, rejects, words)
        return
    with open_store(settings.store_url, create=False) as store, store.read() as tx:
        team, busy = all_owners(tx), Counter(one.owner for one in open_handoffs(tx))
    if team:
        out().print(_team(team, busy, words))
    else:
        say(words("sla.no_owners"))


def _import(settings: Settings, files: Sequence[Path], rejects: Path | None, words: Words) -> None:
    """As `leadsift import owners` does, with each reject's reason."""
    from agent.admit import How, admit
    from agent.intake.rejects import write_rejects
    from agent.store import open_store

    with open_store(settings.store_url) as store:
        done = admit(store, "owners", files, How(datetime.now(UTC)))
    for warning in done.warnings:
        say(warning)
    say(words.count("sla.imported", sum(file.accepted for file in done.files)))
    if done.rejected:
        for one in done.rejected:
            say(f"{one.file}:{one.line}: {one.reason}")
        place = rejects or Path(f"{files[0].stem}.rejects.csv")
        written = ", ".join(str(path) for path in write_rejects(done.rejected, place))
        say(words.count("sla.rejected", len(done.rejected), file=written))


def _team(team: Sequence[Owner], busy: Counter[str], words: Words) -> Table:
    from tui.show import table

    names = ("owner", "serves", "open", "capacity", "hours", "zone")
    rows = [
        (
            one.name,
            " · ".join(part for part in (", ".join(one.regions), ", ".join(one.products)) if part) or "*",
            words.number(busy[one.id]),
            words.number(one.capacity),
            f"{one.opens:%H:%M}–{one.closes:%H:%M}",
            one.timezone,
        )
        for one in team
    ]
    return table([words(f"sla.{name}") for name in names], rows)
