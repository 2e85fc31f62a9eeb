"""Servers that mean harm: each is left within bounds of time and memory."""

from __future__ import annotations

import asyncio
import gzip
import time
import tracemalloc
import zlib
from collections.abc import Awaitable, Callable

import pytest
from sources.web import PUBLIC, Answer, html, site, web

from agent.sources.page import LARGEST
from agent.sources.trouble import SourceError, TooLarge, Unreachable, Unreadable

OK = {"ok.example": [PUBLIC]}
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
MIB = 1024 * 1024


async def refused(answer: Answer, **options: float) -> SourceError:
    async with web(OK, site({"/": answer}), **options) as (internet, http):
        with pytest.raises(SourceError) as refusal:
            await http.get("http://ok.example/")
    assert internet.asked == ["ok.example/"]
    return refusal.value


def raw(write: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> Answer:
    return Answer(raw=write)


def packed(body: bytes, encoding: str = "gzip", **headers: str) -> Answer:
    return Answer(body, headers={"content-type": "text/html", "content-encoding": encoding} | headers)


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(MIB)) for _ in range(size // MIB)) + packer.flush()


async def test_a_bomb_of_a_gigabyte_is_left_after_two_mebibytes_and_costs_no_memory() -> None:
    body = bomb(1024 * MIB)
    assert len(body) < LARGEST
    tracemalloc.start()
    try:
        assert isinstance(await refused(packed(body)), TooLarge)
        assert tracemalloc.get_traced_memory()[1] < 16 * MIB
    finally:
        tracemalloc.stop()


async def test_a_page_of_just_the_most_is_read_and_a_byte_more_is_not() -> None:
    for size, fits in ((LARGEST, True), (LARGEST + 1, False)):
        for answer in (html("a" * size), packed(gzip.compress(b"a" * size))):
            async with web(OK, site({"/": answer})) as (_, http):
                if fits:
                    assert len((await http.get("http://ok.example/")).body) == size
                else:
                    with pytest.raises(TooLarge):
                        await http.get("http://ok.example/")


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "rot13"])
async def test_a_packing_that_was_not_asked_for_is_not_opened(encoding: str) -> None:
    assert isinstance(await refused(packed(bomb(MIB), encoding)), Unreadable)


async def test_a_damaged_or_cut_off_packing_is_unreadable() -> None:
    for body in (b"not gzip at all", gzip.compress(b"hello" * 100)[:-12]):
        assert isinstance(await refused(packed(body)), Unreadable)


async def test_a_stream_without_end_is_left() -> None:
    async def pour(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + bytes(65536) + b"\r\n")
            await writer.drain()

    assert isinstance(await refused(raw(pour)), TooLarge)


async def test_a_packed_stream_that_unpacks_to_nothing_is_left_too() -> None:
    async def pour(writer: asyncio.StreamWriter) -> None:
        packer = zlib.compressobj(wbits=31)
        writer.write(
            HEAD + b"Content-Encoding: gzip\r\n\r\n" + packer.compress(b"a") + packer.flush(zlib.Z_SYNC_FLUSH)
        )
        while True:
            writer.write(packer.flush(zlib.Z_FULL_FLUSH) * 1000 or b"\x00\x00\x00\xff\xff" * 1000)
            await writer.drain()

    assert isinstance(await refused(raw(pour)), TooLarge)


@pytest.mark.parametrize("part", ["head", "body"])
async def test_a_server_that_drips_is_left_at_the_deadline_however_often_it_drips(part: str) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD if part == "head" else HEAD + b"Content-Length: 1000\r\n\r\n")
        while True:
            writer.write(b"X")
            await writer.drain()
            await asyncio.sleep(0.05)

    began = time.monotonic()
    assert isinstance(await refused(raw(drip), deadline=0.4), Unreachable)
    assert time.monotonic() - began < 2


async def test_early_hints_without_end_are_left_at_the_deadline() -> None:
    async def hint(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            await writer.drain()
            await asyncio.sleep(0.01)

    assert isinstance(await refused(raw(hint), deadline=0.4), Unreachable)


async def test_a_mebibyte_of_headers_is_refused() -> None:
    async def shout(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"".join(b"X-%d: %s\r\n" % (n, b"a" * 1000) for n in range(1024)) + b"\r\n")
        await writer.drain()

    assert isinstance(await refused(raw(shout)), Unreachable)


async def test_a_length_that_says_too_little_gives_what_it_says_and_the_rest_is_nobodys_answer() -> None:
    async def lie(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"Content-Length: 10\r\n\r\n" + b"0123456789" + b"HTTP/1.1 200 OK\r\n" * 100_000)
        await writer.drain()

    async with web(OK, site({"/": raw(lie), "/b": "b"})) as (_, http):
        assert (await http.get("http://ok.example/")).body == b"0123456789"
        assert (await http.get("http://ok.example/b")).body == b"b"


async def test_a_length_that_says_too_much_is_no_answer() -> None:
    async def cut(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"Content-Length: 1000\r\n\r\nhello")
        await writer.drain()

    assert isinstance(await refused(raw(cut)), Unreachable)
    assert isinstance(await refused(html("", **{"content-length": "99999999999"})), TooLarge)


@pytest.mark.parametrize(
    "first", [b"", b"\x00\xff\xfe", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 200 OK\r\nA B: c\r\n\r\n"]
)
async def test_what_is_not_http_is_no_answer(first: bytes) -> None:
    async def speak(writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        await writer.drain()

    assert isinstance(await refused(raw(speak)), Unreachable)


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("utf-8", "Société".encode("cp1252"), "Soci\ufffdt\ufffd"),
        ("iso-8859-1", "Société €".encode("cp1252"), "Société €"),
        ("utf-7", b"+ADw-script+AD4-", "+ADw-script+AD4-"),
        ("rot13", b"hello", "hello"),
        ("hex", b"68656c6c6f", "68656c6c6f"),
        ("no-such-charset", "Société".encode(), "Société"),
        ("idna", b"xn--", "xn--"),
        ('"utf-8"; x', "é".encode(), "é"),
    ],
)
async def test_a_charset_that_lies_costs_letters_and_nothing_else(
    charset: str, body: bytes, text: str
) -> None:
    answer = Answer(body, headers={"content-type": f"text/html; charset={charset}"})
    async with web(OK, site({"/": answer})) as (_, http):
        assert (await http.get("http://ok.example/")).text == text
