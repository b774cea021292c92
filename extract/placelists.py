"""Places told by name after what was taken: ثلاث قرى هي كذا وكذا، أحياء منها كذا."""

from __future__ import annotations

from dataclasses import replace

from extract import drafts, placeshared
from extract import grammar as g
from extract.clean import key
from extract.parsed import Parsed, lemma_key
from extract.phrases import Phrase
from extract.triggers import Trigger
from extract.types import Place

#: Parts of the map without a name: whoever takes a handful of villages takes them from somebody, not them from anybody.
_AREAS = frozenset(
    lemma_key(noun)
    for noun in (
        "حي قرية بلدة مدينة ناحية قضاء منطقة محافظة إقليم ضاحية ريف بادية أرض جيب مساحة جزء حفنة قسم رقعة شطر نصف ثلث"
    ).split()
)
_OPENERS = frozenset(key(word) for word in "هي هما منها بينها أبرزها أهمها".split())


def unnamed(page: Parsed, phrase: Phrase) -> bool:
    """A phrase for ground that it does not name: حفنة من القرى، أحياء عدة."""
    return any(page.forms(i) & _AREAS for i in (phrase.first, phrase.head))


def listed(page: Parsed, trigger: Trigger, around: list[Place]) -> list[Place]:
    """The places that follow the trigger's ground by name, in the country of those `around`."""
    opener = _opener(page, trigger)
    if opener is None:
        return []
    n = page.phrase_of.get(opener + 1)
    named: list[Place] = []
    while n is not None and n < len(page.phrases):
        phrase = page.phrases[n]
        if phrase.prep[:1] not in ((), ("من",)) or page.tags.letters[phrase.first] != "N":
            break
        if not (phrase.first == phrase.last and unnamed(page, phrase)):
            named.append(placeshared.around(_place(page, phrase), around))
        n = n + 1 if n + 1 < len(page.phrases) and page.phrases[n + 1].joins == n else None
    return named


def _opener(page: Parsed, trigger: Trigger) -> int | None:
    """The token after which the names stand, where a noun for ground stands before it in the trigger's own clause."""
    _, end = page.doc.sentences[trigger.sentence]
    ground = any(page.forms(i) & _AREAS for i in range(trigger.first, trigger.last + 1))
    for i in range(trigger.last + 1, end - 1):
        if page.tags.letters[i] in "VSRB.":
            return None
        if ground and g.bare(page.doc.tokens[i].key, _OPENERS) is not None:
            return i + (page.tags.letters[i + 1] == ",")
        ground = ground or bool(page.forms(i) & _AREAS)
    return None


def _place(page: Parsed, phrase: Phrase) -> Place:
    found = page.place_in(phrase)
    if found is not None and found.first == phrase.first:
        return drafts.place(page, found)
    span, opening = page.doc.span(phrase.first, phrase.last), page.tags.readings[phrase.first]
    joined = len(opening.conj) if opening is not None else 0
    text = span.text[joined:]
    return Place(span=replace(span, start=span.start + joined, text=text), name=text)
