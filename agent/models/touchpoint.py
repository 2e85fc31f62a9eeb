"""One dated interaction of a lead, the raw stuff of intent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from .noun import Noun


class Kind(StrEnum):
    """What happened. The rubric gives each kind its depth."""

    PAGE_VIEW = "page_view"
    PRICING_PAGE = "pricing_page"
    CONTENT_DOWNLOAD = "content_download"
    NEWSLETTER_CLICK = "newsletter_click"
    EMAIL_REPLY = "email_reply"
    WEBINAR = "webinar"
    EVENT = "event"
    FORM = "form"
    CONTACT_FORM = "contact_form"
    DEMO_REQUEST = "demo_request"
    QUOTE_REQUEST = "quote_request"
    TRIAL_SIGNUP = "trial_signup"
    INTEGRATION_CLICK = "integration_click"
    INTEGRATION_INSTALL = "integration_install"
    REFERRAL = "referral"
    MEETING = "meeting"
    CALL = "call"
    UNSUBSCRIBE = "unsubscribe"
    OTHER = "other"


class Touchpoint(Noun):
    """One interaction. Joined to leads by e-mail, else by the company's domain."""

    id: str
    """"T" and a fingerprint of its content: importing a file twice adds nothing."""
    at: datetime
    """Aware; a time without a zone is one of the settings'."""
    kind: Kind
    email: str | None = None
    domain: str | None = None
    channel: str | None = None
    page: str | None = None
    partner: str | None = None
    utm: dict[str, str] = Field(default_factory=dict)
    """utm_source, utm_medium, utm_campaign, utm_content, utm_term, as found."""
    doubles: tuple[str, ...] = ()
    """What the address gave for a parameter again, as `utm_source=x`; the first of each counts."""
    origin: str = ""
    """`file:line`."""
