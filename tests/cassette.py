"""Cassettes: HTTP recorded once over the loopback endpoint, replayed with nobody listening.

    async with cassette("read_note", said({...})) as url:
        ...                                    # OPENAI_BASE_URL

Replayed unless VCR_RECORD_MODE says otherwise: `VCR_RECORD_MODE=all pytest tests/llm/test_cassettes.py`
starts the endpoint with the responses given and writes tests/cassettes/read_note.yaml anew. A request
is found again by its method, path and JSON body, in any order; one that is not there fails as a
connection would. The headers that are kept are listed here, so that no key and no machine gets into a
file; bodies are kept whole, so that only invented leads may be recorded. A cassette must be played to
its end: what nobody asks for any more is an error.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import vcr
from llm.server import Answering, Endpoint, Served

FOLDER = Path(__file__).parent / "cassettes"
NOBODY = "http://endpoint.test/v1"
MODE = os.environ.get("VCR_RECORD_MODE", "none")
REQUEST_HEADERS = {"accept", "content-type"}
RESPONSE_HEADERS = {"content-type", "retry-after", "retry-after-ms", "x-request-id"}


@asynccontextmanager
async def cassette(name: str, *served: Served | Answering) -> AsyncIterator[str]:
    """The address of an endpoint that answers as recorded; when recording, of one that serves these."""
    if MODE == "none":
        with _recorder().use_cassette(f"{name}.yaml") as tape:
            yield NOBODY
        assert tape.all_played, f"{name}: {tape.play_count} of {len(tape)} interactions played"
    else:
        (FOLDER / f"{name}.yaml").unlink(missing_ok=True)
        async with Endpoint(*served) as endpoint:
            with _recorder().use_cassette(f"{name}.yaml"):
                yield endpoint.url


def _recorder() -> vcr.VCR:
    recorder = vcr.VCR(
        cassette_library_dir=str(FOLDER),
        record_mode=vcr.mode(MODE),
        match_on=["method", "path", "json"],
        before_record_request=_plain_request,
        before_record_response=_plain_response,
        decode_compressed_response=True,
    )
    recorder.register_matcher("json", _same_json)
    return recorder


def _same_json(one: Any, other: Any) -> None:
    mine, theirs = json.loads(one.body), json.loads(other.body)
    differing = {name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)}
    assert not differing, f"the bodies differ in {sorted(differing)}"


def _plain_request(request: Any) -> Any:
    """Without the port of the day, and with no header but those listed."""
    request.uri = NOBODY + urlsplit(request.uri).path.removeprefix("/v1")
    request.headers = _listed(request.headers, REQUEST_HEADERS)
    return request


def _plain_response(response: dict[str, Any]) -> dict[str, Any]:
    return response | {"headers": _listed(response["headers"], RESPONSE_HEADERS)}


def _listed(headers: Any, names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in headers.items() if name.lower() in names}
