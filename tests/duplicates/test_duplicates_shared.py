"""On public record-linkage sets, as `measure.py` prints it: below these figures something was broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from duplicates.measure import SETS, Figures, figures


@pytest.mark.parametrize(
    ("name", "precision", "recall"), [("contacts", 0.99, 0.8), ("sites", 0.8, 0.8), ("patentees", 0.99, 0.45)]
)
def test_leads_that_are_one_are_found_and_few_others(
    shared: Path, name: str, precision: float, recall: float
) -> None:
    found: Figures = figures(shared / "dedupe", *SETS[name])
    assert found.precision >= precision
    assert found.recall >= recall
