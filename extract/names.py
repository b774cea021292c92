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


#: How a name may begin at a token: (letters cut, first word, whether it is a name alone, words of the longest name).
Start = tuple[int, str, bool, int]


class Names:
    """A set of name keys; `at` costs a few dictionary look-ups."""

    __slots__ = ("_keys", "_longest", "_pairs", "begins")

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = frozenset(keys) if not isinstance(keys, dict) else keys
        self._longest: dict[str, int] = {}
        #: The first two words of each name of several.
        self._pairs: set[str] = set()
        for name in self._keys:
            if " " not in name:
                self._longest.setdefault(name, 1)
                continue
            first, _, rest = name.partition(" ")
            words = rest.count(" ") + 2
            if words > self._longest.get(first, 0):
                self._longest[first] = words
            self._pairs.add(name if words == 2 else f"{first} {rest.partition(' ')[0]}")

        #: Ways in which names may begin at a token key; there are none at most tokens.
        self.begins = lru_cache(maxsize=1 << 15)(self._begins)

    def _begins(self, key: str) -> tuple[Start, ...]:
        known, longest = self._keys, self._longest
        return tuple([(cut, word, word in known, longest[word]) for cut, word in readings(key) if word in longest])

    def at(self, keys: Sequence[str], i: int) -> Hit | None:
        """The longest name that begins at token i; of equally long ones the one with the fewest proclitics."""
        best: Hit | None = None
        for strip, first, alone, longest in self.begins(keys[i]):
            length = self._several(keys, i, first, min(longest, len(keys) - i)) or int(alone)
            if length > (best.length if best is not None else 0):
                best = Hit(length, strip, " ".join((first, *keys[i + 1 : i + length])))
        return best

    def _several(self, keys: Sequence[str], i: int, first: str, longest: int) -> int:
        """Words of the longest name of several words that begins at token i with `first`; 0 for none."""
        if longest < 2 or f"{first} {keys[i + 1]}" not in self._pairs:
            return 0
        for length in range(longest, 1, -1):
            if " ".join((first, *keys[i + 1 : i + length])) in self._keys:
                return length
        return 0


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
