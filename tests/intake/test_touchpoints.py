"""Touchpoint files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.intake.touchpoints import TouchpointBatch, read_touchpoints
from agent.models.touchpoint import Kind

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def read(tmp_path: Path, text: str, name: str = "touchpoints.csv") -> TouchpointBatch:
    (tmp_path / name).write_text(text, "utf-8")
    return read_touchpoints(tmp_path / name, NOW)


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
