"""Free words for touchpoints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.intake.kinds import read_kind
from agent.models.touchpoint import Kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Demo request", Kind.DEMO_REQUEST),
        ("demande de démo", Kind.DEMO_REQUEST),
        ("Form submitted: Book a demo", Kind.DEMO_REQUEST),
        ("Demande de devis", Kind.QUOTE_REQUEST),
        ("pricing page viewed", Kind.PRICING_PAGE),
        ("Visite page tarifs", Kind.PRICING_PAGE),
        ("Free trial started", Kind.TRIAL_SIGNUP),
        ("Integration installed", Kind.INTEGRATION_INSTALL),
        ("clic sur l'intégration", Kind.INTEGRATION_CLICK),
        ("Formulaire de contact", Kind.CONTACT_FORM),
        ("Partner referral", Kind.REFERRAL),
        ("Téléchargement du livre blanc", Kind.CONTENT_DOWNLOAD),
        ("Webinaire - inscription", Kind.WEBINAR),
        ("Salon Vivatech", Kind.EVENT),
        ("RDV physique", Kind.MEETING),
        ("appel découverte", Kind.CALL),
        ("Réponse à l'e-mail", Kind.EMAIL_REPLY),
        ("Newsletter click", Kind.NEWSLETTER_CLICK),
        ("Form submission", Kind.FORM),
        ("Page vue", Kind.PAGE_VIEW),
        ("Unsubscribed from newsletter", Kind.UNSUBSCRIBE),
        ("demographics survey", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_a_word_in_either_language_has_its_kind(text: str, kind: Kind) -> None:
    assert read_kind(text) is kind


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_known_by_its_own_name(kind: Kind) -> None:
    assert read_kind(kind.value) is kind
    assert read_kind(kind.value.replace("_", " ").title()) is kind


def test_the_view_of_a_price_list_is_more_than_a_view() -> None:
    assert read_kind("page view", "https://x.example/fr/tarifs/") is Kind.PRICING_PAGE
    assert read_kind("", "/pricing?plan=pro") is Kind.PRICING_PAGE
    assert read_kind("page view", "/blog/the-price-of-fame") is Kind.PAGE_VIEW
    assert read_kind("page view", "/blog") is Kind.PAGE_VIEW
    assert read_kind("demo request", "/pricing") is Kind.DEMO_REQUEST


@given(st.text(), st.none() | st.text())
def test_any_text_has_a_kind(text: str, page: str | None) -> None:
    assert isinstance(read_kind(text, page), Kind)
