"""Reading an address once and strictly."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent.sources.trouble import Unsafe
from agent.sources.web_address import PORTS, follow, read_address


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://ok.example", "https://ok.example/"),
        ("HTTPS://OK.Example:443/A?b=C#d", "https://ok.example/A?b=C"),
        ("http://ok.example.:8080/", "http://ok.example:8080/"),
        ("https://ok.example?x=1", "https://ok.example/?x=1"),
        ("https://münchen.example/straße?q=ü", "https://xn--mnchen-3ya.example/stra%C3%9Fe?q=%C3%BC"),
        ("https://ok.example/a%20b/../c//d", "https://ok.example/a%20b/../c//d"),
        ("https://127.example.com/", "https://127.example.com/"),
        ("https://3.basecamp.example/", "https://3.basecamp.example/"),
    ],
)
def test_an_address_is_rebuilt_from_its_parts(text: str, read: str) -> None:
    assert str(read_address(text)) == read


@pytest.mark.parametrize(
    "text",
    [
        "", "ok.example", "//ok.example/", "/about", "http:ok.example", "http:/ok.example", "http://", "http:///ok.example",
        "ftp://ok.example/", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "gopher://ok.example/",
        "unix:/run/x.sock", "jar:http://ok.example!/", " http://ok.example/", "http://ok.example/\n", "http://ok.example\t/",
        "http://ok.example /", "http://ok.example\u00a0/", "http://ok.example\\@10.0.0.1/", "http:\\\\ok.example/",
        "http://a@ok.example/", "http://a:b@ok.example/", "http://@ok.example/", "http://ok.example%00.x.example/",
        "http://ok%2eexample/", "http://ok.example:22/", "http://ok.example:0/", "http://ok.example:65616/", "http://ok.example:/",
        "http://ok.example:80:80/", "http://ok.example:+80/", "http://ok.example:８０/", "http://[::1]/", "http://[::ffff:1.1.1.1]:80/",
        "http://[v1.x]/", "http://1.1.1.1/", "http://1.1.1.1./", "http://127.1/", "http://0x7f.1/", "http://0x7f000001/",
        "http://2130706433/", "http://017700000001/", "http://1.1.1.0x1/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
        "http://０x7f000001/", "http://１２７.0.0.1/", "http://ok.example.1/", "http://x.0x/", "http://localhost/",
        "http://LOCALHOST./", "http://ℒocalhost/", "http://a.localhost/", "http://printer/", "http://printer.local/", "http://db.internal/",
        "http://metadata.google.internal/", "http://nas.home.arpa/", "http://router.lan/", "http://x.onion/",
        "http://-ok.example/", "http://ok-.example/", "http://ok..example/", "http://.example/", "http://o_k.example/",
        "http://ok.example;x/", "http://ok.exa mple/", "http://" + "a" * 64 + ".example/",
        "http://" + "a." * 127 + "example/", "http://ok.example/" + "a" * 5000, "http://\ud800.example/", "http://\u202eelpmaxe.ok/",
    ],
)  # fmt: skip
def test_what_is_not_plainly_a_page_of_a_named_public_host_is_refused(text: str) -> None:
    with pytest.raises(Unsafe) as refusal:
        read_address(text)
    assert str(refusal.value).isprintable()
    assert "ok.example" not in str(refusal.value)


@given(st.text() | st.from_regex(r"https?://[a-zA-Z0-9@:/\\.\[\]%#?。①é_-]{0,30}", fullmatch=True))
@example("http://a.b/\ud800")
def test_whatever_is_read_means_the_same_to_another_reader(text: str) -> None:
    with suppress(Unsafe):
        address = read_address(text)
        other = urlsplit(str(address))
        assert (other.scheme, other.hostname) == (address.scheme, address.host)
        assert other.username is None
        assert (other.port or {"http": 80, "https": 443}[other.scheme]) == address.port in PORTS
        assert str(address).isascii()
        assert read_address(str(address)) == address


@given(st.text())
def test_a_redirect_leads_to_a_proper_address_or_nowhere(location: str) -> None:
    with suppress(Unsafe):
        there = follow(read_address("https://ok.example/a/b"), location)
        assert read_address(str(there)) == there


def test_a_redirect_leaves_https_only_within_the_site() -> None:
    here = read_address("https://shop.brightloom.co.uk/")
    assert follow(here, "http://www.brightloom.co.uk/").scheme == "http"
    for elsewhere in ("http://kestrel.co.uk/", "http://co.uk/"):
        with pytest.raises(Unsafe, match="another site"):
            follow(here, elsewhere)
