"""A run over a lead that was merged away works on the lead it is part of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from agent.batch.job import Job, read_job, store_intake
from agent.duplicates import merge_pair, pair_of
from agent.store import open_store

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_list_with_a_lead_that_was_merged_away_works_on_the_kept_one_once(tmp_path: Path) -> None:
    listed = tmp_path / "leads.csv"
    listed.write_text(
        "Company,First name,Last name,Email\n"
        "Brightloom,Ana,Petit,ana@brightloom.example\n"
        "Brightloom,Ana,Petit,a.petit@brightloom.example\n"
    )
    job = Job([listed], as_of=date(2026, 11, 20))
    with open_store(str(tmp_path / "leads.db")) as store:
        kept, dropped = store_intake(store, job, read_job(job, NOW))
        with store.write() as tx:
            merge_pair(tx, pair_of(kept, dropped), actor="claire", at=NOW)
        (worked,) = store_intake(store, job, read_job(job, NOW))
        assert worked.id == kept.id
