"""Noun phrases: where they begin and end, their head, and the preposition or conjunction before them."""

from __future__ import annotations

from dataclasses import dataclass

from extract import grammar as g
from extract.tagging import Tags
from extract.tokens import Analysis, Doc, Token

_HUMAN_HEADS = frozenset(("official", "title", "person", "armed"))
_MAX_WORDS = 14


@dataclass(slots=True)
class Phrase:
    """A noun phrase: tokens first..last; `head` carries its meaning."""

    first: int
    last: int
    head: int
    #: Keys of the preposition that governs it, () when none does; ("ب",) for an attached one.
    prep: tuple[str, ...] = ()
    #: Index of the preposition token, or of the token that carries it.
    prep_at: int | None = None
    #: Index of the phrase it is coordinated with.
    joins: int | None = None
    #: True when it directly follows the phrase before it (apposition or VSO order).
    number: bool = False


def phrases(doc: Doc, tags: Tags, whole: dict[int, int]) -> list[Phrase]:
    """All noun phrases of a Doc in order; `whole` maps first to last token of names that stay whole."""
    found: list[Phrase] = []
    i, n = 0, len(doc.tokens)
    while i < n:
        letter = tags.letters[i]
        if letter == "Q" and i + 1 < n and tags.letters[i + 1] == "N":
            i += 1
            continue
        if letter not in "ND":
            i += 1
            continue
        phrase = _take(doc, tags, whole, i)
        _govern(doc, tags, found, phrase)
        found.append(phrase)
        i = phrase.last + 1
    return found


def _take(doc: Doc, tags: Tags, whole: dict[int, int], first: int) -> Phrase:
    """The phrase that begins at `first`."""
    last = whole.get(first, first)
    head = first
    number = tags.letters[first] == "D" or _is_number(tags.readings[first])
    seeking_head = number
    while last + 1 < len(doc.tokens) and last - first < _MAX_WORDS:
        nxt = last + 1
        quoted = tags.letters[nxt] == "Q" and _opens_short_quote(doc, tags, nxt)
        if quoted:
            end = _closing(doc, nxt)
            last = end
            continue
        if last == first and _partitive(doc, tags, nxt) and (number or _is_counter(tags.readings[head])):
            head, seeking_head = nxt + 1, False
            last = whole.get(head, head)
            continue
        if not _extends(doc, tags, first, last, nxt, head):
            break
        if seeking_head and tags.letters[nxt] == "N" and not _is_number(tags.readings[nxt]):
            head, seeking_head = nxt, False
        last = whole.get(nxt, nxt)
    return Phrase(first, last, head, number=number)


def _partitive(doc: Doc, tags: Tags, i: int) -> bool:
    """The من of عشرات من المسلحين."""
    return doc.tokens[i].key == "من" and i + 1 < len(doc.tokens) and tags.letters[i + 1] == "N"


def _is_number(reading: Analysis | None) -> bool:
    return reading is not None and reading.pos == "num"


def _is_counter(reading: Analysis | None) -> bool:
    return reading is not None and reading.ent in ("unit", "group")


def _opens_short_quote(doc: Doc, tags: Tags, i: int) -> bool:
    """A quotation mark around a name inside a phrase: تنظيم «داعش»."""
    end = _closing(doc, i)
    return 0 < end - i <= 6 and all(tags.letters[j] in "ND" for j in range(i + 1, end))


def _closing(doc: Doc, i: int) -> int:
    for j in range(i + 1, min(i + 8, len(doc.tokens))):
        if doc.tokens[j].kind == "quote":
            return j
        if doc.tokens[j].kind not in ("word", "number", "latin"):
            return -1
    return -1


def _extends(doc: Doc, tags: Tags, first: int, last: int, nxt: int, head: int) -> bool:
    """Whether token `nxt` belongs to the phrase first..last."""
    letter = tags.letters[nxt]
    if letter == "D":
        return tags.letters[last] == "D" or (first == last and _is_number(tags.readings[last]))
    if letter != "N":
        return False
    before, after = tags.readings[last], tags.readings[nxt]
    if after is None:
        return doc.tokens[nxt].kind == "latin"
    if tags.letters[last] == "D":
        return not after.conj or after.pos == "num"
    if before is None:
        return doc.tokens[last].kind == "latin" and after.pos in ("name", "adj")
    if after.conj and not (_is_number(before) and _is_number(after)):
        return False
    if after.prep:
        return False
    return _joins(before, after, tags.readings[head], doc.tokens[last], doc.tokens[nxt])


def _adjective(token: Token, reading: Analysis) -> bool:
    """A word that may qualify the noun before it: an adjective in some reading, a nisba, an unknown word."""
    return reading.pos == "adj" or token.reading("adj") is not None or not reading.known or reading.lemma.endswith("ي")


def _joins(before: Analysis, after: Analysis, head: Analysis | None, last: Token, nxt: Token) -> bool:
    """Genitive, adjective or name after a nominal."""
    adjective = _adjective(nxt, after)
    name_like = after.pos == "name" or (not after.known and not after.det)
    human = head is not None and (head.ent in _HUMAN_HEADS or head.pos == "name" or not head.known)
    if _is_number(before):
        return True
    if before.pos == "name" or not before.known:
        if after.pos == "name" or not after.known:
            return True
        return after.det and adjective
    if before.enc:
        return (after.det and adjective) or (human and name_like)
    if before.det:
        if after.det:
            return adjective or (human and after.pos == "name")
        return human and name_like
    if before.pos == "adj" and not before.det:
        return (after.pos == "adj" and not after.det) or name_like
    if last.text.endswith("ا") and before.form == "accusative":
        return after.pos == "adj" and not after.det
    return True


def _govern(doc: Doc, tags: Tags, found: list[Phrase], phrase: Phrase) -> None:
    """Note the preposition before a phrase, or the phrase that it is coordinated with."""
    i = phrase.first
    reading = tags.readings[i]
    back = i - 1
    while back >= 0 and tags.letters[back] in "QO" and doc.tokens[back].kind != "break":
        back -= 1
    if reading is not None and reading.prep and tags.letters[i] == "N":
        phrase.prep, phrase.prep_at = (reading.prep,), i
    elif back >= 0 and tags.letters[back] == "P":
        words = [_strip(doc.tokens[back].key)]
        if back >= 1 and tags.letters[back - 1] == "P":
            words.insert(0, _strip(doc.tokens[back - 1].key))
        phrase.prep, phrase.prep_at = tuple(words), back
    if found and not phrase.prep:
        previous = found[-1]
        gap = phrase.first - previous.last - 1
        conj = reading is not None and reading.conj == "و"
        comma = gap == 1 and doc.tokens[previous.last + 1].text in ("،", ",")
        if (gap == 0 and conj) or (gap == 1 and (conj or tags.letters[previous.last + 1] in "CQ")) or (comma and conj):
            phrase.joins = len(found) - 1
            phrase.prep, phrase.prep_at = previous.prep, previous.prep_at


def _strip(word: str) -> str:
    return g.bare(word, g.PREPOSITIONS) or word
