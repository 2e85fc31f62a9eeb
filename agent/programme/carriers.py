"""Where messages are carried: into a folder as drafts a mail program opens, or to an address on the web."""

from __future__ import annotations

import json
import os
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from agent.errors import BadInput
from agent.models.partner import Partner
from agent.models.programme import Message
from agent.sources.safe_http import SafeHttp
from agent.sources.trouble import Unreachable


class Folder:
    """Writes each message as a draft, `<id>.eml`, whole or not at all. Nothing leaves the machine."""

    def __init__(self, folder: Path) -> None:
        """Raises `BadInput` where there can be no such folder."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(f"no folder for messages: {error.strerror}", file=folder) from error
        self._folder = folder

    async def __call__(self, message: Message, partner: Partner | None) -> None:
        """Writes one. Raises OSError."""
        place = self._folder / f"{message.id}.eml"
        unfinished = place.with_suffix(".part")
        unfinished.write_bytes(draft(message, partner))
        os.replace(unfinished, place)


class Webhook:
    """Posts each message as JSON, under its id as idempotency key, to an address on the public internet."""

    def __init__(self, http: SafeHttp, url: str) -> None:
        self._http, self._url = http, url

    async def __call__(self, message: Message, partner: Partner | None) -> None:
        """Posts one. Raises `SourceError` where it does not arrive, or is not taken."""
        answer = await self._http.post(
            self._url, payload(message, partner), headers={"Idempotency-Key": message.id}
        )
        if not 200 <= answer.status < 300:
            raise Unreachable(f"the webhook answered {answer.status}")


def draft(message: Message, partner: Partner | None) -> bytes:
    """The message as plain text of an e-mail that has not been sent (RFC 5322)."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.created_at)
    if addresses := _addresses(partner):
        mail["To"] = ", ".join(addresses)
    mail["X-Unsent"] = "1"  # mail programs open it as a draft
    mail["X-Leadsift-Message"] = message.id
    mail.set_content(message.body)
    return mail.as_bytes()


def payload(message: Message, partner: Partner | None) -> bytes:
    """The message as a JSON object, UTF-8."""
    said = message.model_dump(mode="json", include={"id", "partner", "lead_id", "stage", "subject", "body"})
    told = {**said, "created_at": message.created_at.isoformat(), "contacts": _addresses(partner)}
    return json.dumps(told, ensure_ascii=False).encode()


def _addresses(partner: Partner | None) -> list[str]:
    return [contact for contact in partner.contacts if "@" in contact] if partner else []
