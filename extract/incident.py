"""What a text adds of its event without naming it: وذكرت الشرطة أن الحادث وقع في بلدة كذا."""

from __future__ import annotations

from collections.abc import Iterator

from extract import drafts
from extract.drafts import Draft
from extract.grammar import bare
from extract.parsed import Parsed, lemma_key
from extract.placing import finer, within
from extract.types import Place

#: Nouns that take up the event of the item, and the verbs that only say where or when it was.
_NOUNS = frozenset(("الحادث", "الحادثه", "الواقعه", "الجريمه", "الفاجعه", "الكارثه"))
_VERBS = frozenset(lemma_key(verb) for verb in ("وقع", "حصل", "جرى", "حدث", "كان"))
#: Families whose events are incidents.
_FAMILIES = ("conflict.", "harm.", "accident.", "disaster.")
#: Tokens from the noun to its verb, and from there to the place.
_NEAR, _REACH = 3, 8


def refine(merged: list[Draft], pages: list[Parsed]) -> None:
    """The first event of the item happened where the text says that the incident did, when that is inside what is known."""
    event = next((d for d in merged if d.type.startswith(_FAMILIES) and not d.background), None)
    if event is None:
        return
    for page in pages:
        for place in _told(page):
            if not event.places or finer(place, event.places):
                event.places = [place]
                return


def _told(page: Parsed) -> Iterator[Place]:
    letters = page.tags.letters
    for token in page.doc.tokens:
        if bare(token.key, _NOUNS) is None:
            continue
        around = range(max(0, token.i - _NEAR), min(len(letters), token.i + _NEAR + 1))
        said = [i for i in around if _says_where(page, i) and page.doc.tokens[i].sent == token.sent]
        if not said:
            continue
        start = max(said[0], token.i)
        for found in page.places:
            beyond = page.doc.tokens[found.first].sent != token.sent or "V" in letters[start + 1 : found.first]
            if found.inside_org or not start < found.first <= start + _REACH or found.relation not in ("in", "near"):
                continue
            if not beyond:
                yield within(page, token.sent, drafts.place(page, found))
            break


def _says_where(page: Parsed, i: int) -> bool:
    reading = page.tags.readings[i]
    return page.tags.letters[i] in "VA" and reading is not None and lemma_key(reading.lemma) in _VERBS
