"""Where the words of a phrase of the lexicon follow each other in a text."""

from __future__ import annotations

from collections.abc import Iterator

from extract import grammar as g
from extract.parsed import BLOCK, Parsed
from extract.phrases import Phrase
from extract.rules import Pattern

#: Words that a gap of a phrase may hold, and how far in tokens it may reach.
_GAP = 3
_WORDS = BLOCK


def matches(page: Parsed, pattern: Pattern, at: int, k: int = 1) -> list[int] | None:
    """Tokens of the words of a phrase whose word before pattern[k] stands at `at`, None when the rest does not follow."""
    if k == len(pattern):
        return [at]
    part = pattern[k]
    ahead = _next(page, at)
    gap = part is None
    if gap:
        k, part, ahead = k + 1, pattern[k + 1], _reach(page, at)
    for j in ahead:
        if gap and page.tags.letters[at] == page.tags.letters[j] == "V" and not page.doc.tokens[j].reading("noun"):
            continue  # أعلن متحدث باسم قوات تدعمها is no أعلن دعمه
        if part is not None and part in page.forms(j) and not _somebody_else(page, part, j):
            rest = matches(page, pattern, j, k + 1)
            if rest is not None:
                return [at, *rest]
    return None


def _next(page: Parsed, at: int) -> tuple[int, ...]:
    """The token after `at`, quotation marks aside."""
    tokens = page.doc.tokens
    i = at + 1
    while i < len(tokens) and tokens[i].kind == "quote":
        i += 1
    return (i,) if i < len(tokens) else ()


def _reach(page: Parsed, at: int) -> tuple[int, ...]:
    """Tokens that may follow `at` across a gap, nearest first: after a verb its subject counts as one word, however long."""
    known = page.reaches.get(at)
    if known is None:
        known = page.reaches[at] = tuple(_walk(page, at))
    return known


_BRACKETS = frozenset("()[]")
#: What a verb still has to say behind the comma that closes its subject: أعرب النائب فلان، عن رفضه.
_OWED = frozenset(("عن",))


def _walk(page: Parsed, at: int) -> Iterator[int]:
    tokens, letters = page.doc.tokens, page.tags.letters
    whole = letters[at] == "V"
    cost = 0
    for i in range(at + 1, min(len(tokens), at + _WORDS)):
        kind = tokens[i].kind
        around_time = whole and kind == "punct" and _beside_time(letters, i)
        beside = kind == "punct" and whole and tokens[i].text in _BRACKETS  # أعلن تنظيم الدولة (داعش) مسؤوليته
        owed = kind == "punct" and whole and i + 1 < len(tokens) and tokens[i + 1].key in _OWED
        if kind == "break" or (kind == "punct" and not beside and not owed and (letters[i] == "." or not around_time)):
            return
        if kind in ("punct", "quote"):
            continue
        reading = page.tags.readings[i]
        if reading is not None and reading.conj and (letters[i] == "V" or (reading.evt and reading.ent == "event")):
            return  # استهداف سيارة | ومقتل قيادي: two happenings
        if letters[i] == "P" and (g.AFTER if whole else g.ANCHORS) & page.forms(i):
            return  # الهجوم غداة تفجير انتحاري: two happenings
        yield i
        if tokens[i].key == "عدم":
            return  # أبدى عدم | ارتياحه
        n = page.phrase_of.get(i)
        inside = whole and n is not None and (i > page.phrases[n].first or _leans(page.phrases[n]))
        cost += not inside and letters[i] != "X" and not (whole and letters[i] == "P")
        if letters[i] in "VS" or cost > _GAP:
            return


def _beside_time(letters: list[str], i: int) -> bool:
    """A mark with a time on one side, other marks aside: أعلنت الوزارة، اليوم (الاثنين)، بدء."""
    left, right = i - 1, i + 1
    while left > 0 and letters[left] == ",":
        left -= 1
    while right < len(letters) - 1 and letters[right] in ",P":  # ، خلال الأشهر الماضية
        right += 1
    return letters[left] == "X" or letters[min(right, len(letters) - 1)] == "X"


def _leans(phrase: Phrase) -> bool:
    """Joined to the phrase before it, or told with a preposition: no step of its own."""
    return phrase.joins is not None or bool(phrase.prep)


def _somebody_else(page: Parsed, part: str, i: int) -> bool:
    """A party with a preposition of its own is no adjective of the word before: هجوم لمسلحين. Nor is Ali a preposition."""
    reading = page.tags.readings[i]
    if part == "علي" and page.tags.letters[i] == "N":
        return True
    return reading is not None and reading.prep != "" and reading.ent in _PARTIES and part != page.doc.tokens[i].key


_PARTIES = frozenset(("armed", "person", "official"))
