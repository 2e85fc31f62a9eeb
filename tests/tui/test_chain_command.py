"""`leadsift explain --field`, `leadsift correct`, `leadsift sources` and `leadsift enrich`, as a script sees them."""

from __future__ import annotations

import json

from calling import Leadsift, demo

DANA = "dana.okafor@lumenridge.example"


def test_the_chain_of_a_field_names_the_source_the_record_and_the_snippet(leadsift: Leadsift) -> None:
    leadsift(*demo())
    told = leadsift("explain", DANA, "--field", "employees").stdout
    assert "stands" in told
    assert "directory, 31 Aug 2026" in told
    assert "employees: 120" in told


def test_a_persons_value_stands_and_the_directorys_is_proposed_beside_it(leadsift: Leadsift) -> None:
    leadsift(*demo())
    done = leadsift("correct", DANA, "employees", "95", "--actor", "claire")
    assert "Lumen Ridge Analytics: Employees is 95, says claire." in done.stderr
    told = leadsift("explain", DANA, "--field", "employees").stdout
    assert told.index("95") < told.index("proposed beside a person's value") < told.index("120")


def test_a_field_nobody_knows_is_said_to_be_unknown(leadsift: Leadsift) -> None:
    leadsift(*demo())
    assert "Nobody knows" in leadsift("explain", DANA, "--field", "parent").stdout
    done = leadsift("explain", DANA, "--field", "headcount")
    assert (done.returncode, "is no field" in done.stderr) == (2, True)


def test_every_source_says_whether_it_is_asked_and_why_not(leadsift: Leadsift) -> None:
    lines = [json.loads(line) for line in leadsift("sources", "--json").stdout.splitlines()]
    told = {one["name"]: one["why_off"] for one in lines}
    assert told["directory"] is None
    assert told["gleif"] == "registers = false"
    assert all(one["licence"] and one["fields"] for one in lines)


def test_stored_leads_are_enriched_again_and_nothing_is_paid_twice(leadsift: Leadsift) -> None:
    leadsift(*demo())
    summary = json.loads(leadsift("enrich", "--offline", "--as-of", "2026-11-20", "--json").stdout)
    assert (summary["leads"], summary["qualified"]) == (13, 13)
    assert summary["calls"] == 0


def test_an_age_that_is_no_number_of_days_is_refused(leadsift: Leadsift) -> None:
    leadsift(*demo())
    for age in ("soon", "", "99999999999d"):
        done = leadsift("enrich", "--stale", age)
        assert (done.returncode, "no number of days" in done.stderr) == (2, True)


def test_explain_says_who_agrees_and_who_says_something_else(leadsift: Leadsift) -> None:
    leadsift(*demo())
    leadsift("correct", DANA, "employees", "95", "--actor", "claire")
    told = leadsift("explain", DANA).stdout
    assert "agrees: lead file" in told
    assert "conflicts: 120 (directory, 31 Aug 2026)" in told
