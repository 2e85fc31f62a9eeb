"""The desk's words: complete in both languages, and how numbers, money and facts read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from review_leads import CLAIRE, NOW, label, part, proposal_of

import tui
from agent.models.account import FIELDS, Band, Fact, Money, Value
from agent.models.bant import Authority, Budget, Need, NextStep, Person, Status, Timing
from agent.models.decision import Action
from agent.models.score import Stage
from tui.review import phrases
from tui.review.keys import KEYS
from tui.words import Words, catalogue

EN, FR = Words("en"), Words("fr")
ALL = [(f"{group}.{word}", entry) for group, words in catalogue().items() for word, entry in words.items()]


@pytest.mark.parametrize("entry", [pytest.param(entry, id=key) for key, entry in ALL])
def test_every_word_is_there_in_both_languages_with_the_same_blanks(entry: dict[str, str]) -> None:
    assert entry.keys() == {"en", "fr"}
    assert all(text.strip() for text in entry.values())
    blanks = [set(re.findall(r"{(\w+)}", text)) for text in entry.values()]
    assert blanks[0] == blanks[1]


def test_every_word_the_code_names_is_in_the_catalogue_and_none_is_left_over() -> None:
    here = Path(tui.__file__).parent
    rooms = (here, here.parent / "agent" / "reports")  # the tables of reports name their heads
    code = "\n".join(file.read_text("utf-8") for room in rooms for file in room.rglob("*.py"))
    named = set(re.findall(r"['\"]([a-z_]+\.[a-z_]+)['\"]", code)) & {key for key, _ in ALL}
    groups = set(re.findall(r"f['\"]([a-z_]+)\.{", code)) | set(re.findall(r'known\("([a-z_]+)"', code))
    unused = {key for key, _ in ALL if key not in named and key.split(".")[0] not in groups}
    assert {key for key in unused if not key.endswith("_one")} == set()


def test_stages_fields_statuses_and_keys_all_have_a_name() -> None:
    for words in (EN, FR):
        for stage in Stage:
            assert words(f"stage.{stage}")
            assert len(words(f"stage_short.{stage}")) <= 6
        assert all(words(f"field.{field}") for field in FIELDS)
        assert all(words(f"status.{status}") for status in Status)
        assert all(words(key.word) and words(f"help.{key.group}") for key in KEYS)


def test_a_word_nobody_wrote_is_an_error_and_a_foreign_one_stands_for_itself() -> None:
    with pytest.raises(KeyError):
        EN("desk.nonsense")
    assert EN.known("source", "companies-house") == "companies-house"


def test_what_is_filled_in_is_never_read_as_a_template() -> None:
    assert EN("decide.accept_title", name="{stage} {0}", stage="MQL") == "Accept {stage} {0} as MQL?"


def test_numbers_days_and_money_follow_the_language() -> None:
    assert EN.number(12500) == "12,500"
    assert FR.number(12500) == "12\u202f500"
    assert (EN.day(date(2026, 5, 1)), FR.day(date(2026, 5, 1))) == ("1 May 2026", "1 mai 2026")
    assert (EN.money(40000, "EUR"), FR.money(40000, "EUR")) == (
        "€40,000",
        "40\u202f000 €",
    )
    assert EN.money(40000, None) == "40,000"
    assert (EN.money(1000.5, "EUR"), FR.money(1000.5, "EUR")) == ("€1,000.50", "1\u202f000,50 €")
    assert (EN.count("desk.leads", 1), EN.count("desk.leads", 1200)) == ("1 lead", "1,200 leads")
    assert FR.country("de") == "Allemagne"
    assert FR.country("Elbonia") == "Elbonia"


@pytest.mark.parametrize(
    ("field", "value", "reads"),
    [
        ("employees", 1200, "1,200"),
        ("employees", Band(min=50, max=99), "50–99"),
        ("employees", Band(min=None, max=9), "up to 9"),
        ("employees", Band(min=5000, max=None), "at least 5,000"),
        ("employees", Band(min=None, max=None), ""),
        ("revenue", Money(min=1e6, max=1e6, currency="USD", year=2025), "$1,000,000 (2025)"),
        ("revenue", Money(min=1e6, max=2e6, currency="GBP"), "£1,000,000–£2,000,000"),
        ("founded", 1999, "1999"),
        ("country", "FR", "France"),
        ("legal_ids", {"siren": "123456782"}, "SIREN 123456782"),
        ("technologies", ("SAP", "Odoo"), "SAP, Odoo"),
        ("industry", "Mechanical parts", "Mechanical parts"),
    ],
)
def test_a_fact_reads_as_a_person_writes_it(field: str, value: Value, reads: str) -> None:
    fact = Fact.model_validate(
        {"field": field, "value": value, "source": "directory", "retrieved_at": NOW, "evidence": "E1"}
    )
    assert phrases.value_of(fact, EN) == reads


@pytest.mark.parametrize(
    ("slot", "reads"),
    [
        (Budget(status=Status.NOT_RAISED), ""),
        (Budget(amount_max=50000, currency="EUR", period="one_off"), "up to €50,000 once"),
        (Budget(amount_min=5, amount_max=5, currency="EUR", period="user_month"), "€5 a user and month"),
        (Authority(people=(Person(role="CFO", part="signs"), Person(part="blocks"))), "CFO (signs), blocks"),
        (Need(pains=("slow", "dear")), "slow; dear"),
        (Timing(from_=date(2026, 9, 1), to=date(2026, 9, 30)), "1 Sep 2026 to 30 Sep 2026"),
        (Timing(from_=date(2026, 9, 1), to=date(2026, 9, 1)), "1 Sep 2026"),
        (Timing(from_=date(2026, 9, 1)), "from 1 Sep 2026"),
        (Timing(event="renewal"), "renewal"),
    ],
)
def test_a_finding_reads_in_a_few_words(slot: Budget | Authority | Need | Timing, reads: str) -> None:
    assert phrases.finding_of(slot, EN) == reads


def test_a_promise_says_who_and_by_when() -> None:
    step = NextStep(what="envoyer l'offre", who="us", due=date(2026, 5, 15))
    assert phrases.step_of(step, FR) == "envoyer l'offre (nous, d'ici le 15 mai 2026)"
    assert phrases.step_of(NextStep(what="call"), EN) == "call"


def test_the_bounds_are_one_line_that_names_what_decides() -> None:
    parts = (part("fit", "role", "core", 61), part("bant", "budget", "unknown", 0, low=-13, high=22))
    score = proposal_of(CLAIRE, Stage.MQL, parts, "").score
    assert phrases.bounds_of(score, label, EN) == "61 now, 48–83 possible; Budget decides"
    assert phrases.bounds_of(score, label, FR) == "61 aujourd'hui, 48 à 83 possibles ; le budget décide"
    ours = (part("fit", "role", "core", 61), part("fit", "our_own", "unknown", 0, high=2))
    told = phrases.bounds_of(proposal_of(CLAIRE, Stage.MQL, ours, "").score, label, FR)
    assert told == "61 aujourd'hui, 61 à 63 possibles ; our_own décide"
    settled = proposal_of(CLAIRE, Stage.MQL, parts[:1], "").score
    assert phrases.bounds_of(settled, label, EN) == ""


def test_every_action_has_a_name_in_the_log() -> None:
    assert all(words(f"action.{action}") for words in (EN, FR) for action in Action)


def test_points_carry_a_true_minus_sign() -> None:
    assert [phrases.signed(points) for points in (12, -5, 0)] == ["+12", "−5", "0"]


def test_a_moment_is_told_in_local_time() -> None:
    at = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
    assert EN.moment(at).endswith(f"{at.astimezone():%H:%M}")
