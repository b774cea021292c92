"""Delivered text to the text that rules read, with a way back for every offset.

Dropped: diacritics, tatweel, bidi and zero-width marks. Folded one to one: Persian letters, no-break spaces.
Presentation forms are expanded (NFKC on U+FB50-FEFF only: elsewhere it would change digits and signs).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

_DROP = re.compile("[\u0640\u064b-\u065f\u0670\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_FOLD = str.maketrans({
    "پ": "ب", "چ": "ج", "ژ": "ز", "گ": "ك", "ڤ": "ف", "ی": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه",
    "ۀ": "ة", "ٱ": "ا", "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u3000": " ", "\t": " ", "\r": "\n",
    "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clean:
    """Cleaned text; `starts[i]` is where its i-th character stood in the delivered text (None: nothing moved)."""

    raw: str
    text: str
    starts: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of cleaned [start, end) in the delivered text, marks on its last letter included."""
        if self.starts is None:
            return start, end
        if start >= end:
            here = self.starts[start] if start < len(self.starts) else len(self.raw)
            return here, here
        last = self.starts[end - 1] + 1
        while last < len(self.raw) and _DROP.match(self.raw[last]):
            last += 1
        return self.starts[start], last

    def position(self, offset: int) -> int:
        """Where a delivered offset lies in the cleaned text."""
        return offset if self.starts is None else bisect_left(self.starts, offset)


def clean(raw: str) -> Clean:
    """Clean one text. Linear in its length; any Unicode is accepted."""
    folded = raw.translate(_FOLD)
    if not _DROP.search(folded) and not _PRESENTATION.search(folded):
        return Clean(raw, folded, None)
    letters: list[str] = []
    starts: list[int] = []
    for i, letter in enumerate(folded):
        if _DROP.match(letter):
            continue
        if _PRESENTATION.match(letter):
            expanded = _DROP.sub("", unicodedata.normalize("NFKC", letter)).translate(_FOLD)
            letters.append(expanded)
            starts.extend([i] * len(expanded))
        else:
            letters.append(letter)
            starts.append(i)
    return Clean(raw, "".join(letters), tuple(starts))


_KEY = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه"})


def key(word: str) -> str:
    """Look-up key of a cleaned word: alef, ya and ta marbuta in one form, as camel-tools' normalisers write them."""
    return word.translate(_KEY)


def fold(word: str) -> str:
    """Look-up key of an uncleaned word, as lexicon tables are written."""
    return key(clean(word.strip()).text)
