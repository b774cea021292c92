"""Quotation marks around a name inside a noun phrase: تنظيم «داعش»."""

from __future__ import annotations

from extract.clean import fold
from extract.tagging import Tags
from extract.tokens import Doc

_MAX_TITLE = 6
#: What is called by any words: شبكة "إن بي سي".
_MEDIA = frozenset(fold(word) for word in ("قناة", "شبكة", "صحيفة", "مجلة", "إذاعة", "موقع", "تلفزيون", "محطة"))


def closes_name(doc: Doc, tags: Tags, first: int, i: int) -> int | None:
    """The mark that closes the one at `i` where a name stands between, for a phrase that begins at `first`.

    A name takes none, nor does an adjective that stands for one: دانت السعودية «الهجوم».
    """
    before = tags.readings[i - 1]
    if before is not None and (before.pos == "name" or (first == i - 1 and before.pos == "adj")):
        return None
    end = _closing(doc, i)
    if _titles(doc, tags, i, end):
        return end
    letters = tags.letters[i + 1 : max(end, i + 1)]
    short = 0 < end - i <= 6 and bool(letters) and letters[0] in "ND" and all(letter in "NDS" for letter in letters)
    return end if short else None


def _titles(doc: Doc, tags: Tags, i: int, end: int) -> bool:
    """Marks around what a paper, channel or brigade is called, whatever words that takes: صحيفة "ذي ويكلي أون صنداي"."""
    noun = tags.readings[i - 1]
    if noun is None or noun.pos != "noun" or noun.det or noun.enc:
        return False
    inside = range(i + 1, end)
    if noun.key in _MEDIA and 0 < len(inside) <= _MAX_TITLE // 2:
        return tags.letters[i + 1] in "NDOSPV"
    if noun.ent not in ("org", "armed", "group") or not 0 < len(inside) <= _MAX_TITLE:
        return False
    spoken = any(tags.letters[j] == "V" and (r := tags.readings[j]) is not None and r.known for j in inside)
    return tags.letters[i + 1] in ("NDOSP" if noun.key in _MEDIA else "NDO") and not spoken


def _closing(doc: Doc, i: int) -> int:
    tokens = doc.tokens
    for j in range(i + 1, min(i + 8, len(tokens))):
        if tokens[j].kind == "quote":
            return j
        if tokens[j].kind not in ("word", "number", "latin"):
            return -1
    return -1
