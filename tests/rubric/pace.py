"""How long it takes to score many leads anew: `python tests/rubric/pace.py [leads]`, ten touchpoints each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random
from time import perf_counter, process_time

from making import RUBRIC, TODAY, facts, lead, touchpoints

from agent.models.touchpoint import Kind
from agent.rubric import Case, propose_stage, score

TITLES = (
    "Directrice des opérations",
    "Head of Ops",
    "VP Sales",
    "DAF",
    "Stagiaire",
    "CEO",
    "Responsable achats",
)
INDUSTRIES = ("B2B -> Productivity", "Fabrication de machines", "Consumer", "Culture du riz", "Retail")
KINDS = tuple(Kind)


def invented(count: int) -> Iterator[Case]:
    """Leads of as many companies, every title and industry written differently."""
    random = Random(20261120)
    for number in range(count):
        firm = {
            "industry": f"{random.choice(INDUSTRIES)} {number}",
            "employees": random.randint(1, 3000),
            "country": random.choice(("FR", "US", "DE", "BR")),
        }
        acts = [(random.choice(KINDS), random.randint(0, 120)) for _ in range(10)]
        who = lead(id=f"L{number}", title=f"{random.choice(TITLES)} {number}")
        yield Case(who, facts(firm), touchpoints(*acts))  # type: ignore[arg-type]


def main(count: int) -> None:
    """Prints seconds, and milliseconds of CPU a lead; making the leads is not counted."""
    seconds = busy = 0.0
    for case in invented(count):
        start, at_work = perf_counter(), process_time()
        propose_stage(case, score(case, RUBRIC, TODAY), RUBRIC)
        seconds += perf_counter() - start
        busy += process_time() - at_work
    print(f"{count} leads scored and staged in {seconds:.1f} s, {busy / count * 1000:.3f} ms of CPU a lead")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
