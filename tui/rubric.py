"""`leadsift rubric`: what a rubric says, how two differ, and what changing it would do to the leads at hand."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.options import everywhere, say, spoken

if TYPE_CHECKING:
    from rich.table import Table

    from agent.batch.replay import Replay
    from agent.settings import Settings
    from tui.words import Words

FILE = click.Path(path_type=Path)
_SHOWN = 20
"""Leads listed on a screen."""


@click.group()
def rubric() -> None:
    """Check a rubric, compare two, or see whom a new one would move."""


@rubric.command()
@click.argument("file", required=False, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@everywhere
def check(*, settings: Settings, file: Path | None, as_json: bool) -> None:
    """Say what in a rubric FILE can never matter; without FILE, in the one in use. Exits with 1 when something."""
    from agent.rubric import load_rubric
    from agent.rubric.check import check as checked
    from tui.show import out, table
    from tui.words import Words

    words, ours = Words(spoken(settings)), load_rubric(file or settings.rubric)
    remarks = checked(ours)
    if as_json:
        _print({"rubric": ours.reference, "remarks": [asdict(remark) for remark in remarks]})
    elif not remarks:
        say(words("rubric.sound", rubric=ours.reference))
    else:
        say(words.count("rubric.remarks", len(remarks), rubric=ours.reference))
        rows = [(remark.place, remark.what) for remark in remarks]
        out().print(table((words("rubric.entry"), words("rubric.remark")), rows))
    sys.exit(1 if remarks else 0)


@rubric.command()
@click.argument("before", type=FILE)
@click.argument("after", required=False, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@everywhere
def diff(
    *,
    settings: Settings,
    before: Path,
    after: Path | None,
    as_json: bool,
) -> None:
    """Say what AFTER says otherwise than BEFORE; without AFTER, what BEFORE says otherwise than the one in use."""
    from agent.rubric import load_rubric
    from agent.rubric.diff import diff as compared
    from tui.show import out, table
    from tui.words import Words

    words = Words(spoken(settings))
    one, other = load_rubric(before), load_rubric(after or settings.rubric)
    was, now = (one, other) if after else (other, one)
    changes = compared(was, now)
    if as_json:
        named = {"before": was.reference, "after": now.reference}
        _print({**named, "changes": [asdict(change) for change in changes]})
    elif not changes:
        say(words("rubric.same"))
    else:
        rows = [(change.place, change.before, change.after) for change in changes]
        out().print(table((words("rubric.entry"), was.reference, now.reference), rows))


@rubric.command()
@click.argument("after", type=FILE)
@click.option("--before", type=FILE, help="To compare with. Default: the rubric in use.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Score as of this day. Default: today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@everywhere
def replay(
    *,
    settings: Settings,
    after: Path,
    before: Path | None,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Score every stored lead under the rubric AFTER, and say who would move stage. Stores nothing."""
    from agent.batch.replay import replay as replayed
    from agent.rubric import load_rubric
    from agent.store import open_store
    from tui.words import Words

    day = as_of.date() if as_of else datetime.now(UTC).date()
    was, now = load_rubric(before or settings.rubric), load_rubric(after)
    with open_store(settings.store_url, create=False) as store:
        done = replayed(store, was, now, day)
    if as_json:
        _print({"before": was.reference, "after": now.reference, "as_of": day.isoformat(), **_told(done)})
    else:
        _show(done, day, Words(spoken(settings)))


def _told(done: Replay) -> dict[str, Any]:
    stages = [{"before": a, "after": b, "leads": n} for (a, b), n in sorted(done.stages.items())]
    moved = [
        {"lead": one.lead.id, "before": one.before._asdict(), "after": one.after._asdict()}
        for one in done.moved
    ]
    return {"leads": done.leads, "points": done.points, "stages": stages, "moved": moved}


def _show(done: Replay, day: date, words: Words) -> None:
    from tui.show import out

    told = {
        "n": words.number(done.leads),
        "moved": words.number(len(done.moved)),
        "points": f"{done.points:+d}",
    }
    say(words("rubric.replayed", day=words.day(day), **told))
    if not done.moved:
        return
    out().print(_stages(done, words))
    out().print(_leads(done, words))
    if len(done.moved) > _SHOWN:
        say(words("rubric.more", n=words.number(len(done.moved) - _SHOWN)))


def _stages(done: Replay, words: Words) -> Table:
    from tui.show import table

    moved = sorted(
        (pair for pair in done.stages if pair[0] is not pair[1]), key=lambda pair: -done.stages[pair]
    )
    rows = [
        (words(f"stage.{before}"), words(f"stage.{after}"), words.number(done.stages[before, after]))
        for before, after in moved
    ]
    return table((words("rubric.before"), words("rubric.after"), words("rubric.leads")), rows)


def _leads(done: Replay, words: Words) -> Table:
    from tui.show import table

    rows = [
        (
            " · ".join(part for part in (one.lead.name, one.lead.company) if part),
            f"{words(f'stage.{one.before.stage}')} {one.before.total}",
            f"{words(f'stage.{one.after.stage}')} {one.after.total}",
        )
        for one in done.moved[:_SHOWN]
    ]
    return table((words("rubric.lead"), words("rubric.before"), words("rubric.after")), rows)


def _print(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
