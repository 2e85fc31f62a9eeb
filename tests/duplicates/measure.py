"""Precision and recall on record-linkage sets with true ids: `PYTHONPATH=tests python -m duplicates.measure [FOLDER]`.

FOLDER holds the public sets; without it, ../shared/dedupe beside the checkout. Given a number instead, so many
invented leads. Two records of one true id are to be found, and those joined by way of a third count as found.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import combinations
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import NamedTuple

from duplicates import invented

from agent.duplicates import alike
from agent.duplicates.pairs import Likeness
from agent.duplicates.record import record
from agent.identity import company_domain
from agent.models.lead import Lead
from agent.settings import Duplicates

Row = dict[str, str]
Found = Collection[Likeness]


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


class Figures(NamedTuple):
    """What was found of the leads that are one."""

    pairs: int
    right: int
    """Pairs of which the truth says the same."""
    together: int
    """Pairs of leads that are one by way of any of those."""
    joined: int
    """Of these, as many as the truth says the same of."""
    real: int
    """Pairs of leads that are one."""

    @property
    def precision(self) -> float:
        """Of what would be joined, the share that is one."""
        return self.joined / max(self.together, 1)

    @property
    def recall(self) -> float:
        """Of what is one, the share that would be joined."""
        return self.joined / max(self.real, 1)


def figures(
    folder: Path, file: str, true_id: str, read: Callable[[Row], Lead], *, sure: bool = False
) -> Figures:
    """What is found in one set, all of it or the sure part."""
    with (folder / file).open(encoding="utf-8", errors="replace", newline="") as lines:
        rows = list(csv.DictReader(lines))
    leads = [read(row) for row in rows]
    truth = {lead.id: row[true_id] for lead, row in zip(leads, rows, strict=True)}
    found = alike((record(lead, number) for number, lead in enumerate(leads)), Duplicates())
    return count(found.values(), truth, sure=sure)


def count(found: Found, truth: Mapping[str, str], *, sure: bool) -> Figures:
    """The figures of what was found."""
    links = [(two.one, two.other) for two in found if two.sure or not sure]
    together = list(_together(links))
    return Figures(
        len(links),
        sum(truth[a] == truth[b] for a, b in links),
        len(together),
        sum(truth[a] == truth[b] for a, b in together),
        sum(n * (n - 1) // 2 for n in Counter(truth.values()).values()),
    )


def _together(links: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    group: dict[str, set[str]] = defaultdict(set)
    for one, other in links:
        merged = (group[one] or {one}) | (group[other] or {other})
        for each in merged:
            group[each] = merged
    for whole in {id(each): each for each in group.values()}.values():
        yield from combinations(sorted(whole), 2)


def _line(name: str, of: Figures, *, sure: bool) -> None:
    right = of.right / max(of.pairs, 1)
    sys.stdout.write(
        f"{name:10} {'sure' if sure else 'shown':6} {of.pairs:6,} pairs, {right:.3f} of them right; "
        f"joined: precision {of.precision:.3f}, recall {of.recall:.3f} of {of.real:,}\n"
    )


def speed(size: int) -> None:
    """Prints what an invented list of so many takes, and how much of it is found."""
    started, worked = time.perf_counter(), time.process_time()
    records = (record(lead, number) for number, (lead, _) in enumerate(invented.leads(size)))
    found = alike(records, Duplicates()).values()
    took, cpu = time.perf_counter() - started, time.process_time() - worked
    memory = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    truth = {lead.id: str(who) for lead, who in invented.leads(size)}
    for sure in (False, True):
        _line(f"{size:,}", count(found, truth, sure=sure), sure=sure)
    sys.stdout.write(f"{took:.0f} s ({cpu:.0f} s of work), inventing them included; at most {memory} MB\n")


def main(folder: Path) -> None:
    """Prints the figures of every set."""
    for name, given in SETS.items():
        for sure in (False, True):
            _line(name, figures(folder, *given, sure=sure), sure=sure)


if __name__ == "__main__":
    told = sys.argv[1] if len(sys.argv) > 1 else "../shared/dedupe"
    speed(int(told)) if told.isdigit() else main(Path(told))
