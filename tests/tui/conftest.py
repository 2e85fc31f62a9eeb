"""The command, for every test of a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from calling import ROOT, Leadsift


@pytest.fixture
def leadsift(tmp_path: Path) -> Leadsift:
    """Runs the command in an empty folder and an empty home, with a database of its own."""
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("OPENAI", "LEADSIFT", "XDG"))
    }

    def run(*args: object, db: bool = True, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        place = ["--db", str(tmp_path / "test.db")] if db else []
        return subprocess.run(
            [sys.executable, "-m", "tui.cli", *map(str, args), *place],
            cwd=tmp_path,
            env=bare | {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run
