"""Deciding one lead from the command line: every action, and what is said when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from review_leads import CLAIRE, NOW, lead_of
from sitting import filled

from agent.errors import BadInput
from agent.models.decision import Action
from agent.models.score import Stage
from agent.settings import Settings
from agent.store import open_store
from tui.lead import decide_lead
from tui.review.desk import Desk

TOM = lead_of("Northgate Robotics", "Tom Okafor")
Decide = Callable[..., str]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    with filled(tmp_path):
        return Settings(database_url=str(tmp_path / "leads.db"), language="en")


@pytest.fixture
def decide(settings: Settings) -> Decide:
    def decide(
        action: str, *, lead: str = CLAIRE.id, stage: str | None = None, reason: str | None = None
    ) -> str:
        return decide_lead(settings, actor="Ana", lead=lead, action=action, stage=stage, reason=reason)

    return decide


def log_of(settings: Settings, lead: str) -> list[tuple[Action, Stage | None]]:
    with open_store(settings.store_url) as store:
        return [(one.action, one.stage) for one in Desk(store, actor="", now=lambda: NOW).view(lead).log]


def test_a_lead_goes_all_the_way_and_back(decide: Decide, settings: Settings) -> None:
    decide("accept", reason="June, she says")
    decide("advance")
    decide("reject", reason="not_now: their budget moved to spring")
    decide("reopen", reason="she called back")
    assert "advanced → Customer" in decide("advance")
    decide("undo")
    assert log_of(settings, CLAIRE.id) == [
        (Action.ACCEPT, Stage.SQL),
        (Action.ADVANCE, Stage.OPPORTUNITY),
        (Action.REJECT, Stage.NURTURING),
        (Action.REOPEN, Stage.OPPORTUNITY),
        (Action.ADVANCE, Stage.CUSTOMER),
        (Action.UNDO, Stage.OPPORTUNITY),
    ]


@pytest.mark.parametrize(
    ("action", "given", "why"),
    [
        ("advance", {}, "advancing is not possible while it is undecided"),
        ("reopen", {"reason": "why not"}, "reopening is not possible while it is undecided"),
        ("reject", {"reason": "because"}, "a rejection needs a reason of the list. One of no_need"),
        ("disqualify", {}, "disqualifying needs a reason"),
        ("override", {"reason": "why not"}, "an override needs the stage to set. One of lead, mql"),
        ("override", {"stage": "won", "reason": "why not"}, "'won' is no stage"),
        ("override", {"stage": "customer", "reason": "why not"}, "customer cannot be set by an override"),
        ("recycle", {"lead": TOM.id}, "nobody knows since when nothing happened"),
        ("undo", {}, "nothing was decided on this lead"),
    ],
)
def test_what_the_table_does_not_allow_is_refused_with_its_reason(
    decide: Decide, settings: Settings, action: str, given: dict[str, str], why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        decide(action, **given)
    assert log_of(settings, CLAIRE.id) == []


def test_a_list_of_reasons_of_ones_own_replaces_the_one_that_comes_with_it(settings: Settings) -> None:
    ours = settings.model_copy(
        update={
            "lifecycle": settings.lifecycle.model_validate(
                {"reject_reasons": {"too_far": {"en": "Too far away", "fr": "Trop loin"}}}
            )
        }
    )
    with pytest.raises(BadInput, match="One of too_far"):
        decide_lead(ours, actor="Ana", lead=TOM.id, action="reject", stage=None, reason="no_need")
    said = decide_lead(ours, actor="Ana", lead=TOM.id, action="reject", stage=None, reason="too_far")
    assert said.endswith("Ana rejected → Nurturing")
