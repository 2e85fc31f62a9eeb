"""Calling the command as a script does."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
Leadsift = Callable[..., "subprocess.CompletedProcess[str]"]
"""Runs the command with these arguments: the fixture `leadsift`."""


def demo(*more: object) -> list[object]:
    """The arguments of the main job on the sample files."""
    return [
        "run", FIXTURES / "leads.csv", "--notes", FIXTURES / "calls", "--touchpoints", FIXTURES / "touchpoints.csv",
        "--partners", FIXTURES / "partners.csv", "--companies", FIXTURES / "companies.csv",
        "--as-of", "2026-11-20", "--offline", *more,
    ]  # fmt: skip
