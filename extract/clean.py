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

_DROPPED = "\u0640\u064b-\u065f\u0670\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad"
_DROP = re.compile(f"[{_DROPPED}]")
_FOLD = {
    "پ": "ب", "چ": "ج", "ژ": "ز", "گ": "ك", "ڤ": "ف", "ی": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه",
    "ۀ": "ة", "ٱ": "ا", "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u3000": " ", "\t": " ", "\r": "\n",
    "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n",
}  # fmt: skip
#: What is dropped, expanded or folded. One class of letters: `re` finds those fifty times as fast as `str.translate`.
_CHANGES = re.compile(f"[{_DROPPED}\ufb50-\ufdff\ufe70-\ufefc{''.join(_FOLD)}]")


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
    pieces: list[str] = []
    places: list[int] = []
    shifts: list[int] = []
    size = shift = at = 0
    for match in _CHANGES.finditer(raw):
        start, letter = match.start(), match.group()
        put = _FOLD.get(letter)
        pieces.append(raw[at:start])
        size += start - at
        at = start + 1
        if put is None:
            put = _expand(letter)
            for k in range(len(put)):  # each letter of a ligature points at the ligature
                places.append(size + k)
                shifts.append(start - size - k)
            shift += 1 - len(put)
            places.append(size + len(put))
            shifts.append(shift)
        pieces.append(put)
        size += len(put)
    if not at:
        return Clean(raw, raw)
    pieces.append(raw[at:])
    return Clean(raw, "".join(pieces), tuple(places), tuple(shifts))


def _expand(letter: str) -> str:
    if _DROP.match(letter):
        return ""
    expanded = _DROP.sub("", unicodedata.normalize("NFKC", letter))
    return "".join(_FOLD.get(each, each) for each in expanded)


def key(word: str) -> str:
    """Look-up key of a cleaned word: alef, ya and ta marbuta in one form, as camel-tools' normalisers write them."""
    # Six times as fast as `str.translate`.
    word = word.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا").replace("ٱ", "ا")
    return word.replace("ى", "ي").replace("ة", "ه")


#: The same, remembered: a text says few words, and rules ask for them again and again.
word_key = lru_cache(maxsize=50_000)(key)


_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬،", "01234567890123456789.,,")


def western(number: str) -> str:
    """A number in the digits 0-9, with point and comma."""
    return number if number.isascii() else number.translate(_WESTERN)


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """Look-up key of an uncleaned word, as lexicon tables are written; remembered, for they repeat their words."""
    word = word.strip()
    return key(clean(word).text if _CHANGES.search(word) else word)


#: Letters of a headline that a text does not end in by chance.
_HEADLINE = 20


def without_headline(text: str, title: str) -> str:
    """A text up to its headline, where it ends in it again: ... رابط الخبر: مقتل خمسة في انفجار. Offsets stay."""
    head, body = title.strip(), text.rstrip()
    again = len(head) >= _HEADLINE and len(body) > 2 * len(head) and body.endswith(head)
    return body[: -len(head)] if again else text
