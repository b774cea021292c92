"""Whose report a mention is: the agencies that it credits, else the one whose words it copies, else its own.

Origins corroborate, outlets do not: twelve papers that run one agency's story are one origin.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from extract.clean import fold
from extract.types import Mention
from feeds.types import Item

#: Share of the shorter lead's runs of words from which a text is a copy.
COPY = 0.45
#: An outlet's own people: with a wire beside them the report has two origins.
_OWN = re.compile(r"\b(?:مراسل\w*|موفد\w*|مندوب\w*|خاص ب?\w*)\b")


def origins(mention: Mention, item: Item) -> tuple[str, ...]:
    """Credited agencies, in lower case, and the outlet itself where its own correspondent reports; may be empty."""
    found = {source.agency.lower() for source in mention.attribution if source.agency}
    byline = item.author or ""
    found |= credits(byline)
    if found and _OWN.search(byline):
        found.add(item.agency.lower())
    return tuple(sorted(found))


def credits(byline: str) -> set[str]:
    """Agencies that a byline names."""
    words = re.findall(r"\w+", fold(byline))
    return {
        code
        for n in range(len(words))
        for length in range(1, 5)
        if (code := _agencies().get(" ".join(words[n : n + length])))
    }


@cache
def _agencies() -> dict[str, str]:
    table = tomllib.loads(files("extract").joinpath("lexicon", "cues", "agencies.toml").read_text(encoding="utf-8"))
    return {
        " ".join(re.findall(r"\w+", fold(name))): row["code"].lower()
        for row in table["agency"]
        for name in row["names"]
    }
