"""A page as a person sees it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sources.markup import read_markup


def test_what_is_seen_is_text_a_line_a_block() -> None:
    page = read_markup(
        "<!doctype html><html><head><title>Brightloom</title><style>p{}</style></head><body>"
        "<h1>Legal <b>notice</b></h1><p>Soci&eacute;t&eacute;&nbsp;Brightloom<br>Paris &lt;75011&gt;</p>"
        "<table><tr><td>SIREN</td><td>732 829 320</td></tr></table><script>var a = '<p>no</p>'</script>1 < 2 <3"
    )
    assert page.text.split("\n") == [
        "Legal notice", "Société Brightloom", "Paris <75011>", "SIREN", "732 829 320", "1 < 2 <3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- secret -->",
        "<!-- <p>secret</p>",
        "<p hidden>secret</p>",
        "<div style='color:red; DISPLAY : none'><div>x</div>secret</div>",
        '<span style="visibility:hidden">secret</span>',
        '<span style="font-size:0">secret</span>',
        '<span aria-hidden="true">secret</span>',
        "<noscript>secret</noscript>",
        "<template><p>secret</p></template>",
        "<svg><text>secret</text></svg>",
        "<script>secret</script >",
        "<style>secret",
        "<textarea>secret</textarea>",
        '<img alt="secret">',
        '<input type="hidden" value="secret">',
        '<a title="> secret">x</a>',
    ],
)
def test_what_is_hidden_says_nothing(hidden: str) -> None:
    assert "secret" not in read_markup(f"<body><p>seen</p>{hidden}</body>").text
    assert "seen" in read_markup(f"<body><p>seen</p>{hidden}</body>").text


def test_what_comes_after_something_hidden_is_seen_again() -> None:
    page = read_markup(
        "<div hidden><div>a</div><br></div>b<p class='hidden' data-style='none'>c</p><input hidden>d"
    )
    assert page.text.split("\n") == ["b", "c", "d"]


def test_a_body_that_a_script_would_show_is_read() -> None:
    assert read_markup("<html hidden><body style='visibility:hidden'>seen</body></html>").text == "seen"


def test_links_data_and_the_name_of_the_site_are_taken_along() -> None:
    page = read_markup(
        '<meta property="og:site_name" content="Dupont &amp; Fils">'
        "<A HREF='/legal?a=1&amp;b=2'>x</A><a href=/about>y</a><a name=x>z</a>"
        '<script type="application/ld+json">{"name": "Soci\\u00e9t\\u00e9 &amp;\x07Cie", "n": 3}</script>'
        '<SCRIPT TYPE=application/ld+json>[1,</SCRIPT><script type="application/ld+json">'
        + "[" * 100_000
        + "</script>"
    )
    assert page.site_name == "Dupont & Fils"
    assert page.links == ("/legal?a=1&b=2", "/about")
    assert page.data == ({"name": "Société &\ufffdCie", "n": 3},)


def test_what_a_terminal_would_obey_is_gone() -> None:
    page = read_markup("<p>a&#27;]52;c;x&#7;b\u202e&#x202e;c\U000e0041</p>&#" + "9" * 10_000 + ";")
    assert all(line.isprintable() for line in page.text.split("\n"))


@given(st.text() | st.text("<>/!-\"' =apscriptdvhn&#;0", max_size=60))
def test_anything_is_a_page(html: str) -> None:
    page = read_markup(html)
    assert all(line.strip() == line and line for line in page.text.split("\n") if page.text)


@pytest.mark.parametrize(
    "bait",
    ["<", "<!", "<!--", "<a", "<a ", "<a '", '<a "', "<a '\"", '<a x="', "</", "<p hidden>", "<script>", "<script ",
     "</script", "&#", "&#9", "&amp", "<a b='c' ", "<div style=", "<textarea", "-->", "<a =", " ", "<p>"],
)  # fmt: skip
def test_a_page_of_nothing_but_bait_takes_a_moment(bait: str) -> None:
    html = bait * (512 * 1024 // len(bait))
    began = time.process_time()
    read_markup(html)
    read_markup("<p " + html + ">")
    assert time.process_time() - began < 3
