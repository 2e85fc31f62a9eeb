"""What explain says of sources that gave no answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from goods import a_lead, an_account

from agent.models.account import Enrichment, SourceFailure
from agent.settings import Settings
from agent.store import accounts, leads, open_store
from tui.lead import explain_lead


def test_a_source_that_gave_no_answer_is_named_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "test.db")
    failed = SourceFailure(source="gleif", reason="too busy to answer")
    found = Enrichment(
        account_id=an_account().id, outcome="could not ask", failures=(failed,), mode="offline"
    )
    with open_store(place) as store, store.write() as tx:
        accounts.save(tx, [an_account()])
        leads.save(tx, [a_lead()])
        accounts.add_enrichment(tx, found, ())
    explain_lead(Settings(database_url=place, language="en"), a_lead().id)
    assert "gleif gave no answer: too busy to answer" in capsys.readouterr().out
