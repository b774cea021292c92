"""Who can speak, and by what name: offices over names, owners of statements, those told before.

Table: extract/lexicon/cues/attribution.toml.
"""

from __future__ import annotations

from extract.agreement import DOERS, PARTIES, man
from extract.clean import fold
from extract.parsed import Parsed
from extract.phrases import Phrase, tail
from extract.rules import table

_TABLE = table("cues/attribution.toml")
_ANONYMOUS = frozenset(fold(word) for word in _TABLE["anonymous"])
_STATEMENTS = frozenset(fold(word) for word in _TABLE["statement"])

#: Classes of nouns that say nothing, whatever else the word may be: حسب نوعية المخالفة.
_THINGS = frozenset(("abstract", "event", "goods", "body_part"))

#: Those who count the dead, and what they are of where the word alone says too little: الدفاع المدني، فرق الإنقاذ.
_HELPERS: dict[str, frozenset[str]] = {
    "دفاع": frozenset(("المدني",)),
    "فرقه": frozenset(("الانقاذ", "الاسعاف", "الاغاثه", "طبيه", "الطبيه")),
    "فريق": frozenset(("الانقاذ", "الاسعاف", "الاغاثه", "طبي", "الطبي")),
    "طاقم": frozenset(("الاسعاف", "طبي", "الطبي", "طبيه", "الطبيه")),
    "غرفه": frozenset(("طوارئ", "الطوارئ", "عمليات", "العمليات")),
    "مستشفي": frozenset(),
    "مشفي": frozenset(),
}


def speaks(page: Parsed, phrase: Phrase) -> bool:
    """Whether a phrase can say something: a party, a name, an unknown word, a source or a statement."""
    head = page.tags.readings[phrase.head]
    if phrase.number and not man(head):
        return False
    if head is None or not head.known or head.pos == "name":
        return True
    lemma = head.key
    around = range(phrase.first, min(phrase.last + 3, len(page.doc.tokens)))
    if lemma == "عنصر" and any("تحقيق" in page.doc.tokens[i].key for i in around):
        return False  # العناصر الأولى للتحقيق تفيد بأن: nobody's words
    if lemma in _ANONYMOUS or lemma in _STATEMENTS or _press(page, phrase):
        return not _told_of(page, phrase)
    follows = page.doc.tokens[phrase.head + 1].key if phrase.last > phrase.head else ""
    if lemma in _HELPERS and (not _HELPERS[lemma] or follows in _HELPERS[lemma]):
        return True
    thing = head.pos == "noun" and head.ent in _THINGS and phrase.first not in page.entity_at
    return not thing and bool(page.phrase_classes(phrase) & PARTIES)


def own_words(page: Parsed, phrase: Phrase) -> bool:
    """His words, his statement: whoever spoke before (بحسب أقواله، وفق بيانه)."""
    head, key = page.tags.readings[phrase.head], page.doc.tokens[phrase.head].key
    return key in _HIS_WORDS or (head is not None and bool(head.enc) and head.key in _STATEMENTS)


_HIS_WORDS = frozenset(word + whose for word in ("اقوال", "قول", "كلام", "راي", "تقدير") for whose in ("ه", "ها", "هم"))


def _press(page: Parsed, phrase: Phrase) -> bool:
    """وسائل الإعلام, whose head alone is no speaker."""
    head = page.tags.readings[phrase.head]
    following = page.doc.tokens[phrase.head + 1].key if phrase.last > phrase.head else ""
    return head is not None and head.key in _MEANS and following in _OF_PRESS


def _told_of(page: Parsed, phrase: Phrase) -> bool:
    """An indefinite accusative is no subject: تلقت الغرفة بلاغا في الصباح، يفيد بوقوع حادث."""
    head, text = page.tags.readings[phrase.head], page.doc.tokens[phrase.head].text
    return head is not None and not (head.det or head.enc) and text[-1:] == "ا" != head.lemma[-1:] and head.num == "s"


#: Press, as a means.
_MEANS = frozenset((fold("وسيلة"), fold("وسائل")))
_OF_PRESS = frozenset(("اعلام", "الاعلام", "اعلاميه", "الاعلاميه", "اتصال", "الاتصال"))


def relays(page: Parsed, phrase: Phrase) -> bool:
    """A source that names nobody or a medium: it passes on what others say."""
    head = page.tags.readings[phrase.head]
    entity = page.entity_at.get(phrase.first)
    if (entity is not None and entity.cls == "media") or _press(page, phrase):
        return True
    return head is not None and head.key in _ANONYMOUS and head.ent != "official"


def named_by(page: Parsed, phrase: Phrase, before: list[Phrase]) -> Phrase:
    """The name under which a speaker is filed.

    The owner of a statement (بيان لوزارة الدفاع), the office beside a name (فلان، المتحدث باسم البلدية), the fuller naming
    told before of a bare المصدر or المسؤول.
    """
    head = page.tags.readings[phrase.head]
    if head is None:
        return phrase
    lemma = head.key
    if lemma in _STATEMENTS:
        owner = _owner(page, phrase)
        if owner is not None:
            return owner
    if head.det and phrase.first == phrase.last and head.pos == "noun":
        earlier = _earlier(page, lemma, before)
        if earlier is not None:
            return earlier
    if head.pos == "name" or not head.known:
        return _office(page, phrase) or phrase
    if head.det and lemma == _OFFICIAL and before and _same_official(page, phrase, before):
        return before[-1]
    return phrase


_OFFICIAL = fold("مسؤول")


def _same_official(page: Parsed, phrase: Phrase, before: list[Phrase]) -> bool:
    """المسؤول التركي after the words of an official is he, where no other مسؤول was quoted."""
    heads = [page.tags.readings[other.head] for other in before]
    adjectives = (page.tags.readings[i] for i in range(phrase.head + 1, phrase.last + 1))
    plain = all(r is not None and r.pos == "adj" for r in adjectives)
    office = heads[-1] is not None and heads[-1].ent in ("official", "title")
    return plain and office and not any(r is not None and r.key == _OFFICIAL for r in heads)


def _owner(page: Parsed, phrase: Phrase) -> Phrase | None:
    """بيان الوزارة، بيان لمكتب المحافظ، بيان صدر عن الوزارة."""
    if phrase.last > phrase.head:
        genitive = tail(page.tags, phrase, phrase.head + 1)
        if page.phrase_classes(genitive) & DOERS:
            return genitive
    n = page.phrase_of.get(phrase.first)
    if n is None:
        return None
    for other in page.phrases[n + 1 : n + 4]:
        if page.doc.tokens[other.first].sent != page.doc.tokens[phrase.first].sent:
            return None
        if other.prep in (("ل",), ("عن",), ("من",)) and page.phrase_classes(other) & DOERS:
            return other
    return None


def _earlier(page: Parsed, lemma: str, before: list[Phrase]) -> Phrase | None:
    for other in reversed(before):
        head = page.tags.readings[other.head]
        if head is None:
            continue
        if head.key == lemma and other.last > other.first:
            return other
        if lemma in ("مصدر", "بيان"):
            return other
    return None


def _office(page: Parsed, name: Phrase) -> Phrase | None:
    """The office right after a name and a comma."""
    nxt = name.last + 1
    if nxt + 1 >= len(page.doc.tokens) or page.doc.tokens[nxt].text not in ("،", ",", "("):
        return None
    n = page.phrase_of.get(nxt + 1)
    if n is None or page.phrases[n].first != nxt + 1 or page.phrases[n].prep:
        return None
    head = page.tags.readings[page.phrases[n].head]
    return page.phrases[n] if head is not None and head.ent in ("official", "title") and not head.conj else None


def headline_speaker(page: Parsed) -> Phrase | None:
    """Who stands before the colon of a headline and says the rest: فلان: لن نوقع. A country or town there is a dateline."""
    if page.doc.field != "title" or not page.phrases:
        return None
    phrase = page.phrases[0]
    after = phrase.last + 1
    while after < len(page.doc.tokens) and page.doc.tokens[after].kind == "quote":
        after += 1
    if phrase.first > 1 or after >= len(page.doc.tokens) or page.doc.tokens[after].text != ":":
        return None
    entity = page.entity_at.get(phrase.first)
    if page.place_in(phrase) is not None or (entity is not None and entity.kind == "country"):
        return None
    return phrase if speaks(page, phrase) else None
