"""`leadsift companies`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tui.companies import companies

LIST = """name,website,siren,employees,country
Brightloom,https://brightloom.example,732829320,58,France
Kestrel Analytics,kestrel.example,,120,Germany
Osprey [/] Group,,,,
,,,,
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    return tmp_path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(companies, [*arguments, "--db", "here.db", "--lang", "en"])


@pytest.mark.usefixtures("folder")
def test_a_directory_is_built_and_its_figures_told() -> None:
    built = call("build", "list.csv")
    assert (built.exit_code, built.stdout) == (0, "")
    assert "3 companies indexed" in built.stderr
    said = json.loads(call("stats", "--json").stdout)
    assert (said["companies"], said["with_domain"], said["with_number"], said["with_employees"]) == (
        3,
        2,
        1,
        2,
    )
    assert said["countries"] == {"FR": 1, "DE": 1, "": 1}
    (file,) = said["files"]
    assert file["file"] == "list.csv"
    assert file["indexed_at"]


def test_the_table_names_each_file_and_the_sum_of_several(folder: Path) -> None:
    (folder / "more.csv").write_text("name,country\nWrenfield,FR\n", "utf-8")
    call("build", "list.csv", "more.csv")
    shown = call("stats").stdout
    assert [line.split()[0] for line in shown.splitlines()] == ["File", "list.csv", "more.csv", "All"]
    assert "67%" in shown
    assert "France 2" in shown.splitlines()[-1]


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_there_already_is_left_alone() -> None:
    call("build", "list.csv")
    again = call("build", "list.csv", "--json")
    assert json.loads(again.stdout)["unchanged"] is True
    assert "already" in again.stderr


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_not_there_is_bad_input() -> None:
    done = call("build", "nowhere.csv")
    assert done.exit_code == 2
    assert "no such file" in done.stderr


def test_without_a_directory_it_says_how_to_build_one(folder: Path) -> None:
    (folder / "one.csv").write_text("name\nWrenfield\n", "utf-8")
    assert call("stats").exit_code == 2
    call("build", "none.csv")
    done = call("stats")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "leadsift companies build" in done.stderr
