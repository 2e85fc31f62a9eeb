"""`leadsift partner` and `leadsift outbox`: who vouches for a partner's lead, and what the partner is told."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from tui.options import everywhere, say, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.models.partner import Partner
    from agent.models.programme import Message, Side
    from agent.programme.vouch import Standing
    from agent.settings import Settings
    from agent.store import Store
    from tui.words import Words

_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")


@click.group()
def partner() -> None:
    """Confirm a partner's lead, or see how it stands."""


@partner.command()
@click.argument("lead")
@click.option("--side", type=click.Choice(["us", "partner"]), required=True, help="Who vouches for it.")
@click.option("--actor", required=True, metavar="NAME", help="The person who does.")
@click.option("--withdraw", is_flag=True, help="Take that side's word back.")
@click.option("--remark", help="What else is to be kept of it.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Score as of this day. Default: today.")
@_JSON
@everywhere
def confirm(
    *,
    settings: Settings,
    offline: bool,
    lead: str,
    side: str,
    withdraw: bool,
    as_of: datetime | None,
    as_json: bool,
    **said: Any,
) -> None:
    """One side vouches for LEAD (id or e-mail). An EQL needs both; the lead is qualified anew."""
    from agent.programme.vouch import vouch
    from agent.store import open_store
    from tui.words import Words

    words, now = Words(spoken(settings)), datetime.now(UTC)
    with open_store(settings.store_url, create=False) as store:
        standing = vouch(store, lead, cast("Side", side), now=now, withdraw=withdraw, **said)
        day = as_of.date() if as_of else date.today()
        told = _qualified_again(store, standing, settings, day, words, offline=offline)
    _show(standing, words, as_json=as_json)
    say(told)


@partner.command()
@click.argument("lead")
@_JSON
@everywhere
def status(*, settings: Settings, lead: str, as_json: bool) -> None:
    """Show whether LEAD's partner record is complete, who vouches for it and what its partner was told."""
    from agent.programme.vouch import standing
    from agent.store import open_store
    from tui.words import Words

    with open_store(settings.store_url, create=False) as store:
        found = standing(store, lead)
    _show(found, Words(spoken(settings)), as_json=as_json)


@click.group()
def outbox() -> None:
    """What partners are to be told of their leads. Nothing leaves without `send`."""


@outbox.command("list")
@click.option("--state", type=click.Choice(["waiting", "sent", "failed"]), help="Those in this state alone.")
@_JSON
@everywhere
def list_(*, settings: Settings, state: str | None, as_json: bool) -> None:
    """List the messages, those of stages reached since included."""
    from agent.models.programme import MessageState
    from agent.store import messages, open_store
    from tui.words import Words

    with open_store(settings.store_url, create=False) as store:
        _write(store, settings)
        with store.read() as tx:
            found = messages.all(tx, *([MessageState(state)] if state else []))
    _show_messages(found, Words(spoken(settings)), as_json=as_json)


@outbox.command()
@click.option(
    "--to-folder", type=click.Path(path_type=Path), metavar="DIR", help="Write them there as drafts."
)
@click.option("--webhook", metavar="URL", help="Post them there as JSON.")
@_JSON
@everywhere
def send(
    *, settings: Settings, offline: bool, to_folder: Path | None, webhook: str | None, as_json: bool
) -> None:
    """Send the messages that wait, and those that failed before: to a folder or to a webhook."""
    import asyncio

    from agent.errors import BadInput
    from agent.store import open_store
    from tui.words import Words

    if (to_folder is None) == (webhook is None):
        raise BadInput("messages go to one place", remedy="Give either --to-folder or --webhook")
    if webhook and offline:
        raise BadInput("--offline opens no connection", remedy="Give --to-folder, or leave --offline out")
    words = Words(spoken(settings))
    with open_store(settings.store_url, create=False) as store:
        _write(store, settings)
        sent, failed = asyncio.run(_send(store, settings, to_folder, webhook))
    _show_messages((*sent, *failed), words, as_json=as_json)
    say(words.count("outbox.sent", len(sent)))
    if failed:
        say(words.count("outbox.failed", len(failed)))
    sys.exit(1 if failed else 0)


async def _send(
    store: Store, settings: Settings, folder: Path | None, webhook: str | None
) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    from agent.programme import outbox
    from agent.programme.carriers import Folder, Webhook
    from agent.sources.safe_http import SafeHttp

    def now() -> datetime:
        return datetime.now(UTC)

    if folder:
        return await outbox.send(store, Folder(folder), now)
    async with SafeHttp(settings, interval=0.1) as http:  # one a second is for other people's websites
        return await outbox.send(store, Webhook(http, webhook or ""), now)


def _write(store: Store, settings: Settings) -> None:
    from agent.programme import outbox

    with store.write() as tx:
        outbox.write(tx, datetime.now(UTC), spoken(settings), settings.programme.told)


def _qualified_again(
    store: Store, standing: Standing, settings: Settings, day: date, words: Words, *, offline: bool
) -> str:
    """What is proposed for the lead now that a side has spoken, in a sentence."""
    import asyncio

    from agent.batch.run import Terms, work_on
    from agent.rubric import load_rubric
    from agent.store import proposals

    async def work() -> str | None:
        terms = Terms(settings, load_rubric(settings.rubric), offline, day, lambda _: None, asyncio.Event())
        ended = await work_on(store, [standing.lead], terms, command="confirm")
        return ended.stopped_by or next(iter(ended.reasons.values()), None)

    if why := asyncio.run(work()):
        return words("partner.stale", why=why)
    with store.read() as tx:
        proposal = proposals.latest(tx, [standing.lead.id])[standing.lead.id]
    return words("partner.proposed", stage=words(f"stage.{proposal.stage}"))


def _show(standing: Standing, words: Words, *, as_json: bool) -> None:
    from rich.text import Text

    from tui.show import out, table

    if as_json:
        _print(_told(standing))
        return
    console, lead = out(), standing.lead
    if lead.partner is None:
        console.print(Text(words("partner.direct", company=lead.company)))
        return
    console.print(Text(words("partner.standing", company=lead.company, partner=lead.partner.partner)))
    lacks = ", ".join(words(f"partner_part.{part}") for part in standing.lacks)
    console.print(Text(words("partner.refused", parts=lacks) if lacks else words("partner.complete")))
    console.print(Text(_programme(standing.partner, lead.partner.partner, words)))
    head = (words(f"partner.{name}") for name in ("side", "word", "who", "when", "remark"))
    console.print(table(head, _words_given(standing, words)))
    if standing.messages:
        _show_messages(standing.messages, words, as_json=False)


def _programme(found: Partner | None, name: str, words: Words) -> str:
    if found is None:
        return words("partner.unknown", partner=name)
    certified = {True: "certified", False: "uncertified", None: "unsaid"}[found.certified]
    return ", ".join(part for part in (found.tier, words(f"partner.{certified}")) if part)


def _words_given(standing: Standing, words: Words) -> Sequence[tuple[str, ...]]:
    """A row an entry of the log, and one for a side that never spoke."""
    rows = [
        (
            words(f"partner.{one.side}"),
            words("partner.withdrawn" if one.withdrawn else "partner.confirmed"),
            one.actor,
            words.moment(one.at),
            one.remark or "",
        )
        for one in standing.log
    ]
    silent = [side for side in ("us", "partner") if all(one.side != side for one in standing.log)]
    return rows + [(words(f"partner.{side}"), words("partner.waits"), "", "", "") for side in silent]


def _show_messages(found: tuple[Message, ...], words: Words, *, as_json: bool) -> None:
    from tui.show import out, table

    if as_json:
        _print({"messages": [one.model_dump(mode="json") for one in found]})
    elif not found:
        say(words("outbox.empty"))
    else:
        head = (
            words(f"outbox.{name}") for name in ("id", "partner", "subject", "stage", "state", "when", "why")
        )
        rows = (
            (
                one.id,
                one.partner,
                one.subject,
                words(f"stage.{one.stage}"),
                words(f"message_state.{one.state}"),
                words.moment(one.settled_at or one.created_at),
                one.why or "",
            )
            for one in found
        )
        out().print(table(head, rows))


def _told(standing: Standing) -> dict[str, Any]:
    lead, programme = standing.lead, standing.partner
    return {
        "lead": lead.id,
        "company": lead.company,
        "source": lead.partner.model_dump(mode="json") if lead.partner else None,
        "partner": programme.model_dump(mode="json") if programme else None,
        "lacks": list(standing.lacks),
        "confirmed": sorted(standing.confirmed),
        "log": [one.model_dump(mode="json") for one in standing.log],
        "messages": [one.model_dump(mode="json") for one in standing.messages],
    }


def _print(said: Any) -> None:
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
