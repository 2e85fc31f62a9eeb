"""`leadsift handoff`, `sla` and `contacted`: who acts on which lead, by when, and what is late."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from tui.options import When, everywhere, say, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.handoff.pursue import Due, Plan, Unplaced
    from agent.models.handoff import Handoff, Owner
    from agent.models.lead import Lead
    from agent.settings import Settings
    from tui.words import Words

MOMENT = When(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"])
_AT = click.option(
    "--at",
    type=MOMENT,
    metavar="MOMENT",
    help="As of this moment: 2026-03-16 09:30, local time. Default: now.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")


@click.command()
@click.option("--apply", is_flag=True, help="Store it; without this it is only shown.")
@_AT
@_JSON
@everywhere
def handoff(*, settings: Settings, apply: bool, at: datetime | None, as_json: bool) -> None:
    """Hand accepted MQLs, EQLs and SQLs to their owners in turn, and close what was contacted or left sales."""
    from agent.handoff.pursue import carry_out, plan
    from agent.store import open_store
    from agent.store.handoffs import turn
    from tui.words import Words

    now, words = _moment(at), Words(spoken(settings))
    with open_store(settings.store_url, create=False) as store:
        if apply:
            with store.write() as tx:
                turn(tx)
                planned = plan(tx, settings.sla, now, words.language)
                carry_out(tx, planned)
        else:
            with store.read() as tx:
                planned = plan(tx, settings.sla, now, words.language)
    if as_json:
        _print({"at": now.isoformat(), "stored": apply, **_told(planned)})
    else:
        _show(planned, words)
        say(words("sla.stored", **_counts(planned)) if apply else words("sla.planned", **_counts(planned)))


@click.command()
@click.option("--reassign", is_flag=True, help="Give every overdue lead to another owner.")
@_AT
@_JSON
@everywhere
def sla(*, settings: Settings, reassign: bool, at: datetime | None, as_json: bool) -> None:
    """List what is due: alerts and overdue leads, by owner, with the business time left."""
    from agent.handoff.pursue import carry_out, pending, plan_again
    from agent.store import open_store
    from agent.store.handoffs import turn
    from agent.store.owners import all as all_owners
    from tui.words import Words

    now, words, planned = _moment(at), Words(spoken(settings)), None
    with open_store(settings.store_url, create=False) as store:
        if reassign:
            with store.write() as tx:
                turn(tx)
                planned = plan_again(tx, settings.sla, now, words.language)
                carry_out(tx, planned)
        with store.read() as tx:
            due, team = pending(tx, settings.sla, now), all_owners(tx)
    if as_json:
        changed = {"reassigned": _told(planned)} if planned else {}
        _print({"at": now.isoformat(), **changed, **_standings(due, team)})
        return
    if planned:
        _show(planned, words)
        say(words("sla.reassigned", **_counts(planned)))
    _show_due(due, team, words)


@click.command()
@click.argument("lead")
@click.option("--actor", help="Who made contact. Default: your user name.")
@_AT
@everywhere
def contacted(*, settings: Settings, lead: str, actor: str | None, at: datetime | None) -> None:
    """Record that first contact was made with a LEAD (id or e-mail): its clock stops."""
    from agent.errors import BadInput
    from agent.handoff.clock import time_left
    from agent.handoff.pursue import contacted as record
    from agent.models.handoff import Owner
    from agent.store import leads, open_store
    from agent.store.owners import all as all_owners
    from tui.cli import whoami
    from tui.words import Words

    moment, words = _moment(at), Words(spoken(settings))
    if moment > datetime.now(UTC):
        raise BadInput("that moment is still to come", remedy="Give --at one that has passed")
    with open_store(settings.store_url, create=False) as store, store.write() as tx:
        found = leads.find(tx, lead)
        done = record(tx, found, moment, actor or whoami())
        team = {one.id: one for one in all_owners(tx)}
    owner = team.get(done.owner) or Owner(id=done.owner, name=done.owner)
    left = time_left(done, moment, owner)
    told = {"lead": _name(found), "owner": owner.name, "left": _span(abs(left))}
    say(words("sla.contacted", **told) if moment <= done.due_at else words("sla.late", **told))


def _moment(at: datetime | None) -> datetime:
    """In UTC; without a zone it is this machine's time."""
    return at.astimezone(UTC) if at else datetime.now(UTC)


def _show(planned: Plan, words: Words) -> None:
    """What changes, handoff by handoff, and what nobody can take."""
    from tui.show import out, table

    made = {one.after for one in planned.made}
    rows = [_row(one, planned, words) for one in (*planned.closed, *planned.made) if one.id not in made] + [
        (*_who_keeps(one, planned, words), one.why) for one in planned.unplaced
    ]
    if rows:
        names = ("lead", "state", "owner", "due", "why")
        out().print(table([words(f"sla.{name}") for name in names], rows))


def _who_keeps(one: Unplaced, planned: Plan, words: Words) -> tuple[str, ...]:
    """Of a lead nobody can take: the lead, how it stands, in whose hands it is, and since when it is due."""
    name = _name(planned.leads[one.lead_id])
    if one.stays is None:
        return name, "", words("sla.nobody"), ""
    _, _, owner, due, _ = _row(one.stays, planned, words)
    return name, words("standing.overdue"), owner, due


def _row(one: Handoff, planned: Plan, words: Words) -> tuple[str, ...]:
    owner = planned.owners.get(one.owner)
    state = f"{words(f'stage.{one.stage}')} {words(f'handoff_state.{one.state}')}"
    return (
        _name(planned.leads[one.lead_id]),
        state,
        owner.name if owner else one.owner,
        words.moment(one.due_at),
        "" if one.closed_at else one.why,
    )


def _show_due(due: Sequence[Due], team: Sequence[Owner], words: Words) -> None:
    from tui.show import out, table

    if not due:
        say(words("sla.nothing"))
        return
    names = ("state", "left", "due", "owner", "stage", "lead", "partner")
    rows = [
        (
            words(f"standing.{one.standing}"),
            _span(one.left),
            words.moment(one.handoff.due_at),
            one.owner.name,
            words(f"stage.{one.handoff.stage}"),
            _name(one.lead),
            one.lead.partner.partner if one.lead.partner else "",
        )
        for one in due
    ]
    out().print(table([words(f"sla.{name}") for name in names], rows))
    by_owner = _by_owner(due, team)
    heads = [words("sla.owner"), words("sla.open"), words("sla.capacity")]
    heads += [words("standing.alert"), words("standing.overdue")]
    figures = ("open", "capacity", "alert", "overdue")
    out().print()
    out().print(table(heads, [(one["name"], *(words.number(one[f]) for f in figures)) for one in by_owner]))
    totals = {name: words.number(sum(one[name] for one in by_owner)) for name in ("open", "alert", "overdue")}
    say(words("sla.told", **totals))


def _by_owner(due: Sequence[Due], team: Sequence[Owner]) -> list[dict[str, Any]]:
    """What each owner has open; owners without anything too, for their room counts."""
    everybody = {one.id: one for one in (*(each.owner for each in due), *team)}
    standings = Counter((one.owner.id, one.standing.value) for one in due)
    held = Counter(one.owner.id for one in due)
    return [
        {
            "owner": one.id,
            "name": one.name,
            "open": held[one.id],
            "capacity": one.capacity,
            "alert": standings[one.id, "alert"],
            "overdue": standings[one.id, "overdue"],
        }
        for one in sorted(everybody.values(), key=lambda one: one.id)
    ]


def _standings(due: Sequence[Due], team: Sequence[Owner]) -> dict[str, Any]:
    listed = [
        {
            "handoff": one.handoff.id,
            "lead": one.lead.id,
            "name": _name(one.lead),
            "partner": one.lead.partner.partner if one.lead.partner else None,
            "owner": one.owner.id,
            "segment": one.handoff.segment,
            "stage": one.handoff.stage.value,
            "at": one.handoff.at.isoformat(),
            "alert_at": one.handoff.alert_at.isoformat(),
            "due_at": one.handoff.due_at.isoformat(),
            "standing": one.standing.value,
            "minutes_left": round(one.left / timedelta(minutes=1)),
        }
        for one in due
    ]
    return {"due": listed, "owners": _by_owner(due, team)}


def _told(planned: Plan) -> dict[str, Any]:
    return {
        "made": [one.model_dump(mode="json") for one in planned.made],
        "closed": [one.model_dump(mode="json") for one in planned.closed],
        "unplaced": [
            {"lead_id": one.lead_id, "segment": one.segment, "why": one.why} for one in planned.unplaced
        ],
    }


def _counts(planned: Plan) -> dict[str, int]:
    return {
        "made": len(planned.made),
        "closed": len(planned.closed),
        "unplaced": len(planned.unplaced),
    }


def _name(lead: Lead) -> str:
    return " · ".join(part for part in (lead.name, lead.company) if part)


def _span(left: timedelta) -> str:
    """ "3 h 05", "-20 min": business time, shorter than it is rather than longer."""
    minutes = int(abs(left) / timedelta(minutes=1))
    text = f"{minutes // 60} h {minutes % 60:02}" if minutes >= 60 else f"{minutes} min"
    return f"-{text}" if left < timedelta(0) else text


def _print(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
