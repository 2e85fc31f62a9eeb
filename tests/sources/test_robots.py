"""What a robots.txt asks of leadsift, as RFC 9309 reads it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sources.robots import EVERYTHING, NOTHING, read_robots


@pytest.mark.parametrize(
    ("rules", "allowed", "forbidden"),
    [
        ("Disallow: /", (), ("/", "/about")),
        ("Disallow: /*", (), ("/", "/about")),
        ("Disallow:", ("/", "/about"), ()),
        ("Allow: /\nDisallow: /private", ("/", "/about"), ("/private", "/private/x", "/privately")),
        ("Disallow: /p\nAllow: /page", ("/page", "/q"), ("/p", "/private")),
        ("Disallow: /a\nAllow: /a", ("/a",), ()),
        ("Disallow: /*.pdf$", ("/a.pdf?x=1", "/a.html"), ("/a.pdf", "/b/c.pdf")),
        ("Disallow: /$\nAllow: /about", ("/about", "/contact"), ("/",)),
        ("Disallow: /*/x/*/y", ("/x/y", "/a/x/y"), ("/a/x/b/y", "/a/x/b/yes")),
        (
            "Disallow: /mentions-l%C3%A9gales # secret",
            ("/mentions",),
            ("/mentions-légales", "/mentions-l%c3%a9gales"),
        ),
        ("disallow : /a\nNoindex: /b\nCrawl-delay: 10", ("/b",), ("/a",)),
    ],
)
def test_the_longest_rule_that_fits_a_path_counts(
    rules: str, allowed: tuple[str, ...], forbidden: tuple[str, ...]
) -> None:
    robots = read_robots(f"User-agent: *\n{rules}\n")
    assert all(robots.allow(path) for path in allowed)
    assert not any(robots.allow(path) for path in forbidden)


def test_rules_under_our_own_name_take_the_place_of_those_for_everybody() -> None:
    robots = read_robots(
        "Disallow: /orphan\nUser-agent: *\nDisallow: /\n\nUser-agent: Other\nUser-agent: LeadSift/1.0\n"
        "Disallow: /a\n\nUser-agent: leadsift\nDisallow: /b\n"
    )
    assert robots.allow("/orphan")
    assert not robots.allow("/a")
    assert not robots.allow("/b")
    assert read_robots("User-agent: other\nDisallow: /\n").allow("/")


def test_a_file_that_is_none_asks_for_nothing() -> None:
    for text in ("", "<html><body>User-agent: * Disallow: /</body></html>", "\ufeff", "Disallow: /"):
        assert read_robots(text) == EVERYTHING
    assert not NOTHING.allow("/")


@given(st.text())
def test_any_text_is_read_and_any_path_is_judged(text: str) -> None:
    assert read_robots(f"user-agent: *\ndisallow: {text}").allow("/") in (True, False)
    assert read_robots(text).allow(text) in (True, False)


def test_a_rule_made_to_be_slow_is_not() -> None:
    robots = read_robots("User-agent: *\n" + f"Disallow: /{'*a' * 1000}b$\n" * 20)
    began = time.monotonic()
    assert robots.allow("/" + "a" * 4000)
    assert time.monotonic() - began < 1
