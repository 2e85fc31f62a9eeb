"""Precision and recall on record-linkage sets with true ids: `python tests/duplicates/measure.py [FOLDER]`.

Given a number instead, so many invented leads: `python tests/duplicates/measure.py 100000`.

FOLDER holds the public sets; without it, ../shared/dedupe beside the checkout. Two records of one true id are to be
found, whatever number they are; those joined by way of a third count as found.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import invented

from agent.duplicates.find import alike
from agent.duplicates.record import Record, record
from agent.identity import company_domain
from agent.models.lead import Lead
from agent.settings import Duplicates

Row = dict[str, str]


def contacts(row: Row) -> Lead:
    """People with slips in every field."""
    email = row["email"] or None
    return Lead(
        id=row["unique_id"],
        account_id="A",
        company="",
        first_name=row["first_name"] or None,
        last_name=row["surname"] or None,
        email=email,
        domain=company_domain(email) if email else None,
        city=row["city"] or None,
    )


def sites(row: Row) -> Lead:
    """Places of early education, from nine lists: what makes two of them one is where they are."""
    return Lead(
        id=row["Id"],
        account_id="A",
        company=row["Site name"].strip(),
        phone=row["Phone"] or None,
        website=row["Website"] or None,
        domain=company_domain(row["Website"]),
        city=row["Address"] or None,
    )


def patentees(row: Row) -> Lead:
    """Companies as they stand in patents."""
    return Lead(id=row["person_id"], account_id="A", company=row["person_name"].strip("* "))


SETS: dict[str, tuple[str, str, Callable[[Row], Lead]]] = {
    "contacts": ("splink_fake_1000_contacts.csv", "cluster", contacts),
    "sites": ("chicago_early_childhood_with_true_ids.csv", "True Id", sites),
    "patentees": ("patstat_reference.csv", "leuven_id", patentees),
}


def measure(records: Iterable[Record], truth: dict[str, str], settings: Duplicates) -> Iterable[str]:
    """A line for the pairs shown, one for those an exact key is enough for."""
    started = time.perf_counter()
    found = alike(records, settings)
    took = time.perf_counter() - started
    real = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    for name, links in (
        ("shown", list(found)),
        ("sure", [two for two, likeness in found.items() if likeness.sure]),
    ):
        right = sum(truth[a.id] == truth[b.id] for a, b in links)
        together = list(_together((a.id, b.id) for a, b in links))
        joined = sum(truth[a] == truth[b] for a, b in together)
        yield (
            f"{name:6} pairs {len(links):6}, right {_share(right, len(links))}; "
            f"joined: precision {_share(joined, len(together))}, recall {_share(joined, real)}"
            f" of {real} ({took:.1f} s)"
        )


def _together(links: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    group: dict[str, set[str]] = defaultdict(set)
    for one, other in links:
        merged = (group[one] or {one}) | (group[other] or {other})
        for each in merged:
            group[each] = merged
    for whole in {id(each): each for each in group.values()}.values():
        yield from combinations(sorted(whole), 2)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def main(folder: Path) -> None:
    """Prints the figures of every set that is there."""
    for name, (file, true_id, read) in SETS.items():
        with (folder / file).open(encoding="utf-8", errors="replace", newline="") as lines:
            rows = list(csv.DictReader(lines))
        leads = [read(row) for row in rows]
        truth = {lead.id: row[true_id] for lead, row in zip(leads, rows, strict=True)}
        records = [record(lead, number) for number, lead in enumerate(leads)]
        for line in measure(records, truth, Duplicates()):
            sys.stdout.write(f"{name:10} {line}\n")


def speed(count: int) -> None:
    """Prints what an invented list of so many takes, and how much of it is found."""
    truth: dict[str, str] = {}

    def records() -> Iterator[Record]:
        for number, (lead, who) in enumerate(invented.leads(count)):
            truth[lead.id] = str(who)
            yield record(lead, number)

    for line in measure(records(), truth, Duplicates()):
        sys.stdout.write(f"{count:10,} {line}\n")
    sys.stdout.write(f"{'':10} at most {getrusage(RUSAGE_SELF).ru_maxrss // 1024} MB\n")


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else "../shared/dedupe"
    speed(int(given)) if given.isdigit() else main(Path(given))
