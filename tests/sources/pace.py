# ruff: noqa: SIM905
"""How fast a large directory is built and asked: `python tests/sources/pace.py [companies] [folder]`.

Invented companies, a CSV as registers publish it: French and English names, domains, SIREN, cities, sizes.
Beside it, what the database alone takes for the same rows: one `executemany` into one table with two indexes.
"""

from __future__ import annotations

import asyncio
import csv
import os
import re
import resource
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.sources import Clue, OfLead
    from agent.sources.directory import Directory

HEADER = ("name", "website", "siren", "city", "country", "employees", "industry", "founded", "trade name")
STEMS = (
    "bri lor mat ven sol cal dur fen gra hel jor kes lum mar nov ori pel qui ros sav tor uli val wex yor zan amb bel"
).split()
ENDS = "ac ane ello ier ine is on or oux ique wick ton ford ley ard eau".split()
FRENCH = (
    "Boulangerie {}|Transports {}|Garage {}|{} Conseil|Ateliers {}|{} et Fils|Société {}|Menuiserie {}|{} Énergie|"
    "Cabinet {}|Domaine de {}|Établissements {}|{} Bâtiment"
).split("|")
ENGLISH = (
    "{} Robotics|{} Analytics|{} & Sons|The {} Company|{} Health|{} Foods|{} Logistics|{} Software|{} Group|"
    "{} Partners|Northern {}|{} (Europe)"
).split("|")
COUNTRIES = {
    "FR": (".fr", ("SARL", "SAS", "SA", "", "EURL"), ("Lyon", "Saint-Étienne", "Nantes", "Lille")),
    "GB": (".co.uk", ("Ltd", "Limited", "plc", ""), ("Leeds", "York")),
    "US": (".com", ("Inc", "LLC", "Corp", ""), ("Austin", "Boise")),
}
TRADES = ("62.01Z", "47.11F", "Logistics", "Fabrication de machines", "B2B -> Productivity")


def invented(count: int) -> Iterator[dict[str, str]]:
    """Companies: a third without a website, a third without a number, one in eight with a second name."""
    from stdnum import luhn

    from agent.identity import fold

    luck = Random(20261120)
    for number in range(count):
        country = luck.choice(("FR", "FR", "FR", "GB", "US"))
        stem = "".join(luck.choice(STEMS) for _ in range(luck.choice((1, 2, 2, 3)))) + luck.choice(ENDS)
        name = luck.choice(FRENCH if country == "FR" else ENGLISH).format(stem.capitalize())
        place = "-".join(re.findall("[a-z]+", fold(name)))
        ending, forms, cities = COUNTRIES[country]
        digits = f"{number:08d}"
        yield {
            "name": f"{name} {luck.choice(forms)}".strip(),
            "website": f"https://www.{place}-{number}{ending}/" if number % 3 else "",
            "siren": digits + luhn.calc_check_digit(digits) if country == "FR" and number % 2 else "",
            "city": luck.choice(cities),
            "country": country,
            "employees": luck.choice(("", str(luck.randint(1, 900)), "10-19")),
            "industry": luck.choice(TRADES),
            "founded": str(luck.randint(1900, 2025)),
            "trade name": stem.upper() if number % 8 == 0 else "",
        }


def write(path: Path, count: int) -> None:
    """The file, row after row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, HEADER)
        rows.writeheader()
        rows.writerows(invented(count))


def peer(path: Path, folder: Path) -> float:
    """Seconds the database alone takes for the rows of the file: no keys, no look-up by a misspelt name."""
    start = perf_counter()
    with path.open(encoding="utf-8", newline="") as file, sqlite3.connect(folder / "peer.db") as plain:
        rows = csv.reader(file)
        columns = ", ".join(f'"{name}"' for name in next(rows))
        plain.execute(f"CREATE TABLE company ({columns})")
        plain.executemany(f"INSERT INTO company VALUES ({', '.join('?' for _ in HEADER)})", rows)
        plain.execute("CREATE INDEX by_name ON company (name)")
        plain.execute("CREATE INDEX by_website ON company (website)")
    return perf_counter() - start


def main(count: int, folder: Path) -> None:
    """Prints seconds of the build, milliseconds of a look-up at the 95th percentile, and memory."""
    # Here, for the processes that share the work load this file: what they hold should be theirs.
    from agent.intake.companies import index_companies
    from agent.sources.directory import Directory
    from agent.store import open_store

    path, database = folder / f"companies-{count}.csv", folder / "pace.db"
    if not path.exists():
        write(path, count)
    for old in folder.glob("*.db"):
        old.unlink()
    plain = peer(path, folder)
    with open_store(str(database)) as store:
        start, at_work = perf_counter(), _at_work()
        (indexed,) = index_companies(store, [path])
        seconds, busy = perf_counter() - start, _at_work() - at_work
        memory, largest = _memory(resource.RUSAGE_SELF), _memory(resource.RUSAGE_CHILDREN)
        say(f"{indexed.records} companies in {seconds:.1f} s, {busy:.1f} s of CPU")
        say(f"a plain table of the same rows: {plain:.1f} s, {seconds / plain:.1f} times less")
        say(f"memory: {memory:.0f} MB, and {largest:.0f} MB the largest of the processes beside it")
        asyncio.run(_ask(Directory(store), count))
    say(f"memory after the look-ups: {_memory(resource.RUSAGE_SELF):.0f} MB")


def say(line: str) -> None:
    """Prints."""
    print(line, flush=True)  # noqa: T201


async def _ask(source: Directory, count: int) -> None:
    luck = Random(1)
    chosen = {luck.randrange(count) for _ in range(2000)}
    known = [company for number, company in enumerate(invented(count)) if number in chosen]
    lookups = {one.tool.name.rpartition("by_")[2]: one for one in source.lookups()}
    questions = {
        "legal_id": [_clue(legal_ids={"siren": one["siren"]}) for one in known if one["siren"]],
        "domain": [_clue(website=one["website"][12:-1]) for one in known if one["website"]],
        "name": [_clue(company=_slip(one["name"], luck)) for one in known],
    }
    for way, clues in questions.items():
        say(f"by {way}: {await _percentile(lookups[way].ask, clues)}")


async def _percentile(ask: Callable[[Clue, OfLead, datetime], Awaitable[object]], clues: list[Clue]) -> str:
    from agent.sources import OfLead

    now, spent, hits = datetime.now(UTC), [], 0
    for clue in clues:
        start = perf_counter()
        hits += bool(await ask(clue, OfLead(lead_id="L1"), now))
        spent.append((perf_counter() - start) * 1000)
    spent.sort()
    middle, most = spent[len(spent) // 2], spent[len(spent) * 95 // 100]
    return f"{most:.2f} ms at p95, {middle:.2f} in the middle; {hits} of {len(clues)} with a hit"


def _clue(**known: object) -> Clue:
    from agent.sources import Clue

    return Clue.model_validate({"lead_id": "L1", **known})


def _slip(name: str, luck: Random) -> str:
    """Two letters swapped, as fingers do."""
    place = luck.randrange(1, len(name) - 1)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def _at_work() -> float:
    """Seconds of CPU so far, of this process and those that it has ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _memory(who: int) -> float:
    """The most it has held, in MB."""
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if len(sys.argv) > 2:
        main(rows, Path(sys.argv[2]))
    else:
        with TemporaryDirectory() as there:
            main(rows, Path(there))
