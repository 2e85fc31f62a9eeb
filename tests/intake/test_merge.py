"""Two records of one person become one lead, and nothing is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.identity import account_of, fold, lead_id, lead_key
from agent.intake.merge import join_doubles, merge
from agent.models.lead import Lead, Origin, PartnerSource

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TEXTS = (
    "title",
    "phone",
    "website",
    "country",
    "city",
    "industry",
    "employees",
    "revenue",
    "source",
    "comment",
)


def lead(line: int = 2, company: str = "Acme", file: str = "leads.csv", **values: Any) -> Lead:
    account = account_of(company, values.get("domain"))
    name = " ".join(filter(None, (values.get("first_name"), values.get("last_name"))))
    key = lead_key(values.get("email"), name, company, values.get("phone"), account.key)
    origins = (Origin(file=file, line=line, imported_at=NOW),)
    return Lead(id=lead_id(key), account_id=account.id, company=company, origins=origins, **values)


def everything(one: Lead) -> set[str]:
    """Every value a lead holds, as text without case."""
    held = one.model_dump(
        exclude={"id", "account_id", "domain", "extra", "origins", "partner", "consent"}, exclude_none=True
    )
    return {fold(str(value)) for value in (*held.values(), *one.extra.values())}


values = st.fixed_dictionaries(
    {},
    optional={field: st.sampled_from(["a", "b", "Ç", "c"]) for field in (*TEXTS, "first_name", "last_name")},
)
leads = st.builds(
    lambda number, held, email, extra: lead(number, email=email, extra=extra, **held),
    st.integers(2, 9),
    values,
    st.sampled_from([None, None, "a@x.example", "b@x.example"]),
    st.dictionaries(st.sampled_from(["X", "Y"]), st.sampled_from(["1", "2", "3"])),
)


def test_gaps_are_filled_and_what_differs_is_kept_with_its_place() -> None:
    old = lead(2, email="ann@acme.example", title="CTO", city="Paris")
    new = lead(12, email="ann@acme.example", title="CEO", phone="+331", city="PARIS", file="fair.csv")
    merged = merge(old, new)
    assert (merged.title, merged.phone, merged.city) == ("CTO", "+331", "Paris")
    assert merged.extra == {"title @ fair.csv:12": "CEO"}
    assert [(origin.file, origin.line) for origin in merged.origins] == [("leads.csv", 2), ("fair.csv", 12)]


def test_a_refusal_of_consent_outweighs_a_consent() -> None:
    yes, no, unsaid = (lead(n, email="a@x.example", consent=c) for n, c in ((2, True), (3, False), (4, None)))
    assert merge(yes, no).consent is False
    assert merge(no, yes).consent is False
    assert merge(unsaid, yes).consent is True
    assert merge(yes, unsaid).consent is True


def test_a_lead_that_learns_its_domain_moves_to_its_account() -> None:
    old, new = (
        lead(2, first_name="Ann"),
        lead(3, first_name="Ann", domain="acme.example", website="acme.example"),
    )
    merged = merge(old, new)
    assert (merged.domain, merged.account_id) == ("acme.example", new.account_id)
    assert merge(new, old).account_id == new.account_id


def test_another_partner_is_kept_beside_the_first() -> None:
    old = lead(2, email="a@x.example", partner=PartnerSource(partner="Openlink"))
    new = lead(
        3,
        email="a@x.example",
        partner=PartnerSource(partner="Hooli", tier="gold", referred_on=date(2026, 1, 2)),
    )
    merged = merge(old, new)
    assert merged.partner == PartnerSource(partner="Openlink")
    assert merged.extra == {"partner @ leads.csv:3": "Hooli · gold · 2026-01-02"}


def test_a_company_of_another_name_is_kept_and_of_another_spelling_is_not() -> None:
    old = lead(2, "Acme SAS", email="a@x.example")
    assert merge(old, lead(3, "ACME", email="a@x.example")).extra == {}
    assert merge(old, lead(3, "Initech", email="a@x.example")).extra == {"company @ leads.csv:3": "Initech"}


@given(leads, leads)
def test_no_value_and_no_origin_is_lost(old: Lead, new: Lead) -> None:
    merged = merge(old, new)
    assert everything(old) | everything(new) <= everything(merged)
    assert {(o.file, o.line) for o in (*old.origins, *new.origins)} == {
        (o.file, o.line) for o in merged.origins
    }
    assert merged.id == old.id


@given(leads, leads)
def test_merging_the_same_record_again_changes_nothing(old: Lead, new: Lead) -> None:
    once = merge(old, new)
    assert merge(once, new) == once
    assert merge(old, old) == old


@given(st.lists(leads, max_size=8))
def test_joining_doubles_loses_no_record_and_leaves_no_double(given_leads: list[Lead]) -> None:
    joined = join_doubles(given_leads)
    assert len(joined.leads) == len(given_leads) - joined.doubles
    ids = [one.id for one in joined.leads]
    assert len(set(ids)) == len(ids)
    for one in given_leads:
        assert joined.names.get(one.id, one.id) in ids
    origins = {(o.file, o.line) for one in joined.leads for o in one.origins}
    assert origins == {(o.file, o.line) for one in given_leads for o in one.origins}


def test_two_emails_are_two_leads_whatever_their_names() -> None:
    ann = {"first_name": "Ann", "last_name": "Lee"}
    joined = join_doubles(
        [lead(2, email="ann@acme.example", **ann), lead(3, email="lee@acme.example", **ann)]
    )
    assert joined.doubles == 0


@pytest.mark.parametrize("turned", [False, True])
def test_a_lead_without_email_joins_its_only_namesake_and_takes_its_id(turned: bool) -> None:
    known = lead(2, "Acme SAS", email="ann@acme.example", first_name="Ann", last_name="Lee")
    unknown = lead(3, "ACME", first_name="LEE", last_name="Ann", phone="+331")
    joined = join_doubles([unknown, known] if turned else [known, unknown])
    (one,) = joined.leads
    assert one.id == known.id
    assert (one.email, one.phone) == ("ann@acme.example", "+331")
    assert joined.names == {unknown.id: known.id}


def test_a_lead_without_email_stays_apart_where_it_has_two_namesakes() -> None:
    ann = {"first_name": "Ann", "last_name": "Lee"}
    emails = [lead(n, email=f"{n}@acme.example", **ann) for n in (2, 3)]
    assert join_doubles([*emails, lead(4, **ann)]).doubles == 0


def test_companies_of_one_legal_id_without_a_person_are_one_lead() -> None:
    joined = join_doubles(
        [lead(2, "Acme", legal_id="552100554"), lead(3, "Acme Group", legal_id="552100554")]
    )
    assert joined.doubles == 1
    assert joined.leads[0].extra == {"company @ leads.csv:3": "Acme Group"}
