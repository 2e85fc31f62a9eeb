"""The outbox: written once a stage, sent when asked, and nothing that failed is lost."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from goods import NOON, a_decision, a_lead, a_proposal, an_account
from sources.web import PUBLIC, Answer, site, web

from agent.duplicates.merging import merge_pair
from agent.errors import BadInput, LeadsiftError
from agent.models.account import Match
from agent.models.decision import Action
from agent.models.lead import PartnerSource
from agent.models.merging import Pair
from agent.models.opportunity import DealState, Opportunity
from agent.models.partner import Partner
from agent.models.programme import KeyStage, Message, MessageState
from agent.models.score import Stage
from agent.programme import outbox
from agent.programme.carriers import Folder, Webhook
from agent.store import Store, accounts, decisions, leads, messages, opportunities, partners, proposals

ALL: tuple[KeyStage, ...] = ("eql", "sql", "opportunity", "customer", "rejected")
L1, L2, L3 = (f"L{number:08x}" for number in (1, 2, 3))
MATCH = Match(quality=1, reasons=("the same e-mail",))
ELSEWHERE = {"ok.example": [PUBLIC]}


@pytest.fixture
def store(store: Store) -> Store:
    """A store with two leads of a partner and a direct one."""
    source = PartnerSource(partner="Passerelle", tier="gold", referred_on=NOON.date())
    with store.write() as tx:
        accounts.save(tx, [an_account()])
        leads.save(tx, [a_lead(1, partner=source), a_lead(2, partner=source), a_lead(3)])
        partners.save(tx, [Partner(name="passerelle", contacts=("léa@passerelle.example", "Léa"))])
        for lead_id in (L1, L2, L3):
            proposals.add(tx, a_proposal(lead_id))
    return store


def decide(store: Store, lead_id: str, stage: Stage | None, action: Action = Action.ACCEPT) -> None:
    with store.write() as tx:
        version = len(decisions.log(tx, lead_id)) + 1
        decisions.record(tx, a_decision(lead_id, version, stage=stage, action=action))


def written(store: Store, *lead_ids: str, told: tuple[KeyStage, ...] = ALL) -> int:
    with store.write() as tx:
        return outbox.write(tx, NOON, "en", told, lead_ids or None)


def kept(store: Store) -> list[tuple[str, Stage, MessageState]]:
    with store.read() as tx:
        return [(one.lead_id, one.stage, one.state) for one in messages.all(tx)]


class Lost:
    """A carrier that loses what is for one lead."""

    def __init__(self, lead_id: str = "") -> None:
        self.lead_id, self.carried = lead_id, list[str]()

    async def __call__(self, message: Message, partner: Partner | None) -> None:
        if message.lead_id == self.lead_id:
            raise LeadsiftError("nobody is at home")
        assert partner is not None
        self.carried.append(message.lead_id)


async def test_a_stage_is_written_once_however_often_the_outbox_looks_and_direct_leads_concern_nobody(
    store: Store,
) -> None:
    for lead_id in (L1, L3):
        decide(store, lead_id, Stage.EQL)
    assert (written(store), written(store)) == (1, 0)
    decide(store, L1, Stage.SQL)
    assert (written(store, L2), written(store, L1), written(store)) == (0, 1, 0)
    waiting = MessageState.WAITING
    assert kept(store) == [(L1, Stage.EQL, waiting), (L1, Stage.SQL, waiting)]


async def test_only_the_stages_of_the_settings_are_told(store: Store) -> None:
    decide(store, L1, Stage.EQL)
    decide(store, L1, Stage.NURTURING, Action.REJECT)
    assert written(store, told=("rejected",)) == 1
    assert [stage for _, stage, _ in kept(store)] == [Stage.NURTURING]


async def test_nothing_is_sent_by_writing_and_what_was_sent_is_not_sent_again(store: Store) -> None:
    decide(store, L1, Stage.EQL)
    written(store)
    carrier = Lost()
    assert carrier.carried == []
    sent, failed = await outbox.send(store, carrier, lambda: NOON + timedelta(hours=1))
    assert ([one.settled_at for one in sent], failed) == ([NOON + timedelta(hours=1)], ())
    assert written(store) == 0
    assert await outbox.send(store, carrier, lambda: NOON) == ((), ())
    assert carrier.carried == [L1]


async def test_what_fails_is_kept_with_the_reason_hinders_no_other_and_is_tried_again(store: Store) -> None:
    decide(store, L1, Stage.EQL)
    decide(store, L2, Stage.EQL)
    written(store)
    sent, failed = await outbox.send(store, Lost(L1), lambda: NOON)
    assert ([one.lead_id for one in sent], [one.why for one in failed]) == ([L2], ["nobody is at home"])
    assert (L1, Stage.EQL, MessageState.FAILED) in kept(store)
    sent, failed = await outbox.send(store, Lost(), lambda: NOON)
    assert ([(one.lead_id, one.why) for one in sent], failed) == ([(L1, None)], ())


async def test_a_message_whose_stage_is_undone_before_it_is_sent_is_not_sent_until_it_is_true_again(
    store: Store,
) -> None:
    decide(store, L1, Stage.EQL)
    written(store)
    decide(store, L1, None, Action.UNDO)
    written(store)
    assert kept(store) == [(L1, Stage.EQL, MessageState.FAILED)]
    assert await outbox.send(store, Lost(), lambda: NOON) == ((), ())
    decide(store, L1, Stage.EQL)
    assert written(store) == 0
    sent, _ = await outbox.send(store, Lost(), lambda: NOON)
    assert [one.lead_id for one in sent] == [L1]


async def test_a_folder_holds_drafts_that_a_mail_program_reads(store: Store, tmp_path: Path) -> None:
    with store.write() as tx:
        name = "Fonderie <script>é</script>"
        leads.save(tx, [a_lead(1, company=name, partner=PartnerSource(partner="Passerelle"))])
    decide(store, L1, Stage.EQL)
    written(store)
    (sent,), _ = await outbox.send(store, Folder(tmp_path / "out" / "box"), lambda: NOON)
    (file,) = (tmp_path / "out" / "box").iterdir()
    draft = message_from_bytes(file.read_bytes(), policy=default)
    assert file.name == f"{sent.id}.eml"
    assert (draft["Subject"], draft["To"]) == (f"{name}: confirmed on both sides", "léa@passerelle.example")
    assert draft.get_content_type() == "text/plain"
    assert draft.get_content().splitlines() == sent.body.splitlines()


async def test_a_folder_that_cannot_be_is_refused_and_one_that_vanishes_keeps_the_message(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="no folder"):
        Folder(tmp_path / "file" / "box")
    decide(store, L1, Stage.EQL)
    written(store)
    folder = Folder(tmp_path / "box")
    (tmp_path / "box").rmdir()
    _, failed = await outbox.send(store, folder, lambda: NOON)
    assert [one.why for one in failed] == ["No such file or directory"]


async def test_a_webhook_gets_json_with_the_id_as_its_key(store: Store) -> None:
    decide(store, L1, Stage.SQL)
    written(store)
    async with web(ELSEWHERE, site({"/in?k=1": Answer("", 204)})) as (internet, http):
        (sent,), failed = await outbox.send(store, Webhook(http, "https://ok.example/in?k=1"), lambda: NOON)
    (request,) = internet.requests
    said = json.loads(request.body)
    assert failed == ()
    assert request.headers["idempotency-key"] == said["id"] == sent.id
    assert (said["partner"], said["stage"], said["contacts"]) == (
        "Passerelle",
        "sql",
        ["léa@passerelle.example"],
    )
    assert datetime.fromisoformat(said["created_at"]) == NOON


async def test_a_webhook_that_refuses_redirects_or_stands_inside_our_network_gets_nothing_silently(
    store: Store,
) -> None:
    decide(store, L1, Stage.SQL)
    written(store)
    pages = {"/no": Answer("", 500), "/on": Answer("", 302, {"location": "/elsewhere"})}
    async with web(ELSEWHERE | {"inside.example": ["127.0.0.1"]}, site(pages)) as (internet, http):
        for url in ("https://ok.example/no", "https://ok.example/on", "http://inside.example/no"):
            sent, (failed,) = await outbox.send(store, Webhook(http, url), lambda: NOON)
            assert sent == ()
            assert failed.why
    assert [request.target for request in internet.requests] == ["/no", "/on"]
    assert kept(store) == [(L1, Stage.SQL, MessageState.FAILED)]


async def test_a_deal_won_in_the_crm_is_told_though_nobody_decided_on_the_lead(store: Store) -> None:
    deals = [
        Opportunity(id="D1", state=DealState.WON, lead_id=L1),
        Opportunity(id="D2", state=DealState.WON, lead_id=L3),
        Opportunity(id="D3", state=DealState.OPEN),
    ]
    with store.write() as tx:
        opportunities.save(tx, deals)
    assert (written(store, L1), written(store)) == (2, 0)
    waiting = MessageState.WAITING
    assert kept(store) == [(L1, Stage.OPPORTUNITY, waiting), (L1, Stage.CUSTOMER, waiting)]
    decide(store, L1, Stage.CUSTOMER)
    assert written(store) == 0


async def test_a_lead_that_is_part_of_another_is_told_of_no_more(store: Store) -> None:
    for lead_id in (L1, L2):
        decide(store, lead_id, Stage.EQL)
    with store.write() as tx:
        merge_pair(tx, Pair(keep=L2, drop=L1, match=MATCH, sure=True), actor="Ana", at=NOON)
    assert written(store) == 1
    assert [lead_id for lead_id, _, _ in kept(store)] == [L2]
