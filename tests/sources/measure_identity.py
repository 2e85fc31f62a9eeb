"""How surely one company is told from another: `python tests/sources/measure_identity.py [folder]`.

Read from the folder of shared data: real lists with true ids, the real answers of a register, a real directory of
companies. Pairs are judged one by one at the bar at which facts are filled in; leads, with all their candidates.
"""

from __future__ import annotations

import asyncio
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from canned import NOW, Canned, ask, recorded, reply
from misspelling import misspelt, written_otherwise

from agent.intake.companies import index_companies
from agent.settings import Settings
from agent.sources import Clue, Found, Sought
from agent.sources.directory import Directory
from agent.sources.identity import decide, judge
from agent.sources.keys import exact_keys, rough_keys, rough_probes
from agent.sources.recherche_entreprises import RechercheEntreprises
from agent.store import open_store

ACCEPT, SHOW = Settings().match_accept, Settings().match_show
Named = tuple[str, str, str]
"""A true id, a name, a city."""


def patstat(folder: Path) -> list[Named]:
    """Applicants of patents, written 2,379 ways, and the Leuven register's id of each."""
    with (folder / "dedupe/patstat_reference.csv").open(encoding="utf-8", newline="") as file:
        return [(row["leuven_id"], row["person_name"].lstrip("* "), "") for row in csv.DictReader(file)]


def chicago(folder: Path) -> list[Named]:
    """Sites of pre-schools, as several city lists write them."""
    path = folder / "dedupe/chicago_early_childhood_with_true_ids.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [
            (row["True Id"], " ".join(row["Site name"].split()), row["Zip"])
            for row in rows
            if row["Site name"]
        ]


def pairs(title: str, records: Iterable[Named]) -> None:
    """Precision and recall over every pair of spellings; a pair no key brings together counts as not found."""
    spelt = list(dict.fromkeys(records))
    true = {
        (a, b)
        for same in _grouped((number, one[0]) for number, one in enumerate(spelt)).values()
        for a, b in combinations(same, 2)
    }
    told = {pair for pair in _together(spelt) if _accepted(spelt, *pair)}
    right = len(told & true)
    say(
        f"{title}: {len(spelt)} spellings of {len({one[0] for one in spelt})}, {len(true)} pairs of one: "
        f"precision {right / max(len(told), 1):.1%} ({right} of {len(told)}), recall {right / len(true):.1%}"
    )


def _grouped(entries: Iterable[tuple[int, object]]) -> dict[object, list[int]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for number, key in entries:
        groups[key].append(number)
    return groups


def _together(spelt: Sequence[Named]) -> set[tuple[int, int]]:
    """Pairs that the keys of a directory would find for one another."""
    known = _grouped(
        (number, key)
        for number, (_, name, _) in enumerate(spelt)
        for key in {*exact_keys([name], (), {}), *(key for key, _ in rough_keys([name]))}
    )
    return {
        (min(number, other), max(number, other))
        for number, (_, name, _) in enumerate(spelt)
        for key in {*exact_keys([name], (), {}), *rough_probes(name)}
        for other in known.get(key, ())
        if other != number
    }


def _accepted(spelt: Sequence[Named], a: int, b: int) -> bool:
    """Either way round: who wrote which is not known."""
    return any(
        judge(
            _sought(_clue(company=spelt[one][1], city=spelt[one][2] or None)), _found(other, *spelt[other])
        ).match.quality
        >= ACCEPT
        for one, other in ((a, b), (b, a))
    )


def _clue(**known: object) -> Clue:
    return Clue.model_validate({"lead_id": "L1", **known})


def _sought(clue: Clue) -> Sought:
    return Sought(account_id="A1", clues=(clue,))


def _found(number: int, _id: str, name: str, city: str) -> Found:
    return Found(
        source="list", record=str(number), name=name, cities=(city,) if city else (), facts=(), evidence=()
    )


class Outcomes:
    """What became of leads: facts of the right company, of a wrong one, or of none."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

    def add(self, clue: Clue, records: Sequence[Found], right: str | None) -> None:
        """Decides; `right` is the record meant, None when it is not among them."""
        verdict = decide(_sought(clue), records, ACCEPT, SHOW)
        taken = {one.found.record for one in verdict.matched}
        self.counted["right" if right in taken else "wrong" if taken else verdict.outcome] += 1

    def tell(self, title: str) -> None:
        """Prints."""
        right, wrong, all_leads = self.counted["right"], self.counted["wrong"], self.counted.total()
        say(
            f"{title}: {all_leads} leads: precision {right / max(right + wrong, 1):.1%}, "
            f"recall {right / all_leads:.1%}, {wrong} wrong, "
            f"{self.counted['ambiguous']} shown to a person, {self.counted['not found']} not found"
        )


async def register(folder: Path) -> None:
    """Each company in the real answers of the French register, written 25 ways, sought among all of them."""
    answers = sorted((folder / "firmographics/recherche-entreprises").glob("recherche-entreprise__*.json"))
    records: dict[str, Found] = {}
    for path in answers:
        source = RechercheEntreprises(Canned([reply(recorded(path))]))
        for found in await ask(source, "recherche_entreprises_by_name", company="any", country="FR"):
            records.setdefault(found.record, found)
    every, luck = list(records.values()), Random(1)
    named, numbered, absent = Outcomes(), Outcomes(), Outcomes()
    for found in every * 25:
        written = luck.choice([misspelt, written_otherwise])(found.name, luck)
        by_name = _clue(company=written, country="FR", city=found.cities[0] if found.cities else None)
        named.add(by_name, every, found.record)
        numbered.add(_clue(company=written, legal_ids=found.legal_ids), every, found.record)
        absent.add(by_name, [one for one in every if one is not found], None)
    named.tell(f"register, {len(every)} companies, by a name with a mistake and the city")
    numbered.tell("register, by such a name and the number")
    wrong, total = absent.counted["wrong"], absent.counted.total()
    say(f"register without the company: a neighbour taken for {wrong} of {total} leads")


async def directory(folder: Path, leads: int = 1800) -> None:
    """Leads of 5,706 companies that give a name only, with the company in the directory and taken out of it."""
    path = folder / "companies/yc_companies.jsonl"
    with path.open(encoding="utf-8") as lines:
        names = [json.loads(line)["name"] for line in lines]
    with TemporaryDirectory() as there, open_store(str(Path(there) / "yc.db")) as store:
        index_companies(store, [path], now=NOW)
        source, luck = Directory(store), Random(1)
        present, absent, telling = Outcomes(), Outcomes(), Outcomes()
        for number in (luck.randrange(len(names)) for _ in range(leads)):
            written = luck.choice([misspelt, written_otherwise])(names[number], luck)
            own = f"{path.name}#{number + 1}"
            found = await ask(source, "directory_by_name", company=written)
            others = [one for one in found if one.record != own]
            present.add(_clue(company=written), found, own)
            absent.add(_clue(company=written), others, None)
            if not any(names[number].casefold() == one.name.casefold() for one in others):
                telling.add(_clue(company=written), others, None)
    present.tell("directory, by a name alone")
    for title, one in (("", absent), (", and nobody has its very name", telling)):
        wrong, total = one.counted["wrong"], one.counted.total()
        say(
            f"directory without the company{title}: a neighbour taken for {wrong} of {total} leads, {wrong / total:.1%}"
        )


def say(line: str) -> None:
    """Prints."""
    print(line, flush=True)  # noqa: T201


def lists(folder: Path) -> Iterator[tuple[str, list[Named]]]:
    """The lists with true ids."""
    yield "patent applicants, by name", patstat(folder)
    sites = chicago(folder)
    yield "pre-schools, by name", [(one, name, "") for one, name, _ in sites]
    yield "pre-schools, by name and postcode", sites


if __name__ == "__main__":
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[3] / "shared"
    for heading, entries in lists(shared):
        pairs(heading, entries)
    asyncio.run(register(shared))
    asyncio.run(directory(shared))
