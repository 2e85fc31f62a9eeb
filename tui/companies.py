"""`leadsift companies`: directories indexed ahead of a run, and what is in the index."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.options import everywhere, say, spoken

if TYPE_CHECKING:
    from agent.settings import Settings
    from agent.store.companies import Census, File
    from tui.words import Words

_COUNTRIES = 5
"""Of a file, shown in a table; --json gives all."""
_KNOWN = ("domain", "number", "employees")


@click.group()
def companies() -> None:
    """Company directories: build the index, and see what is in it."""


@companies.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file on stdout.")
@everywhere
def build(*, settings: Settings, files: tuple[Path, ...], as_json: bool) -> None:
    """Index company FILES (CSV, JSONL, XLSX, Parquet), as `leadsift run --companies` would."""
    from dataclasses import asdict

    from agent.intake.companies import index_companies
    from agent.store import open_store
    from tui.words import Words

    words = Words(spoken(settings))

    def progress(file: str, count: int) -> None:
        line = words("companies.progress", file=file, n=words.number(count))
        click.echo(f"\r{line}", nl=False, err=True)

    shown = progress if sys.stderr.isatty() else None
    with open_store(settings.store_url) as store:
        for path in files:
            (one,) = index_companies(store, [path], shown)
            if shown and not one.unchanged:
                click.echo(err=True)
            if as_json:
                click.echo(json.dumps(asdict(one), ensure_ascii=False))
            kind, count = "unchanged" if one.unchanged else "built", words.number(one.records)
            say(words(f"companies.{kind}", file=one.file, n=count, skipped=words.number(one.skipped)))


@companies.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@everywhere
def stats(*, settings: Settings, as_json: bool) -> None:
    """Say what is in the index: companies by file and by country, since when, and how well they are known."""
    from agent.store import companies as index
    from agent.store import open_store
    from tui.show import out, table
    from tui.words import Words

    with open_store(settings.store_url, create=False) as store, store.read() as tx:
        files = index.files(tx)
    whole = _sum([file.census for file in files])
    if as_json:
        click.echo(json.dumps({**_told(whole), "files": [_file(one) for one in files]}, ensure_ascii=False))
        return
    words = Words(spoken(settings))
    if not files:
        say(words("companies.none"))
        return
    rows = [(one.name, words.moment(one.indexed_at), *_cells(one.census, words)) for one in files]
    if len(files) > 1:
        rows.append((words("companies.all"), "", *_cells(whole, words)))
    head = ("file", "indexed", "companies", *_KNOWN, "countries")
    out().print(table([words(f"companies.{key}") for key in head], rows))


def _sum(every: Sequence[Census]) -> Census:
    from agent.store.companies import Census

    known, countries = Counter[str](), Counter[str]()
    for one in every:
        known.update(one.known)
        countries.update(one.countries)
    return Census(sum(one.companies for one in every), dict(known), dict(countries))


def _cells(census: Census, words: Words) -> tuple[str, ...]:
    shares = (census.known.get(key, 0) / census.companies for key in _KNOWN)
    return (
        words.number(census.companies),
        *(f"{share:.0%}" for share in shares),
        _countries(census, words),
    )


def _countries(census: Census, words: Words) -> str:
    """Those with the most companies: "France 612,000, not told 3, 12 others"."""
    ranked = Counter(census.countries).most_common()
    told = [
        f"{words.country(code) if code else words('companies.unknown')} {words.number(count)}"
        for code, count in ranked[:_COUNTRIES]
    ]
    if len(ranked) > _COUNTRIES:
        told.append(words("companies.more", n=len(ranked) - _COUNTRIES))
    return ", ".join(told)


def _file(one: File) -> dict[str, Any]:
    return {"file": one.name, "indexed_at": one.indexed_at.isoformat(), **_told(one.census)}


def _told(census: Census) -> dict[str, Any]:
    return {
        "companies": census.companies,
        **{f"with_{key}": census.known.get(key, 0) for key in _KNOWN},
        "countries": dict(Counter(census.countries).most_common()),
    }
