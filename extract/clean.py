"""Delivered text to the text that rules read, with a way back for every offset.

Dropped: diacritics, tatweel, bidi and zero-width marks. Folded one to one: Persian letters, no-break spaces.
Presentation forms are expanded (NFKC on U+FB50-FEFF only: elsewhere it would change digits and signs).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

_DROP = re.compile("[\u0640\u064b-\u065f\u0670\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
#: Runs of dropped marks, or one presentation form.
_CHANGES = re.compile(f"{_DROP.pattern}+|[\ufb50-\ufdff\ufe70-\ufefc]")
_FOLD = str.maketrans({
    "پ": "ب", "چ": "ج", "ژ": "ز", "گ": "ك", "ڤ": "ف", "ی": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه",
    "ۀ": "ة", "ٱ": "ا", "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u3000": " ", "\t": " ", "\r": "\n",
    "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clean:
    """Cleaned text with the way back to the delivered one."""

    raw: str
    text: str
    #: For the k-th place where lengths part: offset in the cleaned text from which `shifts[k]` is to be added.
    places: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of cleaned [start, end) in the delivered text, marks on its last letter included."""
        if not self.places:
            return start, end
        if start >= end:
            here = self._back(start)
            return here, here
        last = self._back(end - 1) + 1
        while last < len(self.raw) and _DROP.match(self.raw[last]):
            last += 1
        return self._back(start), last

    def _back(self, offset: int) -> int:
        k = bisect_right(self.places, offset)
        return offset + (self.shifts[k - 1] if k else 0)


def clean(raw: str) -> Clean:
    """Clean one text. Linear in its length; any Unicode is accepted."""
    folded = raw.translate(_FOLD)
    if not _CHANGES.search(folded):
        return Clean(raw, folded)
    pieces: list[str] = []
    places: list[int] = []
    shifts: list[int] = []
    size = shift = at = 0
    for match in _CHANGES.finditer(folded):
        start, end = match.span()
        pieces.append(folded[at:start])
        size += start - at
        put = _expand(match.group())
        for k in range(len(put)):  # each letter of a ligature points at the ligature
            places.append(size + k)
            shifts.append(start - size - k)
        pieces.append(put)
        size += len(put)
        shift += (end - start) - len(put)
        at = end
        places.append(size)
        shifts.append(shift)
    pieces.append(folded[at:])
    return Clean(raw, "".join(pieces), tuple(places), tuple(shifts))


def _expand(letter: str) -> str:
    if _DROP.match(letter):
        return ""
    return _DROP.sub("", unicodedata.normalize("NFKC", letter)).translate(_FOLD)


_KEY = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه"})


def key(word: str) -> str:
    """Look-up key of a cleaned word: alef, ya and ta marbuta in one form, as camel-tools' normalisers write them."""
    return word.translate(_KEY)


#: The same, remembered: a text says few words, and rules ask for them again and again.
word_key = lru_cache(maxsize=50_000)(key)
_FOLDED_KEY = {letter: key(into) for letter, into in _FOLD.items()} | _KEY


def fold(word: str) -> str:
    """Look-up key of an uncleaned word, as lexicon tables are written."""
    word = word.strip()
    return key(clean(word).text) if _CHANGES.search(word) else word.translate(_FOLDED_KEY)
