"""What a partner is told, and when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest
from goods import a_decision
from hypothesis import given
from hypothesis import strategies as st
from making import REFERRED, lead

from agent.models.decision import Action, Decision
from agent.models.opportunity import DealState, Opportunity
from agent.models.programme import KeyStage, Message
from agent.models.score import Stage
from agent.programme.updates import reached, updates
from agent.settings import Language

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
KEYS: tuple[KeyStage, ...] = get_args(KeyStage)


def told(*history: Decision) -> list[str]:
    return [key for key, _ in reached(history)]


def one(key: KeyStage = "eql", language: Language = "en", **said: object) -> Message:
    (message,) = updates(lead(partner=REFERRED, **said), [(key, Stage.EQL)], NOW, language)
    return message


def test_each_key_stage_is_told_and_what_is_none_is_not() -> None:
    stages = (Stage.MQL, Stage.EQL, Stage.SQL, Stage.OPPORTUNITY, Stage.CUSTOMER, Stage.NURTURING)
    history = [a_decision(version=n, stage=stage) for n, stage in enumerate(stages, 1)]
    assert told(*history) == ["eql", "sql", "opportunity", "customer"]


def test_a_lead_that_sales_rejects_or_rules_out_is_told_as_rejected() -> None:
    handed_back = a_decision(action=Action.REJECT, stage=Stage.NURTURING, reason="no_need")
    ruled_out = a_decision(action=Action.OVERRIDE, stage=Stage.DISQUALIFIED, reason="a student")
    assert (told(handed_back), told(ruled_out)) == (["rejected"], ["rejected"])


def test_what_was_undone_is_not_told() -> None:
    assert told(a_decision(stage=Stage.SQL), a_decision(version=2, action=Action.UNDO, stage=None)) == []


def test_a_deal_of_the_crm_tells_of_the_proposal_and_of_the_win() -> None:
    deals = [Opportunity(id="D1", state=DealState.LOST), Opportunity(id="D2", state=DealState.WON)]
    assert [key for key, _ in reached([], deals)] == ["opportunity", "opportunity", "customer"]


@given(st.sampled_from(KEYS), st.datetimes(timezones=st.just(UTC)))
def test_the_same_stage_of_the_same_lead_has_one_id_whenever_it_is_written(
    key: KeyStage, at: datetime
) -> None:
    (again,) = updates(lead(partner=REFERRED), [(key, Stage.EQL)], at, "fr")
    assert again.id == one(key).id
    assert len({one(other).id for other in KEYS}) == len(KEYS)


def test_a_direct_lead_concerns_no_partner() -> None:
    assert list(updates(lead(), [("eql", Stage.EQL)], NOW, "en")) == []


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_text_is_there_in_both_languages_and_names_company_and_partner_alone(
    key: KeyStage, language: Language
) -> None:
    message = one(key, language, company="Fonderie Exemple", first_name="Odile", last_name="Marchetti")
    assert "Fonderie Exemple" in message.subject
    assert "Passerelle" in message.body
    assert "Fonderie Exemple" in message.body
    assert "Odile" not in message.body + message.subject
    assert "Marchetti" not in message.body + message.subject


@given(st.text(max_size=40))
def test_a_company_called_like_a_pattern_or_like_markup_stands_as_it_is(name: str) -> None:
    for hostile in (name, "{partner.__class__} {0} %s", "<b>[@click=x]bold[/]</b>"):
        message = one(company=hostile)
        assert message.subject == f"{hostile}: confirmed on both sides"
