"""The numbers a directory is looked up by. What they find is a guess until `identity` has judged it.

An exact key stands for a domain, a company number or a spelling. A rough key stands for a third of a
spelling in its place: whoever makes one mistake, and nearly always two, leaves a third of the name as it is
(Li, Deng and others, Pass-Join, 2011). Three rows a name find what a table of every misspelling would need
dozens for, in any database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from zlib import crc32

from agent.identity import company_key

from .names import spellings

_SHORTEST = 3
"""Letters a spelling needs to be looked up roughly."""
_LONG = 8
"""Letters from which two mistakes are looked for."""


def exact_keys(names: Iterable[str], domains: Iterable[str], legal_ids: Mapping[str, str]) -> list[int]:
    """Keys of 63 bits, one for each domain, number and spelling."""
    words = [f"domain:{domain}" for domain in domains]
    words += [f"{scheme}:{number}" for scheme, number in legal_ids.items()]
    words += [f"name:{form}" for name in names for form in spellings(name) if form]
    return [_hash(word) for word in dict.fromkeys(words)]


def rough_keys(names: Iterable[str]) -> list[tuple[int, str]]:
    """Keys of each name's three thirds, and of its first word, which a longer or shorter form of it shares.

    Each comes with the spelling it is of, to compare with.
    """
    keys: list[tuple[int, str]] = []
    for name in names:
        form = spellings(name)[0]
        length = len(form)
        if length >= _SHORTEST:
            one, two = length // 3, (2 * length) // 3
            keys.append((_third(length, 0, form[:one]), form))
            keys.append((_third(length, 1, form[one:two]), form))
            keys.append((_third(length, 2, form[two:]), form))
        keys += [(key, form) for key in _first_word(name)]
    return list(dict.fromkeys(keys))


def rough_probes(written: str) -> list[int]:
    """Keys under which the name meant may stand, if `written` has a mistake, or two when it is long."""
    return list(dict.fromkeys([*_probes(spellings(written)[0]), *_first_word(written)]))


def _probes(form: str) -> Iterator[int]:
    slack = 2 if len(form) >= _LONG else 1
    for length in range(max(len(form) - slack, _SHORTEST), len(form) + slack + 1):
        (_, first), (start, end), (last, _) = _thirds(length)
        yield _third(length, 0, form[:first])
        yield _third(length, 2, form[len(form) - (length - last) :])
        # a letter more or less before the middle moves it by one
        for shift in (-1, 0, 1):
            if start + shift >= 0 and end + shift <= len(form):
                yield _third(length, 1, form[start + shift : end + shift])


def _first_word(name: str) -> list[int]:
    word = company_key(name).partition(" ")[0]
    return [_third(0, 0, word)] if len(word) >= _SHORTEST else []


def _thirds(length: int) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    one, two = length // 3, (2 * length) // 3
    return (0, one), (one, two), (two, length)


def _third(length: int, part: int, text: str) -> int:
    """Names of one length stand together, so that a lookup stays in a few pages."""
    return ((min(length, 255) * 3 + part) << 32) | crc32(text.encode())


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1
