"""What a verb is done to, where a rule asks for objects of some classes: a deed or a thing in that place is another sense.

أوقفت الوزارة تقديم العلاج arrests nobody, استعادت السوق حصتها takes no ground, however near a person or a place stands.
"""

from __future__ import annotations

from extract.clauses import arguments
from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.tokens import Analysis

#: Tokens behind the verb within which its preposition stands.
_REACH = 12
#: Classes of nouns that are done, thought or sold.
_THINGS = frozenset(("abstract", "event", "goods", "body_part"))
_LIVING = frozenset("person armed official title org group state state_force non_state civilian".split())
#: Classes of nouns that only measure or hold what follows them: أوقف عددا من المتظاهرين.
_MEASURES = frozenset(("group", "unit", "time", "money", "place_head", "building"))


def other(page: Parsed, verb: int, sentence: int, wanted: frozenset[str]) -> bool:
    """Whether the direct object of the verb is a deed or a thing, and none of the classes wanted."""
    subject, objects, passive = arguments(page, verb, sentence)
    told = objects[0] if objects else _behind(page, verb, subject)
    if passive or told is None:
        return False
    if told.number or told.first in page.entity_at or not _thing(page.tags.readings[told.head]):
        return False
    return wanted.isdisjoint(page.phrase_classes(told)) and not _of_some(page, told, wanted)


def governed_other(page: Parsed, last: int, sentence: int, preps: frozenset[str], wanted: frozenset[str]) -> bool:
    """The same for what stands behind the verb's own preposition: يسيطر البنك على عائدات البلاد."""
    _, end = page.doc.sentences[sentence]
    n = next((page.phrase_of[i] for i in range(last + 1, min(end, last + _REACH)) if i in page.phrase_of), None)
    while n is not None and n < len(page.phrases) and page.phrases[n].first < min(end, last + _REACH):
        told = page.phrases[n]
        if len(told.prep) == 1 and told.prep[0] in preps and told.first > last:
            noun = page.tags.readings[told.head]
            thing = noun is not None and noun.ent in _THINGS and not noun.evt and _thing(noun)
            return (
                thing
                and not told.number
                and told.first not in page.entity_at
                and wanted.isdisjoint(page.phrase_classes(told))
            )
        n += 1
    return False


def spared(page: Parsed, verb: int, sentence: int) -> bool:
    """What is killed is no living thing: غزارة المعلومات تقتل المعلومة."""
    _subject, objects, passive = arguments(page, verb, sentence)
    if passive or not objects or objects[0].number or objects[0].first in page.entity_at:
        return False
    noun = page.tags.readings[objects[0].head]
    idea = noun is not None and noun.known and noun.pos == "noun" and noun.ent == "abstract" and not noun.evt
    return idea and _LIVING.isdisjoint(page.phrase_classes(objects[0]))  # عاملان: workers, or factors


def _of_some(page: Parsed, told: Phrase, wanted: frozenset[str]) -> bool:
    """Whose it is stands right behind with ل: استهدف القصف تجمعا للجنود."""
    n = page.phrase_of.get(told.last + 1)
    if n is None or page.phrases[n].prep != ("ل",) or not page.doc.tokens[told.head].text.endswith(("ا", "اً")):
        return False
    return not wanted.isdisjoint(page.phrase_classes(page.phrases[n]))


def _behind(page: Parsed, verb: int, subject: Phrase | None) -> Phrase | None:
    """The deed or thing behind the subject: أوقفت الوزارة | تقديم الوجبات، نشر التنظيم، أمس | شريطا; not تنفيذا لأمر."""
    if subject is None or subject.first < verb or page.doc.tokens[subject.last].sent != page.doc.tokens[verb].sent:
        return None
    at, letters = subject.last + 1, page.tags.letters
    while at < len(letters) and letters[at] in "XQ," and at - subject.last < _REACH:
        at += 1
    n = page.phrase_of.get(at)
    if n is None or page.phrases[n].prep or page.phrases[n].joins is not None:
        return None
    noun, head = page.tags.readings[page.phrases[n].head], page.doc.tokens[page.phrases[n].head]
    if noun is None or noun.det or noun.enc:
        return None
    accusative = head.text.endswith(("ا", "اً"))
    deed = noun.form == "masdar" and not noun.ent and not accusative and at == subject.last + 1
    return page.phrases[n] if deed or (accusative and noun.ent in ("abstract", "goods") and noun.num == "s") else None


def _thing(noun: Analysis | None) -> bool:
    if noun is None or not noun.known or noun.pos != "noun" or noun.ent in _MEASURES:
        return False
    if noun.ent == "event" and noun.det:  # تبنى الهجوم تنظيم: its subject follows
        return False
    return noun.form == "masdar" or noun.ent in _THINGS


def beyond(phrase: Phrase, last: int) -> Phrase:
    """What a phrase says after the trigger that it holds: تدمير | ثلاثة أنفاق."""
    if phrase.first > last:
        return phrase
    return Phrase(last + 1, phrase.last, min(last + 2, phrase.last))


def following(page: Parsed, i: int, sentence: int) -> list[Phrase]:
    """Phrases of the sentence that begin after token i, or that hold it and go on after it."""
    _, end = page.doc.sentences[sentence]
    n = page.phrase_of.get(i)
    if n is None:
        n = next((page.phrase_of[j] for j in range(i + 1, end) if j in page.phrase_of), None)
        if n is None:
            return []
    elif page.phrases[n].last <= i:
        n += 1
    return [p for p in page.phrases[n : n + 6] if p.first < end]


def preceding(page: Parsed, i: int, sentence: int) -> Phrase | None:
    """The last phrase of the sentence that ends before token i."""
    first, _ = page.doc.sentences[sentence]
    for j in range(i - 1, first - 1, -1):
        if j in page.phrase_of:
            return page.phrases[page.phrase_of[j]]
    return None
