"""The shared list of hostile addresses: where nothing may connect, nothing does."""

from __future__ import annotations

import json
from contextlib import suppress
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from sources.web import Answer, Request, Serve, Web, html, sent_to

from agent.sources.trouble import SourceError

_LIST = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "ssrf" / "ssrf_vectors.json"
_GIVEN = json.loads(_LIST.read_text("utf-8")) if _LIST.is_file() else {"vectors": [], "policy": {}}


def denied(address: str, networks: list[str]) -> bool:
    found = ip_address(address)
    return any(found.version == net.version and found in net for net in map(ip_network, networks))


def serve(vector: dict[str, Any]) -> Serve:
    """The pages the vector speaks of: its redirects, one a hop, then its response, or a page like any other."""
    left = [sent_to(hop["location"], hop["status"]) for hop in vector["redirects"]]
    last = vector["response"] or {}

    def answer(request: Request) -> Answer:
        if request.target == "/robots.txt":
            return Answer(status=404)
        return left.pop(0) if left else html(last.get("body", "hello"), **last.get("headers", {}))

    return answer


@pytest.mark.skipif(not _GIVEN["vectors"], reason="the shared test material is not beside this checkout")
@pytest.mark.parametrize("vector", _GIVEN["vectors"], ids=lambda vector: f"{vector['id']} {vector['reason']}")
async def test_an_address_of_the_shared_list(vector: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    networks = [network.split(" ")[0] for network in _GIVEN["policy"]["deny_cidrs"]]
    answered = False
    async with Web(vector["dns"], serve(vector)) as web, web.client() as http:
        with suppress(SourceError):
            await http.get(vector["url"])
            answered = True
    assert not [address for address, _ in web.connections if denied(address, networks)]
    assert len(web.connections) <= vector["max_connections_total"]
    assert len(web.lookups) <= max(len(web.connections), 1)
    if vector["expect"] == "allow":
        assert answered
        assert len(web.connections) == vector["max_connections_total"]
        assert web.lookups == [web.requests[0].host]
    elif not vector["response"]:
        assert not answered


@pytest.mark.skipif(not _GIVEN["vectors"], reason="the shared test material is not beside this checkout")
@pytest.mark.parametrize("network", _GIVEN["policy"].get("deny_cidrs", ()))
async def test_no_network_of_the_shared_deny_list_is_connected_to(network: str) -> None:
    block = ip_network(network.split(" ")[0])
    ends = [str(block[0]), str(block[-1]), str(block[block.num_addresses // 2])]
    if "unwrap" in network:
        ends = ["::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::ffff:10.0.0.1"]
    for address in ends:
        async with Web({"ok.example": [address]}, lambda _: html("hello")) as web, web.client() as http:
            with pytest.raises(SourceError):
                await http.get("http://ok.example/")
        assert (web.connections, web.lookups) == ([], ["ok.example"])
