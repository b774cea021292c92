"""Names of one or more words, found token by token, with or without proclitics on the first word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple


class Hit(NamedTuple):
    """A name found: how many tokens, how many letters of proclitics before it, the name's key."""

    length: int
    strip: int
    name: str


class Names:
    """A set of name keys; `at` costs a few dictionary look-ups."""

    __slots__ = ("_keys", "_longest", "begins")

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = frozenset(keys) if not isinstance(keys, dict) else keys
        self._longest: dict[str, int] = {}
        for name in self._keys:
            first, _, rest = name.partition(" ")
            words = rest.count(" ") + 2 if rest else 1
            if words > self._longest.get(first, 0):
                self._longest[first] = words

        #: Whether a name may begin at a token key; most tokens end here.
        self.begins = lru_cache(maxsize=1 << 15)(self._begins)

    def _begins(self, key: str) -> bool:
        return any(first in self._longest for _, first in readings(key))

    def at(self, keys: Sequence[str], i: int) -> Hit | None:
        """The longest name that begins at token i; of equally long ones the one with the fewest proclitics."""
        best: Hit | None = None
        if not self.begins(keys[i]):
            return None
        for strip, first in readings(keys[i]):
            if first not in self._longest:
                continue
            for length in range(self._longest[first], best.length if best else 0, -1):
                if i + length > len(keys):
                    continue
                name = first if length == 1 else " ".join((first, *keys[i + 1 : i + length]))
                if name in self._keys:
                    best = Hit(length, strip, name)
                    break
        return best


@lru_cache(maxsize=1 << 15)
def readings(word: str) -> tuple[tuple[int, str], ...]:
    """(letters cut, rest) of a token key for each way to read its first letters as proclitics; لل gives back its alef."""
    found = [(0, word)]
    start = 0
    if len(word) > 3 and word[0] in "وف":
        start = 1
        found.append((1, word[1:]))
    rest = word[start:]
    if len(rest) > 3:
        if rest.startswith("لل"):
            found.append((start + 1, "ا" + rest[1:]))
        # ك before a bare name is rare, and many words begin with it.
        if rest[0] in "بل" or rest.startswith("كال"):
            found.append((start + 1, rest[1:]))
    return tuple(found)
