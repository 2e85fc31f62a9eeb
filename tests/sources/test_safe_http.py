"""The client: where it goes, what it says, what it takes."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise

import pytest
from sources.web import PUBLIC, Answer, Request, html, sent_to, site, web

from agent.sources.safe_http import Api
from agent.sources.trouble import Disallowed, Forbidden, Unreachable, Unreadable, Unsafe

OK = {"ok.example": [PUBLIC], "other.example": ["1.1.1.1"], "hop.example": ["9.9.9.9"]}


async def test_a_page_is_fetched_over_tls_by_its_name_from_the_address_that_was_checked() -> None:
    async with web(OK, site({"/about?x=1": "hello"})) as (internet, http):
        page = await http.get("https://OK.example:443/about?x=1#team")
    assert (page.url, page.status, page.text) == ("https://ok.example/about?x=1", 200, "hello")
    assert page.content_type == "text/html"
    assert page.retrieved_at.tzinfo is not None
    assert (internet.connections, internet.lookups) == ([(PUBLIC, 443)], ["ok.example"])
    assert all(request.secure and request.headers["host"] == "ok.example" for request in internet.requests)


async def test_a_certificate_of_another_name_is_no_answer() -> None:
    async with web({"stranger.example": [PUBLIC]}, site({"/": "hello"})) as (internet, http):
        with pytest.raises(Unreachable, match=r"stranger\.example"):
            await http.get("https://stranger.example/")
    assert internet.requests == []


async def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    names = {
        "ok.example": [PUBLIC, "10.0.0.1"],
        "hop.example": ["fe80::1%eth0"],
        "other.example": ["nonsense"],
    }
    async with web(names, site({"/": "hello"})) as (internet, http):
        for host in names:
            with pytest.raises(Unsafe):
                await http.get(f"http://{host}/")
    assert (internet.connections, internet.lookups) == ([], list(names))


async def test_the_next_address_is_tried_when_one_is_dead_with_no_second_look_up() -> None:
    names = {"ok.example": ["1.1.1.1", "2606:4700::1111", "::ffff:9.9.9.9"]}
    async with web(names, site({"/": "hello"})) as (internet, http):
        internet.dead = {"1.1.1.1", "2606:4700::1111"}
        assert (await http.get("http://ok.example/")).text == "hello"
    assert internet.connections == [("1.1.1.1", 80), ("2606:4700::1111", 80), ("9.9.9.9", 80)]
    assert internet.lookups == ["ok.example"]


@pytest.mark.parametrize("names", [{}, {"ok.example": []}, {"ok.example": [PUBLIC]}])
async def test_a_name_without_an_address_that_answers_is_unreachable(names: dict[str, list[str]]) -> None:
    async with web(names, site({})) as (internet, http):
        internet.dead = {PUBLIC}
        with pytest.raises(Unreachable, match=r"ok\.example"):
            await http.get("http://ok.example/")


async def test_redirects_are_followed_five_times_and_each_is_looked_up_once() -> None:
    hosts = [f"h{n}.example" for n in range(7)]
    names = {host: [f"1.1.1.{n}"] for n, host in enumerate(hosts)}
    pages = {f"h{n}.example/": sent_to(f"http://h{n + 1}.example/", 301 + n % 2) for n in range(6)}
    async with web(names, site(pages | {"h6.example/": "far"})) as (internet, http):
        assert (await http.get("http://h1.example/")).url == "http://h6.example/"
        assert internet.lookups == hosts[1:]
        with pytest.raises(Unsafe, match="more than 5 times"):
            await http.get("http://h0.example/")
    assert len(internet.connections) == len(internet.lookups) == 6 + 6


@pytest.mark.parametrize(
    ("location", "end"),
    [
        ("/b", "https://ok.example/b"),
        ("b?x=é", "https://ok.example/b?x=%C3%A9"),
        ("//other.example/b", "https://other.example/b"),
        ("https://other.example:8443/b", "https://other.example:8443/b"),
        ("http://www.ok.example/b", "http://www.ok.example/b"),
    ],
)
async def test_a_redirect_may_be_written_in_any_proper_way(location: str, end: str) -> None:
    pages = {"/": sent_to(location), "/b": "b", "/b?x=%C3%A9": "b"}
    async with web(OK | {"www.ok.example": [PUBLIC]}, site(pages)) as (_, http):
        assert (await http.get("https://ok.example/")).url == end


@pytest.mark.parametrize(
    "location",
    [
        "http://other.example/b",
        "https://10.0.0.1/",
        "https://2852039166/",
        "https://other.example@ok.example/",
        "https://ok.example:22/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://metadata.internal/",
        "https://[::1]/",
        "https://[bad/",
        "\\\\10.0.0.1\\x",
        "https://inside.example/",
    ],
)
async def test_a_redirect_that_is_not_safe_ends_the_way(location: str) -> None:
    names = OK | {"inside.example": ["192.168.1.1"]}
    async with web(names, site({"/": sent_to(location)})) as (internet, http):
        with pytest.raises(Unsafe):
            await http.get("https://ok.example/")
    assert internet.connections == [(PUBLIC, 443)]


async def test_it_says_who_it_is_and_brings_neither_cookie_nor_credential_nor_referer() -> None:
    pages = {
        "/": Answer(status=302, headers={"location": "/b", "set-cookie": "id=1"}),
        "/b": Answer("who?", 401, {"content-type": "text/html", "www-authenticate": "Basic"}),
    }
    async with web(OK, site(pages)) as (internet, http):
        assert (await http.get("http://ok.example/")).status == 401
    for request in internet.requests:
        assert request.headers["user-agent"].startswith("leadsift/")
        assert request.headers.keys() == {"host", "user-agent", "accept", "accept-encoding"}
    assert internet.asked == ["ok.example/", "ok.example/b"]


async def test_headers_given_go_to_the_host_given_and_not_where_it_sends_us() -> None:
    pages = {"ok.example/": sent_to("https://other.example/"), "other.example/": "hello"}
    async with web(OK, site(pages)) as (internet, http):
        await http.get("https://ok.example/", headers={"Authorization": "Basic key"})
    carried = {request.host for request in internet.requests if "authorization" in request.headers}
    assert carried == {"ok.example"}


async def test_an_api_is_asked_on_its_own_hosts_alone_and_for_no_robots_txt() -> None:
    api = Api(frozenset({"ok.example"}), interval=0)
    pages = {
        "/": Answer("{}", headers={"content-type": "application/json"}),
        "/far": sent_to("https://other.example/"),
    }
    async with web(OK, site(pages)) as (internet, http):
        page = await http.get("https://ok.example/", expect=["application/json"], api=api)
        assert page.text == "{}"
        for url in (
            "https://other.example/",
            "https://ok.example/far",
            "https://ok.example.attacker.example/",
        ):
            with pytest.raises(Unsafe, match="none of the hosts"):
                await http.get(url, api=api)
    assert internet.lookups == ["ok.example"]
    assert [request.target for request in internet.requests] == ["/", "/far"]


async def test_a_page_the_robots_txt_forbids_is_not_asked_for() -> None:
    robots = Answer("User-agent: *\nDisallow: /*private\n", headers={"content-type": "text/plain"})
    async with web(OK, site({"/robots.txt": robots, "/": "hello"})) as (internet, http):
        assert (await http.get("https://ok.example/")).text == "hello"
        with pytest.raises(Disallowed, match=r"ok\.example"):
            await http.get("https://ok.example/a/private?x=1")
    assert [request.target for request in internet.requests] == ["/robots.txt", "/"]


async def test_a_redirect_asks_the_robots_txt_of_where_it_leads() -> None:
    pages: dict[str, str | Answer] = {
        "ok.example/": sent_to("https://other.example/"),
        "other.example/robots.txt": Answer(
            "User-agent: leadsift\nDisallow: /", headers={"content-type": "text/plain"}
        ),
    }
    async with web(OK, site(pages)) as (internet, http):
        with pytest.raises(Disallowed, match=r"other\.example"):
            await http.get("https://ok.example/")
    assert internet.asked == ["ok.example/"]


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (Answer("gone", 404), True),
        (Answer("no", 403), True),
        (Answer("down", 503), False),
        (html("<html>no such page"), True),
        (Answer(b"\x00\x1f\x8b" * 10, headers={"content-encoding": "gzip"}), True),
        (sent_to("https://other.example/rules"), False),
        (sent_to("http://169.254.169.254/"), False),
    ],
)
async def test_a_robots_txt_that_is_not_there_forbids_nothing_and_one_that_fails_forbids_all(
    robots: Answer, allowed: bool
) -> None:
    rules = Answer("User-agent: *\nDisallow: /", headers={"content-type": "text/plain"})
    pages = {"ok.example/robots.txt": robots, "other.example/rules": rules, "/": "hello"}
    async with web(OK, site(pages)) as (internet, http):
        if allowed:
            assert (await http.get("https://ok.example/")).status == 200
        else:
            with pytest.raises(Forbidden):
                await http.get("https://ok.example/")
            assert internet.asked == (
                ["other.example/rules"] if robots.status == 302 and len(internet.lookups) > 1 else []
            )


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "application/zip", "application/json", ""])
async def test_a_document_of_another_kind_is_not_read(kind: str) -> None:
    answer = Answer(b"%PDF", headers={"content-type": kind} if kind else {})
    async with web(OK, site({"/": answer})) as (_, http):
        with pytest.raises(Unreadable, match="another kind"):
            await http.get("http://ok.example/")


async def test_a_failure_is_a_page_with_its_status_and_without_a_body_of_another_kind() -> None:
    pages = {
        "/a": Answer("no", 429, {"content-type": "text/html", "retry-after": "7"}),
        "/b": Answer(b"PNG", 500, {"content-type": "image/png"}),
    }
    async with web(OK, site(pages)) as (_, http):
        limited, broken = await http.get("http://ok.example/a"), await http.get("http://ok.example/b")
    assert (limited.status, limited.text, limited.headers["retry-after"]) == (429, "no", "7")
    assert (broken.status, broken.body) == (500, b"")


async def test_requests_to_one_host_keep_their_distance_and_those_to_another_do_not_wait() -> None:
    at: list[tuple[str, float]] = []

    def serve(request: Request) -> Answer:
        if request.target != "/robots.txt":
            at.append((request.host, time.monotonic()))
        return html("hello")

    # Standing in line is no delay of the host's, so the deadline does not count it.
    async with web(OK, serve, interval=0.1, deadline=0.25) as (_, http):
        await asyncio.gather(
            *(http.get(f"http://{host}.example/") for host in ["ok", "ok", "ok", "ok", "ok", "other"])
        )
    ours = [when for host, when in at if host == "ok.example"]
    assert all(later - sooner > 0.08 for sooner, later in pairwise(ours))
    assert [host for host, _ in at].index("other.example") < 3


async def test_an_address_that_is_not_one_costs_no_look_up() -> None:
    async with web(OK, site({"/": "hello"})) as (internet, http):
        for url in (
            "",
            "ok.example",
            "//ok.example/",
            "ftp://ok.example/",
            "http://ok.example:6379/",
            "http://127.1/",
        ):
            with pytest.raises(Unsafe):
                await http.get(url)
    assert (internet.lookups, internet.connections) == ([], [])


async def test_a_message_is_posted_as_json_with_no_look_at_robots_txt() -> None:
    pages = {"/hook": Answer("thanks", 201), "/robots.txt": "User-agent: *\nDisallow: /"}
    async with web(OK, site(pages)) as (internet, http):
        answer = await http.post("https://ok.example/hook", b'{"id":"M1"}', headers={"Idempotency-Key": "M1"})
    (request,) = internet.requests
    assert (answer.status, request.method, request.body) == (201, "POST", b'{"id":"M1"}')
    assert request.headers["content-type"] == "application/json"
    assert request.headers["idempotency-key"] == "M1"


async def test_a_message_goes_where_it_was_sent_and_nowhere_else() -> None:
    names = OK | {"inside.example": ["10.0.0.1"]}
    async with web(names, site({"/hook": sent_to("https://other.example/", 307)})) as (internet, http):
        for url in ("https://ok.example/hook", "https://inside.example/hook", "ftp://ok.example/hook"):
            with pytest.raises(Unsafe):
                await http.post(url, b"{}")
    assert [request.host for request in internet.requests] == ["ok.example"]
