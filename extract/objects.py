"""What a verb is done to, where a rule asks for objects of some classes: a deed or a thing in that place is another sense.

أوقفت الوزارة تقديم العلاج arrests nobody, استعادت السوق حصتها takes no ground, however near a person or a place stands.
"""

from __future__ import annotations

from extract.clauses import arguments
from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.tokens import Analysis

#: Classes of nouns that are done, thought or sold.
_THINGS = frozenset(("abstract", "event", "goods", "body_part"))
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


def _of_some(page: Parsed, told: Phrase, wanted: frozenset[str]) -> bool:
    """Whose it is stands right behind with ل: استهدف القصف تجمعا للجنود."""
    n = page.phrase_of.get(told.last + 1)
    if n is None or page.phrases[n].prep != ("ل",) or not page.doc.tokens[told.head].text.endswith(("ا", "اً")):
        return False
    return not wanted.isdisjoint(page.phrase_classes(page.phrases[n]))


def _behind(page: Parsed, verb: int, subject: Phrase | None) -> Phrase | None:
    """The deed right behind the subject of the verb: أوقفت الوزارة | تقديم الوجبات; not تنفيذا لأمر, which says why."""
    if subject is None or subject.first < verb or page.doc.tokens[subject.last].sent != page.doc.tokens[verb].sent:
        return None
    n = page.phrase_of.get(subject.last + 1)
    if n is None or page.phrases[n].prep or page.phrases[n].joins is not None:
        return None
    noun, head = page.tags.readings[page.phrases[n].head], page.doc.tokens[page.phrases[n].head]
    deed = noun is not None and noun.form == "masdar" and not (noun.det or noun.enc or noun.ent)
    return page.phrases[n] if deed and not head.text.endswith(("ا", "اً")) else None


def _thing(noun: Analysis | None) -> bool:
    if noun is None or not noun.known or noun.pos != "noun" or noun.ent in _MEASURES:
        return False
    if noun.ent == "event" and noun.det:  # تبنى الهجوم تنظيم: its subject follows
        return False
    return noun.form == "masdar" or noun.ent in _THINGS
