"""Company names as people type them into a list."""

from __future__ import annotations

import unicodedata
from random import Random

_ACCENTS = str.maketrans("aeiouc", "áéîöüç")


def misspelt(name: str, luck: Random) -> str:
    """The name with one or two of the mistakes people make; never the same letters by design."""
    text = luck.choice(_SLIPS)(name, luck)
    if luck.random() < 0.3:
        text = luck.choice(_HABITS)(text, luck)
    return text


def written_otherwise(name: str, luck: Random) -> str:
    """The name as another hand would write it, with every letter in its place."""
    return luck.choice(_HABITS)(name, luck)


def _letters(name: str) -> list[int]:
    """Places where a letter follows a letter: nobody mistypes how a name begins."""
    return [i for i in range(1, len(name)) if name[i].isalpha() and name[i - 1].isalpha()] or [len(name) - 1]


def _dropped(name: str, luck: Random) -> str:
    place = luck.choice(_letters(name))
    return name[:place] + name[place + 1 :] if len(name) > 1 else name


def _doubled(name: str, luck: Random) -> str:
    place = luck.choice(_letters(name))
    return name[:place] + name[place] + name[place:]


def _swapped(name: str, luck: Random) -> str:
    place = luck.choice(_letters(name))
    return name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :] if place else name


def _unspaced(name: str, _luck: Random) -> str:
    return name.replace(" ", "")


def _incorporated(name: str, luck: Random) -> str:
    return name + luck.choice([" Inc", ", Inc.", " inc.", " LLC", " Ltd"])


def _shouted(name: str, luck: Random) -> str:
    return luck.choice([name.upper(), name.lower()])


def _accented(name: str, luck: Random) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    places = [i for i, c in enumerate(plain) if c in "aeiouc"]
    if not places:
        return plain
    place = luck.choice(places)
    return plain[:place] + plain[place].translate(_ACCENTS) + plain[place + 1 :]


_SLIPS = (_dropped, _doubled, _swapped)
_HABITS = (_unspaced, _incorporated, _shouted, _accented)
