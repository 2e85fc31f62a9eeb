"""Touchpoint files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent.errors import BadInput
from agent.intake.touchpoints import TouchpointBatch, read_touchpoints
from agent.models.touchpoint import Kind
from agent.utm import Rules, Utm

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def read(tmp_path: Path, text: str, name: str = "touchpoints.csv", **how: Any) -> TouchpointBatch:
    (tmp_path / name).write_text(text, "utf-8")
    return read_touchpoints(tmp_path / name, NOW, **how)


def test_a_french_list_is_read(tmp_path: Path) -> None:
    batch = read(
        tmp_path,
        "Date;Événement;Courriel;Canal;Partenaire\n12/03/2026 10:15;Demande de démo;Ann@Acme.example;site;Openlink\n",
    )
    (touchpoint,) = batch.touchpoints
    assert touchpoint.at == datetime(2026, 3, 12, 10, 15, tzinfo=UTC)
    assert touchpoint.kind is Kind.DEMO_REQUEST
    assert (touchpoint.email, touchpoint.domain) == ("ann@acme.example", "acme.example")
    assert (touchpoint.channel, touchpoint.partner) == ("site", "Openlink")
    assert touchpoint.origin == "touchpoints.csv:2"


def test_lines_of_json_are_read(tmp_path: Path) -> None:
    row = {"timestamp": "2026-03-12T10:15:00+02:00", "event": "pricing_page", "domain": "www.acme.example"}
    (touchpoint,) = read(tmp_path, json.dumps(row) + "\n", "touchpoints.jsonl").touchpoints
    assert touchpoint.at == datetime(2026, 3, 12, 8, 15, tzinfo=UTC)
    assert (touchpoint.kind, touchpoint.email, touchpoint.domain) == (Kind.PRICING_PAGE, None, "acme.example")


def test_the_campaign_is_taken_from_an_address_and_its_first_mention_counts(tmp_path: Path) -> None:
    url = (
        "https://acme.example/demo?utm_source=LinkedIn&utm_campaign=18.08.2025&utm_source=x&_hsenc=secret#top"
    )
    (touchpoint,) = read(
        tmp_path, f"date,type,email,url\n2026-03-12,page view,a@b.example,{url}\n"
    ).touchpoints
    assert touchpoint.utm == {"utm_source": "LinkedIn", "utm_campaign": "18.08.2025"}
    assert touchpoint.page == "https://acme.example/demo"


def test_columns_of_the_campaign_win_over_the_address(tmp_path: Path) -> None:
    row = "2026-03-12,a@b.example,/x?utm_source=y&utm_term=z,Openlink,referral"
    text = f"date,email,page,utm_source,utm_medium\n{row}\n"
    (touchpoint,) = read(tmp_path, text).touchpoints
    assert touchpoint.utm == {"utm_source": "Openlink", "utm_medium": "referral", "utm_term": "z"}


def test_a_file_imported_twice_has_the_same_ids_and_a_double_counts_once(tmp_path: Path) -> None:
    text = "date,type,email\n2026-03-12,demo,a@b.example\n2026-03-12,demo,a@b.example\n2026-03-12,call,a@b.example\n"
    first, second = read(tmp_path, text), read(tmp_path, text, "again.csv")
    assert first.accepted == 3
    assert [t.id for t in first.touchpoints] == [t.id for t in second.touchpoints]
    assert len(first.touchpoints) == 2


def test_what_cannot_be_placed_is_rejected_with_its_line_and_reason(tmp_path: Path) -> None:
    batch = read(
        tmp_path,
        "date,type,email\nsoon,demo,a@b.example\n2026-03-12,demo,nobody\n\n2026-03-12,call,a@b.example\n",
    )
    assert [(r.line, r.reason) for r in batch.rejected] == [
        (2, "the date is not understood"),
        (3, "no e-mail and no company domain"),
    ]
    assert (batch.accepted, batch.ignored) == (1, 1)


def test_what_is_odd_is_said(tmp_path: Path) -> None:
    batch = read(tmp_path, "date,type,email\n2027-01-01,demo,a@b.example\n2026-03-12,yodelling,a@b.example\n")
    assert batch.warnings == (
        "touchpoints.csv: date in the future on line 2",
        "touchpoints.csv: kind not known, kept as 'other' on line 3",
    )


@pytest.mark.parametrize(("header", "why"), [("type,email", "date"), ("date,type", "e-mail")])
def test_a_file_without_a_needed_column_is_refused(header: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=why):
        read(tmp_path, f"{header}\n1,2\n")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-12 10:15", datetime(2026, 3, 12, 9, 15, tzinfo=UTC)),
        ("12/07/2026 10:15", datetime(2026, 7, 12, 8, 15, tzinfo=UTC)),
        ("2026-03-12 00:00", datetime(2026, 3, 11, 23, 0, tzinfo=UTC)),
        ("2026-03-12", datetime(2026, 3, 12, tzinfo=UTC)),
        ("2026-03-12T10:15:00Z", datetime(2026, 3, 12, 10, 15, tzinfo=UTC)),
        ("2026-03-12T10:15:00-05:00", datetime(2026, 3, 12, 15, 15, tzinfo=UTC)),
        ("1757317421", datetime(2025, 9, 8, 7, 43, 41, tzinfo=UTC)),
        ("45000.5", datetime(2023, 3, 15, 11, tzinfo=UTC)),
        ("Mon, 08 Sep 2025 07:43:41", datetime(2025, 9, 8, 5, 43, 41, tzinfo=UTC)),
    ],
)
def test_a_time_that_names_no_zone_is_one_of_the_settings_and_a_day_stays_that_day(
    written: str, moment: datetime, tmp_path: Path
) -> None:
    text = f'le;courriel\n"{written}";a@b.example\n'
    (touchpoint,) = read(tmp_path, text, zone=ZoneInfo("Europe/Paris")).touchpoints
    assert touchpoint.at == moment


def test_what_an_address_says_twice_is_kept_as_found_in_any_case_of_the_names(tmp_path: Path) -> None:
    url = "https://acme.example/?UTM_Source=LinkedIn%20&utm_source=fb&utm_medium=social&utm_source=x"
    (touchpoint,) = read(tmp_path, f"date,email,url\n2026-03-12,a@b.example,{url}\n").touchpoints
    assert touchpoint.utm == {"utm_source": "LinkedIn ", "utm_medium": "social"}
    assert touchpoint.doubles == ("utm_source=fb", "utm_source=x")


def test_two_addresses_of_one_row_with_the_same_campaign_say_nothing_twice(tmp_path: Path) -> None:
    row = "2026-03-12,a@b.example,https://a.example/?utm_source=x,https://b.example/?utm_source=x"
    (touchpoint,) = read(tmp_path, f"date,email,url,referrer\n{row}\n").touchpoints
    assert (touchpoint.utm, touchpoint.doubles) == ({"utm_source": "x"}, ())


def test_what_is_hidden_in_percent_signs_reaches_no_terminal(tmp_path: Path) -> None:
    url = "https://acme.example/?utm_source=a%1b]52;c;eA%07%E2%80%AEb&utm_campaign=%00%0a"
    (touchpoint,) = read(tmp_path, f"date,email,url\n2026-03-12,a@b.example,{url}\n").touchpoints
    assert all(text.isprintable() for text in touchpoint.utm.values())


def test_links_that_break_a_rule_are_told_with_their_lines_and_kept_as_they_are(tmp_path: Path) -> None:
    rows = [
        "2026-03-12,a@b.example,/x?utm_source=LinkedIn&utm_medium=social,",
        "2026-03-12,c@b.example,/x?utm_source=google&utm_medium=cpc,",
        "2026-03-12,d@b.example,/x?utm_source=Facebook&utm_medium=social,",
        "2026-03-12,e@b.example,/x?utm_source=fair&utm_medium=email,Openlink",
    ]
    text = "\n".join(("date,email,url,partner", *rows)) + "\n"
    batch = read(tmp_path, text, rules=Rules(Utm(), ["Openlink"]))
    assert batch.warnings == (
        "touchpoints.csv: utm_source has capital letters on line 2, 4",
        "touchpoints.csv: utm_source is not the partner's name on line 5",
        "touchpoints.csv: utm_medium is not what a partner's link says on line 5",
    )
    assert [touchpoint.utm["utm_source"] for touchpoint in batch.touchpoints] == [
        "LinkedIn",
        "google",
        "Facebook",
        "fair",
    ]
    assert read(tmp_path, text).warnings == ()
