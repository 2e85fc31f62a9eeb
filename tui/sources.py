"""`leadsift sources` and `leadsift enrich`: who is asked about companies, at what price, and asking again."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from tui.options import everywhere, spoken

if TYPE_CHECKING:
    from agent.settings import Settings
    from agent.sources.choice import Standing
    from agent.store.source_answers import SourceSpend
    from tui.words import Words


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source on stdout.")
@everywhere
def sources(*, settings: Settings, offline: bool, as_json: bool) -> None:
    """Say which sources are asked about companies, why not the others, their limits, and what was spent so far."""
    from agent.sources.choice import standings
    from tui.show import out, table
    from tui.words import Words

    spent = _spent(settings)
    every = standings(settings, online=not offline)
    if as_json:
        for one in every:
            sys.stdout.write(json.dumps(_told(one, spent.get(one.card.name)), ensure_ascii=False) + "\n")
        return
    words = Words(spoken(settings))
    head = [words(f"sources.{key}") for key in ("source", "kind", "on", "price", "pace", "asked", "spent")]
    rows = (_row(one, spent.get(one.card.name), words, settings.currency) for one in every)
    out().print(table(head, rows))


@click.command()
@click.option("--only-missing", is_flag=True, help="Companies that lack a field the rubric reads.")
@click.option("--stale", metavar="DAYS", help="Companies with a fact retrieved longer ago: 90d, 12w, 90.")
@click.option("--source", "named", multiple=True, metavar="NAME", help="Ask this source anew, and no other.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Score as of this day. Default: today.")
@click.option("--budget", type=float, help="The most this may spend.")
@click.option("--json", "as_json", is_flag=True, help="One JSON summary on stdout.")
@everywhere
def enrich(
    *,
    settings: Settings,
    offline: bool,
    only_missing: bool,
    stale: str | None,
    named: tuple[str, ...],
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Enrich and qualify the stored leads again: what is still known is not asked, or paid for, twice."""
    from agent.batch.again import Which
    from tui.run import enrich_stored

    which = Which(only_missing, _age(stale) if stale is not None else None, frozenset(named))
    day = as_of.date() if as_of else date.today()
    sys.exit(enrich_stored(settings, which, offline=offline, as_of=day, as_json=as_json))


def _age(text: str) -> timedelta:
    """ "90d", "12w" or "90": days unless it says weeks."""
    from agent.errors import BadInput

    number, unit = text.rstrip("dwjs"), text[-1:]
    if not number.isdecimal() or len(number) > 4 or len(text) - len(number) > 1:
        raise BadInput(f"{text!r} is no number of days", remedy="Give --stale 90d, 12w or 90")
    return timedelta(weeks=int(number)) if unit in "ws" else timedelta(days=int(number))


def _spent(settings: Settings) -> dict[str, SourceSpend]:
    """What each source was asked and paid; nothing where there is no store yet."""
    from agent.errors import LeadsiftError
    from agent.store import open_store
    from agent.store.source_answers import SourceAnswers

    try:
        with open_store(settings.store_url, create=False) as store:
            return SourceAnswers(store).spend()
    except LeadsiftError:
        return {}


def _row(one: Standing, spent: SourceSpend | None, words: Words, currency: str) -> tuple[str, ...]:
    card = one.card
    return (
        f"{card.name}\n  {card.what}",
        words(f"source_kind.{card.kind}"),
        words("sources.yes") if one.why_off is None else words("sources.off", why=one.why_off),
        words.money(one.price, currency) if one.price else words("sources.free"),
        words("sources.per_second", n=words.number(card.per_second)) if card.per_second else "",
        words.number(spent.answers) if spent else "",
        words.money(spent.cost, currency) if spent and spent.cost else "",
    )


def _told(one: Standing, spent: SourceSpend | None) -> dict[str, Any]:
    return {
        **one.card.model_dump(mode="json"),
        "countries": sorted(one.card.countries) if one.card.countries else None,
        "price": one.price,
        "on": one.why_off is None,
        "why_off": one.why_off,
        "asked": spent.answers if spent else 0,
        "spent": spent.cost if spent else 0,
    }
