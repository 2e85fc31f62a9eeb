"""`leadsift duplicates`: leads that may be one, with the reasons; merged by a person, and taken apart again."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from tui.options import everywhere, say, spoken

if TYPE_CHECKING:
    from agent.models.lead import Lead
    from agent.models.merging import Merging, Pair
    from agent.settings import Settings
    from agent.store import Store
    from tui.words import Words

_SHOWN = 50
"""Pairs listed on a screen."""
_AT_ONCE = 200
"""Pairs merged in one transaction."""


class _Listing(click.Group):
    """A group that lists when nothing is said to be done."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Listing)
def duplicates() -> None:
    """List the leads that may be one, merge them, or undo a merge."""


@duplicates.command("list")
@click.option("--sure", is_flag=True, help="Only those that an exact key says are one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a pair on stdout.")
@everywhere
def listed(*, settings: Settings, sure: bool, as_json: bool) -> None:
    """List the leads that may be one, with the reasons: the surest first. What `leadsift duplicates` does."""
    from agent.duplicates import find
    from agent.store import leads, open_store
    from tui.words import Words

    words = Words(spoken(settings))
    with open_store(settings.store_url, create=False) as store:
        found = [pair for pair in find(store, settings.duplicates) if pair.sure or not sure]
        shown = found if as_json else found[:_SHOWN]
        with store.read() as tx:
            known = leads.get_many(tx, {id for pair in shown for id in (pair.keep, pair.drop)})
    if as_json:
        _print(_told(pair, known[pair.keep], known[pair.drop]) for pair in shown)
        return
    say(words.count("duplicates.found", len(found), sure=words.number(sum(pair.sure for pair in found))))
    if shown:
        _show(shown, known, words)
    if len(found) > _SHOWN:
        say(words("duplicates.more", n=words.number(len(found) - _SHOWN)))


@duplicates.command()
@click.argument("keep", required=False)
@click.argument("drop", required=False)
@click.option("--sure", is_flag=True, help="Merge every pair that an exact key says is one.")
@click.option("--actor", help="Who decides. Default: your user name.")
@everywhere
def merge(*, settings: Settings, keep: str | None, drop: str | None, sure: bool, actor: str | None) -> None:
    """Make DROP part of KEEP (ids or e-mails): its values, sources, notes and touchpoints count for KEEP."""
    from agent.errors import BadInput
    from agent.store import open_store
    from tui.cli import whoami
    from tui.words import Words

    if sure == bool(keep and drop) or (sure and keep):
        raise BadInput("say what to merge", remedy="Give the lead to keep and the one to drop, or --sure")
    words, who = Words(spoken(settings)), actor or whoami()
    with open_store(settings.store_url, create=False) as store:
        if keep and drop:
            say(_merged(_merge_two(store, keep, drop, who), words))
        else:
            _merge_sure(store, settings, who, words)


@duplicates.command()
@click.argument("merge")
@click.option("--actor", help="Who decides. Default: your user name.")
@everywhere
def undo(*, settings: Settings, merge: str, actor: str | None) -> None:
    """Make two leads of one again: MERGE is the id that the merge was told by, or its beginning."""
    from agent.duplicates import undo_merging
    from agent.store import open_store
    from tui.cli import whoami
    from tui.words import Words

    words = Words(spoken(settings))
    with open_store(settings.store_url, create=False) as store, store.write() as tx:
        done = undo_merging(tx, merge, actor=actor or whoami(), at=datetime.now(UTC))
    say(words("duplicates.undone_two", keep=done.pair.keep, drop=done.pair.drop))


@duplicates.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a merge on stdout.")
@everywhere
def merged(*, settings: Settings, as_json: bool) -> None:
    """List what was merged, by whom, and whether it was undone."""
    from agent.store import mergings, open_store
    from tui.show import out, table
    from tui.words import Words

    words = Words(spoken(settings))
    with open_store(settings.store_url, create=False) as store, store.read() as tx:
        done = list(mergings.all(tx))
    if as_json:
        _print(one.model_dump(mode="json") for one in done)
        return
    heads = ("merge", "keep", "drop", "by", "at", "undone")
    rows = (
        (one.id, one.pair.keep, one.pair.drop, one.actor, words.moment(one.at), _taken_back(one, words))
        for one in reversed(done)
    )
    out().print(table((words(f"duplicates.{head}") for head in heads), rows))


def _merge_two(store: Store, keep: str, drop: str, actor: str) -> Merging:
    from agent.duplicates import merge_pair, pair_of
    from agent.store import leads

    with store.write() as tx:
        pair = pair_of(leads.find(tx, keep), leads.find(tx, drop))
        return merge_pair(tx, pair, actor=actor, at=datetime.now(UTC))


def _merge_sure(store: Store, settings: Settings, actor: str, words: Words) -> None:
    """Merges what is sure, a few at a time, so that nobody waits long for a turn at the database."""
    from agent.duplicates import find, merge_pair
    from agent.errors import BadInput, Conflict, NotFound

    sure = [pair for pair in find(store, settings.duplicates) if pair.sure]
    count = 0
    for start in range(0, len(sure), _AT_ONCE):
        with store.write() as tx:
            for pair in sure[start : start + _AT_ONCE]:
                try:
                    merge_pair(tx, pair, actor=actor, at=datetime.now(UTC))
                    count += 1
                except (BadInput, Conflict, NotFound) as error:  # somebody was first
                    say(str(error))
    say(words.count("duplicates.merged_all", count))


def _show(shown: list[Pair], known: dict[str, Lead], words: Words) -> None:
    from tui.show import out, table

    heads = ("keep", "drop", "likeness", "reasons")
    rows = (
        (
            _name(known[pair.keep]),
            _name(known[pair.drop]),
            words("duplicates.sure") if pair.sure else f"{pair.match.quality:.2f}",
            ", ".join(_reason(reason, words) for reason in pair.match.reasons),
        )
        for pair in shown
    )
    out().print(table((words(f"duplicates.{head}") for head in heads), rows))


def _name(lead: Lead) -> str:
    return " · ".join(part for part in (lead.id, lead.name, lead.company, lead.email) if part)


def _reason(reason: str, words: Words) -> str:
    return words.known("duplicate_reason", reason.replace(" ", "_"))


def _taken_back(one: Merging, words: Words) -> str:
    return f"{one.undone_by}, {words.moment(one.undone_at)}" if one.undone_at else ""


def _merged(done: Merging, words: Words) -> str:
    return words("duplicates.merged", id=done.id, keep=done.pair.keep, drop=done.pair.drop)


def _told(pair: Pair, keep: Lead, drop: Lead) -> dict[str, object]:
    def short(lead: Lead) -> dict[str, object]:
        origins = [f"{origin.file}:{origin.line}" for origin in lead.origins]
        told = {"id": lead.id, "name": lead.name, "company": lead.company, "email": lead.email}
        return told | {"phone": lead.phone, "origins": origins}

    match = pair.match
    return {
        "keep": short(keep),
        "drop": short(drop),
        "sure": pair.sure,
        "quality": match.quality,
        "reasons": match.reasons,
    }


def _print(objects: Iterable[object] | Iterator[object]) -> None:
    for one in objects:
        sys.stdout.write(json.dumps(one, ensure_ascii=False) + "\n")
