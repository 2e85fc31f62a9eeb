"""Recorded OpenAI traffic as responses to serve again: vcr cassettes in the dialects people write them in."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import yaml
from llm.server import Served

_OF_THE_WIRE = {"content-encoding", "content-length", "transfer-encoding", "connection"}


def traffic(shared: Path, name: str) -> list[Served]:
    """The responses of one cassette of the shared material, in order."""
    text = (shared / "wire" / "openai" / name).read_text(encoding="utf-8")
    return [_served(one["response"]) for one in yaml.safe_load(text)["interactions"]]


def _served(response: dict[str, Any]) -> Served:
    headers = {name.lower(): value for name, value in response["headers"].items()}
    plain = {name: value[0] if isinstance(value, list) else value for name, value in headers.items()}
    kept = {name: value for name, value in plain.items() if name not in _OF_THE_WIRE}
    return Served(response["status"]["code"], _body(response), kept)


def _body(response: dict[str, Any]) -> bytes:
    if "parsed_body" in response:
        return json.dumps(response["parsed_body"]).encode()
    body = response["body"]["string"]
    raw = body if isinstance(body, bytes) else body.encode()
    return gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw
