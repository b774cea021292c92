"""Where the questions and answers of an interview begin: what is said there is talk, the news stands before.

Table: extract/lexicon/cues/genre.toml.
"""

from __future__ import annotations

from extract.clean import fold
from extract.drafts import Draft
from extract.parsed import Parsed
from extract.rules import table

_OPENINGS = tuple(tuple(fold(word) for word in phrase.split()) for phrase in table("cues/genre.toml")["interview"])
#: Last words of the openings: what is absent spares the closer look.
_LAST = frozenset(words[-1] for words in _OPENINGS)


def before_talk(found: list[Draft], text: Parsed) -> list[Draft]:
    """Drafts without those that stand behind the opening of an interview (فإلى نص الحوار)."""
    begins = _begins(text)
    if begins is None:
        return found
    return [draft for draft in found if draft.in_title or draft.trigger.first < begins]


def _begins(text: Parsed) -> int | None:
    doc = text.doc
    for i in doc.at(doc.keys & _LAST):
        if any(_ends_at(text, words, i) for words in _OPENINGS):
            return i
    return None


def _ends_at(text: Parsed, words: tuple[str, ...], i: int) -> bool:
    start = i + 1 - len(words)
    tokens = text.doc.tokens
    return start >= 0 and all(_is(tokens[start + k].key, word) for k, word in enumerate(words))


def _is(key: str, word: str) -> bool:
    """The word, or it behind a conjunction: ونص."""
    return key == word or (key[1:] == word and key[0] in "وف")
