"""`leadsift recycle`: leads nothing happens with, listed; brought back on demand."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from tui.options import everywhere, say, spoken

if TYPE_CHECKING:
    from agent.recycle import Recyclable
    from agent.settings import Settings
    from tui.words import Words


@click.command()
@click.option(
    "--inactive", type=click.IntRange(min=1), metavar="DAYS", help="Quiet days. Default: the settings', 30."
)
@click.option("--apply", is_flag=True, help="Recycle them; without it they are only listed.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a lead on stdout.")
@everywhere
def recycle(*, settings: Settings, inactive: int | None, apply: bool, as_json: bool) -> None:
    """List the leads without a touchpoint or decision for DAYS, or whose proposal changed; recycle them on demand.

    What sales took over is never among them: that only a person starts anew.
    """
    from datetime import UTC, datetime

    from agent.recycle import recyclable
    from agent.recycle import recycle as recycled
    from agent.store import open_store
    from tui.words import Words

    words, now = Words(spoken(settings)), datetime.now(UTC)
    days = inactive or settings.lifecycle.recycle_after
    policy = settings.lifecycle.model_copy(update={"recycle_after": days})
    with open_store(settings.store_url, create=False) as store:
        found = list(recyclable(store, policy, now))
        if as_json:
            for one in found:
                sys.stdout.write(json.dumps(_told(one), ensure_ascii=False) + "\n")
        elif found:
            _show(found, words)
        say(words.count("recycle.found", len(found), days=words.number(days)))
        if apply and found:
            say(words.count("recycle.done", recycled(store, found, now)))
        elif found:
            say(words("recycle.hint"))


def _told(one: Recyclable) -> dict[str, Any]:
    return {
        "lead": one.lead.id,
        "name": one.lead.name,
        "company": one.lead.company,
        "stage": one.situation.state,
        "proposed": one.situation.proposed,
        "last": one.last.isoformat() if one.last else None,
        "reason": one.reason,
    }


def _show(found: list[Recyclable], words: Words) -> None:
    from tui.show import out, table

    head = [words(f"recycle.{column}") for column in ("lead", "stage", "proposed", "last", "why")]
    out().print(table(head, (_row(one, words) for one in found)))


def _row(one: Recyclable, words: Words) -> tuple[str, ...]:
    now = one.situation
    quiet = words.count("recycle.quiet", now.quiet_days or 0)
    return (
        " · ".join(part for part in (one.lead.name, one.lead.company, one.lead.id) if part),
        words(f"stage.{now.state}") if now.state else words("action.undecided"),
        words(f"stage.{now.proposed}") if now.proposed else "",
        words.day(one.last) if one.last else "",
        words("recycle.changed") if one.changed else quiet,
    )
